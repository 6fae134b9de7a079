import { readFileSync } from 'node:fs';
import {
  fromCompactLine,
  type JmidEvent,
  messageTables,
  type SysexChunkMessage,
  type SysexMessage,
  toCompactLine,
} from '@jamnet/schemas';
import { describe, expect, it, test } from 'vitest';
import {
  createMidiByteParser,
  createUmpReader,
  decodeMidiBytes,
  decodeUmp,
  encodeMidiBytes,
  encodeUmp,
  type EventSlot,
  midiByteLength,
  scaleDown,
  scaleUp,
  translateToMidi1,
  translateToMidi2,
  umpWordLength,
} from '../src/index.js';
import { createSysexAssembler } from '../src/session/sysex-assembler.js';

/** The vectors of spec/jmid/v1 about MIDI bytes, packets and SysEx; those about forms are tested with the schemas. */
function readVectors<T>(file: string): T {
  const url = new URL(`../../../spec/jmid/v1/vectors/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

interface Named {
  readonly name: string;
}

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const words = (texts: readonly string[]): Uint32Array =>
  Uint32Array.from(texts, (text) => Number.parseInt(text, 16));
const hexOfWords = (given: Uint32Array): string[] =>
  [...given].map((word) => word.toString(16).padStart(8, '0'));
const event = (line: string): JmidEvent => fromCompactLine(line) as JmidEvent;
const line = (given: JmidEvent): string => (toCompactLine(given) as string).trimEnd();

const leftOut = new Set(['timestamp', 'sequence']);

/** What a cable or a packet keeps of an event: its fields, but neither time nor number. */
function bare(given: JmidEvent, withGroup: boolean): JmidEvent {
  const { fields } = messageTables.find(({ type }) => type === given.type)!;
  const kept = fields
    .filter(({ name }) => !leftOut.has(name) && (withGroup || name !== 'group'))
    .map(({ name }) => [name, (given as unknown as Record<string, unknown>)[name]])
    .filter(([, value]) => value !== undefined);
  return { type: given.type, ...Object.fromEntries(kept) } as JmidEvent;
}

describe('events.json', () => {
  interface Vector extends Named {
    readonly compact: string;
    readonly midi1: string | null;
    readonly ump: string[] | null;
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('events');

  test.each(vectors)('$name as MIDI 1.0 bytes', ({ compact, midi1 }) => {
    const given = event(compact);
    const length = midiByteLength(given);
    const bytes = new Uint8Array(Math.max(0, length));
    if (midi1 === null) {
      expect(encodeMidiBytes(given, new Uint8Array(100), 0)).toBeLessThan(0);
      return;
    }
    expect(encodeMidiBytes(given, bytes, 0)).toBe(length);
    expect(Buffer.from(bytes).toString('hex')).toBe(midi1);
    const slot: EventSlot = { event: null };
    expect(decodeMidiBytes(bytes, 0, slot)).toBe(length);
    expect(slot.event).toEqual(bare(given, false));
  });

  test.each(vectors)('$name as packets', ({ compact, ump }) => {
    const given = event(compact);
    if (ump === null) {
      expect(encodeUmp(given, new Uint32Array(100), 0)).toBeLessThan(0);
      return;
    }
    const packets = new Uint32Array(umpWordLength(given));
    expect(encodeUmp(given, packets, 0)).toBe(packets.length);
    expect(hexOfWords(packets)).toEqual(ump);
    const slot: EventSlot = { event: null };
    expect(decodeUmp(packets, 0, slot)).toBe(packets.length);
    expect(slot.event).toEqual(bare(given, true));
  });
});

describe('midi1-streams.json', () => {
  interface Vector extends Named {
    readonly hex: string;
    readonly events: string[];
    readonly counted: number;
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('midi1-streams');

  test.each(vectors)('$name, however it is cut', (vector) => {
    const bytes = hex(vector.hex);
    for (const size of [bytes.length || 1, 1, 2, 3]) {
      const got: string[] = [];
      const parser = createMidiByteParser((each) => got.push(line(each)));
      for (let at = 0; at < bytes.length; at += size) {
        parser.push(bytes, at, Math.min(size, bytes.length - at));
      }
      const { events, ...counters } = parser.stats();
      expect(got).toEqual(vector.events);
      expect(events).toBe(got.length);
      expect(Object.values(counters).reduce((sum, count) => sum + count)).toBe(vector.counted);
    }
  });
});

describe('ump-streams.json', () => {
  interface Vector extends Named {
    readonly words: string[];
    readonly events: string[];
    readonly unknownType: number;
    readonly malformed: number;
    readonly sysexDropped: number;
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('ump-streams');

  test.each(vectors)('$name', (vector) => {
    const got: string[] = [];
    const reader = createUmpReader((each) => got.push(line(each)));
    reader.push(words(vector.words));
    expect(got).toEqual(vector.events);
    // Packets that end early are known as such only where the stream ends; this reader waits for the rest.
    const waits = vector.name.startsWith('ends early') ? 1 : 0;
    const stats = reader.stats();
    expect(stats.skippedPackets).toBe(vector.unknownType);
    expect(stats.malformedPackets).toBe(vector.malformed - waits);
    expect(stats.truncatedSysex + stats.straySysexPackets).toBe(vector.sysexDropped);
  });
});

describe('scaling.json', () => {
  interface Vector {
    readonly up?: [number, number];
    readonly down?: [number, number];
    readonly pairs: [number, number][];
  }
  const { vectors } = readVectors<{ vectors: Vector[] }>('scaling');

  test.each(vectors)('up $up, down $down', ({ up, down, pairs }) => {
    for (const [value, scaled] of pairs) {
      if (up !== undefined) {
        expect([value, scaleUp(value, ...up)]).toEqual([value, scaled]);
        expect(scaleDown(scaled, up[1], up[0])).toBe(value);
      }
      if (down !== undefined) expect([value, scaleDown(value, ...down)]).toEqual([value, scaled]);
    }
  });
});

describe('conversion.json', () => {
  const { up, down } = readVectors<{
    up: { from: string; to: string }[];
    down: { from: string; to: string[]; lossy: boolean }[];
  }>('conversion');

  test.each(up)('up: $from', ({ from, to }) => {
    const higher = translateToMidi2(event(from));
    expect(line(higher)).toBe(to);
    if (from === to) return;
    const back = translateToMidi1(higher);
    expect([back.events.map(line), back.lossy]).toEqual([[from], false]);
  });

  test.each(down)('down: $from', ({ from, to, lossy }) => {
    const { events, lossy: isLossy } = translateToMidi1(event(from));
    expect(events.map(line)).toEqual(to);
    expect(isLossy).toBe(lossy);
  });
});

describe('sysex.json', () => {
  interface Join extends Named {
    readonly lines: string[];
    readonly gives: (string | null)[];
  }
  const { join } = readVectors<{ join: Join[] }>('sysex');

  test.each(join)('joins: $name', ({ lines, gives }) => {
    const assembler = createSysexAssembler({ bytes: 0 });
    const got = lines.map((each) => {
      let whole: string | null = null;
      const deliver = (message: SysexMessage): void => void (whole = line(message));
      const { malformed } = assembler.counters;
      assembler.take(event(each) as SysexChunkMessage, 1e9, deliver);
      return assembler.counters.malformed > malformed ? 'malformed' : whole;
    });
    expect(got).toEqual(gives);
  });
});

it('reads every file of vectors that this package answers for', () => {
  for (const file of ['events', 'midi1-streams', 'ump-streams', 'scaling', 'conversion', 'sysex']) {
    expect(JSON.stringify(readVectors(file)).length).toBeGreaterThan(500);
  }
});
