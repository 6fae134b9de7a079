import { SAMPLE_RATES, jelliePairs, jelliePartMax, jelliePartMin } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';

/** Message types within the stream type AUDIO (spec/registry). */
export const AudioMessageType = { jdat: 0, jellie: 1 } as const;

/** Most integers that a message of any form holds: 512 frames of 8 channels. */
export const MAX_INTEGERS = 4096;

/** After so many messages that are none the rest of a payload is dropped: no writer makes such, and finding each out takes time. */
export const MOST_BAD_MESSAGES = 8;

/** One `jdat` or `jellie` message as the packet path has it: numbers in one object that is used again and again. */
export interface AudioRecord {
  /** One of {@link AudioMessageType}. */
  readonly messageType: number;
  /** Frames a second: 44,100, 48,000, 96,000 or 192,000. */
  sampleRate: number;
  /** 1 to 8. */
  channels: number;
  /** `jdat`: 1 to 512 frames. `jellie`: 2 to 512 frames that the four parts give together. */
  frames: number;
  /** `jellie`: 0 e, 1 o, 2 e + o, 3 e + 2o. `jdat`: 0. */
  part: number;
  /** Number of the first frame in its stream, 0 to 2^53 − 1. */
  position: number;
  /** Rate that is announced to follow; 0 for none. */
  nextRate: number;
  /** Position of the first frame at that rate. */
  nextPosition: number;
  /** When the first frame was played, microseconds on the sender's timeline, 0 to 2^53 − 1. */
  timestampUs: number;
  /** `jellie`: number of the frame, the same in its four parts; u32. `jdat`: 0. */
  sequence: number;
  /** Integers of the message, interleaved: {@link integersOf} of them, from `start` on. */
  samples: Int32Array;
  /** Index in `samples` of the first integer. Readers put 0. */
  start: number;
}

/** A record with room for any message. Allocates 16 KiB. */
export function createAudioRecord(messageType: number): AudioRecord {
  return {
    messageType,
    sampleRate: 48_000,
    channels: 1,
    frames: 0,
    part: 0,
    position: 0,
    nextRate: 0,
    nextPosition: 0,
    timestampUs: 0,
    sequence: 0,
    samples: new Int32Array(MAX_INTEGERS),
    start: 0,
  };
}

/** How many integers a message holds. */
export function integersOf(record: AudioRecord): number {
  return record.messageType === AudioMessageType.jellie
    ? jelliePairs(record.frames, record.part) * record.channels
    : record.frames * record.channels;
}

/** Smallest integer that a message may hold. */
export function smallestOf(record: AudioRecord): number {
  return jelliePartMin[record.part]!;
}

/** Largest integer that a message may hold. */
export function largestOf(record: AudioRecord): number {
  return jelliePartMax[record.part]!;
}

/** Whether a number is one of the sample rates of audio streams. */
export function isSampleRate(rate: number): boolean {
  return (SAMPLE_RATES as readonly number[]).includes(rate);
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

/** Whether all frames have numbers that a Number holds exactly: who counts on beyond them stands still. */
export function isCountable(record: AudioRecord): boolean {
  return record.position <= Number.MAX_SAFE_INTEGER - record.frames + 1;
}

/** Whether a record is a message: 0, or `outOfRange` for a value that none may have. Looks at every integer. Does not allocate. */
export function checkRecord(record: AudioRecord): number {
  const { messageType, samples, start } = record;
  const jellie = messageType === AudioMessageType.jellie;
  const sound =
    isSampleRate(record.sampleRate) &&
    isWithin(record.channels, 1, 8) &&
    isWithin(record.frames, jellie ? 2 : 1, 512) &&
    isWithin(record.part, 0, jellie ? 3 : 0) &&
    isWithin(record.position, 0, Number.MAX_SAFE_INTEGER) &&
    isCountable(record) &&
    isWithin(record.timestampUs, 0, Number.MAX_SAFE_INTEGER) &&
    isWithin(record.sequence, 0, jellie ? 0xffff_ffff : 0) &&
    (record.nextRate === 0 ||
      (isSampleRate(record.nextRate) && isWithin(record.nextPosition, 0, Number.MAX_SAFE_INTEGER)));
  if (!sound) return Status.outOfRange;
  const end = start + integersOf(record);
  if (!(start >= 0 && end <= samples.length)) return Status.outOfRange;
  const min = smallestOf(record);
  const max = largestOf(record);
  for (let index = start; index < end; index += 1) {
    const value = samples[index]!;
    if (value < min || value > max) return Status.outOfRange;
  }
  return 0;
}
