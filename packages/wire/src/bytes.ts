/**
 * Little-endian integers read from and written to a Uint8Array, byte by byte.
 *
 * No DataView: making one per packet costs many times the decode, and keeping one per buffer needs a cache that subarrays
 * of a pool defeat. Four byte accesses and shifts compile to about the same machine code and need neither
 * (figures: `bench/wire.ts`).
 *
 * Offsets are not checked here: who calls has already checked the length. Outside the array a read gives zero bits and
 * a write does nothing, as JavaScript's typed arrays have it. Nothing throws, nothing allocates.
 */

const TWO_32 = 0x1_0000_0000;

/** The highest upper half of a u64 that a Number holds exactly: 2^53 - 1 is 0x001f_ffff_ffff_ffff. */
const MAX_UPPER = 0x1f_ffff;

export function readU16(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8);
}

export function writeU16(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
}

export function readU32(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset]! |
      (bytes[offset + 1]! << 8) |
      (bytes[offset + 2]! << 16) |
      (bytes[offset + 3]! << 24)) >>>
    0
  );
}

export function writeU32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
  bytes[offset + 2] = value >>> 16;
  bytes[offset + 3] = value >>> 24;
}

/** The u64 as a Number: exact up to 2^53 - 1; -1 for a greater one, which a Number could not hold exactly. */
export function readU64(bytes: Uint8Array, offset: number): number {
  const upper = readU32(bytes, offset + 4);
  return upper > MAX_UPPER ? -1 : upper * TWO_32 + readU32(bytes, offset);
}

/** Writes an integer from 0 to 2^53 - 1. -1 writes 64 one bits, which {@link readU64} gives back as -1. */
export function writeU64(bytes: Uint8Array, offset: number, value: number): void {
  const lower = value >>> 0;
  writeU32(bytes, offset, lower);
  writeU32(bytes, offset + 4, (value - lower) / TWO_32);
}
