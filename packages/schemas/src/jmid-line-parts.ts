/**
 * The parts that the generated readers and writers of compact lines are made of. They know digits and brackets only.
 *
 * A reader leaves its place in `cursor`, one for all: they are synchronous and call nobody. It may run past the end of
 * the line when the line is cut short; `readTail` finds out, and reading past the end of an array gives undefined.
 */

/** Where the reader is. */
export const cursor = { at: 0 };

/** What {@link readTail} found; -1 for absent. */
export const tail = { timestamp: -1, sequence: -1 };

const ZERO = 48;
const NINE = 57;
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;
const QUOTE = 34;
const COLON = 58;
const U32_MAX = 0xffff_ffff;

/** Writes 0-127. */
export function putSmall(b: Uint8Array, at: number, value: number): number {
  if (value < 10) {
    b[at] = ZERO + value;
    return at + 1;
  }
  if (value < 100) {
    const tens = (value * 205) >> 11;
    b[at] = ZERO + tens;
    b[at + 1] = ZERO + value - tens * 10;
    return at + 2;
  }
  const rest = value - 100;
  const tens = (rest * 205) >> 11;
  b[at] = ZERO + 1;
  b[at + 1] = ZERO + tens;
  b[at + 2] = ZERO + rest - tens * 10;
  return at + 3;
}

function digitsOf(value: number): number {
  if (value < 100_000) {
    if (value < 100) return value < 10 ? 1 : 2;
    return value < 1000 ? 3 : value < 10_000 ? 4 : 5;
  }
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  return value < 100_000_000 ? 8 : 9;
}

/** Writes `count` digits of an integer below 10^9. */
function putDigits(b: Uint8Array, at: number, value: number, count: number): void {
  let rest = value | 0;
  for (let index = at + count - 1; index >= at; index -= 1) {
    const next = (rest / 10) | 0;
    b[index] = ZERO + rest - next * 10;
    rest = next;
  }
}

/** Writes any safe integer in decimal. */
export function putInteger(b: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  if (rest < 0) {
    b[at] = 45;
    at += 1;
    rest = -rest;
  }
  if (rest >= 1_000_000_000) {
    const billions = Math.floor(rest / 1_000_000_000);
    at = putInteger(b, at, billions);
    putDigits(b, at, rest - billions * 1_000_000_000, 9);
    return at + 9;
  }
  const count = digitsOf(rest);
  putDigits(b, at, rest, count);
  return at + count;
}

/** Writes `[1,2,3]`. */
export function putSevenBitArray(b: Uint8Array, offset: number, values: readonly number[]): number {
  b[offset] = OPEN;
  let at = offset + 1;
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) {
      b[at] = COMMA;
      at += 1;
    }
    at = putSmall(b, at, values[index]!);
  }
  b[at] = CLOSE;
  return at + 1;
}

/** Writes what every event ends in: `,"ts":…,"seq":…}` and the line end. */
export function putTail(
  b: Uint8Array,
  offset: number,
  timestamp: number | undefined,
  sequence: number | undefined,
): number {
  let at = offset;
  if (timestamp !== undefined) {
    b[at] = COMMA;
    b[at + 1] = QUOTE;
    b[at + 2] = 116; // t
    b[at + 3] = 115; // s
    b[at + 4] = QUOTE;
    b[at + 5] = COLON;
    at = putInteger(b, at + 6, timestamp);
  }
  if (sequence !== undefined) {
    b[at] = COMMA;
    b[at + 1] = QUOTE;
    b[at + 2] = 115; // s
    b[at + 3] = 101; // e
    b[at + 4] = 113; // q
    b[at + 5] = QUOTE;
    b[at + 6] = COLON;
    at = putInteger(b, at + 7, sequence);
  }
  b[at] = 125;
  b[at + 1] = 10;
  return at + 2;
}

/** An integer without sign, as JSON writes it; -1 where none stands. At most 17 digits, exact up to 2^53. */
export function readUnsigned(b: Uint8Array): number {
  let at = cursor.at;
  let digit = b[at]! - ZERO;
  if (!(digit >= 0 && digit <= 9)) return -1;
  at += 1;
  let value = digit;
  digit = b[at]! - ZERO;
  if (digit >= 0 && digit <= 9) {
    // A leading zero is no JSON.
    if (value === 0) return -1;
    const limit = at + 16;
    do {
      value = value * 10 + digit;
      at += 1;
      digit = b[at]! - ZERO;
    } while (digit >= 0 && digit <= 9 && at < limit);
  }
  cursor.at = at;
  return value;
}

/** An integer that may be negative; NaN where none stands, and for -0. */
export function readSigned(b: Uint8Array): number {
  if (b[cursor.at] !== 45) {
    const value = readUnsigned(b);
    return value < 0 ? NaN : value;
  }
  cursor.at += 1;
  const value = readUnsigned(b);
  return value <= 0 ? NaN : -value;
}

/** `[1,2,3]` of numbers up to 127; undefined where it is something else or has too few or too many. */
export function readSevenBitArray(
  b: Uint8Array,
  minLength: number,
  maxLength: number,
  end: number,
): number[] | undefined {
  if (b[cursor.at] !== OPEN) return undefined;
  cursor.at += 1;
  const values: number[] = [];
  if (b[cursor.at] === CLOSE) {
    cursor.at += 1;
    return minLength === 0 ? values : undefined;
  }
  while (cursor.at < end) {
    const value = readUnsigned(b);
    if (value < 0 || value > 127 || values.length === maxLength) return undefined;
    values.push(value);
    const next = b[cursor.at];
    cursor.at += 1;
    if (next === CLOSE) return values.length < minLength ? undefined : values;
    if (next !== COMMA) return undefined;
  }
  return undefined;
}

/** Reads the end of an event's line into {@link tail}; false where it is not canonical or goes past `end`. */
export function readTail(b: Uint8Array, end: number): boolean {
  let at = cursor.at;
  tail.timestamp = -1;
  tail.sequence = -1;
  if (
    b[at] === COMMA &&
    b[at + 1] === QUOTE &&
    b[at + 2] === 116 &&
    b[at + 3] === 115 &&
    b[at + 4] === QUOTE &&
    b[at + 5] === COLON
  ) {
    cursor.at = at + 6;
    tail.timestamp = readUnsigned(b);
    if (tail.timestamp < 0 || tail.timestamp > Number.MAX_SAFE_INTEGER) return false;
    at = cursor.at;
  }
  if (
    b[at] === COMMA &&
    b[at + 1] === QUOTE &&
    b[at + 2] === 115 &&
    b[at + 3] === 101 &&
    b[at + 4] === 113 &&
    b[at + 5] === QUOTE &&
    b[at + 6] === COLON
  ) {
    cursor.at = at + 7;
    tail.sequence = readUnsigned(b);
    if (tail.sequence < 0 || tail.sequence > U32_MAX) return false;
    at = cursor.at;
  }
  if (b[at] !== 125) return false;
  at += 1;
  // Nothing but the line's end may follow; a line with more than that goes the long way.
  return at === end || (at + 1 === end && b[at] === 10);
}

/** Whether a byte is a decimal digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
