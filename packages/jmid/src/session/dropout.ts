import type { Peer } from '@jamnet/toast';

/** A sender repeats an event for 250 ms, in frames at most 83 ms apart: until so long after it one more is sure to come. */
const REPEATED_NS = 250e6 - 83e6;
/** Longer than two of those frames are apart. */
const LEAST_PATIENCE_NS = 100e6;
/** The time to the next heartbeat is drawn within ±20 %; one of them may be a little late. */
const HEARTBEATS = 1.5;
const JITTERS = 4;

/** What of a {@link Peer} tells a dropout. */
export type HeardPeer = Pick<
  Peer,
  'state' | 'lastHeardNs' | 'heartbeatIntervalNs' | 'jitterUs' | 'sameClock'
>;

/**
 * When the silence of a peer, of which an event came at `eventNs`, is a dropout: nanoseconds of this process's clock. Whoever has stopped playing is still heard, by
 * repetitions at first and by heartbeats after them. Whoever has died is not, and cannot be told from a dropout.
 */
export function dropoutAtNs(peer: HeardPeer, eventNs: number): number {
  const { lastHeardNs, heartbeatIntervalNs, jitterUs } = peer;
  const repeating = lastHeardNs - eventNs < REPEATED_NS;
  const patienceNs = repeating
    ? LEAST_PATIENCE_NS
    : Math.max(LEAST_PATIENCE_NS, HEARTBEATS * heartbeatIntervalNs);
  return lastHeardNs + patienceNs + JITTERS * jitterUs * 1000;
}
