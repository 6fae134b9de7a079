import type { RemotePeer } from './remote-peer.js';

/** Steps that are noticed within this belong together. */
const TOGETHER_NS = 1e9;
/** Steps of several clocks that differ by more than this are not the one step of another. */
const ALIKE_NS = 2e6;
const LEAST_WITNESSES = 2;

/**
 * By how much this process's own clock fell behind (a machine that slept) or ran ahead at once, as the others show: all of their clocks seem to
 * have stepped at once, by the same. 0 where that is not so, or where there are fewer than two to tell: of two clocks none can say which one stepped.
 */
export function ownStepNs(peers: readonly RemotePeer[], nowNs: number): number {
  if (peers.length < LEAST_WITNESSES) return 0;
  let least = Infinity;
  let most = -Infinity;
  for (const { stepNs, stepKnownNs } of peers) {
    if (!(nowNs - stepKnownNs <= TOGETHER_NS)) return 0;
    least = Math.min(least, stepNs);
    most = Math.max(most, stepNs);
  }
  return most - least <= ALIKE_NS ? (least + most) / 2 : 0;
}
