import { readNumberArray, type NumberSink } from './json-array.js';
import { unescapeInto } from './json-character.js';
import { scanString, scanValue, skipSpace } from './json-scan.js';
import { spanText } from './json-text.js';
import { LineKind, type Scanned } from './line-kind.js';
import { Status } from './status.js';
import { createWordTable, type WordTable } from './word-table.js';

/**
 * Reads JSON lines: one object a line, its fields sorted into columns by a table of keys. The reference of the kernel
 * `jsonl_parse`, which must equal it.
 *
 * The columns have one element per key and hold the line that was read last; they are written over by the next. A field
 * that the line does not have is of kind `absent`, and so are all after a line that was refused.
 */
export interface LineReader {
  /** The keys, in the order of the columns. */
  readonly keys: readonly string[];
  /** What each field is, a number of {@link LineKind}. */
  readonly kinds: Uint8Array;
  /** Value of a field of kind `integer` or `real`, NaN for every other. */
  readonly numbers: Float64Array;
  /** Where a field's value starts in the bytes; of a string without its quotes. Meaningless when absent. */
  readonly starts: Int32Array;
  /** Where it ends, exclusive. */
  readonly ends: Int32Array;
  /** 1 for a string with escapes: its bytes are not its text. */
  readonly escaped: Uint8Array;
  /** How many of the keys the line has. */
  readonly fields: number;
  /** How many other keys the line has. They are checked like the rest and skipped. */
  readonly unknown: number;
  /** Where the next line starts: also after a line that was refused. */
  readonly next: number;

  /**
   * Reads the line from `offset` to its line feed or `end`. Returns the same as `next`, or a negative status:
   *
   * - `short` for a line with nothing or only white space in it;
   * - `malformed` for one that is not exactly one object of strict JSON in well-formed UTF-8, nests more than 32 deep, or
   *   has one of the keys twice (twice an unknown key is let through: telling would need unbounded memory).
   *
   * Looks at each byte of the line twice at most and at none after it. Allocates nothing, with one exception: a real
   * number of more than 15 significant digits or of a power of ten beyond 22. The bytes are borrowed until the next call.
   */
  read(bytes: Uint8Array, offset: number, end: number): number;

  /** The text of a string, escapes resolved; undefined when the field is none. Allocates it. */
  string(index: number): string | undefined;
  /** Which word of a table a string is; -1 for none of them or no string. Allocates nothing. */
  word(index: number, table: WordTable): number;
  /**
   * An integer of any of its forms: kind `integer` or `big`, or a string of decimal digits. Undefined when it is no such
   * or has more than 20 characters, which is what 64 bits take. Allocates.
   */
  bigint(index: number): bigint | undefined;
  /** The integers of a flat array; see {@link readNumberArray}. `malformed` when the field is no array. Allocates nothing. */
  numberArray(index: number, out: NumberSink, lowest?: number, highest?: number): number;
  /** The value as `JSON.parse` gives it; undefined when absent. For what is rare: allocates all of it. */
  value(index: number): unknown;
}

/** Makes a reader of lines with these keys. Throws a JamError when a key comes twice. Make it once, and read with it. */
export function createLineReader(keys: readonly string[]): LineReader {
  return new ColumnLineReader(createWordTable(keys));
}

const LINE_FEED = 0x0a;
const DECIMAL = /^-?(0|[1-9][0-9]*)$/;
const LONGEST_DECIMAL = 20;
const NOTHING = new Uint8Array(0);

class ColumnLineReader implements LineReader {
  readonly keys: readonly string[];
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly escaped: Uint8Array;
  fields = 0;
  unknown = 0;
  next = 0;

  readonly #table: WordTable;
  /** Indexes of the fields that the line has, so that only those need to be taken away again. */
  readonly #present: Int32Array;
  readonly #found: Scanned = { kind: LineKind.absent, number: NaN, escaped: false };
  #unescaped: Uint8Array;
  #bytes: Uint8Array = NOTHING;

  constructor(table: WordTable) {
    const count = table.words.length;
    this.#table = table;
    this.keys = table.words;
    this.kinds = new Uint8Array(count);
    this.numbers = new Float64Array(count).fill(NaN);
    this.starts = new Int32Array(count);
    this.ends = new Int32Array(count);
    this.escaped = new Uint8Array(count);
    this.#present = new Int32Array(count);
    this.#unescaped = new Uint8Array(table.longestBytes);
  }

  read(bytes: Uint8Array, offset: number, end: number): number {
    this.#clear();
    this.#bytes = bytes;
    const stop = Math.min(end, bytes.length);
    if (!(offset >= 0 && offset < stop)) {
      this.next = end;
      return Status.short;
    }
    const at = skipSpace(bytes, offset, stop);
    if (at === stop || bytes[at] === LINE_FEED) {
      this.next = at === stop ? stop : at + 1;
      return Status.short;
    }
    const after = this.#readObject(bytes, at, stop);
    if (after < 0) {
      this.#clear();
      this.next = afterLine(bytes, at, stop);
      return Status.malformed;
    }
    return (this.next = after);
  }

  string(index: number): string | undefined {
    if (this.kinds[index] !== LineKind.string) return undefined;
    const start = this.starts[index]!;
    const end = this.ends[index]!;
    return this.escaped[index] === 0
      ? spanText(this.#bytes, start, end)
      : (JSON.parse(spanText(this.#bytes, start - 1, end + 1)) as string);
  }

  word(index: number, table: WordTable): number {
    if (this.kinds[index] !== LineKind.string) return -1;
    return this.#find(table, this.starts[index]!, this.ends[index]!, this.escaped[index] === 1);
  }

  bigint(index: number): bigint | undefined {
    const kind = this.kinds[index];
    if (kind !== LineKind.integer && kind !== LineKind.big && kind !== LineKind.string) {
      return undefined;
    }
    const start = this.starts[index]!;
    const end = this.ends[index]!;
    if (end - start > LONGEST_DECIMAL) return undefined;
    const text = spanText(this.#bytes, start, end);
    return DECIMAL.test(text) ? BigInt(text) : undefined;
  }

  numberArray(index: number, out: NumberSink, lowest?: number, highest?: number): number {
    if (this.kinds[index] !== LineKind.array) return Status.malformed;
    return readNumberArray(
      this.#bytes,
      this.starts[index]!,
      this.ends[index]!,
      out,
      lowest,
      highest,
    );
  }

  value(index: number): unknown {
    const kind = this.kinds[index];
    if (kind === undefined || kind === LineKind.absent) return undefined;
    const quote = kind === LineKind.string ? 1 : 0;
    // The scanner has let it through, so this cannot throw.
    return JSON.parse(
      spanText(this.#bytes, this.starts[index]! - quote, this.ends[index]! + quote),
    );
  }

  #clear(): void {
    for (let i = 0; i < this.fields; i++) {
      const index = this.#present[i]!;
      this.kinds[index] = LineKind.absent;
      this.numbers[index] = NaN;
      this.escaped[index] = 0;
    }
    this.fields = 0;
    this.unknown = 0;
  }

  /** From the opening brace to the start of the next line, or -1. */
  #readObject(bytes: Uint8Array, at: number, stop: number): number {
    if (bytes[at] !== 0x7b) return -1;
    at = skipSpace(bytes, at + 1, stop);
    if (at < stop && bytes[at] === 0x7d) return lineEnd(bytes, at + 1, stop);
    for (;;) {
      at = this.#readField(bytes, at, stop);
      if (at < 0) return -1;
      at = skipSpace(bytes, at, stop);
      const byte = at < stop ? bytes[at] : 0;
      if (byte === 0x7d) return lineEnd(bytes, at + 1, stop);
      if (byte !== 0x2c) return -1;
      at = skipSpace(bytes, at + 1, stop);
    }
  }

  /** From a key's opening quote to after its value, or -1. */
  #readField(bytes: Uint8Array, at: number, stop: number): number {
    const found = this.#found;
    const key = at + 1;
    if (at >= stop || bytes[at] !== 0x22) return -1;
    at = scanString(bytes, at, stop, found);
    if (at < 0) return -1;
    const index = this.#find(this.#table, key, at - 1, found.escaped);
    at = skipSpace(bytes, at, stop);
    if (at >= stop || bytes[at] !== 0x3a) return -1;
    const value = skipSpace(bytes, at + 1, stop);
    at = scanValue(bytes, value, stop, found);
    if (at < 0) return -1;
    if (index < 0) {
      this.unknown++;
      return at;
    }
    if (this.kinds[index] !== LineKind.absent) return -1;
    const quote = found.kind === LineKind.string ? 1 : 0;
    this.#present[this.fields++] = index;
    this.kinds[index] = found.kind;
    this.numbers[index] = found.number;
    this.starts[index] = value + quote;
    this.ends[index] = at - quote;
    this.escaped[index] = found.escaped ? 1 : 0;
    return at;
  }

  #find(table: WordTable, start: number, end: number, escaped: boolean): number {
    if (!escaped) return table.find(this.#bytes, start, end);
    if (this.#unescaped.length < table.longestBytes) {
      this.#unescaped = new Uint8Array(table.longestBytes);
    }
    const length = unescapeInto(this.#bytes, start, end, this.#unescaped);
    return length < 0 ? -1 : table.find(this.#unescaped, 0, length);
  }
}

/** After the object only white space may stand; then the line feed or the end. */
function lineEnd(bytes: Uint8Array, at: number, stop: number): number {
  at = skipSpace(bytes, at, stop);
  if (at === stop) return at;
  return bytes[at] === LINE_FEED ? at + 1 : -1;
}

function afterLine(bytes: Uint8Array, at: number, stop: number): number {
  while (at < stop) if (bytes[at++] === LINE_FEED) break;
  return at;
}
