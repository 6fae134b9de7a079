import { isHighSurrogate, isLowSurrogate, writeUtf8 } from './json-character.js';
import { Status } from './status.js';

/**
 * Writes the pieces of a JSON line straight into bytes. Each function writes at `offset` and returns the next offset, or
 * a negative status: `noSpace` when it does not fit whole, `outOfRange` for a value that has no form in JSON. Given a
 * negative offset they return it and write nothing, so a line is written in a row and checked once, at its end. What
 * stands in the bytes after a negative status is void. Nothing throws; only {@link writeReal} allocates.
 */

/** Copies bytes that were encoded before, such as `,"seq":`. */
export function writeBytes(bytes: Uint8Array, offset: number, source: Uint8Array): number {
  if (offset < 0) return offset;
  const length = source.length;
  if (offset + length > bytes.length) return Status.noSpace;
  // A call of `set` costs more than these few bytes.
  for (let i = 0; i < length; i++) bytes[offset + i] = source[i]!;
  return offset + length;
}

/** Writes characters up to U+007F as they are, quotes and all; `outOfRange` for another. */
export function writeAscii(bytes: Uint8Array, offset: number, text: string): number {
  if (offset < 0) return offset;
  const length = text.length;
  if (offset + length > bytes.length) return Status.noSpace;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return Status.outOfRange;
    bytes[offset + i] = code;
  }
  return offset + length;
}

const HALF = 1e8;

/** Writes an integer from -(2^53 - 1) to 2^53 - 1 in decimal; -0 as 0; `outOfRange` for anything else. */
export function writeInt(bytes: Uint8Array, offset: number, value: number): number {
  if (offset < 0) return offset;
  if (!Number.isSafeInteger(value)) return Status.outOfRange;
  if (value < 0) {
    if (offset >= bytes.length) return Status.noSpace;
    bytes[offset++] = 0x2d;
    value = -value;
  }
  if (value < HALF) return writeDigits(bytes, offset, value, digitsOf(value));
  // Integer arithmetic of 32 bits is the fast one, so the number goes in two halves: 8 digits at most, and 8 at the end.
  const upper = Math.floor(value / HALF);
  const next = writeDigits(bytes, offset, upper, digitsOf(upper));
  return next < 0 ? next : writeDigits(bytes, next, value - upper * HALF, 8);
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

function writeDigits(bytes: Uint8Array, offset: number, value: number, digits: number): number {
  const next = offset + digits;
  if (next > bytes.length) return Status.noSpace;
  for (let at = next - 1; at >= offset; at--) {
    const rest = (value / 10) | 0;
    bytes[at] = 0x30 + value - rest * 10;
    value = rest;
  }
  return next;
}

/**
 * Writes any finite number in the shortest form that reads back equal, as JavaScript has it; `outOfRange` for the others.
 * An integer from 2^53 to below 10^21 has digits only, so a line reader takes it for `big`. Allocates unless it is an integer
 * that {@link writeInt} takes.
 */
export function writeReal(bytes: Uint8Array, offset: number, value: number): number {
  if (offset < 0) return offset;
  if (Number.isSafeInteger(value)) return writeInt(bytes, offset, value);
  return Number.isFinite(value) ? writeAscii(bytes, offset, String(value)) : Status.outOfRange;
}

/**
 * Writes a JSON string with its quotes, in UTF-8, byte for byte as `JSON.stringify` has it: only quotes, backslashes,
 * control characters and lone surrogates are escaped.
 */
export function writeJsonString(bytes: Uint8Array, offset: number, text: string): number {
  if (offset < 0) return offset;
  let at = put(bytes, offset, 0x22);
  for (let i = 0; i < text.length && at >= 0; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit < 0x80 && unit !== 0x22 && unit !== 0x5c) {
      at = put(bytes, at, unit);
    } else if (unit < 0x80) {
      at = writeEscape(bytes, at, unit);
    } else if ((unit & 0xf800) !== 0xd800) {
      at = writeCode(bytes, at, unit);
    } else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) {
      at = writeCode(bytes, at, text.codePointAt(i)!);
      i++;
    } else {
      at = writeHexEscape(bytes, at, unit);
    }
  }
  return at < 0 ? at : put(bytes, at, 0x22);
}

function put(bytes: Uint8Array, offset: number, byte: number): number {
  if (offset >= bytes.length) return Status.noSpace;
  bytes[offset] = byte;
  return offset + 1;
}

function writeCode(bytes: Uint8Array, offset: number, code: number): number {
  const next = writeUtf8(bytes, offset, code);
  return next < 0 ? Status.noSpace : next;
}

/** Letters of the short escapes by character; 0 where there is none. */
const SHORT_ESCAPES = new Uint8Array(0x80);
SHORT_ESCAPES[0x22] = 0x22;
SHORT_ESCAPES[0x5c] = 0x5c;
SHORT_ESCAPES[0x08] = 0x62;
SHORT_ESCAPES[0x0c] = 0x66;
SHORT_ESCAPES[0x0a] = 0x6e;
SHORT_ESCAPES[0x0d] = 0x72;
SHORT_ESCAPES[0x09] = 0x74;

function writeEscape(bytes: Uint8Array, offset: number, unit: number): number {
  const letter = SHORT_ESCAPES[unit]!;
  if (letter === 0) return writeHexEscape(bytes, offset, unit);
  const next = put(bytes, offset, 0x5c);
  return next < 0 ? next : put(bytes, next, letter);
}

function writeHexEscape(bytes: Uint8Array, offset: number, unit: number): number {
  if (offset + 6 > bytes.length) return Status.noSpace;
  bytes[offset] = 0x5c;
  bytes[offset + 1] = 0x75;
  for (let i = 0; i < 4; i++) {
    const digit = (unit >>> (12 - 4 * i)) & 15;
    bytes[offset + 2 + i] = digit < 10 ? 0x30 + digit : 0x57 + digit;
  }
  return offset + 6;
}
