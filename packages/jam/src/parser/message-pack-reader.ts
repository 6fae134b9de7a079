import { isUtf8 } from 'node:buffer';
import type { WordTable } from '@jamnet/wire';
import { CellKind, LineStatus } from './cell-kind.js';
import { clearLine, finishLine, writeCell, cellKind, type Columns } from './columns.js';
import { setInteger, setSpan, setWide, type NumberCell } from './number-cell.js';

/** Deepest nesting, the map itself included, as in wire's reader of lines. */
const MAX_LEVELS = 32;

const found: NumberCell = { kind: 0, low: 0, high: 0 };
/** Set by {@link readValue}: values inside, twice as many for a map; -1 for what holds none. */
let inner = -1;
let isMap = false;
/** Where the text of a `str` starts, and its length; -1 for everything else. */
let textStart = -1;
let textLength = 0;

/** What is still to come on each level, and whether the level is a map. */
const remaining = new Float64Array(MAX_LEVELS + 1);
const maps = new Uint8Array(MAX_LEVELS + 1);

/**
 * Reads one MessagePack map into the columns: the reference of the kernel `msgpack_parse`. The bytes must be exactly one map
 * whose keys are strings on every level, of well-formed UTF-8, finite floats, no extensions, at most 32 levels, and no known
 * key twice; else the line is malformed. Allocates for text beyond ASCII only.
 */
export function readMessagePack(
  columns: Columns,
  line: number,
  bytes: Uint8Array,
  start: number,
  length: number,
  keys: WordTable,
  typeKey: number,
  typeWords: WordTable,
): void {
  clearLine(columns, line, LineStatus.ok);
  const end = start + length;
  let at = start;
  let level = 0;
  let fields = 0;
  let unknown = 0;
  let word = -1;
  let key = -1;
  let nestKey = -2;
  let nestStart = 0;
  remaining[0] = 1;
  maps[0] = 0;
  const refuse = () => clearLine(columns, line, LineStatus.malformed);
  const put = (index: number, kind: number, low: number, high: number): boolean => {
    if (index < 0) {
      unknown++;
      return true;
    }
    if (cellKind(columns, line, index) !== CellKind.absent) return false;
    writeCell(columns, line, index, kind, low, high);
    fields++;
    return true;
  };
  for (;;) {
    // Levels that are complete; the map's own being the last.
    while (level > 0 && remaining[level] === 0) {
      level--;
      if (level === 1 && nestKey !== -2) {
        if (!put(nestKey, nestKind, nestStart, at - nestStart)) return refuse();
        nestKey = -2;
      }
    }
    if (level === 0 && remaining[0] === 0) break;
    const from = at;
    at = readValue(bytes, at, end);
    if (at < 0) return refuse();
    if (level === 0 && !(isMap && inner >= 0)) return refuse();
    const isKey = maps[level] === 1 && remaining[level]! % 2 === 0;
    remaining[level]! -= 1;
    if (isKey) {
      if (textStart < 0) return refuse();
      if (level === 1) key = keys.find(bytes, textStart, textStart + textLength);
      continue;
    }
    if (inner >= 0) {
      if (inner > end - at || level === MAX_LEVELS) return refuse();
      if (level === 1) {
        nestKey = key;
        nestStart = from;
        nestKind = isMap ? CellKind.object : CellKind.array;
      }
      level++;
      remaining[level] = inner;
      maps[level] = isMap ? 1 : 0;
    } else if (level === 1) {
      if (typeKey >= 0 && key === typeKey && textStart >= 0) {
        word = typeWords.find(bytes, textStart, textStart + textLength);
      }
      if (!put(key, found.kind, found.low, found.high)) return refuse();
    }
  }
  if (at !== end) return refuse();
  finishLine(columns, line, fields, unknown, word);
}

let nestKind = 0;

/** Reads one value's head, and the whole of one that holds no others: the offset after it, or -1. */
function readValue(bytes: Uint8Array, offset: number, end: number): number {
  inner = -1;
  isMap = false;
  textStart = -1;
  found.kind = CellKind.null;
  found.low = 0;
  found.high = 0;
  if (offset >= end) return -1;
  const head = bytes[offset]!;
  const at = offset + 1;
  if (head < 0x80 || head >= 0xe0) {
    setInteger(found, head < 0x80 ? head : head - 256);
    return at;
  }
  if (head < 0x90) return openLevel(at, head & 15, true);
  if (head < 0xa0) return openLevel(at, head & 15, false);
  if (head < 0xc0) return readText(bytes, at, head & 31, end);
  const size = SIZES[head - 0xc0]!;
  if (size < 0 || at + size > end) return -1;
  const number = head === 0xca || head === 0xcb ? 0 : unsigned(bytes, at, size);
  switch (head) {
    case 0xc0:
      return at;
    case 0xc2:
    case 0xc3:
      found.kind = head === 0xc3 ? CellKind.true : CellKind.false;
      return at;
    case 0xc4:
    case 0xc5:
    case 0xc6:
      if (number > end - at - size) return -1;
      setSpan(found, CellKind.binary, at + size, number);
      return at + size + number;
    case 0xca:
    case 0xcb:
      return readFloat(bytes, at, size);
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
      if (number <= Number.MAX_SAFE_INTEGER) setInteger(found, number);
      else setWide(found, BigInt.asUintN(64, bits(bytes, at)));
      return at + size;
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
      readSigned(bytes, at, size, number);
      return at + size;
    case 0xd9:
    case 0xda:
    case 0xdb:
      return readText(bytes, at + size, number, end);
    case 0xdc:
    case 0xdd:
      return openLevel(at + size, number, false);
    default:
      return openLevel(at + size, number, true);
  }
}

/** Bytes behind the heads 0xc0 to 0xdf that hold a length or a number; -1 for what is refused. */
const SIZES = [
  0, -1, 0, 0, 1, 2, 4, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, -1, -1, -1, -1, -1, 1, 2, 4, 2, 4,
  2, 4,
];

function openLevel(at: number, count: number, map: boolean): number {
  inner = map ? 2 * count : count;
  isMap = map;
  return at;
}

function readText(bytes: Uint8Array, at: number, length: number, end: number): number {
  if (length > end - at) return -1;
  for (let i = at; i < at + length; i++) {
    if (bytes[i]! < 0x80) continue;
    if (!isUtf8(bytes.subarray(i, at + length))) return -1;
    break;
  }
  textStart = at;
  textLength = length;
  setSpan(found, CellKind.string, at, length);
  return at + length;
}

const scratch = new DataView(new ArrayBuffer(8));

/** A float of 4 or 8 bytes as the bits of a double. All exponent bits set means infinite or no number. */
function readFloat(bytes: Uint8Array, at: number, size: number): number {
  for (let i = 0; i < size; i++) scratch.setUint8(i, bytes[at + i]!);
  const value = size === 4 ? scratch.getFloat32(0) : scratch.getFloat64(0);
  if (!Number.isFinite(value)) return -1;
  scratch.setFloat64(0, value);
  found.kind = CellKind.float64;
  found.low = scratch.getUint32(4);
  found.high = scratch.getUint32(0);
  return at + size;
}

function readSigned(bytes: Uint8Array, at: number, size: number, number: number): void {
  if (size < 8) {
    setInteger(found, number >= 2 ** (8 * size - 1) ? number - 2 ** (8 * size) : number);
    return;
  }
  const value = BigInt.asIntN(64, bits(bytes, at));
  if (BigInt(Number.MIN_SAFE_INTEGER) <= value && value <= BigInt(Number.MAX_SAFE_INTEGER)) {
    setInteger(found, Number(value));
  } else {
    setWide(found, value);
  }
}

function bits(bytes: Uint8Array, at: number): bigint {
  return (BigInt(unsigned(bytes, at, 4)) << 32n) | BigInt(unsigned(bytes, at + 4, 4));
}

/** Big-endian; of 8 bytes only about. */
function unsigned(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + bytes[at + i]!;
  return value;
}
