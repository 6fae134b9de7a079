import calculateCrc16 from 'crc/calculators/crc16';
import calculateCrc32 from 'crc/calculators/crc32';
import * as zlib from 'node:zlib';
import { tableCrc32 } from './crc32-tables.js';

/**
 * CRC-32 as zlib, gzip and IEEE 802.3 have it, over `length` bytes from `offset`; 0 to 2^32 - 1.
 *
 * `seed` is the value over the bytes before these, so that a checksum can be taken in pieces and the part that copies of
 * a frame share needs to be gone through once only. Nothing is copied; a view of the range is made unless it is the whole array.
 */
export type Crc32 = (bytes: Uint8Array, offset: number, length: number, seed?: number) => number;

function range(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  return offset === 0 && length === bytes.length ? bytes : bytes.subarray(offset, offset + length);
}

/**
 * What the others must equal. `crc` takes a previous value of 0 for a register of zeros and gives a
 * different checksum; 0 means here what it means to zlib, the value over no bytes, which `crc` has as undefined.
 */
export const portableCrc32: Crc32 = (bytes, offset, length, seed = 0) =>
  calculateCrc32(range(bytes, offset, length), seed === 0 ? undefined : seed) >>> 0;

/** The one in Node's zlib (from 20.15 on), or undefined where there is none. */
export const zlibCrc32: Crc32 | undefined =
  typeof zlib.crc32 === 'function'
    ? (bytes, offset, length, seed = 0) => zlib.crc32(range(bytes, offset, length), seed)
    : undefined;

/** From here on the native function, slow to call and fast by the byte, is ahead. */
const NATIVE_FROM_BYTES = 300;

const nativeCrc32: Crc32 = zlibCrc32 ?? tableCrc32;

/**
 * The fastest {@link Crc32} for the length: tables below 300 bytes, which take two thirds of the time of zlib's for a frame of
 * 150 (bench/wire.ts) and allocate nothing; the native one from there on.
 */
export const crc32: Crc32 = (bytes, offset, length, seed = 0) =>
  length < NATIVE_FROM_BYTES
    ? tableCrc32(bytes, offset, length, seed)
    : nativeCrc32(bytes, offset, length, seed);

/** CRC-16/ARC over `length` bytes from `offset`: 0 to 65,535. A hash that picks a bucket, never proof of integrity. */
export function crc16(bytes: Uint8Array, offset: number, length: number, seed = 0): number {
  return calculateCrc16(range(bytes, offset, length), seed) & 0xffff;
}
