import {
  decodeCompact,
  decodeMessagePack,
  decodeStandard,
  type JmidEvent,
  type JmidMessage,
  toCompactLine,
  toMessagePack,
  toStandardText,
} from '@jamnet/schemas';
import { statusText } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMidiBytes, encodeUmp, midiByteLength, umpWordLength } from '../src/index.js';
import { anyMidi1Event, anyMidi2Event } from './event-arbitraries.js';
import { noPython, readBack } from './read-back.js';

const SEED = 20_261;
const reason = noPython();
if (reason !== undefined) console.warn(`skipped: read-back of jmid; ${reason}`);

/** `count` values, the same every time. */
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns: count });

const tail = fc.record(
  {
    timestamp: fc.oneof(
      fc.maxSafeNat(),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map(String),
    ),
    sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  },
  { requiredKeys: [] },
);
const later = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record({
      version: fc.constantFrom('jamnet/1.3', 'jamnet/2.0'),
      zz: fc.jsonValue({ maxDepth: 3 }).filter((value) => !/"__|-0/u.test(JSON.stringify(value))),
    }),
  },
);

/** Events with times, numbers and what a later version may add. */
const events = fc
  .tuple(fc.oneof(anyMidi1Event, anyMidi2Event), later, tail)
  .map(([event, more, end]) => ({ ...event, ...more, ...end }) as JmidEvent);

const u7 = fc.integer({ min: 0, max: 127 });
const channelStates = fc.record(
  {
    group: fc.integer({ min: 2, max: 16 }),
    channel: fc.integer({ min: 1, max: 16 }),
    notes: fc.uniqueArray(u7, { maxLength: 10 }),
    controllers: fc.uniqueArray(fc.tuple(u7, u7), { maxLength: 6, selector: ([cc]) => cc }),
    program: u7,
    bend: fc.integer({ min: 0, max: 16_383 }),
    pressure: u7,
  },
  { requiredKeys: ['channel', 'notes', 'controllers'] },
);
const states = fc
  .record(
    {
      stream: fc.integer({ min: 1, max: 255 }),
      part: fc.constantFrom([0, 2], [1, 2], [3, 9]),
      channels: fc.array(channelStates, { maxLength: 4 }),
      sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    },
    { requiredKeys: ['stream', 'channels', 'sequence'] },
  )
  .map((fields) => ({ type: 'midi_state', ...fields }) as unknown as JmidMessage);

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function midi1Of(event: JmidEvent): string | null {
  const length = midiByteLength(event);
  if (length < 0) return null;
  const bytes = new Uint8Array(length);
  encodeMidiBytes(event, bytes, 0);
  return toHex(bytes);
}

function umpOf(event: JmidEvent): string[] | null {
  const length = umpWordLength(event);
  if (length < 0) return null;
  const packets = new Uint32Array(length);
  encodeUmp(event, packets, 0);
  return [...packets].map((word) => word.toString(16));
}

const formsOf = (message: JmidMessage): object => ({
  kind: 'jmid',
  standard: toStandardText(message),
  compact: toCompactLine(message),
  msgpack: toHex(toMessagePack(message) as Uint8Array),
});

/** A text that somebody damaged at some places. */
const damaged = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[]":,019-.e\\ ', '256', 'null')), {
        maxLength: 2,
      }),
    )
    .map(([text, edits]) => {
      let changed = text.trimEnd();
      for (const [at, put] of edits) {
        const place = at % changed.length;
        changed = changed.slice(0, place) + put + changed.slice(place + (at % 2));
      }
      return changed;
    })
    // Names of digits alone may change their place (spec/notation, "Unknown members"), and a number that no double holds
    // may be noticed before or after an unknown type.
    .filter((text) => !/"[0-9]+"\s*:|[eE][0-9]{3}/u.test(text));

function readRow(form: 'standard' | 'compact' | 'msgpack', given: string | Uint8Array): object {
  const bytes = typeof given === 'string' ? new TextEncoder().encode(given) : given;
  const decode = { standard: decodeStandard, compact: decodeCompact, msgpack: decodeMessagePack };
  const message = decode[form](bytes, 0, bytes.length);
  const input = typeof given === 'string' ? { text: given } : { hex: toHex(given) };
  return typeof message === 'number'
    ? { kind: 'read', form, ...input, status: statusText(message) }
    : { kind: 'read', form, ...input, compact: toCompactLine(message) };
}

describe.skipIf(reason !== undefined)('the independent implementation reads back', () => {
  it('events in every form: JSON, MessagePack, MIDI 1.0 bytes and packets', () => {
    const rows = sample(events, 2000).map((event) => ({
      ...formsOf(event),
      midi1: midi1Of(event),
      ump: umpOf(event),
    }));
    expect(readBack(rows)).toBe('2000 read back, 0 differ');
  });

  it('state lines', () => {
    const rows = sample(states, 500).map(formsOf);
    expect(readBack(rows)).toBe('500 read back, 0 differ');
  });

  it('what becomes of damaged texts', () => {
    const compact = damaged(events.map((event) => toCompactLine(event) as string));
    const standard = damaged(events.map((event) => toStandardText(event) as string));
    const rows = [
      ...sample(compact, 1500).map((text) => readRow('compact', text)),
      ...sample(standard, 1500).map((text) => readRow('standard', text)),
    ];
    expect(readBack(rows)).toBe('3000 read back, 0 differ');
    expect(rows.filter((row) => 'status' in row).length).toBeGreaterThan(500);
  });
});
