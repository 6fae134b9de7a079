import type { JmidEvent } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMidiBytes,
  decodeUmp,
  encodeMidiBytes,
  encodeUmp,
  midiByteLength,
  umpPacketWords,
  umpWordLength,
  type EventSlot,
} from '../../src/index.js';
import { anyMidi1Event, anyMidi2Event, anyShortEvent, withoutGroup } from '../event-arbitraries.js';

const known: readonly [JmidEvent, number[]][] = [
  [{ type: 'note_on', channel: 1, note: 60, velocity: 100 }, [0x20903c64]],
  [{ type: 'pitch_bend', group: 16, channel: 16, bend: 0x3f81 }, [0x2fef017f]],
  [{ type: 'program_change', channel: 2, program: 5 }, [0x20c10500]],
  [{ type: 'song_position', group: 2, value: 0x1234 }, [0x11f23424]],
  [{ type: 'clock' }, [0x10f80000]],
  [{ type: 'reset', group: 5 }, [0x14ff0000]],
  [{ type: 'sysex', data: [] }, [0x30000000, 0]],
  [{ type: 'sysex', data: [1, 2, 3] }, [0x30030102, 0x03000000]],
  [{ type: 'sysex', data: [1, 2, 3, 4, 5, 6] }, [0x30060102, 0x03040506]],
  [
    { type: 'sysex', group: 3, data: [1, 2, 3, 4, 5, 6, 7] },
    [0x32160102, 0x03040506, 0x32310700, 0],
  ],
  [
    { type: 'sysex', data: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] },
    [0x30160102, 0x03040506, 0x30260708, 0x090a0b0c, 0x30310d00, 0],
  ],
  [{ type: 'midi2_note_on', channel: 1, note: 64, velocity: 0xffff }, [0x40904000, 0xffff0000]],
  [
    {
      type: 'midi2_note_on',
      group: 2,
      channel: 3,
      note: 64,
      velocity: 1,
      attributeType: 3,
      attribute: 0x7800,
    },
    [0x41924003, 0x00017800],
  ],
  [{ type: 'midi2_note_off', channel: 1, note: 64, velocity: 0x0200 }, [0x40804000, 0x02000000]],
  [
    { type: 'midi2_poly_pressure', channel: 1, note: 64, pressure: 0x89abcdef },
    [0x40a04000, 0x89abcdef],
  ],
  [{ type: 'midi2_control_change', channel: 16, controller: 7, value: 1 }, [0x40bf0700, 1]],
  [{ type: 'midi2_program_change', channel: 1, program: 5 }, [0x40c00000, 0x05000000]],
  [
    { type: 'midi2_program_change', channel: 1, program: 127, bank: (0x12 << 7) | 0x34 },
    [0x40c00001, 0x7f001234],
  ],
  [{ type: 'midi2_channel_pressure', channel: 1, pressure: 0xffffffff }, [0x40d00000, 0xffffffff]],
  [{ type: 'midi2_pitch_bend', channel: 1, bend: 0x80000000 }, [0x40e00000, 0x80000000]],
  [
    { type: 'midi2_registered_controller', channel: 1, bank: 0x13, index: 0x57, value: 0x55555555 },
    [0x40201357, 0x55555555],
  ],
  [
    { type: 'midi2_assignable_controller', channel: 1, bank: 0x24, index: 0x68, value: 0xcdcdcdcd },
    [0x40302468, 0xcdcdcdcd],
  ],
  [
    { type: 'midi2_relative_registered_controller', channel: 1, bank: 1, index: 2, value: -1 },
    [0x40400102, 0xffffffff],
  ],
  [
    { type: 'midi2_relative_assignable_controller', channel: 1, bank: 1, index: 2, value: 5 },
    [0x40500102, 5],
  ],
  [{ type: 'midi2_note_pitch_bend', channel: 2, note: 60, bend: 7 }, [0x40613c00, 7]],
  [
    { type: 'midi2_registered_note_controller', channel: 1, note: 60, index: 255, value: 8 },
    [0x40003cff, 8],
  ],
  [
    { type: 'midi2_assignable_note_controller', channel: 1, note: 60, index: 9, value: 8 },
    [0x40103c09, 8],
  ],
  [{ type: 'midi2_note_management', channel: 1, note: 60, options: 3 }, [0x40f03c03, 0]],
];

function decodeOne(words: Uint32Array, offset = 0): { next: number; event: JmidEvent | null } {
  const slot: EventSlot = { event: null };
  const next = decodeUmp(words, offset, slot);
  return { next, event: slot.event };
}

function wordsOf(event: JmidEvent): Uint32Array {
  const words = new Uint32Array(umpWordLength(event));
  expect(encodeUmp(event, words, 0)).toBe(words.length);
  return words;
}

describe('Universal MIDI Packets', () => {
  it.each(known)('%j', (event, expected) => {
    expect([...wordsOf(event)]).toEqual(expected);
    expect(decodeOne(Uint32Array.from([9, ...expected]), 1)).toEqual({
      next: expected.length + 1,
      event,
    });
  });

  it('brings every event of MIDI 1.0 and 2.0 back', () => {
    fc.assert(
      fc.property(fc.oneof(anyMidi1Event, anyMidi2Event), (event) => {
        const words = wordsOf(event);
        expect(decodeOne(words)).toEqual({ next: words.length, event });
        expect(encodeUmp(event, words.slice(1), 0)).toBe(Status.noSpace);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with the byte stream: bytes to event to packet to event to bytes', () => {
    fc.assert(
      fc.property(anyShortEvent, (event) => {
        const bytes = new Uint8Array(3);
        const length = encodeMidiBytes(event, bytes, 0);
        const slot: EventSlot = { event: null };
        decodeMidiBytes(bytes.subarray(0, length), 0, slot);
        const [word] = wordsOf(slot.event!);
        // A packet of type 1 or 2 is the bytes themselves behind type and group, unused ones 0.
        expect(word! & 0xffffff).toBe((bytes[0]! << 16) | (bytes[1]! << 8) | bytes[2]!);
        const back = decodeOne(Uint32Array.of(word!)).event!;
        expect(back).toEqual(withoutGroup(event));
        expect(midiByteLength(back)).toBe(length);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<JmidEvent>([
    { type: 'clock', group: 17 },
    { type: 'clock', group: 0 },
    { type: 'note_on', channel: 1, note: 128, velocity: 0 },
    { type: 'sysex', data: [128] },
    { type: 'midi2_note_on', channel: 1, note: 60, velocity: 65_536 },
    { type: 'midi2_note_on', channel: 17, note: 60, velocity: 1 },
    { type: 'midi2_note_on', channel: 1, note: 60, velocity: 1, attributeType: 256 },
    { type: 'midi2_control_change', channel: 1, controller: 128, value: 1 },
    { type: 'midi2_pitch_bend', channel: 1, bend: -1 },
    { type: 'midi2_pitch_bend', channel: 1, bend: 0x1_0000_0000 },
    { type: 'midi2_registered_controller', channel: 1, bank: 1, index: 128, value: 1 },
    {
      type: 'midi2_relative_registered_controller',
      channel: 1,
      bank: 1,
      index: 1,
      value: 0x8000_0000,
    },
    { type: 'midi2_program_change', channel: 1, program: 1, bank: 16_384 },
    { type: 'midi2_program_change', channel: 1, program: 128 },
    { type: 'midi2_note_management', channel: 1, note: 1, options: 4 },
    { type: 'midi2_registered_note_controller', channel: 1, note: 1, index: 256, value: 1 },
  ])('refuses a value out of range: %j', (event) => {
    expect(encodeUmp(event, new Uint32Array(8), 0)).toBe(Status.outOfRange);
  });

  it('has no packet for a piece of SysEx', () => {
    const chunk: JmidEvent = { type: 'sysex_chunk', id: 1, index: 0, count: 2, data: [1] };
    expect(encodeUmp(chunk, new Uint32Array(8), 0)).toBe(Status.unknownType);
  });

  it.each([
    ['nothing', [], Status.short],
    ['half a packet', [0x40904000], Status.short],
    ['SysEx without an end', [0x30160102, 0x03040506], Status.short],
    ['a utility packet', [0x00200001], Status.unknownType],
    ['8-bit data', [0x50000000, 0, 0, 0], Status.unknownType],
    ['system status in a channel packet', [0x20f80000], Status.unknownType],
    ['channel status in a system packet', [0x10903c64], Status.unknownType],
    ['SysEx status in a system packet', [0x10f00000], Status.unknownType],
    ['a note above 127', [0x20908064], Status.malformed],
    ['a MIDI 2.0 note above 127', [0x40908000, 0], Status.malformed],
    ['a bank above 127', [0x40c00001, 0x00008000], Status.malformed],
    ['the reserved opcode 7', [0x40700000, 0], Status.unknownType],
    ['seven SysEx bytes in a packet', [0x30070102, 0x03040506], Status.malformed],
    ['a SysEx byte above 127', [0x30010100 | 0x8000, 0], Status.malformed],
    ['the end of a SysEx that never began', [0x30310700, 0], Status.malformed],
    ['SysEx broken off by a note', [0x30160102, 0x03040506, 0x20903c64, 0], Status.malformed],
    ['SysEx broken off by another', [0x30160102, 0x03040506, 0x30010100, 0], Status.malformed],
    ['SysEx going on in another group', [0x30160102, 0x03040506, 0x31310700, 0], Status.malformed],
  ])('decode: %s', (_what, words, status) => {
    expect(decodeOne(Uint32Array.from(words))).toEqual({ next: status, event: null });
  });

  it('ignores reserved bytes that a sender should have left 0', () => {
    expect(decodeOne(Uint32Array.of(0x20c105ff)).event).toEqual({
      type: 'program_change',
      channel: 2,
      program: 5,
    });
  });

  it('knows the length of every packet type', () => {
    const lengths = Array.from({ length: 16 }, (_, type) => umpPacketWords((type << 28) >>> 0));
    expect(lengths).toEqual([1, 1, 1, 2, 2, 4, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4]);
  });

  it('survives random words, and what it accepts it reads the same after writing', () => {
    const anyWord = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 8 }), (random) => {
        const { next, event } = decodeOne(Uint32Array.from(random));
        if (next >= 0) expect(decodeOne(wordsOf(event!)).event).toEqual(event);
      }),
      { numRuns: 2000 },
    );
  });
});
