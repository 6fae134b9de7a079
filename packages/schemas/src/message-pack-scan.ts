import { isUtf8 } from 'node:buffer';
import { Status } from '@jamnet/wire';
import { MAX_LEVELS } from './unknown-members.js';

/** How many values are still to come on each level. One scan at a time: it is synchronous. */
const remaining = new Float64Array(MAX_LEVELS + 1);

/** Set by {@link readHead}: bytes after the head, values inside, and what the bytes are. */
let payloadBytes = 0;
let innerValues = -1;
let payloadKind: 'plain' | 'text' | 'float32' | 'float64' | 'extension' = 'plain';

function readLength(bytes: Uint8Array, offset: number, size: number, end: number): number {
  if (offset + size > end) return Status.malformed;
  let length = 0;
  for (let index = 0; index < size; index += 1) length = length * 256 + bytes[offset + index]!;
  return length;
}

/** Reads the head of one value; the offset after it, or `malformed`. */
function readHead(bytes: Uint8Array, offset: number, end: number): number {
  const head = bytes[offset]!;
  const at = offset + 1;
  payloadBytes = 0;
  innerValues = -1;
  payloadKind = 'plain';
  if (head < 0x80 || head >= 0xe0) return at;
  if (head < 0x90) {
    innerValues = 2 * (head & 0x0f);
    return at;
  }
  if (head < 0xa0) {
    innerValues = head & 0x0f;
    return at;
  }
  if (head < 0xc0) {
    payloadBytes = head & 0x1f;
    payloadKind = 'text';
    return at;
  }
  let lengthSize: number;
  switch (head) {
    case 0xc0: // nil, false, true
    case 0xc2:
    case 0xc3:
      return at;
    case 0xca:
    case 0xcb:
      payloadBytes = head === 0xca ? 4 : 8;
      payloadKind = head === 0xca ? 'float32' : 'float64';
      return at;
    case 0xcc: // integers of 1, 2, 4 and 8 bytes, without and with sign
    case 0xcd:
    case 0xce:
    case 0xcf:
      payloadBytes = 1 << (head - 0xcc);
      return at;
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
      payloadBytes = 1 << (head - 0xd0);
      return at;
    case 0xc4: // bin
    case 0xc5:
    case 0xc6:
      lengthSize = 1 << (head - 0xc4);
      break;
    case 0xd9: // str
    case 0xda:
    case 0xdb:
      lengthSize = 1 << (head - 0xd9);
      payloadKind = 'text';
      break;
    case 0xc7: // extensions: a length, or a fixed one, and a byte for the type
    case 0xc8:
    case 0xc9:
      lengthSize = 1 << (head - 0xc7);
      payloadKind = 'extension';
      break;
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      payloadBytes = 1 + (1 << (head - 0xd4));
      payloadKind = 'extension';
      return at;
    case 0xdc: // array
    case 0xdd:
      lengthSize = 2 << (head - 0xdc);
      break;
    case 0xde: // map
    case 0xdf:
      lengthSize = 2 << (head - 0xde);
      break;
    default: // 0xc1, which is nothing
      return Status.malformed;
  }
  const length = readLength(bytes, at, lengthSize, end);
  if (length < 0) return length;
  if (head >= 0xde) innerValues = 2 * length;
  else if (head >= 0xdc) innerValues = length;
  else payloadBytes = payloadKind === 'extension' ? length + 1 : length;
  return at + lengthSize;
}

function isText(bytes: Uint8Array, offset: number, end: number): boolean {
  for (let index = offset; index < end; index += 1) {
    if (bytes[index]! >= 0x80) return isUtf8(bytes.subarray(index, end));
  }
  return true;
}

/** All exponent bits set means infinite or no number. */
function isFinite(bytes: Uint8Array, offset: number, smallestSecond: number): boolean {
  return (bytes[offset]! & 0x7f) !== 0x7f || bytes[offset + 1]! < smallestSecond;
}

function isSound(bytes: Uint8Array, offset: number): boolean {
  switch (payloadKind) {
    case 'text':
      return isText(bytes, offset, offset + payloadBytes);
    case 'float32':
      return isFinite(bytes, offset, 0x80);
    case 'float64':
      return isFinite(bytes, offset, 0xf0);
    case 'extension':
      return false;
    default:
      return true;
  }
}

/** Whether the value scanned last holds only what messages hold, and no deeper than they may. */
let sound = true;

/**
 * Where the MessagePack value that begins at `offset` ends, at most `end`; or `malformed` where the bytes cannot be
 * followed: they end too early, or have the byte 0xc1. What the value holds is not looked at.
 *
 * Never throws; time is bounded by the bytes there are, memory by a constant. Allocates for text beyond ASCII only.
 */
export function messagePackEnd(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset;
  let level = 0;
  remaining[0] = 1;
  sound = true;
  for (let expected = 1; expected > 0; expected -= 1) {
    if (at >= end) return Status.malformed;
    at = readHead(bytes, at, end);
    if (at < 0 || at + payloadBytes > end) return Status.malformed;
    if (sound) level = enter(level);
    if (sound && payloadKind !== 'plain') sound = isSound(bytes, at);
    at += payloadBytes;
    if (innerValues < 0) continue;
    // Each value takes a byte at least, so a length that promises more is a lie.
    if (innerValues > end - at) return Status.malformed;
    expected += innerValues;
  }
  return at;
}

/** Goes to the level of the value just read, and one deeper where it holds others; beyond the last, nothing is sound. */
function enter(from: number): number {
  let level = from;
  while (remaining[level] === 0) level -= 1;
  remaining[level]! -= 1;
  if (innerValues < 0) return level;
  if (level === MAX_LEVELS) {
    sound = false;
    return level;
  }
  remaining[level + 1] = innerValues;
  return level + 1;
}

/**
 * Whether the bytes from `offset` to `end` are exactly one MessagePack value without extensions, without text that is not
 * UTF-8 and without floats that are not finite: one that every decoder reads alike.
 */
export function isSoundMessagePack(bytes: Uint8Array, offset: number, end: number): boolean {
  return messagePackEnd(bytes, offset, end) === end && sound;
}
