import { JamError } from '@jamnet/wire';
import fc from 'fast-check';
import { parseMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { encodeMidiBytes, readMidiFile, writeMidiFile } from '../../src/index.js';
import { anyChannelEvent, anyMidi1Event, withoutGroup } from '../event-arbitraries.js';
import { chunkHead, END_OF_TRACK, file, header, text, track } from './file-bytes.js';

/** Reads or refuses; anything else fails the test. */
function readOrRefuse(bytes: Uint8Array): void {
  try {
    const { events, durationUs } = readMidiFile(bytes);
    expect(events.length).toBeLessThanOrEqual(bytes.length);
    let before = 0;
    for (const { timeUs, message } of events) {
      expect(Number.isSafeInteger(timeUs) && timeUs >= before && timeUs <= durationUs).toBe(true);
      expect(encodeMidiBytes(message, new Uint8Array(bytes.length + 2), 0)).toBeGreaterThan(0);
      before = timeUs;
    }
  } catch (error) {
    if (!(error instanceof JamError && error.code === 'not-a-midi-file')) throw error;
  }
}

const anyFile = fc
  .array(fc.record({ timeUs: fc.nat(10_000_000), message: anyMidi1Event }), { maxLength: 20 })
  .map((events) => writeMidiFile(events, { name: 'x' }).bytes);

describe('hostile files', () => {
  it('random bytes behind a valid header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readOrRefuse(file(header(1, 1, 96), track(...bytes)));
        readOrRefuse(file(header(2, 1, 0xe728), [...bytes]));
        readOrRefuse(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('flipped bits and cut ends', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 8 });
    fc.assert(
      fc.property(anyFile, flips, fc.nat(), (bytes, changes, cut) => {
        const damaged = bytes.slice(0, bytes.length - (cut % bytes.length));
        for (const [at, mask] of changes) damaged[at % damaged.length]! ^= mask;
        readOrRefuse(damaged);
      }),
      { numRuns: 1000 },
    );
  });

  // Bugs of midi-file 1.2.4, the reason why this package has a reader of its own (docs/decisions/0002).
  it('a length that would point backwards (34 bytes that hang midi-file until memory ends)', () => {
    const backwards = [0x8f, 0xff, 0xff, 0xff, 0x78];
    const { problems } = readMidiFile(
      file(header(0, 1, 96), track(0, 0xff, 0x60, ...backwards, ...END_OF_TRACK)),
    );
    expect(problems[0]).toContain('a meta event has a number of over four bytes');
  });

  it('a text of 200,000 letters (a stack overflow in midi-file)', () => {
    const length = 200_000;
    const note = [0, 0x90, 1, 64, ...END_OF_TRACK];
    const head = [...chunkHead('MTrk', 6 + length + note.length), 0, 0xff, 1, 0x8c, 0x9a, 0x40];
    const bytes = new Uint8Array(14 + head.length + length + note.length).fill(65);
    bytes.set([...header(0, 1, 96), ...head]);
    bytes.set(note, bytes.length - note.length);
    const { events, problems } = readMidiFile(bytes);
    expect(() => parseMidi(bytes)).toThrow(RangeError);
    expect(events).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('data above 127 and half a note (events with impossible values in midi-file)', () => {
    for (const bytes of [
      [0, 0x90, 60, 200],
      [0, 0x90, 60],
    ]) {
      const bad = file(header(0, 1, 96), track(...bytes));
      const event = parseMidi(bad).tracks[0]![0]!;
      expect(event.type === 'noteOn' && event.velocity <= 127).toBe(false);
      expect(readMidiFile(bad).events).toEqual([]);
    }
  });

  it('a real-time byte or a chunk of another kind (midi-file gives the whole file up)', () => {
    const realTime = file(header(0, 1, 96), track(0, 0x90, 1, 64, 0, 0xf8, ...END_OF_TRACK));
    const chunk = file(header(0, 1, 96), [...text(0, 1, [])], track(...END_OF_TRACK));
    expect(() => parseMidi(realTime)).toThrow();
    expect(() => parseMidi(chunk)).toThrow();
    expect(readMidiFile(realTime).events).toHaveLength(1);
  });
});

describe('what we write, read by another reader', () => {
  it('midi-file sees the same channel events at the same ticks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ timeUs: fc.nat(10_000_000), message: anyChannelEvent })),
        (inputs) => {
          const events = inputs
            .map(({ timeUs, message }) => ({ timeUs, message: withoutGroup(message) }))
            .sort((a, b) => a.timeUs - b.timeUs);
          const parsed = parseMidi(writeMidiFile(events, { name: 'Jam' }).bytes);
          expect(parsed.header).toMatchObject({ format: 0, numTracks: 1, ticksPerBeat: 25_000 });
          let tick = 0;
          const seen: unknown[] = [];
          for (const event of parsed.tracks[0]!) {
            tick += event.deltaTime;
            if ('channel' in event && !('meta' in event))
              seen.push([tick, event.channel, event.type]);
          }
          expect(seen).toEqual(
            events.map(({ timeUs, message }) => [
              Math.round(timeUs / 20),
              'channel' in message ? message.channel - 1 : -1,
              theirName(message),
            ]),
          );
        },
      ),
    );
  });
});

function theirName(message: { type: string; velocity?: number }): string {
  if (message.type === 'note_on' && message.velocity === 0) return 'noteOff';
  const names: Record<string, string> = {
    note_on: 'noteOn',
    note_off: 'noteOff',
    poly_pressure: 'noteAftertouch',
    control_change: 'controller',
    program_change: 'programChange',
    channel_pressure: 'channelAftertouch',
    pitch_bend: 'pitchBend',
  };
  return names[message.type]!;
}
