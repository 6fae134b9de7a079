/** What a value is. The numbers are those of the reader's `kinds` column. */
export const LineKind = {
  absent: 0,
  /** Digits only, from -(2^53 - 1) to 2^53 - 1: exact. */
  integer: 1,
  /** With a fraction or an exponent. */
  real: 2,
  string: 3,
  array: 4,
  object: 5,
  true: 6,
  false: 7,
  null: 8,
  /** Digits only, but beyond what a Number holds exactly: to be read from its span. */
  big: 9,
} as const;

/** What a scan found beside the position where it ended. Made once and written over by each scan. */
export interface Scanned {
  kind: number;
  /** The value of an integer or a real, NaN otherwise. */
  number: number;
  /** Whether a string has escapes, so that its bytes are not yet its text. */
  escaped: boolean;
}
