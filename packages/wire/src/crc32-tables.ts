const SLICES = 8;

/**
 * Tables of the CRC-32, 256 words each: table n is the CRC of a byte that n zero bytes follow. JavaScript takes eight bytes at a
 * time with them, a kernel four, with the first four tables.
 */
export const crc32Tables: Uint32Array = createTables();

function createTables(): Uint32Array {
  const tables = new Uint32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!;
    tables[i] = tables[before & 0xff]! ^ (before >>> 8);
  }
  return tables;
}

/** The CRC-32 of a range, in JavaScript, eight bytes at a time. Makes no view of the range and allocates nothing. */
export function tableCrc32(bytes: Uint8Array, offset: number, length: number, seed = 0): number {
  const t = crc32Tables;
  const end = offset + length;
  let crc = ~seed;
  let at = offset;
  for (; at + 8 <= end; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = t[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
