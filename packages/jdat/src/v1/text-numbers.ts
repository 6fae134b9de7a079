/**
 * Decimal integers between bytes and numbers, as the canonical lines of audio have them: thousands of them a
 * millisecond, so three digits at a time, from a table. Nothing here allocates or throws; what is written beyond the end
 * of an array is lost, what is read there is no digit.
 */

/** The three digits of 0 to 999, one after the other. */
const TRIPLES = new Uint8Array(3000);
for (let value = 0; value < 1000; value += 1) {
  TRIPLES[3 * value] = 48 + Math.floor(value / 100);
  TRIPLES[3 * value + 1] = 48 + (Math.floor(value / 10) % 10);
  TRIPLES[3 * value + 2] = 48 + (value % 10);
}

function putTriple(b: Uint8Array, at: number, value: number): number {
  const from = 3 * value;
  b[at] = TRIPLES[from]!;
  b[at + 1] = TRIPLES[from + 1]!;
  b[at + 2] = TRIPLES[from + 2]!;
  return at + 3;
}

/** Writes 0 to 999 without leading zeros. */
function putLeading(b: Uint8Array, at: number, value: number): number {
  if (value >= 100) return putTriple(b, at, value);
  const from = 3 * value;
  if (value >= 10) {
    b[at] = TRIPLES[from + 1]!;
    b[at + 1] = TRIPLES[from + 2]!;
    return at + 2;
  }
  b[at] = TRIPLES[from + 2]!;
  return at + 1;
}

/** Writes an integer from −999,999,999 to 999,999,999; the offset after it. */
export function putSample(b: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  if (rest < 0) {
    b[at] = 45;
    at += 1;
    rest = -rest;
  }
  if (rest < 1000) return putLeading(b, at, rest);
  const thousands = (rest / 1000) | 0;
  const low = rest - thousands * 1000;
  if (thousands < 1000) return putTriple(b, putLeading(b, at, thousands), low);
  const millions = (thousands / 1000) | 0;
  at = putTriple(b, putLeading(b, at, millions), thousands - millions * 1000);
  return putTriple(b, at, low);
}

/** Characters that {@link putSample} writes. */
export function sampleLength(value: number): number {
  const sign = value < 0 ? 1 : 0;
  const size = value < 0 ? -value : value;
  if (size < 1000) return sign + (size < 10 ? 1 : size < 100 ? 2 : 3);
  if (size < 1_000_000) return sign + (size < 10_000 ? 4 : size < 100_000 ? 5 : 6);
  return sign + (size < 10_000_000 ? 7 : size < 100_000_000 ? 8 : 9);
}

const BILLION = 1_000_000_000;

/** Writes an integer from 0 to 2^53 − 1; the offset after it. */
export function putWhole(b: Uint8Array, offset: number, value: number): number {
  if (value < BILLION) return putSample(b, offset, value);
  const billions = Math.floor(value / BILLION);
  let rest = value - billions * BILLION;
  const at = putWhole(b, offset, billions);
  for (let index = at + 6; index >= at; index -= 3) {
    const next = (rest / 1000) | 0;
    putTriple(b, index, rest - next * 1000);
    rest = next;
  }
  return at + 9;
}

/** Characters that {@link putWhole} writes. */
export function wholeLength(value: number): number {
  let length = 1;
  for (let limit = 10; value >= limit && length < 16; limit *= 10) length += 1;
  return length;
}

/** Where the readers below are: they begin there and leave it after what they have read. */
export const place = { at: 0 };

/** An integer from 0 to 2^53 − 1 as JSON writes it; −1 where none stands. */
export function readWhole(b: Uint8Array): number {
  let at = place.at;
  let value = b[at]! - 48;
  if (!(value >= 0 && value <= 9)) return -1;
  at += 1;
  let digit = b[at]! - 48;
  if (value === 0 && digit >= 0 && digit <= 9) return -1;
  const limit = at + 15;
  while (digit >= 0 && digit <= 9) {
    if (at === limit) return -1;
    value = value * 10 + digit;
    at += 1;
    digit = b[at]! - 48;
  }
  place.at = at;
  return value > Number.MAX_SAFE_INTEGER ? -1 : value;
}

/**
 * Reads `count` integers from `min` to `max`, with a comma between two, into `samples` from index 0. False where something
 * else stands. No sign but `-`, no leading zero, no `-0`.
 */
export function readSamples(
  b: Uint8Array,
  samples: Int32Array,
  count: number,
  min: number,
  max: number,
): boolean {
  let at = place.at;
  for (let index = 0; index < count; index += 1) {
    if (index > 0) {
      if (b[at] !== 44) return false;
      at += 1;
    }
    const negative = b[at] === 45;
    if (negative) at += 1;
    const first = at;
    let value = b[at]! - 48;
    if (!(value >= 0 && value <= 9)) return false;
    at += 1;
    for (let digit = b[at]! - 48; digit >= 0 && digit <= 9; digit = b[at]! - 48) {
      value = value * 10 + digit;
      at += 1;
      if (at - first > 8) return false;
    }
    if (b[first] === 48 && (negative || at - first > 1)) return false;
    if (negative) value = -value;
    if (value < min || value > max) return false;
    samples[index] = value;
  }
  place.at = at;
  return true;
}
