import { jmidKeys, typeCodes } from '@jamnet/jam';
import { columnBytes, columnsOver, type Columns } from '../../packages/jam/src/parser/columns.js';
import { createKeyTable } from '../../packages/jam/src/parser/key-table.js';
import { createReferenceReader } from '../../packages/jam/src/parser/reference.js';

/** What is read of a line: what a parser with default settings reads. */
export const KEYS = jmidKeys;
const TYPE_KEY = KEYS.indexOf('t');
/** As the parser counts the room for lines (its batch-memory.ts). */
const STRIDE_STEP = 1024;
const CHUNK_BYTES = 16;
const LINE_FEED = 10;

export interface ReferenceBatch {
  readonly text: Uint8Array;
  /** The kernel's table, with the shape of this batch in its head. */
  readonly table: Uint8Array;
  readonly columnBytes: number;
  readonly stride: number;
  readonly kindWords: number;
  /** Of the reference's columns, in hexadecimal: see `src/columns.h`. */
  readonly checksum: string;
}

/** What the reference makes of the first `lines` of the bytes. */
export function parseBatch(bytes: Uint8Array, lines: number): ReferenceBatch {
  const stride = Math.ceil(lines / STRIDE_STEP) * STRIDE_STEP;
  const size = columnBytes(KEYS.length, stride);
  const columns = columnsOver(new Uint8Array(size), KEYS.length, stride);
  const reader = createReferenceReader(KEYS, typeCodes, TYPE_KEY);
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const end = bytes.indexOf(LINE_FEED, at);
    reader.read(columns, line, bytes, at, end - at);
    at = end + 1;
  }
  const table = createKeyTable(KEYS, typeCodes, TYPE_KEY).words.slice();
  table[0] = lines;
  table[1] = stride;
  table[2] = columns.kindWords;
  table[3] = KEYS.length;
  table[17] = Math.ceil(at / CHUNK_BYTES) - 1;
  return {
    text: bytes.subarray(0, at),
    table: new Uint8Array(table.buffer),
    columnBytes: size,
    stride,
    kindWords: columns.kindWords,
    checksum: checksum(columns, lines),
  };
}

function checksum({ words, stride, kindWords, keys, firstValue }: Columns, lines: number): string {
  let first = 0x811c_9dc5;
  let second = 0x0123_4567;
  const add = (word: number): void => {
    first = Math.imul(first ^ word, 0x0100_0193);
    first ^= first >>> 15;
    second = Math.imul(second ^ word, 0x9e37_79b1);
    second ^= second >>> 13;
  };
  for (let line = 0; line < lines; line++) {
    for (let word = 0; word <= kindWords; word++) add(words[word * stride + line]);
    for (let key = 0; key < keys; key++) {
      const kinds = words[(1 + (key >> 3)) * stride + line];
      if (((kinds >>> ((key & 7) * 4)) & 15) === 0) continue;
      const at = firstValue + 2 * (key * stride + line);
      add(words[at]);
      add(words[at + 1]);
    }
  }
  const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
  return hex(first) + hex(second);
}
