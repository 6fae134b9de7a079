import { columnBytes, columnsOver, type Columns } from '../../src/parser/columns.js';
import { createReferenceReader } from '../../src/parser/reference.js';

export const keys = [
  't',
  'ver',
  'n',
  'v',
  'ts',
  'seq',
  'val',
  'part',
  'abcdefg',
  'abcdefgh',
  'é',
  'sixteen bytes...',
];
export const types = ['n+', 'n-', 'cc', 'pb', '2n+', 'exactly14bytes'];

/** Records one after the other, with something between them that a reader must not look at. */
export function layOut(
  records: readonly Uint8Array[],
  mark = 0,
): { bytes: Uint8Array; words: Uint32Array } {
  const between = ['', '}', '9', '"', '\n', '},'].map((text) => Buffer.from(text));
  const words = new Uint32Array(2 * records.length);
  const parts: Uint8Array[] = [];
  let at = 0;
  records.forEach((record, index) => {
    words[2 * index] = at;
    words[2 * index + 1] = record.length | mark;
    const gap = between[index % between.length]!;
    parts.push(record, gap);
    at += record.length + gap.length;
  });
  return { bytes: new Uint8Array(Buffer.concat(parts)), words };
}

/** Columns of records as the reference reads them. */
export function readWithReference(bytes: Uint8Array, words: Uint32Array): Columns {
  const lines = words.length / 2;
  const stride = Math.max(64, Math.ceil(lines / 64) * 64);
  const columns = columnsOver(
    new Uint8Array(columnBytes(keys.length, stride)),
    keys.length,
    stride,
  );
  const reader = createReferenceReader(keys, types, 0);
  for (let line = 0; line < lines; line++) {
    reader.read(columns, line, bytes, words[2 * line]!, words[2 * line + 1]!);
  }
  return columns;
}
