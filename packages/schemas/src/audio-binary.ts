import { Status, readU16, readU32, readU64, writeU16, writeU32, writeU64 } from '@jamnet/wire';
import { AudioBinary, BinaryKind } from './audio-binary-layout.js';
import { jelliePairs } from './audio-rules.js';
import type { JamMessage, JdatMessage, JellieMessage } from './generated/message-types.js';
import { isMembers, type Members } from './members.js';
import { packMembers, unpackMembers } from './message-pack.js';
import { normaliseChecked, unknownNames } from './normalise.js';
import { tablesByType } from './tables.js';
import { checkMembers, checkMessage } from './validate.js';
import { DEFAULT_VERSION, NAMESPACE } from './version-names.js';
import { NEWEST_MAJOR } from './version.js';

const MINORS = 100_000;
const MAX_BYTES = 0xffff;

function versionNumber(version: string | undefined): number {
  const [major, minor] = (version ?? DEFAULT_VERSION).slice(NAMESPACE.length + 1).split('.');
  return Number(major) * MINORS + Number(minor);
}

function versionText(number: number): string {
  return `${NAMESPACE}/${Math.floor(number / MINORS)}.${number % MINORS}`;
}

function writeU64Value(bytes: Uint8Array, offset: number, value: number | string): void {
  if (typeof value === 'number') return writeU64(bytes, offset, value);
  const wide = BigInt(value);
  writeU32(bytes, offset, Number(wide & 0xffff_ffffn));
  writeU32(bytes, offset + 4, Number(wide >> 32n));
}

function readU64Value(bytes: Uint8Array, offset: number): number | string {
  const value = readU64(bytes, offset);
  if (value >= 0) return value;
  return ((BigInt(readU32(bytes, offset + 4)) << 32n) | BigInt(readU32(bytes, offset))).toString();
}

/** Sums of JELLIE need more than 24 bits. */
function integerBytes(part: number): number {
  return part < 2 ? 3 : 4;
}

/** Bytes up to the integers. */
function headBytes(jellie: boolean, flags: number): number {
  return (
    AudioBinary.HEADER_BYTES +
    (jellie ? AudioBinary.SEQUENCE_BYTES : 0) +
    ((flags & AudioBinary.FLAG_NEXT) === 0 ? 0 : AudioBinary.NEXT_BYTES)
  );
}

/**
 * Writes a message of AUDIO in the binary form (spec/jdat/v1, section 4), unknown members included: the offset after it, or a status;
 * `unknownForm` for a message that has no binary form, `noSpace` also where it would be longer than 65,535 bytes. Never throws.
 * Allocates; `@jamnet/jdat` has what the packet path uses.
 */
export function encodeBinaryInto(message: JamMessage, bytes: Uint8Array, offset: number): number {
  const status = checkMessage(message);
  if (status < 0) return status;
  if (message.type !== 'jdat' && message.type !== 'jellie') return Status.unknownForm;
  const table = tablesByType.get(message.type)!;
  const normal = normaliseChecked(message as unknown as Members, table);
  const audio = normal as unknown as JdatMessage | JellieMessage;
  const rest: Members = {};
  for (const name of unknownNames(normal, table)) rest[name] = normal[name];
  const packed = Object.keys(rest).length === 0 ? new Uint8Array(0) : packMembers(rest);
  if (typeof packed === 'number') return packed;
  const flags = audio.next === undefined ? 0 : AudioBinary.FLAG_NEXT;
  const part = audio.type === 'jellie' ? audio.part : 0;
  const size = integerBytes(part);
  const head = headBytes(audio.type === 'jellie', flags);
  const length = head + audio.payload.length * size + packed.length;
  if (length > MAX_BYTES || offset + length > bytes.length) return Status.noSpace;
  writeU16(bytes, offset + AudioBinary.LENGTH, length);
  bytes[offset + AudioBinary.KIND] = BinaryKind[audio.type];
  bytes[offset + AudioBinary.FLAGS] = flags;
  writeU32(bytes, offset + AudioBinary.VERSION, versionNumber(audio.version));
  writeU64(bytes, offset + AudioBinary.POSITION, audio.position);
  writeU64Value(bytes, offset + AudioBinary.TIMESTAMP, audio.timestamp);
  writeU32(bytes, offset + AudioBinary.RATE, audio.rate);
  writeU16(bytes, offset + AudioBinary.FRAMES, audio.frames);
  bytes[offset + AudioBinary.CHANNELS] = audio.channels ?? 1;
  bytes[offset + AudioBinary.PART] = part;
  let at = offset + AudioBinary.HEADER_BYTES;
  if (audio.type === 'jellie') {
    writeU32(bytes, at, audio.sequence);
    at += AudioBinary.SEQUENCE_BYTES;
  }
  if (audio.next !== undefined) {
    writeU32(bytes, at, audio.next[0]);
    writeU64(bytes, at + 4, audio.next[1]);
    at += AudioBinary.NEXT_BYTES;
  }
  for (const value of audio.payload) {
    for (let byte = 0; byte < size; byte += 1) bytes[at + byte] = value >> (8 * byte);
    at += size;
  }
  bytes.set(packed, at);
  return at + packed.length;
}

function readIntegers(bytes: Uint8Array, offset: number, count: number, size: number): number[] {
  const unused = 32 - 8 * size;
  return Array.from({ length: count }, (_, index) => {
    const at = offset + index * size;
    let value = 0;
    for (let byte = 0; byte < size; byte += 1) value |= bytes[at + byte]! << (8 * byte);
    return (value << unused) >> unused;
  });
}

/** The members that stand behind the integers; false where they are no such map, or one of them has a place elsewhere. */
function readRest(bytes: Uint8Array, offset: number, end: number, message: Members): boolean {
  if (offset === end) return true;
  const rest = unpackMembers(bytes, offset, end);
  if (!isMembers(rest)) return false;
  const known = tablesByType.get(message['type'] as string)!.fields;
  for (const name of Object.keys(rest)) {
    const taken = name === 'type' || name === 'version' || name === '__proto__';
    if (taken || known.some((row) => row.name === name)) return false;
    message[name] = rest[name];
  }
  return true;
}

/**
 * The message of AUDIO in the binary form that fills `bytes` from `offset` to `end` exactly, or a status. Never throws. Allocates
 * the message; `@jamnet/jdat` has what the packet path uses.
 */
export function decodeBinary(
  bytes: Uint8Array,
  offset: number,
  end: number,
): JdatMessage | JellieMessage | number {
  if (end > bytes.length || end - offset < AudioBinary.HEADER_BYTES) return Status.malformed;
  if (readU16(bytes, offset + AudioBinary.LENGTH) !== end - offset) return Status.malformed;
  const version = readU32(bytes, offset + AudioBinary.VERSION);
  if (Math.floor(version / MINORS) > NEWEST_MAJOR) return Status.unsupportedVersion;
  const kind = bytes[offset + AudioBinary.KIND];
  const jellie = kind === BinaryKind.jellie;
  if (!jellie && kind !== BinaryKind.jdat) return Status.unknownType;
  const flags = bytes[offset + AudioBinary.FLAGS]!;
  const part = bytes[offset + AudioBinary.PART]!;
  let at = offset + headBytes(jellie, flags);
  if (flags > AudioBinary.FLAG_NEXT || (!jellie && part !== 0) || at > end) return Status.malformed;
  const frames = readU16(bytes, offset + AudioBinary.FRAMES);
  const channels = bytes[offset + AudioBinary.CHANNELS]!;
  const message: Members = {
    type: jellie ? 'jellie' : 'jdat',
    version: versionText(version),
    rate: readU32(bytes, offset + AudioBinary.RATE),
    channels,
    frames,
    position: readU64(bytes, offset + AudioBinary.POSITION),
    timestamp: readU64Value(bytes, offset + AudioBinary.TIMESTAMP),
  };
  if (jellie) {
    message['part'] = part;
    message['sequence'] = readU32(bytes, offset + AudioBinary.HEADER_BYTES);
  }
  if (flags === AudioBinary.FLAG_NEXT) {
    const next = at - AudioBinary.NEXT_BYTES;
    message['next'] = [readU32(bytes, next), readU64(bytes, next + 4)];
  }
  // Integers that do not fit are a field that is missing, so what stands before it in the table is looked at first.
  const count = (jellie ? jelliePairs(frames, part) : frames) * channels;
  const size = integerBytes(part);
  const complete = at + count * size <= end;
  if (complete) message['payload'] = readIntegers(bytes, at, count, size);
  at += count * size;
  const sound = !complete || readRest(bytes, at, end, message);
  const status = checkMembers(message);
  if (status < 0) return status;
  if (!sound) return Status.malformed;
  const table = tablesByType.get(message['type'] as string)!;
  return normaliseChecked(message, table) as unknown as JdatMessage | JellieMessage;
}
