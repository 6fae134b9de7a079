import type { JmidEvent } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createUmpReader,
  encodeUmp,
  umpWordLength,
  type UmpReaderOptions,
} from '../../src/index.js';
import { anyMidi1Event, anyMidi2Event, anySysex } from '../event-arbitraries.js';

function read(words: readonly number[], options?: UmpReaderOptions) {
  const events: JmidEvent[] = [];
  const reader = createUmpReader((event) => events.push(event), options);
  reader.push(Uint32Array.from(words));
  return { events, stats: reader.stats() };
}

function wordsOf(event: JmidEvent): number[] {
  const words = new Uint32Array(umpWordLength(event));
  encodeUmp(event, words, 0);
  return [...words];
}

const nothing = {
  skippedPackets: 0,
  malformedPackets: 0,
  truncatedSysex: 0,
  straySysexPackets: 0,
  oversizedSysex: 0,
};

describe('packet reader', () => {
  it('brings any events back, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyMidi1Event, anyMidi2Event), { maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        (events, cut) => {
          const stream = Uint32Array.from(events.flatMap(wordsOf));
          const seen: JmidEvent[] = [];
          const reader = createUmpReader((event) => seen.push(event));
          for (let at = 0; at < stream.length; at += cut) {
            reader.push(stream, at, Math.min(cut, stream.length - at));
          }
          expect(seen).toEqual(events);
          expect(reader.stats()).toEqual({ events: events.length, ...nothing });
        },
      ),
    );
  });

  it('puts SysEx of several groups together while their packets alternate', () => {
    fc.assert(
      fc.property(fc.array(anySysex, { minLength: 2, maxLength: 16 }), (messages) => {
        const events = messages.map((event, i) => {
          const { group: _group, ...rest } = event;
          return (i === 0 ? rest : { ...rest, group: i + 1 }) as JmidEvent;
        });
        const queues = events.map((event) => wordsOf(event));
        const stream: number[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          for (const queue of queues) stream.push(...queue.splice(0, 2));
        }
        const { events: seen, stats } = read(stream);
        const byGroup = (a: JmidEvent, b: JmidEvent) => (a.group ?? 1) - (b.group ?? 1);
        expect(seen.sort(byGroup)).toEqual(events);
        expect(stats).toEqual({ events: events.length, ...nothing });
      }),
    );
  });

  it('skips every type that carries no event by its right length, and counts', () => {
    const note = 0x20903c64;
    const lengths: readonly [number, number][] = [
      [0x0, 1],
      [0x5, 4],
      [0x6, 1],
      [0x7, 1],
      [0x8, 2],
      [0x9, 2],
      [0xa, 2],
      [0xb, 3],
      [0xc, 3],
      [0xd, 4],
      [0xe, 4],
      [0xf, 4],
    ];
    for (const [type, length] of lengths) {
      // The filling looks like notes: a wrong length would show as events.
      const packet = [
        ((type << 28) | 0x00200000) >>> 0,
        ...new Array<number>(length - 1).fill(note),
      ];
      const { events, stats } = read([...packet, note]);
      expect(events, `type ${type}`).toHaveLength(1);
      expect(stats).toEqual({ events: 1, ...nothing, skippedPackets: 1 });
    }
  });

  it('counts SysEx that is cut off, that never began, and that is too long', () => {
    const start = [0x30160102, 0x03040506];
    const end = [0x30310700, 0];
    expect(read([...start, ...start, ...end])).toEqual({
      events: [{ type: 'sysex', data: [1, 2, 3, 4, 5, 6, 7] }],
      stats: { events: 1, ...nothing, truncatedSysex: 1 },
    });
    expect(read(end).stats).toEqual({ events: 0, ...nothing, straySysexPackets: 1 });
    const { events, stats } = read([...start, ...end, ...end], { maxSysexBytes: 6 });
    expect(events).toEqual([]);
    expect(stats).toEqual({ events: 0, ...nothing, oversizedSysex: 1, straySysexPackets: 1 });
  });

  it('lets other messages pass while SysEx is under way', () => {
    const { events } = read([0x30160102, 0x03040506, 0x10f80000, 0x30310700, 0]);
    expect(events).toEqual([{ type: 'clock' }, { type: 'sysex', data: [1, 2, 3, 4, 5, 6, 7] }]);
  });

  it('gives events the time that it was told and forgets the unfinished on reset', () => {
    const events: JmidEvent[] = [];
    const reader = createUmpReader((event) => events.push(event));
    reader.push(Uint32Array.of(0x30160102, 0x03040506, 0x40904000), 0, 3, 5);
    reader.reset();
    reader.push(Uint32Array.of(0x30310700, 0, 0x10f80000), 0, 3, 6);
    expect(events).toEqual([{ type: 'clock', timestamp: 6 }]);
  });

  it('never throws on random words', () => {
    const anyWord = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 100 }), (words) => {
        const { events } = read(words, { maxSysexBytes: 32 });
        for (const event of events) expect(wordsOf(event).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses bad options', () => {
    expect(() => createUmpReader(() => {}, { maxSysexBytes: 1.5 })).toThrow(JamError);
  });
});
