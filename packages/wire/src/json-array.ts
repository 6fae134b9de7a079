import { scanNumber } from './json-number.js';
import { scanValue, skipSpace } from './json-scan.js';
import { LineKind, type Scanned } from './line-kind.js';
import { Status } from './status.js';

/** Anything that numbers can be put into by index: a typed array, or an array of the length wanted. */
export interface NumberSink {
  readonly length: number;
  [index: number]: number;
}

const found: Scanned = { kind: LineKind.absent, number: NaN, escaped: false };

/**
 * Reads a flat JSON array of integers, such as a reader's span of kind `array`, into `out` from its start.
 *
 * Returns how many there were, or `malformed` when it is no array of integers, `outOfRange` when one is below `lowest` or
 * above `highest`, `noSpace` when there are more than `out.length`; `out` is then void. Allocates nothing.
 */
export function readNumberArray(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: NumberSink,
  lowest = -Number.MAX_SAFE_INTEGER,
  highest = Number.MAX_SAFE_INTEGER,
): number {
  if (!(start < end) || bytes[start] !== 0x5b) return Status.malformed;
  let at = skipSpace(bytes, start + 1, end);
  if (at < end && bytes[at] === 0x5d) return at + 1 === end ? 0 : Status.malformed;
  for (let count = 0; at < end; count++) {
    at = scanNumber(bytes, at, end, found);
    if (at < 0 || found.kind !== LineKind.integer) return Status.malformed;
    if (found.number < lowest || found.number > highest) return Status.outOfRange;
    if (count >= out.length) return Status.noSpace;
    out[count] = found.number;
    at = skipSpace(bytes, at, end);
    const byte = at < end ? bytes[at] : 0;
    if (byte === 0x5d) return at + 1 === end ? count + 1 : Status.malformed;
    if (byte !== 0x2c) return Status.malformed;
    at = skipSpace(bytes, at + 1, end);
  }
  return Status.malformed;
}

/**
 * Finds the elements of a JSON array of anything: `starts[i]` and `ends[i]` enclose element `i`, of a string with its quotes.
 * An element that is an array goes into {@link readNumberArray} or in here again, one that is an object into a line reader.
 *
 * Returns how many there were, or `malformed`, or `noSpace` when `starts` or `ends` is too short. Allocates nothing.
 */
export function readArraySpans(
  bytes: Uint8Array,
  start: number,
  end: number,
  starts: NumberSink,
  ends: NumberSink,
): number {
  if (!(start < end) || bytes[start] !== 0x5b) return Status.malformed;
  let at = skipSpace(bytes, start + 1, end);
  if (at < end && bytes[at] === 0x5d) return at + 1 === end ? 0 : Status.malformed;
  for (let count = 0; at < end; count++) {
    const first = at;
    at = scanValue(bytes, at, end, found);
    if (at < 0) return Status.malformed;
    if (count >= starts.length || count >= ends.length) return Status.noSpace;
    starts[count] = first;
    ends[count] = at;
    at = skipSpace(bytes, at, end);
    const byte = at < end ? bytes[at] : 0;
    if (byte === 0x5d) return at + 1 === end ? count + 1 : Status.malformed;
    if (byte !== 0x2c) return Status.malformed;
    at = skipSpace(bytes, at + 1, end);
  }
  return Status.malformed;
}
