import type { JmidEvent } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMidiFile, writeMidiFile, type MidiFileInput } from '../../src/index.js';
import { anyMidi1Event, anyMidi2Event, withoutGroup } from '../event-arbitraries.js';
import { END_OF_TRACK, header, tempo, text, track } from './file-bytes.js';

const note = (timeUs: number, number: number, group?: number): MidiFileInput => ({
  timeUs,
  message: {
    type: 'note_on',
    channel: 1,
    note: number,
    velocity: 64,
    ...(group === undefined ? {} : { group }),
  },
});

const anyInput = fc.record({
  timeUs: fc.integer({ min: 0, max: 100_000_000 }),
  message: anyMidi1Event,
});

/** As the file has them: by time, then by group, then as given. */
function expected(events: readonly MidiFileInput[], grouped: boolean): MidiFileInput[] {
  return [...events].sort(
    (a, b) =>
      a.timeUs - b.timeUs || (grouped ? (a.message.group ?? 1) - (b.message.group ?? 1) : 0),
  );
}

describe('writing a Standard MIDI File', () => {
  it('writes the bytes that the format asks for', () => {
    const events: MidiFileInput[] = [
      { timeUs: 0, message: { type: 'sysex', data: [0x7e, 0x7f, 9, 1] } },
      { timeUs: 20, message: { type: 'clock' } },
      note(5000, 60),
    ];
    const { bytes, ...rest } = writeMidiFile(events, { name: 'é' });
    expect([...bytes]).toEqual([
      ...header(0, 1, 25_000),
      ...track(
        ...text(0, 3, [0xc3, 0xa9]),
        ...tempo(0, 500_000),
        ...[0, 0xf0, 5, 0x7e, 0x7f, 9, 1, 0xf7],
        ...[1, 0xf7, 1, 0xf8],
        ...[0x81, 0x79, 0x90, 60, 64],
        ...END_OF_TRACK,
      ),
    ]);
    expect(rest).toEqual({
      format: 0,
      resolutionUs: 20,
      written: 3,
      translated: 0,
      lossy: 0,
      leftOut: 0,
    });
  });

  it('brings every MIDI 1.0 event back at its time, give or take half a tick, in its order', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 30 }), fc.boolean(), (inputs, grouped) => {
        const events = grouped
          ? inputs
          : inputs.map((input) => ({ ...input, message: withoutGroup(input.message) }));
        const written = writeMidiFile(events);
        const read = readMidiFile(written.bytes);
        expect(read.problems).toEqual([]);
        expect(read.format).toBe(written.format);
        expect(written.written).toBe(events.length);
        if (grouped) {
          // Between groups only the tick orders: compare each group by itself.
          for (let group = 1; group <= 16; group++) {
            const ofGroup = ({ message }: { message: JmidEvent }) => (message.group ?? 1) === group;
            expectSame(read.events.filter(ofGroup), expected(events.filter(ofGroup), false));
          }
        } else {
          expectSame(read.events, expected(events, false));
        }
      }),
    );
  });

  it('keeps times that lie on its ticks exactly', () => {
    const events = [0, 20, 40, 1_000_000, 3_600_000_000].map((timeUs) => note(timeUs, 60));
    const times = readMidiFile(writeMidiFile(events).bytes).events.map(({ timeUs }) => timeUs);
    expect(times).toEqual([0, 20, 40, 1_000_000, 3_600_000_000]);
  });

  it('is stable: what was read and written once stays the same', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 20 }), (events) => {
        const once = writeMidiFile(events).bytes;
        expect(writeMidiFile(readMidiFile(once).events).bytes).toEqual(once);
      }),
    );
  });

  it('orders by time before it rounds, and keeps the order of one moment', () => {
    const events = [note(8, 1), note(5, 2), note(0, 3), note(0, 4), note(5, 5)];
    const notes = readMidiFile(writeMidiFile(events).bytes).events.map(({ message }) =>
      message.type === 'note_on' ? message.note : -1,
    );
    expect(notes).toEqual([3, 4, 2, 5, 1]);
  });

  it('fills a rest that is longer than the longest delta time', () => {
    const threeHoursUs = 3 * 3_600_000_000;
    const read = readMidiFile(writeMidiFile([note(0, 1), note(threeHoursUs, 2)]).bytes);
    expect(read.events.map(({ timeUs }) => timeUs)).toEqual([0, threeHoursUs]);
    expect(read.problems).toEqual([]);
  });

  it('gives each group a track and a port', () => {
    const { bytes, format } = writeMidiFile([note(0, 1, 3), note(0, 2), note(20, 3, 3)]);
    expect(format).toBe(1);
    const read = readMidiFile(bytes);
    expect(read.events.map(({ track: number, message }) => [number, message.group ?? 1])).toEqual([
      [1, 1],
      [2, 3],
      [2, 3],
    ]);
  });

  it('writes an ordinary division and tempo when asked', () => {
    const quarterUs = 750_000;
    const { bytes, resolutionUs } = writeMidiFile([note(quarterUs, 1)], {
      ticksPerQuarter: 480,
      tempoBpm: 80,
    });
    expect(resolutionUs).toBe(quarterUs / 480);
    const read = readMidiFile(bytes);
    expect(read.division).toEqual({ ticksPerQuarter: 480 });
    expect(read.tempoMap).toEqual([{ tick: 0, timeUs: 0, microsecondsPerQuarter: quarterUs }]);
    expect(read.events[0]!.timeUs).toBe(quarterUs);
  });

  it('translates MIDI 2.0 and counts what is translated, lossy and left out', () => {
    const at = (message: JmidEvent): MidiFileInput => ({ timeUs: 0, message });
    const { bytes, ...counts } = writeMidiFile([
      at({ type: 'midi2_note_on', channel: 1, note: 60, velocity: 0xffff }),
      at({ type: 'midi2_note_on', channel: 1, note: 60, velocity: 0xfffe }),
      at({ type: 'midi2_program_change', channel: 1, program: 1, bank: 128 }),
      at({ type: 'midi2_note_management', channel: 1, note: 60, options: 1 }),
      at({ type: 'sysex_chunk', id: 1, index: 0, count: 2, data: [1] }),
      at({ type: 'sysex', data: [200] }),
      at({ type: 'note_on', channel: 1, note: 60, velocity: 1, group: 99 }),
    ]);
    expect(counts).toMatchObject({ written: 3, translated: 3, lossy: 2, leftOut: 4 });
    expect(readMidiFile(bytes).events.map(({ message }) => message.type)).toEqual([
      ...['note_on', 'note_on', 'control_change', 'control_change', 'program_change'],
    ]);
  });

  it('writes or counts every event of any kind', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyMidi1Event, anyMidi2Event)), (messages) => {
        const events = messages.map((message, i) => ({ timeUs: i * 100, message }));
        const { bytes, written, leftOut } = writeMidiFile(events);
        expect(written + leftOut).toBe(events.length);
        expect(readMidiFile(bytes).problems).toEqual([]);
      }),
    );
  });

  it('writes an empty file that reads as one', () => {
    expect(readMidiFile(writeMidiFile([]).bytes)).toMatchObject({ events: [], durationUs: 0 });
  });

  it('writes 100,000 events in well under a second', () => {
    const events = Array.from({ length: 100_000 }, (_, i) => note(i * 4000, i % 128));
    // The time limit of the test would catch a writer that copies all it has written for each event.
    expect(readMidiFile(writeMidiFile(events).bytes).events).toHaveLength(100_000);
  });

  it.each([
    { ticksPerQuarter: 0 },
    { ticksPerQuarter: 32_768 },
    { ticksPerQuarter: 1.5 },
    { tempoBpm: 0 },
    { tempoBpm: 3 },
    { tempoBpm: NaN },
    { tempoBpm: 60_001 },
  ])('refuses %j', (options) => {
    expect(() => writeMidiFile([], options)).toThrow(JamError);
  });

  it.each([-1, NaN, Infinity])('refuses the time %d', (timeUs) => {
    expect(() => writeMidiFile([note(timeUs, 1)])).toThrow(JamError);
  });
});

function expectSame(
  read: readonly { timeUs: number; message: JmidEvent }[],
  given: readonly MidiFileInput[],
): void {
  expect(read.map(({ message }) => message)).toEqual(given.map(({ message }) => message));
  read.forEach(({ timeUs }, i) => {
    expect(Math.abs(timeUs - given[i]!.timeUs)).toBeLessThanOrEqual(10);
  });
}
