import { crc32, readU16, readU32, readU64, Status, writeU32, writeU64 } from '@jamnet/wire';
import { PROTOCOL_VERSION } from './codes.js';

/** Bytes before the payload (spec/toast/v2, section 2). */
export const FRAME_HEADER_BYTES = 38;
/** Bytes of a frame that are not payload. */
export const FRAME_OVERHEAD_BYTES = 42;
/** The largest datagram, and so the largest frame. */
export const MAX_DATAGRAM_BYTES = 1200;
export const MAX_PAYLOAD_BYTES = MAX_DATAGRAM_BYTES - FRAME_OVERHEAD_BYTES;
export const SESSION_NAME_BYTES = 12;
/** Up to here a loop is about as fast as a view and `set`, and makes no garbage. */
const LONGEST_LOOP = 256;

const FORMAT_OFFSET = 5;
const WORD_OFFSET = 6;
const TIMESTAMP_OFFSET = 10;
const SEQUENCE_OFFSET = 18;
const SESSION_OFFSET = 22;
const SENDER_OFFSET = 34;

/** The header of a frame to be written. */
export interface FrameHeader {
  /** 1-7, see `StreamType`. */
  streamType: number;
  /** 0-3, see `FormatType`. */
  formatType: number;
  /** Bits of `Flag`. */
  flags: number;
  /** 0-15, less than `burstSize`. */
  burstIndex: number;
  /** 1-16. */
  burstSize: number;
  /** 0-255. */
  messageType: number;
  /** 0-255. */
  streamId: number;
  /** Nanoseconds, 0 to 2^53 - 1. */
  timestampNs: number;
  /** Unsigned 32 bits. */
  sequence: number;
  /** 12 bytes with the UUIDv8 bits set. */
  sessionName: Uint8Array;
  /** Unsigned 32 bits. */
  senderId: number;
}

/** A frame that was read. Its object is reused: {@link decodeFrame} overwrites every field. */
export interface FrameView extends FrameHeader {
  /** 12 bytes, copied out of the frame. */
  readonly sessionName: Uint8Array;
  /** −1 where the wire's value is above 2^53 − 1. */
  timestampNs: number;
  /** Where the payload starts in the bytes that were read. */
  payloadOffset: number;
  payloadLength: number;
}

export function createFrameView(): FrameView {
  return {
    streamType: 0,
    formatType: 0,
    flags: 0,
    burstIndex: 0,
    burstSize: 1,
    messageType: 0,
    streamId: 0,
    timestampNs: 0,
    sequence: 0,
    sessionName: new Uint8Array(SESSION_NAME_BYTES),
    senderId: 0,
    payloadOffset: 0,
    payloadLength: 0,
  };
}

/** Bytes of a frame with `payloadLength` bytes of payload. */
export function frameByteLength(payloadLength: number): number {
  return FRAME_OVERHEAD_BYTES + payloadLength;
}

/**
 * Writes header and CRC around a payload that already stands at `offset + FRAME_HEADER_BYTES`. Returns the offset after
 * the frame, or `Status.noSpace`. Does not allocate. Spec: toast/v2, section 2.
 */
export function encodeFrameAround(
  header: FrameHeader,
  payloadLength: number,
  bytes: Uint8Array,
  offset: number,
): number {
  const length = FRAME_OVERHEAD_BYTES + payloadLength;
  if (length > MAX_DATAGRAM_BYTES || offset + length > bytes.length) return Status.noSpace;
  writeU32(bytes, offset, length);
  bytes[offset + 4] = header.streamType;
  bytes[offset + FORMAT_OFFSET] = header.formatType;
  bytes[offset + WORD_OFFSET] = PROTOCOL_VERSION | (header.flags << 4);
  bytes[offset + WORD_OFFSET + 1] = header.burstIndex | ((header.burstSize - 1) << 4);
  bytes[offset + WORD_OFFSET + 2] = header.messageType;
  bytes[offset + WORD_OFFSET + 3] = header.streamId;
  writeU64(bytes, offset + TIMESTAMP_OFFSET, header.timestampNs);
  writeU32(bytes, offset + SEQUENCE_OFFSET, header.sequence);
  bytes.set(header.sessionName, offset + SESSION_OFFSET);
  writeU32(bytes, offset + SENDER_OFFSET, header.senderId);
  return closeFrame(bytes, offset, length);
}

/** As {@link encodeFrameAround}, copying the payload into place first. Allocates a view for a long payload. */
export function encodeFrame(
  header: FrameHeader,
  payload: Uint8Array,
  payloadOffset: number,
  payloadLength: number,
  bytes: Uint8Array,
  offset: number,
): number {
  if (offset + FRAME_OVERHEAD_BYTES + payloadLength > bytes.length) return Status.noSpace;
  const at = offset + FRAME_HEADER_BYTES;
  if (payloadLength > LONGEST_LOOP)
    bytes.set(payload.subarray(payloadOffset, payloadOffset + payloadLength), at);
  else for (let i = 0; i < payloadLength; i++) bytes[at + i] = payload[payloadOffset + i];
  return encodeFrameAround(header, payloadLength, bytes, offset);
}

/** Makes a written frame the copy `burstIndex` of `burstSize`: two nibbles and the CRC change. */
export function setBurst(
  bytes: Uint8Array,
  offset: number,
  burstIndex: number,
  burstSize: number,
): void {
  bytes[offset + WORD_OFFSET + 1] = burstIndex | ((burstSize - 1) << 4);
  closeFrame(bytes, offset, readU32(bytes, offset));
}

/** Stamps a written frame with the time at which it is handed to the system. */
export function stampFrame(bytes: Uint8Array, offset: number, timestampNs: number): void {
  writeU64(bytes, offset + TIMESTAMP_OFFSET, timestampNs);
  closeFrame(bytes, offset, readU32(bytes, offset));
}

function closeFrame(bytes: Uint8Array, offset: number, length: number): number {
  const body = length - 4;
  writeU32(bytes, offset + body, crc32(bytes, offset, body));
  return offset + length;
}

/**
 * Reads the frame at `offset` of a datagram that ends at `end`. Returns the offset of the next frame, or a negative status:
 * after `short`, `badLength` and `badCrc` the rest of the datagram is worthless; after any other the next frame
 * starts at {@link skipFrame}. Does not allocate and never throws. Spec: toast/v2, section 3.
 */
export function decodeFrame(
  bytes: Uint8Array,
  offset: number,
  end: number,
  out: FrameView,
): number {
  const left = end - offset;
  if (left < FRAME_OVERHEAD_BYTES) return Status.short;
  const length = readU32(bytes, offset);
  if (length < FRAME_OVERHEAD_BYTES || length > MAX_DATAGRAM_BYTES || length > left)
    return Status.badLength;
  const body = length - 4;
  if (readU32(bytes, offset + body) !== crc32(bytes, offset, body)) return Status.badCrc;
  const word = readU16(bytes, offset + WORD_OFFSET);
  if ((word & 0x0f) !== PROTOCOL_VERSION) return Status.badVersion;
  if ((word & 0xc0) !== 0) return Status.badFlags;
  const burstIndex = (word >> 8) & 0x0f;
  const burstSize = (word >> 12) + 1;
  if (burstIndex >= burstSize) return Status.badBurst;
  const streamType = bytes[offset + 4];
  if (streamType < 1 || streamType > 7) return Status.badStreamType;
  out.streamType = streamType;
  out.formatType = bytes[offset + FORMAT_OFFSET];
  out.flags = (word >> 4) & 0x0f;
  out.burstIndex = burstIndex;
  out.burstSize = burstSize;
  out.messageType = bytes[offset + WORD_OFFSET + 2];
  out.streamId = bytes[offset + WORD_OFFSET + 3];
  out.timestampNs = readU64(bytes, offset + TIMESTAMP_OFFSET);
  out.sequence = readU32(bytes, offset + SEQUENCE_OFFSET);
  for (let i = 0; i < SESSION_NAME_BYTES; i++)
    out.sessionName[i] = bytes[offset + SESSION_OFFSET + i];
  out.senderId = readU32(bytes, offset + SENDER_OFFSET);
  out.payloadOffset = offset + FRAME_HEADER_BYTES;
  out.payloadLength = length - FRAME_OVERHEAD_BYTES;
  return offset + length;
}

/** Where the frame after a skipped one starts: valid after any status but `short`, `badLength` and `badCrc`. */
export function skipFrame(bytes: Uint8Array, offset: number): number {
  return offset + readU32(bytes, offset);
}

/** Whether reading of a datagram ends at this status. */
export function endsDatagram(status: number): boolean {
  return status >= Status.badCrc && status <= Status.short;
}
