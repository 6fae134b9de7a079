import { createLineReader, createWordTable, LineKind, type WordTable } from '@jamnet/wire';
import { CellKind, LineStatus, MAX_LINE_BYTES, MESSAGE_PACK_RECORD } from './cell-kind.js';
import { clearLine, finishLine, writeCell, type Columns } from './columns.js';
import { readMessagePack } from './message-pack-reader.js';
import { setBig, setInteger, setRealOfText, setSpan, type NumberCell } from './number-cell.js';

/** Reads records into columns on the CPU. It is the definition that the kernels equal, and the path where there is none. */
export interface ReferenceReader {
  /** Reads the record number `line`: `length` as in the records, MessagePack marked. Never throws. */
  read(columns: Columns, line: number, bytes: Uint8Array, start: number, length: number): void;
}

const LINE_FEED = 0x0a;

/** @param typeKey index of the key whose string is looked up among `typeWords`; -1 for none */
export function createReferenceReader(
  keys: readonly string[],
  typeWords: readonly string[],
  typeKey: number,
): ReferenceReader {
  const reader = createLineReader(keys);
  const keyTable = createWordTable(keys);
  const wordTable: WordTable = createWordTable(typeWords);
  const cell: NumberCell = { kind: 0, low: 0, high: 0 };

  function readCell(bytes: Uint8Array, key: number): void {
    const kind = reader.kinds[key]!;
    const start = reader.starts[key]!;
    const length = reader.ends[key]! - start;
    switch (kind) {
      case LineKind.integer:
        return setInteger(cell, reader.numbers[key]!);
      case LineKind.big:
        return setBig(cell, bytes, start, length);
      case LineKind.real:
        return setRealOfText(cell, bytes, start, length);
      case LineKind.string:
        return setSpan(
          cell,
          reader.escaped[key] === 1 ? CellKind.escapedString : CellKind.string,
          start,
          length,
        );
      case LineKind.array:
      case LineKind.object:
        return setSpan(cell, kind, start, length);
      default:
        return setSpan(cell, kind, 0, 0);
    }
  }

  function readLine(
    columns: Columns,
    line: number,
    bytes: Uint8Array,
    start: number,
    length: number,
  ): void {
    const end = start + length;
    const next = length === 0 ? end : reader.read(bytes, start, end);
    // A record is a line without its line feed: one inside it is no white space.
    const whole = reader.next === end && bytes[end - 1] !== LINE_FEED;
    if (length === 0 || (next < 0 && isBlank(bytes, start, end))) {
      return clearLine(columns, line, LineStatus.empty);
    }
    if (next < 0 || !whole) return clearLine(columns, line, LineStatus.malformed);
    clearLine(columns, line, LineStatus.ok);
    for (let key = 0, found = 0; found < reader.fields; key++) {
      if (reader.kinds[key] === LineKind.absent) continue;
      found++;
      readCell(bytes, key);
      writeCell(columns, line, key, cell.kind, cell.low, cell.high);
    }
    const word = typeKey < 0 ? -1 : reader.word(typeKey, wordTable);
    finishLine(columns, line, reader.fields, reader.unknown, word);
  }

  return {
    read(columns, line, bytes, start, length) {
      const size = length & ~MESSAGE_PACK_RECORD;
      if (size > MAX_LINE_BYTES) clearLine(columns, line, LineStatus.tooLong);
      else if (size === length) readLine(columns, line, bytes, start, length);
      else readMessagePack(columns, line, bytes, start, size, keyTable, typeKey, wordTable);
    },
  };
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
