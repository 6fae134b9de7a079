/** What a decoder of JELLIE has seen since it was made. */
export interface JellieStats {
  /** Frames that two parts made exact. */
  readonly exactFrames: number;
  /** Frames of which one part is known, and no second one yet. */
  readonly halfRateFrames: number;
  /** Parts of frames that were exact already, and copies of parts. */
  readonly redundant: number;
  /** Parts of frames that are older than a decoder keeps, at least a quarter of a second. */
  readonly late: number;
  /** Parts that contradict what is known: no pair of samples has both, another time or sequence number, or frames that overlap. They change nothing. */
  readonly inconsistent: number;
  /** Payloads of which a message was refused before it was looked into: of no form, malformed, out of range. */
  readonly refused: number;
}

export type JellieCounters = { -readonly [key in keyof JellieStats]: JellieStats[key] };
