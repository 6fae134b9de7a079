import type { JmidEvent } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMidiBytes,
  encodeMidiBytes,
  midiByteLength,
  type EventSlot,
} from '../../src/index.js';
import { anyMidi1Event, anyMidi2Event, withoutGroup } from '../event-arbitraries.js';

const known: readonly [JmidEvent, number[]][] = [
  [{ type: 'note_on', channel: 1, note: 60, velocity: 100 }, [0x90, 60, 100]],
  [{ type: 'note_on', channel: 16, note: 127, velocity: 0 }, [0x9f, 127, 0]],
  [{ type: 'note_off', channel: 2, note: 0, velocity: 64 }, [0x81, 0, 64]],
  [{ type: 'poly_pressure', channel: 3, note: 61, pressure: 5 }, [0xa2, 61, 5]],
  [{ type: 'control_change', channel: 4, controller: 64, value: 127 }, [0xb3, 64, 127]],
  [{ type: 'program_change', channel: 10, program: 12 }, [0xc9, 12]],
  [{ type: 'channel_pressure', channel: 5, pressure: 99 }, [0xd4, 99]],
  [{ type: 'pitch_bend', channel: 1, bend: 8192 }, [0xe0, 0, 0x40]],
  [{ type: 'pitch_bend', channel: 1, bend: 0x3f81 }, [0xe0, 0x01, 0x7f]],
  [{ type: 'sysex', data: [0x7e, 0x7f, 9, 1] }, [0xf0, 0x7e, 0x7f, 9, 1, 0xf7]],
  [{ type: 'sysex', data: [] }, [0xf0, 0xf7]],
  [{ type: 'time_code', value: 0x35 }, [0xf1, 0x35]],
  [{ type: 'song_position', value: 0x1234 }, [0xf2, 0x34, 0x24]],
  [{ type: 'song_select', value: 7 }, [0xf3, 7]],
  [{ type: 'tune_request' }, [0xf6]],
  [{ type: 'clock' }, [0xf8]],
  [{ type: 'start' }, [0xfa]],
  [{ type: 'continue' }, [0xfb]],
  [{ type: 'stop' }, [0xfc]],
  [{ type: 'active_sensing' }, [0xfe]],
  [{ type: 'reset' }, [0xff]],
];

function decodeOne(bytes: Uint8Array, offset = 0): { next: number; event: JmidEvent | null } {
  const slot: EventSlot = { event: null };
  const next = decodeMidiBytes(bytes, offset, slot);
  return { next, event: slot.event };
}

describe('MIDI 1.0 bytes', () => {
  it.each(known)('%j', (event, expected) => {
    const bytes = new Uint8Array(expected.length + 2).fill(0xee);
    expect(midiByteLength(event)).toBe(expected.length);
    expect(encodeMidiBytes(event, bytes, 1)).toBe(expected.length + 1);
    expect([...bytes]).toEqual([0xee, ...expected, 0xee]);
    expect(decodeOne(bytes, 1)).toEqual({ next: expected.length + 1, event });
  });

  it('brings every event back', () => {
    fc.assert(
      fc.property(anyMidi1Event, (event) => {
        const bytes = new Uint8Array(midiByteLength(event));
        expect(encodeMidiBytes(event, bytes, 0)).toBe(bytes.length);
        expect(decodeOne(bytes)).toEqual({ next: bytes.length, event: withoutGroup(event) });
      }),
    );
  });

  it('says so when there is no room, and writes nothing behind the end', () => {
    fc.assert(
      fc.property(anyMidi1Event, (event) => {
        const bytes = new Uint8Array(midiByteLength(event) - 1);
        expect(encodeMidiBytes(event, bytes, 0)).toBe(Status.noSpace);
      }),
    );
  });

  it.each<JmidEvent>([
    { type: 'note_on', channel: 0, note: 60, velocity: 1 },
    { type: 'note_on', channel: 17, note: 60, velocity: 1 },
    { type: 'note_on', channel: 1, note: 128, velocity: 1 },
    { type: 'note_on', channel: 1, note: 60.5, velocity: 1 },
    { type: 'note_off', channel: 1, note: 60, velocity: -1 },
    { type: 'note_off', channel: 1, note: 60, velocity: NaN },
    { type: 'pitch_bend', channel: 1, bend: 16_384 },
    { type: 'song_position', value: -1 },
    { type: 'sysex', data: [1, 128] },
    { type: 'control_change', channel: 1, controller: 1 } as unknown as JmidEvent,
  ])('refuses a value out of range: %j', (event) => {
    expect(encodeMidiBytes(event, new Uint8Array(16), 0)).toBe(Status.outOfRange);
  });

  it('has no bytes for MIDI 2.0 events and pieces of SysEx', () => {
    fc.assert(
      fc.property(anyMidi2Event, (event) => {
        expect(midiByteLength(event)).toBe(Status.unknownType);
        expect(encodeMidiBytes(event, new Uint8Array(16), 0)).toBe(Status.unknownType);
      }),
    );
    const chunk: JmidEvent = { type: 'sysex_chunk', id: 1, index: 0, count: 2, data: [1] };
    expect(midiByteLength(chunk)).toBe(Status.unknownType);
  });

  it.each([
    ['nothing', [], Status.short],
    ['half a note', [0x90, 60], Status.short],
    ['SysEx without an end', [0xf0, 1, 2], Status.short],
    ['a data byte', [60, 60], Status.unknownType],
    ['an end without a start', [0xf7], Status.unknownType],
    ['an undefined status', [0xf4], Status.unknownType],
    ['a status among the data', [0x90, 0x90, 1], Status.malformed],
    ['a status inside SysEx', [0xf0, 1, 0x90, 60, 1, 0xf7], Status.malformed],
  ])('decode: %s', (_what, bytes, status) => {
    expect(decodeOne(Uint8Array.from(bytes))).toEqual({ next: status, event: null });
  });

  it('survives random bytes, and what it accepts it writes back the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const { next, event } = decodeOne(bytes);
        if (next < 0) return;
        const again = new Uint8Array(next);
        expect(encodeMidiBytes(event!, again, 0)).toBe(next);
        expect(again).toEqual(bytes.slice(0, next));
      }),
      { numRuns: 1000 },
    );
  });
});
