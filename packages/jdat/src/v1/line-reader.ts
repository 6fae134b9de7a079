import { decodeCompact, decodeStandard } from '@jamnet/schemas';
import {
  AudioMessageType,
  integersOf,
  isCountable,
  isSampleRate,
  largestOf,
  MOST_BAD_MESSAGES,
  smallestOf,
  type AudioRecord,
} from './audio-record.js';
import { fillRecord } from './fill-record.js';
import type { LineKeys } from './line-keys.js';
import { place, readSamples, readWhole } from './text-numbers.js';

/** Steps over a key; false where another one stands. */
function takeKey(b: Uint8Array, key: Uint8Array): boolean {
  const at = place.at;
  for (let index = 0; index < key.length; index += 1)
    if (b[at + index] !== key[index]) return false;
  place.at = at + key.length;
  return true;
}

function takeByte(b: Uint8Array, byte: number): boolean {
  if (b[place.at] !== byte) return false;
  place.at += 1;
  return true;
}

/** Reads a key and a whole number from `min` to `max`; −1 where none stands. */
function takeWhole(b: Uint8Array, key: Uint8Array, min: number, max: number): number {
  if (!takeKey(b, key)) return -1;
  const value = readWhole(b);
  return value < min || value > max ? -1 : value;
}

const SAFE = Number.MAX_SAFE_INTEGER;

function readNext(keys: LineKeys, b: Uint8Array, record: AudioRecord): boolean {
  record.nextRate = 0;
  record.nextPosition = 0;
  if (!takeKey(b, keys.next)) return true;
  record.nextRate = readWhole(b);
  if (!isSampleRate(record.nextRate) || !takeByte(b, 44)) return false;
  record.nextPosition = readWhole(b);
  return record.nextPosition >= 0 && takeByte(b, 93);
}

function readChannels(keys: LineKeys, b: Uint8Array, record: AudioRecord): boolean {
  if (record.messageType === AudioMessageType.jdat) {
    record.channels = takeWhole(b, keys.channels, 1, 8);
    return record.channels > 0;
  }
  // A default that is written out is no canonical line.
  const channels = takeWhole(b, keys.channels, 2, 8);
  record.channels = channels < 0 ? 1 : channels;
  return true;
}

/** Reads the canonical line from `offset` on; false for any other line, which may yet be a good one. */
function readCanonical(
  keys: LineKeys,
  b: Uint8Array,
  offset: number,
  end: number,
  record: AudioRecord,
): boolean {
  place.at = offset;
  if (!takeKey(b, keys.head) && !takeKey(b, keys.headOfMinor1)) return false;
  record.sampleRate = readWhole(b);
  if (!isSampleRate(record.sampleRate) || !readChannels(keys, b, record)) return false;
  const jellie = record.messageType === AudioMessageType.jellie;
  record.frames = takeWhole(b, keys.frames, jellie ? 2 : 1, 512);
  record.part = jellie ? takeWhole(b, keys.part, 0, 3) : 0;
  record.position = takeWhole(b, keys.position, 0, SAFE);
  if (record.frames < 0 || record.part < 0 || record.position < 0) return false;
  if (!isCountable(record)) return false;
  if (!readNext(keys, b, record) || !takeKey(b, keys.payload)) return false;
  const count = integersOf(record);
  if (!readSamples(b, record.samples, count, smallestOf(record), largestOf(record))) return false;
  record.timestampUs = takeWhole(b, keys.timestamp, 0, SAFE);
  record.sequence = jellie ? takeWhole(b, keys.sequence, 0, 0xffff_ffff) : 0;
  record.start = 0;
  if (record.timestampUs < 0 || record.sequence < 0 || !takeByte(b, 125)) return false;
  return place.at === end || (place.at < end && b[place.at] === 10);
}

const LINE_END = 10;

function isBlank(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 1) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

/**
 * Reads the lines of a payload one after the other: each good one is put into `record`, and `onRecord` is called. A bad line
 * leaves the others unharmed; after {@link MOST_BAD_MESSAGES} the rest is dropped. 0, or the status of the first bad one. Lines as canonical writers write them allocate
 * nothing; any other goes the long way through JSON, with the same result. Never throws of itself.
 */
export function readLines(
  keys: LineKeys,
  bytes: Uint8Array,
  offset: number,
  end: number,
  record: AudioRecord,
  onRecord: () => void,
): number {
  let outcome = 0;
  let bad = 0;
  for (let start = offset; start < end && bad < MOST_BAD_MESSAGES;) {
    if (readCanonical(keys, bytes, start, end, record)) {
      start = place.at + 1;
      onRecord();
      continue;
    }
    let stop = bytes.indexOf(LINE_END, start);
    if (stop < 0 || stop > end) stop = end;
    if (!isBlank(bytes, start, stop)) {
      const decode = keys.standard ? decodeStandard : decodeCompact;
      const status = fillRecord(decode(bytes, start, stop), keys.type, record);
      if (status === 0) onRecord();
      else if (bad++ === 0) outcome = status;
    }
    start = stop + 1;
  }
  return outcome;
}
