import type { Destination } from '@jamnet/wire';
import { addressText, zoneOf } from './endpoint-bytes.js';
import { copyStartStop, createStartStop, isLaterStartStop, type StartStop } from './start-stop.js';
import { copyTimeline, createTimeline, isNewerTimeline, type Timeline } from './timeline.js';
import type { DiscoveryMessage } from './v1/discovery-message.js';
import { compareNodeIds, copyNodeId, createNodeId, isSameNode, type NodeId } from './v1/node-id.js';

/** A peer as its last message shows it. */
export interface LinkPeer {
  readonly node: Readonly<NodeId>;
  readonly session: Readonly<NodeId>;
  readonly timeline: Readonly<Timeline>;
  /** Undefined where it has said nothing of start and stop. */
  readonly startStop: Readonly<StartStop> | undefined;
  /** Where it answers pings; undefined where it has not said. */
  readonly endpoint: Destination | undefined;
  /** Whether it follows the session's clock all the time, not every 30 s. */
  readonly isSteady: boolean;
}

/** The peers that are heard, in every session. */
export interface LinkPeers {
  /**
   * Takes in what a peer said. Gives the peer, or undefined where there is no room or where it is new and has said nothing of its
   * session.
   */
  hear(
    message: DiscoveryMessage,
    from: Destination | undefined,
    nowNs: number,
  ): LinkPeer | undefined;
  /** Takes a peer out that said goodbye. Whether it was there. */
  remove(node: Readonly<NodeId>): boolean;
  /** Takes out those that were not heard for as long as they said themselves. How many. */
  expire(nowNs: number): number;
  countOf(session: Readonly<NodeId>): number;
  /** The peers of a session. */
  of(session: Readonly<NodeId>): readonly LinkPeer[];
  /** Some peer of each session but this one. */
  others(session: Readonly<NodeId>): readonly LinkPeer[];
  /**
   * The peer to measure a session by: its founder, else the one with the smallest id, `turn` 1, 2 … those after it. Undefined where
   * none of them can be pinged.
   */
  toMeasure(session: Readonly<NodeId>, turn: number): LinkPeer | undefined;
  newestTimeline(session: Readonly<NodeId>): Readonly<Timeline> | undefined;
  latestStartStop(session: Readonly<NodeId>): Readonly<StartStop> | undefined;
  readonly isFull: boolean;
}

/** A large band; strangers cannot make this one's memory grow beyond it. */
export const MAX_LINK_PEERS = 256;

export function createLinkPeers(): LinkPeers {
  return new HeardPeers();
}

class HeardPeer implements LinkPeer {
  readonly node = createNodeId();
  readonly session = createNodeId();
  readonly timeline = createTimeline();
  startStop: StartStop | undefined;
  endpoint: Destination | undefined;
  isSteady = false;
  expiresNs = 0;
  #addressKey = '';

  take(message: DiscoveryMessage, from: Destination | undefined, nowNs: number): void {
    copyNodeId(message.node, this.node);
    if (message.hasSession) copyNodeId(message.session, this.session);
    if (message.hasTimeline) copyTimeline(message.timeline, this.timeline);
    if (message.hasStartStop) {
      this.startStop ??= createStartStop();
      copyStartStop(message.startStop, this.startStop);
    }
    if (message.endpointFamily !== 0) this.#takeEndpoint(message, from);
    this.isSteady = message.isSteady;
    this.expiresNs = nowNs + message.ttl * 1e9;
  }

  /** Destinations are recognised by identity, so one that is the same stays the same object. */
  #takeEndpoint(message: DiscoveryMessage, from: Destination | undefined): void {
    const family = message.endpointFamily as 4 | 6;
    const port = message.endpointPort;
    const text = addressText(family, message.endpointAddress);
    const key = `${text} ${port}`;
    if (key === this.#addressKey) return;
    this.#addressKey = key;
    // A link-local address means something only on the interface that the message came by.
    const isLinkLocal = family === 6 && /^fe[89ab]/u.test(text);
    const address = isLinkLocal && from !== undefined ? text + zoneOf(from.address) : text;
    this.endpoint = { family, address, port };
  }
}

class HeardPeers implements LinkPeers {
  #peers: HeardPeer[] = [];

  get isFull(): boolean {
    return this.#peers.length >= MAX_LINK_PEERS;
  }

  hear(
    message: DiscoveryMessage,
    from: Destination | undefined,
    nowNs: number,
  ): LinkPeer | undefined {
    let peer = this.#find(message.node);
    if (peer === undefined) {
      if (this.isFull || !message.hasSession || !message.hasTimeline) return undefined;
      peer = new HeardPeer();
      this.#peers.push(peer);
    }
    peer.take(message, from, nowNs);
    return peer;
  }

  remove(node: Readonly<NodeId>): boolean {
    const before = this.#peers.length;
    this.#peers = this.#peers.filter((peer) => !isSameNode(peer.node, node));
    return this.#peers.length < before;
  }

  expire(nowNs: number): number {
    const before = this.#peers.length;
    if (this.#peers.some((peer) => peer.expiresNs <= nowNs)) {
      this.#peers = this.#peers.filter((peer) => peer.expiresNs > nowNs);
    }
    return before - this.#peers.length;
  }

  countOf(session: Readonly<NodeId>): number {
    let count = 0;
    for (const peer of this.#peers) if (isSameNode(peer.session, session)) count += 1;
    return count;
  }

  others(session: Readonly<NodeId>): readonly LinkPeer[] {
    const found: LinkPeer[] = [];
    for (const peer of this.#peers) {
      if (isSameNode(peer.session, session)) continue;
      if (!found.some((other) => isSameNode(other.session, peer.session))) found.push(peer);
    }
    return found;
  }

  toMeasure(session: Readonly<NodeId>, turn: number): LinkPeer | undefined {
    const able = this.of(session).filter((peer) => peer.endpoint !== undefined);
    if (able.length === 0) return undefined;
    const isFounder = (peer: LinkPeer): number => (isSameNode(peer.node, session) ? 0 : 1);
    able.sort((a, b) => isFounder(a) - isFounder(b) || compareNodeIds(a.node, b.node));
    return able[turn % able.length];
  }

  newestTimeline(session: Readonly<NodeId>): Readonly<Timeline> | undefined {
    return this.of(session)
      .map((peer) => peer.timeline)
      .reduce<Readonly<Timeline> | undefined>(
        (best, each) => (best === undefined || isNewerTimeline(each, best) ? each : best),
        undefined,
      );
  }

  latestStartStop(session: Readonly<NodeId>): Readonly<StartStop> | undefined {
    let latest: Readonly<StartStop> | undefined;
    for (const { startStop } of this.of(session)) {
      if (startStop === undefined) continue;
      if (latest === undefined || isLaterStartStop(startStop, latest)) latest = startStop;
    }
    return latest;
  }

  of(session: Readonly<NodeId>): readonly HeardPeer[] {
    return this.#peers.filter((peer) => isSameNode(peer.session, session));
  }

  #find(node: Readonly<NodeId>): HeardPeer | undefined {
    for (const peer of this.#peers) if (isSameNode(peer.node, node)) return peer;
    return undefined;
  }
}
