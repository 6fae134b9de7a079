import { Status } from '@jamnet/wire';
import { AudioMessageType, checkRecord, integersOf, type AudioRecord } from './audio-record.js';
import type { LineKeys } from './line-keys.js';
import { putSample, putWhole, wholeLength } from './text-numbers.js';

function putKey(b: Uint8Array, at: number, key: Uint8Array): number {
  // A call of `set` costs more than these few bytes.
  for (let index = 0; index < key.length; index += 1) b[at + index] = key[index]!;
  return at + key.length;
}

/** Several channels of JELLIE are of the minor version that brought them. */
function headOf(keys: LineKeys, record: AudioRecord): Uint8Array {
  const minor1 = record.messageType === AudioMessageType.jellie && record.channels > 1;
  return minor1 ? keys.headOfMinor1 : keys.head;
}

function namesChannels(record: AudioRecord): boolean {
  return record.messageType === AudioMessageType.jdat || record.channels > 1;
}

/**
 * Writes the canonical line of a record, its `\n` included: the offset after it, or `outOfRange`, or `noSpace`. For the
 * packet path: does not throw, allocate or block.
 */
export function encodeLineInto(
  keys: LineKeys,
  record: AudioRecord,
  bytes: Uint8Array,
  offset: number,
): number {
  const status = checkRecord(record);
  if (status < 0) return status;
  let at = putWhole(bytes, putKey(bytes, offset, headOf(keys, record)), record.sampleRate);
  if (namesChannels(record))
    at = putWhole(bytes, putKey(bytes, at, keys.channels), record.channels);
  at = putWhole(bytes, putKey(bytes, at, keys.frames), record.frames);
  if (keys.part.length > 0) at = putWhole(bytes, putKey(bytes, at, keys.part), record.part);
  at = putWhole(bytes, putKey(bytes, at, keys.position), record.position);
  if (record.nextRate !== 0) {
    at = putWhole(bytes, putKey(bytes, at, keys.next), record.nextRate);
    bytes[at] = 44;
    at = putWhole(bytes, at + 1, record.nextPosition);
    bytes[at] = 93;
    at += 1;
  }
  at = putKey(bytes, at, keys.payload);
  const { samples, start } = record;
  const end = start + integersOf(record);
  at = putSample(bytes, at, samples[start]!);
  for (let index = start + 1; index < end; index += 1) {
    bytes[at] = 44;
    at = putSample(bytes, at + 1, samples[index]!);
  }
  at = putWhole(bytes, putKey(bytes, at, keys.timestamp), record.timestampUs);
  if (keys.sequence.length > 0)
    at = putWhole(bytes, putKey(bytes, at, keys.sequence), record.sequence);
  bytes[at] = 125;
  bytes[at + 1] = 10;
  return at + 2 > bytes.length ? Status.noSpace : at + 2;
}

/** Bytes of a record's line without its integers and the commas between them. `frames` counts as the longest. */
export function lineOverhead(keys: LineKeys, record: AudioRecord): number {
  const next =
    record.nextRate === 0
      ? 0
      : keys.next.length + wholeLength(record.nextRate) + 2 + wholeLength(record.nextPosition);
  return (
    headOf(keys, record).length +
    wholeLength(record.sampleRate) +
    (namesChannels(record) ? keys.channels.length + 1 : 0) +
    keys.frames.length +
    3 +
    (keys.part.length > 0 ? keys.part.length + 1 : 0) +
    keys.position.length +
    wholeLength(record.position) +
    next +
    keys.payload.length +
    keys.timestamp.length +
    wholeLength(record.timestampUs) +
    (keys.sequence.length > 0 ? keys.sequence.length + wholeLength(record.sequence) : 0) +
    2
  );
}
