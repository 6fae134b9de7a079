import { spanText } from './json-text.js';
import { LineKind, type Scanned } from './line-kind.js';

/** 10^0 to 10^22: the powers of ten that a Number holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** An exponent's further digits are not counted: no fraction in memory is long enough to make up for so much. */
const EXPONENT_STOP = 1e12;

/**
 * A number of strict JSON. See `json-scan.ts` for what is returned.
 *
 * Integers up to 2^53 - 1 either way are exact; greater ones are `big`, without a value. A real gets the value that
 * `JSON.parse` gives, without allocation when it has at most 15 significant digits and its power of ten is within 22: the
 * quotient or product of two exact Numbers is rounded once, and so correctly. Longer ones take a string (rare, allocates).
 */
export function scanNumber(bytes: Uint8Array, at: number, end: number, found: Scanned): number {
  const start = at;
  const negative = bytes[at] === 0x2d;
  if (negative) at++;
  if (at >= end) return -1;

  // Up to nine digits are counted in 32-bit integers, which is the most common case and the fastest.
  let whole = (bytes[at++]! - 0x30) >>> 0;
  if (whole > 9) return -1;
  if (whole > 0) {
    const nine = Math.min(end, at + 8);
    while (at < nine) {
      const digit = (bytes[at]! - 0x30) >>> 0;
      if (digit > 9) break;
      whole = (whole * 10 + digit) | 0;
      at++;
    }
  }
  // Exact as long as it is at most 2^53 - 1; once above, further digits only raise it.
  let digits = whole;
  if (whole > 99_999_999) {
    for (; at < end; at++) {
      const digit = (bytes[at]! - 0x30) >>> 0;
      if (digit > 9) break;
      digits = digits * 10 + digit;
    }
  }
  if (at >= end || (bytes[at] !== 0x2e && (bytes[at]! | 0x20) !== 0x65)) {
    const exact = digits <= Number.MAX_SAFE_INTEGER;
    found.escaped = false;
    found.kind = exact ? LineKind.integer : LineKind.big;
    found.number = exact ? (negative ? -digits : digits) : NaN;
    return at;
  }
  return scanReal(bytes, start, at, end, digits, found);
}

/** The rest of a number with a fraction or an exponent; `digits` is what stands before `at`, without its sign. */
function scanReal(
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  digits: number,
  found: Scanned,
): number {
  let exponent = 0;
  if (at < end && bytes[at] === 0x2e) {
    const first = ++at;
    for (; at < end; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      digits = digits * 10 + digit;
    }
    if (at === first) return -1;
    exponent = first - at;
  }
  if (at < end && (bytes[at]! | 0x20) === 0x65) {
    at++;
    const sign = at < end ? bytes[at]! : 0;
    if (sign === 0x2b || sign === 0x2d) at++;
    const first = at;
    let written = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      if (written < EXPONENT_STOP) written = written * 10 + digit;
    }
    if (at === first) return -1;
    exponent += sign === 0x2d ? -written : written;
  }

  found.escaped = false;
  found.kind = LineKind.real;
  if (digits <= Number.MAX_SAFE_INTEGER && exponent >= -22 && exponent <= 22) {
    const size = exponent < 0 ? digits / POWERS[-exponent]! : digits * POWERS[exponent]!;
    found.number = bytes[start] === 0x2d ? -size : size;
  } else {
    found.number = Number(spanText(bytes, start, at));
  }
  return at;
}
