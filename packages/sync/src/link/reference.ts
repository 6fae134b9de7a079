import type { LinkPeer } from './peers.js';
import { compareNodeIds, isSameNode, type NodeId } from './v1/node-id.js';

/** Whose clock a peer takes the session's time from. */
export interface Reference {
  readonly peer: LinkPeer;
  /**
   * This peer is the one that the session's time comes from, and follows all the same, because the other does not: a peer of Link's
   * own corrects itself every 30 s only, and would be 1.5 ms away by then.
   */
  readonly isFollower: boolean;
}

/**
 * The founder's clock is the session's. Where it is gone, that of the steady peer with the smallest id is, so that peers do not chase
 * each other. Whoever's it is, keeps to the first peer that is not steady: what that one measures is then what it has already.
 * Undefined where this peer runs by its own clock.
 */
export function findReference(
  peers: readonly LinkPeer[],
  session: Readonly<NodeId>,
  node: Readonly<NodeId>,
): Reference | undefined {
  const founder = peers.find((peer) => isSameNode(peer.node, session));
  if (founder !== undefined) return { peer: founder, isFollower: false };
  const anchor = isSameNode(node, session) ? undefined : smallest(peers, true);
  if (anchor !== undefined && compareNodeIds(anchor.node, node) < 0)
    return { peer: anchor, isFollower: false };
  const plain = smallest(peers, false);
  return plain === undefined ? undefined : { peer: plain, isFollower: true };
}

function smallest(peers: readonly LinkPeer[], isSteady: boolean): LinkPeer | undefined {
  let found: LinkPeer | undefined;
  for (const peer of peers) {
    if (peer.isSteady !== isSteady || peer.endpoint === undefined) continue;
    if (found === undefined || compareNodeIds(peer.node, found.node) < 0) found = peer;
  }
  return found;
}
