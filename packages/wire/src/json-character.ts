/**
 * The characters of JSON strings: escapes and UTF-8 sequences. Nothing here allocates or throws.
 */

/** Position after the escape that starts with the backslash at `at`, or -1 where it is no escape of JSON. */
export function afterEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return -1;
  if (bytes[at + 1] !== 0x75) return SHORT_ESCAPES[bytes[at + 1]!]! === 0 ? -1 : at + 2;
  return at + 6 > end || hexOf(bytes, at + 2) < 0 ? -1 : at + 6;
}

/**
 * Position after the UTF-8 sequence whose first byte, 0x80 or more, is at `at`; -1 where it is not well-formed: cut short, longer
 * than needed, a surrogate, or above U+10FFFF.
 */
export function afterUtf8(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length === 0 || at + length > end) return -1;
  const second = bytes[at + 1]!;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return -1;
  for (let i = 2; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return -1;
  return at + length;
}

/**
 * Writes the UTF-8 of a string's inside, from `start` to before `end`, to `out` and returns its length; -1 when it does not fit.
 * The inside must have passed the scanner.
 */
export function unescapeInto(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
): number {
  let length = 0;
  for (let at = start; at < end;) {
    let code = bytes[at]!;
    if (code !== 0x5c) {
      if (length >= out.length) return -1;
      out[length++] = code;
      at++;
      continue;
    }
    if (bytes[at + 1] === 0x75) {
      code = hexOf(bytes, at + 2);
      at += 6;
      if (isHighSurrogate(code) && at + 6 <= end && bytes[at] === 0x5c && bytes[at + 1] === 0x75) {
        const low = hexOf(bytes, at + 2);
        if (isLowSurrogate(low)) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          at += 6;
        }
      }
    } else {
      code = SHORT_ESCAPES[bytes[at + 1]!]!;
      at += 2;
    }
    length = writeUtf8(out, length, code);
    if (length < 0) return -1;
  }
  return length;
}

/** Writes one code point and returns the next offset; -1 when it does not fit. */
export function writeUtf8(out: Uint8Array, offset: number, code: number): number {
  const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  if (offset + length > out.length) return -1;
  if (length === 1) {
    out[offset] = code;
    return offset + 1;
  }
  for (let i = length - 1; i > 0; i--) {
    out[offset + i] = 0x80 | (code & 0x3f);
    code >>>= 6;
  }
  out[offset] = LEADS[length]! | code;
  return offset + length;
}

export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

/** First bytes of UTF-8 sequences by length. */
const LEADS = [0, 0, 0xc0, 0xe0, 0xf0];

/** What the letter after a backslash stands for; 0 where it stands for nothing. */
const SHORT_ESCAPES = new Uint8Array(256);
for (const [letter, code] of Object.entries({
  '"': 0x22,
  '\\': 0x5c,
  '/': 0x2f,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
})) {
  SHORT_ESCAPES[letter.charCodeAt(0)] = code;
}

/** Values of hexadecimal digits; 255 for other bytes. */
const HEX_DIGITS = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) {
  HEX_DIGITS[value.toString(16).charCodeAt(0)] = value;
  HEX_DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** The four hexadecimal digits at `at`, or -1. */
function hexOf(bytes: Uint8Array, at: number): number {
  const a = HEX_DIGITS[bytes[at]!]!;
  const b = HEX_DIGITS[bytes[at + 1]!]!;
  const c = HEX_DIGITS[bytes[at + 2]!]!;
  const d = HEX_DIGITS[bytes[at + 3]!]!;
  return (a | b | c | d) > 15 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}
