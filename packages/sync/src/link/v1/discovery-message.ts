import { Status } from '@jamnet/wire';
import { createStartStop, type StartStop } from '../start-stop.js';
import { createTimeline, type Timeline } from '../timeline.js';
import {
  readI64BE,
  readU16BE,
  readU32BE,
  startsWith,
  writeI64BE,
  writeU16BE,
} from './big-endian.js';
import {
  DISCOVERY_HEADER_BYTES,
  DISCOVERY_MAGIC,
  DiscoveryType,
  ENTRY_HEADER_BYTES,
  EntryBytes,
  EntryKey,
  LEAST_US_PER_BEAT,
  MAX_LINK_DATAGRAM_BYTES,
  MOST_READ,
  MOST_US_PER_BEAT,
} from './codes.js';
import { writeEntryHeader } from './entry-header.js';
import { createNodeId, readNodeId, type NodeId, writeNodeId } from './node-id.js';

/**
 * What a peer says of itself (spec/sync/v1/link.md, "Discovery"). One object is used for every message: what a message does
 * not carry has its `has…` false and a value without meaning.
 */
export interface DiscoveryMessage {
  /** One of {@link DiscoveryType}. */
  type: number;
  /** Seconds without a word after which the peer is gone, 0-255. */
  ttl: number;
  /** 0 for everyone's group. */
  group: number;
  readonly node: NodeId;
  hasTimeline: boolean;
  readonly timeline: Timeline;
  hasSession: boolean;
  readonly session: NodeId;
  hasStartStop: boolean;
  readonly startStop: StartStop;
  /** The family of the address at which the peer answers pings; 0 where it gave none. */
  endpointFamily: 0 | 4 | 6;
  /** The first 4 or all 16 bytes are the address. */
  readonly endpointAddress: Uint8Array;
  endpointPort: number;
  /** Whether the peer knows the rate of the session's clock, and so keeps right between measurements; Link's own do not. */
  isSteady: boolean;
}

export function createDiscoveryMessage(): DiscoveryMessage {
  return {
    type: DiscoveryType.alive,
    ttl: 0,
    group: 0,
    node: createNodeId(),
    hasTimeline: false,
    timeline: createTimeline(),
    hasSession: false,
    session: createNodeId(),
    hasStartStop: false,
    startStop: createStartStop(),
    endpointFamily: 0,
    endpointAddress: new Uint8Array(16),
    endpointPort: 0,
    isSteady: false,
  };
}

/**
 * Writes a message at `offset`. Gives the offset after it, or `noSpace`, or `outOfRange` for a tempo that the protocol does not
 * know. Numbers must be whole.
 */
export function encodeDiscoveryInto(
  message: DiscoveryMessage,
  bytes: Uint8Array,
  offset: number,
): number {
  // The longest message, so that one check does.
  if (bytes.length - offset < LONGEST_BYTES) return Status.noSpace;
  bytes.set(DISCOVERY_MAGIC, offset);
  bytes[offset + 8] = message.type;
  bytes[offset + 9] = message.ttl;
  writeU16BE(bytes, offset + 10, message.group);
  writeNodeId(bytes, offset + 12, message.node);
  let at = offset + DISCOVERY_HEADER_BYTES;
  if (message.hasTimeline) {
    const { usPerBeat, beatOrigin, timeOriginUs } = message.timeline;
    if (!isTimeline(message.timeline, MOST_WRITTEN)) return Status.outOfRange;
    at = writeEntryHeader(bytes, at, EntryKey.timeline, EntryBytes.timeline);
    writeI64BE(bytes, at, usPerBeat);
    writeI64BE(bytes, at + 8, beatOrigin);
    writeI64BE(bytes, at + 16, timeOriginUs);
    at += EntryBytes.timeline;
  }
  if (message.hasSession) {
    at = writeEntryHeader(bytes, at, EntryKey.session, EntryBytes.session);
    writeNodeId(bytes, at, message.session);
    at += EntryBytes.session;
  }
  if (message.hasStartStop) {
    const { playing, beat, timeUs } = message.startStop;
    if (!isStartStop(message.startStop, MOST_WRITTEN)) return Status.outOfRange;
    at = writeEntryHeader(bytes, at, EntryKey.startStop, EntryBytes.startStop);
    bytes[at] = playing ? 1 : 0;
    writeI64BE(bytes, at + 1, beat);
    writeI64BE(bytes, at + 9, timeUs);
    at += EntryBytes.startStop;
  }
  if (message.endpointFamily !== 0) at = writeEndpoint(message, bytes, at);
  if (message.isSteady) {
    at = writeEntryHeader(bytes, at, EntryKey.steady, EntryBytes.steady);
    bytes[at] = 1;
    at += EntryBytes.steady;
  }
  return at;
}

/**
 * Reads the message that fills `bytes` from `offset` to `end` into `message`. Gives `end`, or why it is not one: `unknownForm`,
 * `short`, `badLength`, `unknownType`, `outOfRange`. Unknown entries are skipped. After a refusal the object's content is void.
 */
export function decodeDiscovery(
  bytes: Uint8Array,
  offset: number,
  end: number,
  message: DiscoveryMessage,
): number {
  const length = end - offset;
  if (length < DISCOVERY_HEADER_BYTES) return Status.short;
  if (length >= MAX_LINK_DATAGRAM_BYTES) return Status.badLength;
  if (!startsWith(bytes, offset, DISCOVERY_MAGIC)) return Status.unknownForm;
  message.type = bytes[offset + 8]!;
  if (message.type < DiscoveryType.alive || message.type > DiscoveryType.bye)
    return Status.unknownType;
  message.ttl = bytes[offset + 9]!;
  message.group = readU16BE(bytes, offset + 10);
  readNodeId(bytes, offset + 12, message.node);
  message.hasTimeline = false;
  message.hasSession = false;
  message.hasStartStop = false;
  message.endpointFamily = 0;
  message.isSteady = false;
  let at = offset + DISCOVERY_HEADER_BYTES;
  while (at < end) {
    if (end - at < ENTRY_HEADER_BYTES) return Status.short;
    const key = readU32BE(bytes, at);
    const size = readU32BE(bytes, at + 4);
    at += ENTRY_HEADER_BYTES;
    if (size > end - at) return Status.badLength;
    const status = readEntry(bytes, at, key, size, message);
    if (status < 0) return status;
    at += size;
  }
  return end;
}

function readEntry(
  bytes: Uint8Array,
  at: number,
  key: number,
  size: number,
  message: DiscoveryMessage,
): number {
  switch (key) {
    case EntryKey.timeline: {
      if (size !== EntryBytes.timeline) return Status.badLength;
      const { timeline } = message;
      timeline.usPerBeat = readI64BE(bytes, at);
      timeline.beatOrigin = readI64BE(bytes, at + 8);
      timeline.timeOriginUs = readI64BE(bytes, at + 16);
      message.hasTimeline = true;
      return isTimeline(timeline, MOST_READ) ? 0 : Status.outOfRange;
    }
    case EntryKey.session:
      if (size !== EntryBytes.session) return Status.badLength;
      readNodeId(bytes, at, message.session);
      message.hasSession = true;
      return 0;
    case EntryKey.startStop: {
      if (size !== EntryBytes.startStop) return Status.badLength;
      const { startStop } = message;
      startStop.playing = bytes[at] !== 0;
      startStop.beat = readI64BE(bytes, at + 1);
      startStop.timeUs = readI64BE(bytes, at + 9);
      message.hasStartStop = true;
      return isStartStop(startStop, MOST_READ) ? 0 : Status.outOfRange;
    }
    case EntryKey.endpoint4:
      if (size !== EntryBytes.endpoint4) return Status.badLength;
      return readEndpoint(bytes, at, 4, message);
    case EntryKey.endpoint6:
      if (size !== EntryBytes.endpoint6) return Status.badLength;
      return readEndpoint(bytes, at, 6, message);
    case EntryKey.steady:
      // It may grow in later releases.
      message.isSteady = size >= EntryBytes.steady && bytes[at] !== 0;
      return 0;
    default:
      return 0;
  }
}

function readEndpoint(
  bytes: Uint8Array,
  at: number,
  family: 4 | 6,
  message: DiscoveryMessage,
): number {
  const addressBytes = family === 4 ? 4 : 16;
  for (let i = 0; i < addressBytes; i++) message.endpointAddress[i] = bytes[at + i]!;
  message.endpointPort = readU16BE(bytes, at + addressBytes);
  message.endpointFamily = family;
  return message.endpointPort === 0 ? Status.outOfRange : 0;
}

function writeEndpoint(message: DiscoveryMessage, bytes: Uint8Array, offset: number): number {
  const isV4 = message.endpointFamily === 4;
  const addressBytes = isV4 ? 4 : 16;
  const key = isV4 ? EntryKey.endpoint4 : EntryKey.endpoint6;
  const at = writeEntryHeader(bytes, offset, key, addressBytes + 2);
  for (let i = 0; i < addressBytes; i++) bytes[at + i] = message.endpointAddress[i]!;
  writeU16BE(bytes, at + addressBytes, message.endpointPort);
  return at + addressBytes + 2;
}

const LONGEST_BYTES =
  DISCOVERY_HEADER_BYTES +
  5 * ENTRY_HEADER_BYTES +
  EntryBytes.timeline +
  EntryBytes.session +
  EntryBytes.startStop +
  EntryBytes.endpoint6 +
  EntryBytes.steady;

const MOST_WRITTEN = Number.MAX_SAFE_INTEGER - 2 ** 32;

function isTimeline({ usPerBeat, beatOrigin, timeOriginUs }: Timeline, most: number): boolean {
  return (
    usPerBeat >= LEAST_US_PER_BEAT &&
    usPerBeat <= MOST_US_PER_BEAT &&
    Math.abs(beatOrigin) <= most &&
    Math.abs(timeOriginUs) <= most
  );
}

function isStartStop({ beat, timeUs }: StartStop, most: number): boolean {
  return Math.abs(beat) <= most && Math.abs(timeUs) <= most;
}
