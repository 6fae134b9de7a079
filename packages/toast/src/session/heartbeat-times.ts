import type { Peer } from '../peer/peer.js';

/**
 * The times that a heartbeat brings, from which clock offsets come (spec/toast/v2, section 7). Nanoseconds; NaN what it does not bring. The object is
 * reused.
 */
export interface HeartbeatTimes {
  /** When the peer stamped it, on the peer's clock, and when it arrived, on this process's. */
  readonly sentNs: number;
  readonly arrivalNs: number;
  /** The same of the heartbeat before it, but when that one really left; NaN where it was not heard. Nearer to the truth, a heartbeat later. */
  readonly previousSentNs: number;
  readonly previousArrivalNs: number;
  /**
   * When this process's heartbeat that the peer heard last really left, as far as this process knows, and when it arrived there, on the peer's
   * clock. Each once.
   */
  readonly echoSentNs: number;
  readonly echoArrivalNs: number;
}

/** Called once for each heartbeat, the same peer's in order. */
export type HeartbeatTimesHandler = (peer: Peer, times: HeartbeatTimes) => void;
