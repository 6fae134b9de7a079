import { AudioBinary, BinaryKind, decodeBinary } from '@jamnet/schemas';
import { Status, readU16, readU32, readU64, writeU16, writeU32, writeU64 } from '@jamnet/wire';
import {
  AudioMessageType,
  checkRecord,
  integersOf,
  isCountable,
  isSampleRate,
  largestOf,
  MOST_BAD_MESSAGES,
  smallestOf,
  type AudioRecord,
} from './audio-record.js';
import { fillRecord } from './fill-record.js';

/** The kind of a binary message by the frame's message type. */
const kinds: readonly number[] = [BinaryKind.jdat, BinaryKind.jellie];

/** Bytes of each integer: sums of JELLIE need more than 24 bits. */
export function integerBytes(part: number): number {
  return part < 2 ? 3 : 4;
}

/** Bytes of a record in the binary form, without its integers. */
export function binaryOverhead(record: AudioRecord): number {
  return (
    AudioBinary.HEADER_BYTES +
    (record.messageType === AudioMessageType.jellie ? AudioBinary.SEQUENCE_BYTES : 0) +
    (record.nextRate === 0 ? 0 : AudioBinary.NEXT_BYTES)
  );
}

/**
 * Writes a record in the binary form (spec/jdat/v1, section 4): the offset after it, or `outOfRange`, or `noSpace`. For the
 * packet path: does not throw, allocate or block.
 */
export function encodeBinaryRecordInto(
  record: AudioRecord,
  bytes: Uint8Array,
  offset: number,
): number {
  const status = checkRecord(record);
  if (status < 0) return status;
  const count = integersOf(record);
  const size = integerBytes(record.part);
  const length = binaryOverhead(record) + count * size;
  if (offset + length > bytes.length) return Status.noSpace;
  const jellie = record.messageType === AudioMessageType.jellie;
  writeU16(bytes, offset + AudioBinary.LENGTH, length);
  bytes[offset + AudioBinary.KIND] = kinds[record.messageType]!;
  bytes[offset + AudioBinary.FLAGS] = record.nextRate === 0 ? 0 : AudioBinary.FLAG_NEXT;
  const version = jellie && record.channels > 1 ? AudioBinary.VERSION_1_1 : AudioBinary.VERSION_1_0;
  writeU32(bytes, offset + AudioBinary.VERSION, version);
  writeU64(bytes, offset + AudioBinary.POSITION, record.position);
  writeU64(bytes, offset + AudioBinary.TIMESTAMP, record.timestampUs);
  writeU32(bytes, offset + AudioBinary.RATE, record.sampleRate);
  writeU16(bytes, offset + AudioBinary.FRAMES, record.frames);
  bytes[offset + AudioBinary.CHANNELS] = record.channels;
  bytes[offset + AudioBinary.PART] = record.part;
  let at = offset + AudioBinary.HEADER_BYTES;
  if (jellie) {
    writeU32(bytes, at, record.sequence);
    at += AudioBinary.SEQUENCE_BYTES;
  }
  if (record.nextRate !== 0) {
    writeU32(bytes, at, record.nextRate);
    writeU64(bytes, at + 4, record.nextPosition);
    at += AudioBinary.NEXT_BYTES;
  }
  const { samples, start } = record;
  for (let index = start; index < start + count; index += 1) {
    const value = samples[index]!;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    if (size === 4) bytes[at + 3] = value >>> 24;
    at += size;
  }
  return at;
}

function readIntegers(b: Uint8Array, offset: number, count: number, record: AudioRecord): boolean {
  const { samples } = record;
  let at = offset;
  if (integerBytes(record.part) === 3) {
    for (let index = 0; index < count; index += 1) {
      samples[index] = ((b[at]! << 8) | (b[at + 1]! << 16) | (b[at + 2]! << 24)) >> 8;
      at += 3;
    }
    return true;
  }
  const min = smallestOf(record);
  const max = largestOf(record);
  for (let index = 0; index < count; index += 1) {
    const value = readU32(b, at) | 0;
    if (value < min || value > max) return false;
    samples[index] = value;
    at += 4;
  }
  return true;
}

/** Reads a message whose bytes are all known ones; false for any other, which may yet be a good one. */
function readPlain(b: Uint8Array, offset: number, end: number, record: AudioRecord): boolean {
  const version = readU32(b, offset + AudioBinary.VERSION);
  if (version !== AudioBinary.VERSION_1_0 && version !== AudioBinary.VERSION_1_1) return false;
  const flags = b[offset + AudioBinary.FLAGS]!;
  if (b[offset + AudioBinary.KIND] !== kinds[record.messageType] || flags > 1) return false;
  const jellie = record.messageType === AudioMessageType.jellie;
  record.sampleRate = readU32(b, offset + AudioBinary.RATE);
  record.frames = readU16(b, offset + AudioBinary.FRAMES);
  record.channels = b[offset + AudioBinary.CHANNELS]!;
  record.part = b[offset + AudioBinary.PART]!;
  record.position = readU64(b, offset + AudioBinary.POSITION);
  record.timestampUs = readU64(b, offset + AudioBinary.TIMESTAMP);
  record.sequence = 0;
  record.nextRate = 0;
  record.nextPosition = 0;
  record.start = 0;
  const sound =
    isSampleRate(record.sampleRate) &&
    record.frames >= (jellie ? 2 : 1) &&
    record.frames <= 512 &&
    record.channels >= 1 &&
    record.channels <= 8 &&
    record.part <= (jellie ? 3 : 0) &&
    record.position >= 0 &&
    isCountable(record) &&
    record.timestampUs >= 0;
  if (!sound) return false;
  let at = offset + AudioBinary.HEADER_BYTES;
  if (jellie) {
    record.sequence = readU32(b, at);
    at += AudioBinary.SEQUENCE_BYTES;
  }
  if (flags === AudioBinary.FLAG_NEXT) {
    record.nextRate = readU32(b, at);
    record.nextPosition = readU64(b, at + 4);
    if (!isSampleRate(record.nextRate) || record.nextPosition < 0) return false;
    at += AudioBinary.NEXT_BYTES;
  }
  const count = integersOf(record);
  return at + count * integerBytes(record.part) === end && readIntegers(b, at, count, record);
}

/**
 * Reads the binary messages of a payload one after the other: each good one is put into `record`, and `onRecord` is called. 0, or
 * the status of the first bad one. Where a length cannot be, and after
 * {@link MOST_BAD_MESSAGES}, what is left of the payload is dropped. Messages without members of
 * the future allocate nothing. Never throws of itself.
 */
export function readBinary(
  type: string,
  bytes: Uint8Array,
  offset: number,
  end: number,
  record: AudioRecord,
  onRecord: () => void,
): number {
  let outcome = 0;
  let bad = 0;
  for (let at = offset; at < end && bad < MOST_BAD_MESSAGES;) {
    const length = end - at < AudioBinary.HEADER_BYTES ? 0 : readU16(bytes, at);
    if (length < AudioBinary.HEADER_BYTES || at + length > end) {
      return bad === 0 ? Status.malformed : outcome;
    }
    const next = at + length;
    let status = 0;
    if (!readPlain(bytes, at, next, record)) {
      status = fillRecord(decodeBinary(bytes, at, next), type, record);
    }
    if (status === 0) onRecord();
    else if (bad++ === 0) outcome = status;
    at = next;
  }
  return outcome;
}
