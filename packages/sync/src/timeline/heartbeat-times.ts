/** The times that a heartbeat brings, nanoseconds; those that it does not bring are NaN. An object that is reused. */
export interface HeartbeatTimes {
  /** When the peer stamped it, on the peer's clock, and when it came, on this one. */
  readonly sentNs: number;
  readonly arrivalNs: number;
  /** The same of the heartbeat before, by when that one really left. */
  readonly previousSentNs: number;
  readonly previousArrivalNs: number;
  /** When the heartbeat of this process that the peer heard last really left, on this clock, and when that came there, on the peer's. */
  readonly echoSentNs: number;
  readonly echoArrivalNs: number;
}
