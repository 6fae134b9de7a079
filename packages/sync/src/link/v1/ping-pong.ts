import { Status } from '@jamnet/wire';
import { readI64BE, readU32BE, startsWith, writeI64BE } from './big-endian.js';
import {
  ENTRY_HEADER_BYTES,
  EntryBytes,
  EntryKey,
  MAX_LINK_DATAGRAM_BYTES,
  MAX_PING_PAYLOAD_BYTES,
  MEASURE_HEADER_BYTES,
  MEASURE_MAGIC,
  MeasureType,
  MOST_READ,
} from './codes.js';
import { writeEntryHeader } from './entry-header.js';
import { createNodeId, readNodeId, type NodeId, writeNodeId } from './node-id.js';

/** A ping or a pong that was read (spec/sync/v1/link.md, "Measuring a session"). One object is used for all of them. */
export interface MeasureMessage {
  /** One of {@link MeasureType}. */
  type: number;
  /** The session that the answerer is in; pongs only. */
  readonly session: NodeId;
  /** When the ping went out, microseconds of the pinger's host; NaN where it is not told. */
  hostTimeUs: number;
  /** The answerer's session time; NaN in a ping. */
  ghostTimeUs: number;
  /** The session time in the pong before; NaN where there was none. */
  previousGhostTimeUs: number;
  /** Where the payload begins and how long it is: what a pong gives back. */
  payloadOffset: number;
  payloadLength: number;
}

export function createMeasureMessage(): MeasureMessage {
  return {
    type: 0,
    session: createNodeId(),
    hostTimeUs: NaN,
    ghostTimeUs: NaN,
    previousGhostTimeUs: NaN,
    payloadOffset: 0,
    payloadLength: 0,
  };
}

/** The longest ping and the longest pong that this side sends. */
export const PING_BYTES = MEASURE_HEADER_BYTES + MAX_PING_PAYLOAD_BYTES;
export const PONG_BYTES =
  PING_BYTES + 2 * ENTRY_HEADER_BYTES + EntryBytes.session + EntryBytes.time;

/**
 * Writes a ping at `offset`; a `previousGhostTimeUs` of NaN is left out. Gives the offset after it or `noSpace`. Times are whole
 * microseconds.
 */
export function encodePingInto(
  hostTimeUs: number,
  previousGhostTimeUs: number,
  bytes: Uint8Array,
  offset: number,
): number {
  if (bytes.length - offset < PING_BYTES) return Status.noSpace;
  const at = writeHeader(bytes, offset, MeasureType.ping);
  const next = writeTime(bytes, at, EntryKey.hostTime, hostTimeUs);
  if (Number.isNaN(previousGhostTimeUs)) return next;
  return writeTime(bytes, next, EntryKey.previousGhostTime, previousGhostTimeUs);
}

/**
 * Writes the pong to a ping whose payload lies in `payload` from `payloadOffset`. Gives the offset after it, `noSpace`, or `badLength`
 * for a payload that no ping has.
 */
export function encodePongInto(
  session: Readonly<NodeId>,
  ghostTimeUs: number,
  payload: Uint8Array,
  payloadOffset: number,
  payloadLength: number,
  bytes: Uint8Array,
  offset: number,
): number {
  if (payloadLength > MAX_PING_PAYLOAD_BYTES) return Status.badLength;
  if (bytes.length - offset < PONG_BYTES) return Status.noSpace;
  let at = writeHeader(bytes, offset, MeasureType.pong);
  at = writeEntryHeader(bytes, at, EntryKey.session, EntryBytes.session);
  writeNodeId(bytes, at, session);
  at = writeTime(bytes, at + EntryBytes.session, EntryKey.ghostTime, ghostTimeUs);
  for (let i = 0; i < payloadLength; i++) bytes[at + i] = payload[payloadOffset + i]!;
  return at + payloadLength;
}

/**
 * Reads the ping or pong that fills `bytes` from `offset` to `end` into `message`. Gives `end`, or why it is not one: `unknownForm`,
 * `short`, `badLength`, `unknownType`, `outOfRange`, or `malformed` where an entry that it must have is missing. Unknown entries
 * are skipped. After a refusal the object's content is void.
 */
export function decodeMeasure(
  bytes: Uint8Array,
  offset: number,
  end: number,
  message: MeasureMessage,
): number {
  const length = end - offset;
  if (length < MEASURE_HEADER_BYTES) return Status.short;
  if (length >= MAX_LINK_DATAGRAM_BYTES) return Status.badLength;
  if (!startsWith(bytes, offset, MEASURE_MAGIC)) return Status.unknownForm;
  const type = bytes[offset + 8]!;
  if (type !== MeasureType.ping && type !== MeasureType.pong) return Status.unknownType;
  message.type = type;
  message.payloadOffset = offset + MEASURE_HEADER_BYTES;
  message.payloadLength = length - MEASURE_HEADER_BYTES;
  if (type === MeasureType.ping && message.payloadLength > MAX_PING_PAYLOAD_BYTES)
    return Status.badLength;
  message.hostTimeUs = NaN;
  message.ghostTimeUs = NaN;
  message.previousGhostTimeUs = NaN;
  let hasSession = false;
  for (let at = message.payloadOffset; at < end;) {
    if (end - at < ENTRY_HEADER_BYTES) return Status.short;
    const key = readU32BE(bytes, at);
    const size = readU32BE(bytes, at + 4);
    at += ENTRY_HEADER_BYTES;
    if (size > end - at) return Status.badLength;
    if (key === EntryKey.session) {
      if (size !== EntryBytes.session) return Status.badLength;
      readNodeId(bytes, at, message.session);
      hasSession = true;
    } else if (isTime(key)) {
      if (size !== EntryBytes.time) return Status.badLength;
      const timeUs = readI64BE(bytes, at);
      if (!(Math.abs(timeUs) <= MOST_READ)) return Status.outOfRange;
      if (key === EntryKey.hostTime) message.hostTimeUs = timeUs;
      else if (key === EntryKey.ghostTime) message.ghostTimeUs = timeUs;
      else message.previousGhostTimeUs = timeUs;
    }
    at += size;
  }
  if (Number.isNaN(message.hostTimeUs)) return Status.malformed;
  if (type === MeasureType.pong && (!hasSession || Number.isNaN(message.ghostTimeUs)))
    return Status.malformed;
  return end;
}

function isTime(key: number): boolean {
  return (
    key === EntryKey.hostTime || key === EntryKey.ghostTime || key === EntryKey.previousGhostTime
  );
}

function writeHeader(bytes: Uint8Array, offset: number, type: number): number {
  bytes.set(MEASURE_MAGIC, offset);
  bytes[offset + 8] = type;
  return offset + MEASURE_HEADER_BYTES;
}

function writeTime(bytes: Uint8Array, offset: number, key: number, timeUs: number): number {
  const at = writeEntryHeader(bytes, offset, key, EntryBytes.time);
  writeI64BE(bytes, at, timeUs);
  return at + EntryBytes.time;
}
