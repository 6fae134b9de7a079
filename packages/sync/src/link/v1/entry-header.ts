import { writeU32BE } from './big-endian.js';
import { ENTRY_HEADER_BYTES } from './codes.js';

/** Writes the key and the size of an entry; gives where its content begins. */
export function writeEntryHeader(
  bytes: Uint8Array,
  offset: number,
  key: number,
  size: number,
): number {
  writeU32BE(bytes, offset, key);
  writeU32BE(bytes, offset + 4, size);
  return offset + ENTRY_HEADER_BYTES;
}
