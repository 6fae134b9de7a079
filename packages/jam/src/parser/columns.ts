import { LineStatus, NO_WORD } from './cell-kind.js';

/**
 * The columns of a batch in memory, key-major: neighbouring lines lie side by side (docs/columns.md). Kernels write them and
 * the reference writes them; a batch reads them.
 */
export interface Columns {
  /** Lines there is room for: a multiple of 64. */
  readonly stride: number;
  readonly keys: number;
  /** Words of kinds a line: eight keys each. */
  readonly kindWords: number;
  /** The line column, then the kinds, then the values. */
  readonly words: Uint32Array;
  /** Word index of the first value. */
  readonly firstValue: number;
  /** The values as doubles, for cells that hold one. */
  readonly doubles: Float64Array;
}

export function columnBytes(keys: number, stride: number): number {
  return 4 * stride * (1 + Math.ceil(keys / 8)) + 8 * stride * keys;
}

/** Columns over bytes that start at a multiple of 8 and have {@link columnBytes}. */
export function columnsOver(bytes: Uint8Array, keys: number, stride: number): Columns {
  const kindWords = Math.ceil(keys / 8);
  const firstValue = stride * (1 + kindWords);
  return {
    stride,
    keys,
    kindWords,
    words: new Uint32Array(bytes.buffer, bytes.byteOffset, columnBytes(keys, stride) / 4),
    firstValue,
    doubles: new Float64Array(bytes.buffer, bytes.byteOffset + 4 * firstValue, stride * keys),
  };
}

/** Says what became of a line, and that it has no fields. */
export function clearLine(columns: Columns, line: number, status: number): void {
  columns.words[line] = status | (NO_WORD << 24);
  for (let word = 1; word <= columns.kindWords; word++) {
    columns.words[word * columns.stride + line] = 0;
  }
}

/** Says that a line was read. Its cells must be there. */
export function finishLine(
  columns: Columns,
  line: number,
  fields: number,
  unknown: number,
  word: number,
): void {
  columns.words[line] =
    LineStatus.ok |
    (fields << 8) |
    (Math.min(unknown, 255) << 16) |
    ((word < 0 ? NO_WORD : word) << 24);
}

/** Writes a cell of a line that was cleared before. */
export function writeCell(
  columns: Columns,
  line: number,
  key: number,
  kind: number,
  low: number,
  high: number,
): void {
  columns.words[(1 + (key >> 3)) * columns.stride + line]! |= kind << ((key & 7) * 4);
  const at = columns.firstValue + 2 * (key * columns.stride + line);
  columns.words[at] = low;
  columns.words[at + 1] = high;
}

export function cellKind(columns: Columns, line: number, key: number): number {
  return (columns.words[(1 + (key >> 3)) * columns.stride + line]! >>> ((key & 7) * 4)) & 15;
}
