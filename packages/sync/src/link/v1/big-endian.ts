/**
 * Big-endian integers, read from and written to a Uint8Array byte by byte. Offsets are not checked here: who calls has
 * checked the length. Nothing throws, nothing allocates.
 */

const TWO_32 = 0x1_0000_0000;
/** Upper halves of the i64 values that a Number holds exactly: from -(2^53 - 2^32) to 2^53 - 1. */
const MAX_UPPER = 0x1f_ffff;
const MIN_UPPER = -0x1f_ffff;

export function readU16BE(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 8) | bytes[offset + 1]!;
}

export function writeU16BE(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 8;
  bytes[offset + 1] = value;
}

export function readU32BE(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset]! << 24) |
      (bytes[offset + 1]! << 16) |
      (bytes[offset + 2]! << 8) |
      bytes[offset + 3]!) >>>
    0
  );
}

export function writeU32BE(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/** The i64 as a Number; NaN where a Number does not hold it exactly. */
export function readI64BE(bytes: Uint8Array, offset: number): number {
  const upper = readU32BE(bytes, offset) | 0;
  if (upper > MAX_UPPER || upper < MIN_UPPER) return NaN;
  return upper * TWO_32 + readU32BE(bytes, offset + 4);
}

/** Writes a whole number between -(2^53 - 2^32) and 2^53 - 1 as an i64. */
export function writeI64BE(bytes: Uint8Array, offset: number, value: number): void {
  writeU32BE(bytes, offset, Math.floor(value / TWO_32));
  writeU32BE(bytes, offset + 4, value >>> 0);
}

/** Whether `bytes` go on with these values at `offset`. */
export function startsWith(bytes: Uint8Array, offset: number, values: readonly number[]): boolean {
  for (let i = 0; i < values.length; i++) {
    if (bytes[offset + i] !== values[i]) return false;
  }
  return true;
}
