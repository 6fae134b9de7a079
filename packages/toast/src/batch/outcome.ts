/**
 * What became of one frame, or of what stood in its place, in a batch: 0 or more is the index of its session; a negative number is the `Status`
 * of a frame that failed a check, or one of these.
 */
export const Outcome = {
  /** A good frame of a session that was not joined. */
  otherSession: -32,
} as const;

/** What the duplicate filter said of a frame in a batch. The first three are those of `Verdict`. */
export const BatchVerdict = {
  NEW: 0,
  DUPLICATE: 1,
  LATE: 2,
  /** Not a frame of a joined session. */
  NONE: 3,
  /** Its stream is above `maxStreams`; the frame goes nowhere and is counted. */
  TOO_MANY: 4,
} as const;
export type BatchVerdict = (typeof BatchVerdict)[keyof typeof BatchVerdict];
