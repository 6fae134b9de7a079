import type { JmidEvent } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMidiByteParser,
  encodeMidiBytes,
  midiByteLength,
  type MidiByteParserOptions,
} from '../../src/index.js';
import { anyMidi1Event, anyRealTimeEvent, withoutGroup } from '../event-arbitraries.js';

function parse(bytes: readonly number[], options?: MidiByteParserOptions) {
  const events: JmidEvent[] = [];
  const parser = createMidiByteParser((event) => events.push(event), options);
  parser.push(Uint8Array.from(bytes));
  return { events, stats: parser.stats() };
}

function bytesOf(event: JmidEvent): number[] {
  const bytes = new Uint8Array(midiByteLength(event));
  encodeMidiBytes(event, bytes, 0);
  return [...bytes];
}

/** The bytes of the events with running status wherever it is allowed. */
function compressed(events: readonly JmidEvent[]): number[] {
  let running = 0;
  return events.flatMap((event) => {
    const bytes = bytesOf(event);
    const status = bytes[0]!;
    if (status === running) return bytes.slice(1);
    if (status < 0xf8) running = status < 0xf0 ? status : 0;
    return bytes;
  });
}

const noteOn = (note: number, velocity: number): JmidEvent => ({
  type: 'note_on',
  channel: 1,
  note,
  velocity,
});

describe('byte stream parser', () => {
  it('brings any events back, with and without running status, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(anyMidi1Event, { maxLength: 20 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        (events, running, cut) => {
          const stream = Uint8Array.from(running ? compressed(events) : events.flatMap(bytesOf));
          const seen: JmidEvent[] = [];
          const parser = createMidiByteParser((event) => seen.push(event));
          for (let at = 0; at < stream.length; at += cut) {
            parser.push(stream, at, Math.min(cut, stream.length - at));
          }
          expect(seen).toEqual(events.map(withoutGroup));
          expect(parser.stats()).toEqual({
            events: events.length,
            strayDataBytes: 0,
            undefinedStatusBytes: 0,
            truncatedMessages: 0,
            truncatedSysex: 0,
            oversizedSysex: 0,
          });
        },
      ),
    );
  });

  it('takes real-time bytes anywhere without disturbing anything', () => {
    fc.assert(
      fc.property(
        fc.array(anyMidi1Event, { minLength: 1, maxLength: 10 }),
        anyRealTimeEvent,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (events, realTime, where) => {
          const plain = events.map(withoutGroup);
          const stream = compressed(events);
          stream.splice(Math.floor(where * stream.length), 0, ...bytesOf(realTime));
          const seen = parse(stream).events;
          const inserted = withoutGroup(realTime);
          const at = seen.findIndex(
            (event, i) => event.type === inserted.type && event.type !== plain[i]?.type,
          );
          if (at >= 0) seen.splice(at, 1);
          else
            seen.splice(
              seen.findLastIndex((event) => event.type === inserted.type),
              1,
            );
          expect(seen).toEqual(plain);
        },
      ),
    );
  });

  it('hands a clock inside SysEx over before the SysEx', () => {
    expect(parse([0xf0, 1, 0xf8, 2, 0xf7]).events).toEqual([
      { type: 'clock' },
      { type: 'sysex', data: [1, 2] },
    ]);
  });

  it('keeps running status across real time and drops it at system common', () => {
    const { events, stats } = parse([0x90, 60, 1, 0xfe, 61, 2, 0xf6, 62, 3]);
    expect(events).toEqual([
      noteOn(60, 1),
      { type: 'active_sensing' },
      noteOn(61, 2),
      { type: 'tune_request' },
    ]);
    expect(stats.strayDataBytes).toBe(2);
  });

  it('has no running status for system common messages', () => {
    const { events, stats } = parse([0x90, 60, 1, 0xf3, 5, 6]);
    expect(events).toEqual([noteOn(60, 1), { type: 'song_select', value: 5 }]);
    expect(stats.strayDataBytes).toBe(1);
  });

  it('drops SysEx that another status ends, reads that status, and counts', () => {
    const { events, stats } = parse([0xf0, 1, 2, 0x90, 60, 1, 0xf0, 3, 0xf0, 4, 0xf7]);
    expect(events).toEqual([noteOn(60, 1), { type: 'sysex', data: [4] }]);
    expect(stats.truncatedSysex).toBe(2);
  });

  it('counts a message that is cut off, and reads what cuts it off', () => {
    const { events, stats } = parse([0x90, 60, 0x90, 61, 1, 62, 0x80, 62, 0]);
    expect(events).toEqual([
      noteOn(61, 1),
      { type: 'note_off', channel: 1, note: 62, velocity: 0 },
    ]);
    expect(stats.truncatedMessages).toBe(2);
  });

  it('steps over undefined status bytes; an undefined real-time byte disturbs nothing', () => {
    const { events, stats } = parse([0x90, 0xf9, 60, 0xfd, 1, 0xf4, 5, 0xf5, 0xf7, 0x90, 61, 1]);
    expect(events).toEqual([noteOn(60, 1), noteOn(61, 1)]);
    expect(stats.undefinedStatusBytes).toBe(5);
    expect(stats.strayDataBytes).toBe(1);
  });

  it('keeps SysEx up to the bound and drops what is longer, once, whatever ends it', () => {
    const options = { maxSysexBytes: 4 };
    expect(parse([0xf0, 1, 2, 3, 4, 0xf7], options).events).toEqual([
      { type: 'sysex', data: [1, 2, 3, 4] },
    ]);
    const { events, stats } = parse([0xf0, 1, 2, 3, 4, 5, 0xf7, 0xf0, 9, 0xf7], options);
    expect(events).toEqual([{ type: 'sysex', data: [9] }]);
    expect(stats).toMatchObject({ oversizedSysex: 1, truncatedSysex: 0 });
  });

  it('reads SysEx of a megabyte by default', () => {
    const body = new Array<number>(1_048_576).fill(5);
    expect(parse([0xf0, ...body, 0xf7]).events).toEqual([{ type: 'sysex', data: body }]);
  });

  it('gives events the group and the time that it was told', () => {
    const events: JmidEvent[] = [];
    const parser = createMidiByteParser((event) => events.push(event), { group: 3 });
    parser.push(Uint8Array.of(0xf8, 0x90, 60), 0, 3, 17);
    parser.push(Uint8Array.of(1), 0, 1, 18);
    expect(events).toEqual([
      { type: 'clock', group: 3, timestamp: 17 },
      { ...noteOn(60, 1), group: 3, timestamp: 18 },
    ]);
  });

  it('forgets the unfinished and the running status on reset', () => {
    const events: JmidEvent[] = [];
    const parser = createMidiByteParser((event) => events.push(event));
    parser.push(Uint8Array.of(0x90, 60, 1, 0xf0, 1));
    parser.reset();
    parser.push(Uint8Array.of(2, 0xf7, 61, 1));
    expect(events).toEqual([noteOn(60, 1)]);
    expect(parser.stats()).toMatchObject({ strayDataBytes: 3, truncatedSysex: 0 });
  });

  it('never throws on random bytes and hands over valid events only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { events } = parse([...bytes], { maxSysexBytes: 16 });
        for (const event of events) {
          expect(encodeMidiBytes(event, new Uint8Array(18), 0)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses bad options', () => {
    expect(() => createMidiByteParser(() => {}, { group: 17 })).toThrow(JamError);
    expect(() => createMidiByteParser(() => {}, { maxSysexBytes: 0 })).toThrow(JamError);
  });
});
