import {
  decodeMessagePack,
  fromCompactLine,
  fromStandardText,
  toCompactLine,
  toMessagePack,
  toStandardText,
  validate,
  type JmidEvent,
} from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMidiBytes,
  decodeUmp,
  encodeMidiBytes,
  encodeUmp,
  midiByteLength,
  umpWordLength,
  type EventSlot,
} from '../../src/index.js';
import { anyMidi1Event, anyMidi2Event, withoutGroup } from '../event-arbitraries.js';

/** One step of the chain: a form there and back. */
type Trip = (event: JmidEvent) => JmidEvent;

const standard: Trip = (event) => fromStandardText(toStandardText(event) as string) as JmidEvent;
const compact: Trip = (event) => fromCompactLine(toCompactLine(event) as string) as JmidEvent;
const messagePack: Trip = (event) => {
  const packed = toMessagePack(event) as Uint8Array;
  return decodeMessagePack(packed, 0, packed.length) as JmidEvent;
};
const ump: Trip = (event) => {
  const words = new Uint32Array(umpWordLength(event));
  const slot: EventSlot = { event: null };
  expect(encodeUmp(event, words, 0)).toBe(words.length);
  expect(decodeUmp(words, 0, slot)).toBe(words.length);
  return slot.event!;
};
const midiBytes: Trip = (event) => {
  const bytes = new Uint8Array(midiByteLength(event));
  const slot: EventSlot = { event: null };
  expect(encodeMidiBytes(event, bytes, 0)).toBe(bytes.length);
  expect(decodeMidiBytes(bytes, 0, slot)).toBe(bytes.length);
  return slot.event!;
};

function throughAll(event: JmidEvent, trips: readonly Trip[]): JmidEvent {
  return trips.reduce((previous, trip) => trip(previous), event);
}

describe('every form of an event', () => {
  it('MIDI 1.0 and 2.0 pass standard JSON, compact, MessagePack and UMP in any order', () => {
    const order = fc.shuffledSubarray([standard, compact, messagePack, ump], { minLength: 4 });
    fc.assert(
      fc.property(fc.oneof(anyMidi1Event, anyMidi2Event), order, (event, trips) => {
        expect(throughAll(event, trips)).toEqual(event);
      }),
      { numRuns: 500 },
    );
  });

  it('MIDI 1.0 passes the bytes of a cable too, which have no group', () => {
    const order = fc.shuffledSubarray([standard, compact, messagePack, ump, midiBytes], {
      minLength: 5,
    });
    fc.assert(
      fc.property(anyMidi1Event, order, (event, trips) => {
        expect(throughAll(event, trips)).toEqual(withoutGroup(event));
      }),
      { numRuns: 500 },
    );
  });

  it('what is decoded from any bytes or words is a valid message', () => {
    const anyWord = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.array(anyWord), (bytes, words) => {
        const slot: EventSlot = { event: null };
        if (decodeMidiBytes(bytes, 0, slot) >= 0) expect(validate(slot.event).ok).toBe(true);
        if (decodeUmp(Uint32Array.from(words), 0, slot) >= 0) {
          expect(validate(slot.event).ok).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
