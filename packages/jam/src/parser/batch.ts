import { Status } from '@jamnet/wire';
import type { JamMessage } from '@jamnet/schemas';
import { CellKind, LineStatus, MESSAGE_PACK_RECORD, NO_WORD } from './cell-kind.js';
import { cellKind, type Columns } from './columns.js';
import { decodeRecord } from './decode-record.js';
import { realValue } from './number-cell.js';
import { spanBytes, spanString } from './span-text.js';

/**
 * A batch that was read: its lines as columns. Lines are numbered from 0 in the order of the bytes, empty ones included; keys by
 * their place among the parser's keys. Reading a cell allocates nothing unless it says so.
 *
 * The batch borrows the bytes it was read from until {@link JamBatch.release}.
 */
export interface JamBatch {
  readonly lines: number;
  readonly keys: readonly string[];
  readonly types: readonly string[];
  /** What read the batch: the device's name, or `cpu`. Lines that a kernel leaves to the CPU do not change it. */
  readonly readBy: string;
  /** How many lines the CPU read: all of them, or those that a kernel left. */
  readonly linesOnCpu: number;
  /** How many bytes were copied before they were read: 0 where they lay in the arena, and on the CPU. */
  readonly copiedBytes: number;
  /** What the offsets of lines and spans refer to. */
  readonly bytes: Uint8Array;
  /** The columns themselves, for programs and kernels that go through all lines (docs/columns.md). */
  readonly columns: Columns;
  /** Numbers of the lines that are `malformed` or `tooLong`, ascending. Allocated when first asked for. */
  readonly malformed: readonly number[];

  /** One of {@link LineStatus}. */
  status(line: number): number;
  /** Where a line starts in `bytes`. */
  start(line: number): number;
  /** Its length in bytes, without its line feed. */
  length(line: number): number;
  /** How many of the keys it has. */
  fields(line: number): number;
  /** How many other keys it has; 255 stands for that many or more. */
  unknown(line: number): number;
  /** Its type as an index of `types`; -1 where it has none or another. */
  type(line: number): number;

  /** Index of a key for the calls below; -1 for one that the parser does not have. */
  key(name: string): number;
  /** One of {@link CellKind}; `absent` for all fields of a line that is not `ok`. */
  kind(line: number, key: number): number;
  /** The value as `JSON.parse` gives it, rounded where it is beyond 2^53 - 1; NaN for what is no number. Long reals allocate. */
  number(line: number, key: number): number;
  /** An integer exactly; undefined for what is none. Allocates. */
  bigint(line: number, key: number): bigint | undefined;
  /** A string with its escapes resolved, or the bytes of an array or object as text; undefined for other kinds. Allocates. */
  text(line: number, key: number): string | undefined;
  /** The bytes of a string (escapes as they stand), an array, an object, a binary or a number that kept its span. Allocates a view. */
  span(line: number, key: number): Uint8Array | undefined;

  /** The message, or a negative status of wire's `Status`. Allocates. */
  message(line: number): JamMessage | number;
  /** All messages that can be decoded, in order. Allocates them. */
  messages(): Generator<JamMessage, void, undefined>;

  /**
   * Gives the memory back for the next batch; nothing of the batch may be used any more. A second call does nothing. A batch that
   * is never released keeps its part of the arena.
   */
  release(): void;
}

export interface BatchParts {
  readonly keys: readonly string[];
  readonly types: readonly string[];
  readonly readBy: string;
  readonly linesOnCpu: number;
  readonly copiedBytes: number;
  readonly bytes: Uint8Array;
  readonly records: Uint32Array;
  readonly columns: Columns;
  readonly lines: number;
  readonly release: () => void;
}

export function createBatch(parts: BatchParts): JamBatch {
  return new ColumnBatch(parts);
}

const HALF = 2 ** 32;

class ColumnBatch implements JamBatch {
  readonly lines: number;
  readonly keys: readonly string[];
  readonly types: readonly string[];
  readonly readBy: string;
  readonly linesOnCpu: number;
  readonly copiedBytes: number;
  readonly bytes: Uint8Array;
  readonly columns: Columns;
  readonly #records: Uint32Array;
  #release: (() => void) | undefined;
  #malformed: readonly number[] | undefined;

  constructor(parts: BatchParts) {
    this.lines = parts.lines;
    this.keys = parts.keys;
    this.types = parts.types;
    this.readBy = parts.readBy;
    this.linesOnCpu = parts.linesOnCpu;
    this.copiedBytes = parts.copiedBytes;
    this.bytes = parts.bytes;
    this.columns = parts.columns;
    this.#records = parts.records;
    this.#release = parts.release;
  }

  get malformed(): readonly number[] {
    if (this.#malformed === undefined) {
      const found: number[] = [];
      for (let line = 0; line < this.lines; line++) {
        if (this.status(line) > LineStatus.empty) found.push(line);
      }
      this.#malformed = found;
    }
    return this.#malformed;
  }

  status(line: number): number {
    return this.#line(line) & 0xff;
  }

  start(line: number): number {
    this.#line(line);
    return this.#records[2 * line]!;
  }

  length(line: number): number {
    this.#line(line);
    return (this.#records[2 * line + 1]! & ~MESSAGE_PACK_RECORD) >>> 0;
  }

  fields(line: number): number {
    return (this.#line(line) >>> 8) & 0xff;
  }

  unknown(line: number): number {
    return (this.#line(line) >>> 16) & 0xff;
  }

  type(line: number): number {
    const word = this.#line(line) >>> 24;
    return word === NO_WORD ? -1 : word;
  }

  key(name: string): number {
    return this.keys.indexOf(name);
  }

  kind(line: number, key: number): number {
    this.#line(line);
    return key >= 0 && key < this.keys.length ? cellKind(this.columns, line, key) : 0;
  }

  number(line: number, key: number): number {
    const kind = this.kind(line, key);
    if (kind === CellKind.integer) return (this.#high(line, key) | 0) * HALF + this.#low(line, key);
    switch (kind) {
      case CellKind.real:
        return realValue(this.#low(line, key), this.#high(line, key));
      case CellKind.float64:
        return this.columns.doubles[key * this.columns.stride + line]!;
      case CellKind.wide:
      case CellKind.unsignedWide:
        return Number(this.bigint(line, key));
      case CellKind.big:
      case CellKind.longReal:
        return Number(spanString(this.bytes, this.#low(line, key), this.#high(line, key)));
      default:
        return NaN;
    }
  }

  bigint(line: number, key: number): bigint | undefined {
    const kind = this.kind(line, key);
    switch (kind) {
      case CellKind.integer:
        return BigInt(this.number(line, key));
      case CellKind.wide:
        return (BigInt(this.#high(line, key) | 0) << 32n) | BigInt(this.#low(line, key));
      case CellKind.unsignedWide:
        return (BigInt(this.#high(line, key)) << 32n) | BigInt(this.#low(line, key));
      case CellKind.big:
        return BigInt(spanString(this.bytes, this.#low(line, key), this.#high(line, key)));
      default:
        return undefined;
    }
  }

  text(line: number, key: number): string | undefined {
    const kind = this.kind(line, key);
    const readable = kind >= CellKind.string && kind <= CellKind.object;
    if (!readable && kind !== CellKind.escapedString) return undefined;
    const start = this.#low(line, key);
    const length = this.#high(line, key);
    return kind === CellKind.escapedString
      ? (JSON.parse(spanString(this.bytes, start - 1, length + 2)) as string)
      : spanString(this.bytes, start, length);
  }

  span(line: number, key: number): Uint8Array | undefined {
    switch (this.kind(line, key)) {
      case CellKind.string:
      case CellKind.escapedString:
      case CellKind.array:
      case CellKind.object:
      case CellKind.binary:
      case CellKind.big:
      case CellKind.longReal:
        return spanBytes(this.bytes, this.#low(line, key), this.#high(line, key));
      default:
        return undefined;
    }
  }

  message(line: number): JamMessage | number {
    const status = this.status(line);
    if (status === LineStatus.empty) return Status.short;
    if (status !== LineStatus.ok) return Status.malformed;
    return decodeRecord(this.bytes, this.#records[2 * line]!, this.#records[2 * line + 1]!);
  }

  *messages(): Generator<JamMessage, void, undefined> {
    for (let line = 0; line < this.lines; line++) {
      if (this.status(line) !== LineStatus.ok) continue;
      const message = this.message(line);
      if (typeof message !== 'number') yield message;
    }
  }

  release(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }

  /** The line column. A line that is not there reads as one without anything. */
  #line(line: number): number {
    return line >= 0 && line < this.lines
      ? this.columns.words[line]!
      : LineStatus.empty | (NO_WORD << 24);
  }

  #low(line: number, key: number): number {
    return this.columns.words[this.columns.firstValue + 2 * (key * this.columns.stride + line)]!;
  }

  #high(line: number, key: number): number {
    return this.columns.words[
      this.columns.firstValue + 2 * (key * this.columns.stride + line) + 1
    ]!;
  }
}
