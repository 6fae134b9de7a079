import { LineKind } from '@jamnet/wire';

/**
 * What a cell of a batch is: four bits of the kinds column. 0 to 9 are the numbers of wire's `LineKind`; the others say more
 * exactly what the 64 bits of the value are (docs/columns.md).
 */
export const CellKind = {
  ...LineKind,
  /** A string with escapes: its bytes are not its text. */
  escapedString: 10,
  /** A real whose value is to be read from its span. */
  longReal: 11,
  /** An integer beyond 2^53 - 1 either way that fits in 64 bits with a sign. */
  wide: 12,
  /** An integer from 2^63 to 2^64 - 1. */
  unsignedWide: 13,
  /** The bytes of a MessagePack `bin`. */
  binary: 14,
  /** The 64 bits of a double (MessagePack). */
  float64: 15,
} as const;

/** What became of a line. */
export const LineStatus = {
  ok: 0,
  /** Nothing or only white space: no message, and no mistake. */
  empty: 1,
  malformed: 2,
  /** Longer than {@link MAX_LINE_BYTES}: not looked at. */
  tooLong: 3,
  /** A kernel left the line to the reference. Not seen in a finished batch. */
  left: 4,
} as const;

/** Longest line that is read, as spec/notation has it for a message. */
export const MAX_LINE_BYTES = 16_777_216;

/** Longest line that a kernel reads: its time is bounded, the reference reads the rest. */
export const MAX_KERNEL_LINE_BYTES = 2048;

/** Keys of a parser at most: four words of kinds a line. */
export const MAX_KEYS = 32;

/** Bytes of a key or a word at most. */
export const MAX_NAME_BYTES = 16;

/** In the line column: the type is none of the words. */
export const NO_WORD = 255;

/** Marks a record of MessagePack in its length. */
export const MESSAGE_PACK_RECORD = 0x8000_0000;
