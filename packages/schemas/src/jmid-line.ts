import { Status } from '@jamnet/wire';
import { decodeCompact, encodeCompactInto } from './compact-line.js';
import { readCanonicalEvent } from './generated/jmid-decoder.js';
import { eventWriters } from './generated/jmid-encoder.js';
import type { JmidMessage } from './generated/message-types.js';
import { isDigit } from './jmid-line-parts.js';
import type { Members } from './members.js';
import { tablesByType } from './tables.js';
import { DEFAULT_VERSION } from './version-names.js';

/**
 * Writes the canonical compact line of a JMID message, its `\n` included (spec/jmid/v1, section 1): the offset after it,
 * or a status (`malformed`, `outOfRange`, `unknownType`, a status of its version, `noSpace`).
 *
 * For the packet path: does not throw, does not block, and allocates nothing for an event of known members.
 */
export function encodeEventInto(bytes: Uint8Array, offset: number, message: JmidMessage): number {
  const writer = eventWriters.get(message.type);
  if (writer === undefined) {
    return isJmid(message.type) ? encodeCompactInto(message, bytes, offset) : Status.unknownType;
  }
  const event = message as Exclude<JmidMessage, { type: 'midi_state' }>;
  const version = event.version;
  const plain =
    (version === undefined || version === DEFAULT_VERSION) && typeof event.timestamp !== 'string';
  // 0: all members are known. 1 (there are others) and versions of their own go the long way.
  const status = plain ? writer.check(message as unknown as Members) : 1;
  if (status < 0) return status;
  if (status > 0) return encodeCompactInto(message, bytes, offset);
  const next = writer.put(bytes, offset, event);
  return next > bytes.length ? Status.noSpace : next;
}

/**
 * The JMID message of one compact line in `bytes` from `offset` to `end`, with its `\n` or without; or a status. A line as
 * canonical writers write it is read in one pass; any other goes the long way through JSON, with the same result.
 *
 * For the packet path: does not throw, does not block, and allocates the message alone when the line is canonical.
 */
export function decodeEvent(bytes: Uint8Array, offset: number, end: number): JmidMessage | number {
  if (end > bytes.length) return Status.malformed;
  const event = readCanonicalEvent(bytes, offset, end);
  if (event !== undefined) return event;
  const message = decodeCompact(bytes, offset, end);
  if (typeof message === 'number') return message;
  return isJmid(message.type) ? (message as JmidMessage) : Status.unknownType;
}

function isJmid(type: string): boolean {
  return tablesByType.get(type)?.protocol === 'jmid';
}

let scratch = new Uint8Array(2048);

/** Length of the canonical compact line, its `\n` included, or a status. Costs what writing the line costs. */
export function eventByteLength(message: JmidMessage): number {
  for (let size = scratch.length; ; size *= 4) {
    const room = size === scratch.length ? scratch : new Uint8Array(size);
    const length = encodeEventInto(room, 0, message);
    if (length !== Status.noSpace) {
      if (size <= 65_536) scratch = room;
      return length;
    }
  }
}

/**
 * The `sequence` of an event, read from the end of its canonical compact line without reading the line: `lineEnd` is the
 * offset after its `}`, or after its `\n`. `malformed` where the line does not end in `"seq":N}`.
 *
 * Does not throw; does not allocate.
 */
export function readSequenceFromEnd(bytes: Uint8Array, lineEnd: number): number {
  let at = lineEnd - 1;
  if (bytes[at] === 10) at -= 1;
  if (bytes[at] !== 125) return Status.malformed;
  at -= 1;
  let value = 0;
  let scale = 1;
  const last = at;
  while (isDigit(bytes[at]) && last - at < 10) {
    value += (bytes[at]! - 48) * scale;
    scale *= 10;
    at -= 1;
  }
  const count = last - at;
  const found =
    count > 0 &&
    (count === 1 || bytes[at + 1] !== 48) &&
    bytes[at] === 58 &&
    bytes[at - 1] === 34 &&
    bytes[at - 2] === 113 &&
    bytes[at - 3] === 101 &&
    bytes[at - 4] === 115 &&
    bytes[at - 5] === 34;
  if (!found) return Status.malformed;
  return value > 0xffff_ffff ? Status.outOfRange : value;
}
