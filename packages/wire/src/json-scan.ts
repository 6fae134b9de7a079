import { afterEscape, afterUtf8 } from './json-character.js';
import { scanNumber } from './json-number.js';
import { LineKind, type Scanned } from './line-kind.js';

/**
 * Scanners of strict JSON (RFC 8259) in UTF-8 bytes. Each takes the position of a value's first byte and `end`, and
 * returns the position after the value, or -1 where the bytes are not such a value. They look at every byte once at most,
 * read nothing at or after `end`, do not recurse, never throw, and stop before a line feed, which is never part of a value.
 */

/** How deep arrays and objects nest at most, the line's own object included. Deeper is refused. */
export const MAX_DEPTH = 32;

/** Position of the first byte that is no space, tab or carriage return. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  // Nearly always there is none, and one comparison says so.
  while (at < end && bytes[at]! <= 0x20 && isSpace(bytes[at]!)) at++;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

export function scanValue(bytes: Uint8Array, at: number, end: number, found: Scanned): number {
  if (at >= end) return -1;
  const first = bytes[at]!;
  return first === 0x5b || first === 0x7b
    ? scanNested(bytes, at, end, found)
    : scanScalar(bytes, at, end, found);
}

function scanScalar(bytes: Uint8Array, at: number, end: number, found: Scanned): number {
  found.number = NaN;
  found.escaped = false;
  switch (bytes[at]) {
    case 0x22:
      return scanString(bytes, at, end, found);
    case 0x74:
      return scanWord(bytes, at, end, TRUE, LineKind.true, found);
    case 0x66:
      return scanWord(bytes, at, end, FALSE, LineKind.false, found);
    case 0x6e:
      return scanWord(bytes, at, end, NULL, LineKind.null, found);
    default:
      return scanNumber(bytes, at, end, found);
  }
}

const TRUE = new TextEncoder().encode('true');
const FALSE = new TextEncoder().encode('false');
const NULL = new TextEncoder().encode('null');

function scanWord(
  bytes: Uint8Array,
  at: number,
  end: number,
  word: Uint8Array,
  kind: number,
  found: Scanned,
): number {
  if (end - at < word.length) return -1;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return -1;
  found.kind = kind;
  return at + word.length;
}

/** A string, quotes included. Its UTF-8 must be well-formed; escapes of lone surrogates are let through, as JSON has it. */
export function scanString(bytes: Uint8Array, at: number, end: number, found: Scanned): number {
  found.kind = LineKind.string;
  found.escaped = false;
  at++;
  while (at >= 0 && at < end) {
    const byte = bytes[at]!;
    if (byte === 0x22) return at + 1;
    if (byte === 0x5c) {
      found.escaped = true;
      at = afterEscape(bytes, at, end);
    } else if (byte >= 0x80) {
      at = afterUtf8(bytes, at, end);
    } else if (byte >= 0x20) {
      at++;
    } else {
      return -1;
    }
  }
  return -1;
}

const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const KEY_OR_END = 3;
const COLON = 4;
const COMMA_OR_END = 5;

/** An array or an object with all that is in it. One bit per level says which of the two it is. */
function scanNested(bytes: Uint8Array, at: number, end: number, found: Scanned): number {
  const kind = bytes[at] === 0x7b ? LineKind.object : LineKind.array;
  let depth = 0;
  let levels = 0;
  let expected = VALUE;
  while (at >= 0 && at < end) {
    const byte = bytes[at]!;
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0d:
        at++;
        break;
      case 0x5b:
      case 0x7b: {
        // The line's own object is a level too.
        if (expected > VALUE_OR_END || ++depth >= MAX_DEPTH) return -1;
        const object = byte === 0x7b;
        levels = (levels << 1) | (object ? 1 : 0);
        expected = object ? KEY_OR_END : VALUE_OR_END;
        at++;
        break;
      }
      case 0x5d:
      case 0x7d: {
        const object = byte === 0x7d;
        if (expected !== COMMA_OR_END && expected !== (object ? KEY_OR_END : VALUE_OR_END)) {
          return -1;
        }
        if ((levels & 1) !== (object ? 1 : 0)) return -1;
        at++;
        if (--depth === 0) {
          found.kind = kind;
          found.number = NaN;
          found.escaped = false;
          return at;
        }
        levels >>>= 1;
        expected = COMMA_OR_END;
        break;
      }
      case 0x2c:
        if (expected !== COMMA_OR_END) return -1;
        expected = (levels & 1) === 1 ? KEY : VALUE;
        at++;
        break;
      case 0x3a:
        if (expected !== COLON) return -1;
        expected = VALUE;
        at++;
        break;
      default:
        if (expected <= VALUE_OR_END) {
          at = scanScalar(bytes, at, end, found);
          expected = COMMA_OR_END;
        } else if (byte === 0x22 && expected <= KEY_OR_END) {
          at = scanString(bytes, at, end, found);
          expected = COLON;
        } else {
          return -1;
        }
    }
  }
  return -1;
}
