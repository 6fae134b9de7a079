/** Where things lie in an event ring: spec/ring/v1. Offsets in 32-bit words, but for those that say bytes. */
import { JamError } from '../errors.js';

export const EVENT_MAGIC = 0x3152_454a; // "JER1"
export const EVENT_HEADER_BYTES = 384;
export const EVENT_BYTES = 64;
/** Bytes of a message that one record holds. */
export const EVENT_DATA_BYTES = 16;

const MAX_EVENTS = 2 ** 20;

export const EventHeader = {
  magic: 0,
  version: 1,
  headerBytes: 2,
  eventBytes: 3,
  events: 4,
} as const;
/** The writer's words: records published and records refused, both modulo 2^32. */
export const EventWriter = { tail: 32, dropped: 33 } as const;
/** The reader's word: records taken, modulo 2^32. */
export const EventReader = { head: 64 } as const;

export const EventWord = {
  atNs: 0,
  gpuNs: 2,
  position: 4,
  bar: 6,
  beat: 7,
  tick: 8,
  id: 9,
  shape: 10, // byte 0 form, byte 1 length, byte 2 flags
  data: 12,
} as const;

export const EventFlag = { more: 1, predicted: 2, retracted: 4 } as const;

/** Bytes that `createEventRing` needs. Throws a JamError `bad-option` for a number that is no power of two up to 1,048,576. */
export function eventRingBytes(events: number): number {
  if (!isCapacity(events)) {
    const message = `an event ring of ${events} records cannot be; it must be a power of two from 1 to ${MAX_EVENTS}`;
    throw new JamError('bad-option', message);
  }
  return EVENT_HEADER_BYTES + events * EVENT_BYTES;
}

export function isCapacity(events: number): boolean {
  return (
    Number.isInteger(events) &&
    events >= 1 &&
    events <= MAX_EVENTS &&
    Number.isInteger(Math.log2(events))
  );
}
