import {
  AudioMessageType,
  audioFormOf,
  createAudioRecord,
  integersOf,
  type AudioRecord,
} from '@jamnet/jdat';
import {
  encodeBinaryInto,
  encodeCompactInto,
  encodeMessagePackInto,
  encodeStandardInto,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRecord } from './any-record.js';
import { contentsOf, formatTypes, formNames, readRecords } from './vectors.js';

const room = new Uint8Array(65_536);
const generalEncoders = [
  encodeStandardInto,
  encodeCompactInto,
  encodeBinaryInto,
  encodeMessagePackInto,
];

describe('every form of a message', () => {
  it('gives it back without loss, and is turned into every other', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const wanted = contentsOf(record);
        for (const from of formNames) {
          const end = audioFormOf(formatTypes[from])!.encodeInto(record, room, 0);
          const bytes = room.slice(0, end);
          const read = createAudioRecord(record.messageType);
          const form = audioFormOf(formatTypes[from])!;
          expect(form.readPayload(bytes, 0, end, read, () => undefined)).toBe(0);
          expect(contentsOf(read)).toEqual(wanted);
          for (const to of formNames) {
            const other = audioFormOf(formatTypes[to])!;
            const turned = room.slice(0, other.encodeInto(read, room, 0));
            expect(turned).toEqual(room.slice(0, other.encodeInto(record, room, 0)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says how long it will be at most, and noSpace where that is not there', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), (record, cut) => {
        for (const name of formNames) {
          const form = audioFormOf(formatTypes[name])!;
          const length = form.encodeInto(record, room, 0);
          let most = form.overhead(record);
          for (let index = 0; index < integersOf(record); index += 1) {
            most += form.integerLength(record, record.samples[record.start + index]!);
          }
          expect(length).toBeLessThanOrEqual(most);
          expect(form.encodeInto(record, new Uint8Array(length), 0)).toBe(length);
          expect(form.encodeInto(record, new Uint8Array(cut % length), 0)).toBe(Status.noSpace);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives a status when it was cut or garbled, and never throws', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyRecord, fc.nat(), change, (record, cut, changes) => {
        for (const name of formNames) {
          const form = audioFormOf(formatTypes[name])!;
          const whole = room.slice(0, form.encodeInto(record, room, 0));
          // Without its last byte a line may lack no more than its end.
          const length = whole.length - (whole.at(-1) === 10 ? 1 : 0);
          const [none, status] = readRecords(
            record.messageType,
            formatTypes[name],
            whole.subarray(0, 1 + (cut % (length - 1))),
          );
          expect([none, status]).toEqual([[], 'malformed']);
          for (const [at, value] of changes) whole[at % whole.length] = value;
          const [got, said] = readRecords(record.messageType, formatTypes[name], whole);
          expect(got.length).toBeLessThanOrEqual(changes.length + 1);
          expect(got.length > 0 || said !== 'ok' || isBlank(whole)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const isBlank = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString().trim() === '';

describe('what costs a reader more than it gives', () => {
  const bad: Readonly<Record<string, Uint8Array>> = {
    standard: Uint8Array.from(Buffer.from('{\n')),
    compact: Uint8Array.from(Buffer.from('{\n')),
    msgpack: Uint8Array.of(0x80),
    // 32 bytes of a kind that there is not.
    binary: Uint8Array.from({ length: 32 }, (_, at) => [32, 0, 9, 0, 0xa0, 0x86, 1][at] ?? 0),
  };

  it('is not read on after eight messages that are none', () => {
    const good: AudioRecord = { ...createAudioRecord(AudioMessageType.jdat), frames: 4 };
    for (const name of formNames) {
      const form = audioFormOf(formatTypes[name])!;
      const message = Buffer.from(room.slice(0, form.encodeInto(good, room, 0)));
      const payload = (count: number) =>
        Buffer.concat([...Array<Uint8Array>(count).fill(bad[name]!), message]);
      const [seven, status] = readRecords(0, formatTypes[name], payload(7));
      expect([name, seven.length, status === 'ok']).toEqual([name, 1, false]);
      expect(readRecords(0, formatTypes[name], payload(8))).toEqual([[], status]);
    }
  });

  it('is refused where frames would have numbers that cannot be counted', () => {
    const last = Number.MAX_SAFE_INTEGER;
    const rest = { rate: 48_000 as const, channels: 1, frames: 2, payload: [1, 2], timestamp: 1 };
    for (const [form, encodeInto] of generalEncoders.entries()) {
      for (const [position, status] of [
        [last - 1, 'ok'],
        [last, 'outOfRange'],
      ] as const) {
        const end = encodeInto({ type: 'jdat', position, ...rest }, room, 0);
        const [got, said] = readRecords(0, form, room.slice(0, end));
        expect([form, got.length, said]).toEqual([form, status === 'ok' ? 1 : 0, status]);
      }
    }
  });
});

describe('a record that is no message', () => {
  const good: AudioRecord = {
    ...createAudioRecord(AudioMessageType.jdat),
    frames: 4,
    timestampUs: 5,
  };
  const jellie: AudioRecord = { ...createAudioRecord(AudioMessageType.jellie), frames: 4, part: 3 };
  const withSample = (value: number) => Int32Array.of(0, value, 0, 0);

  it.each<[string, AudioRecord]>([
    ['a rate', { ...good, sampleRate: 88_200 }],
    ['no channels', { ...good, channels: 0 }],
    ['nine channels', { ...good, channels: 9 }],
    ['half a channel', { ...good, channels: 1.5 }],
    ['no frames', { ...good, frames: 0 }],
    ['513 frames', { ...good, frames: 513 }],
    ['more frames than samples', { ...good, samples: new Int32Array(3) }],
    ['a start beyond the samples', { ...good, start: 4093 }],
    ['a start before them', { ...good, start: -1 }],
    ['a part', { ...good, part: 1 }],
    ['a number', { ...good, sequence: 1 }],
    ['a position below 0', { ...good, position: -1 }],
    ['a position between two', { ...good, position: 0.5 }],
    ['a position over 2^53 - 1', { ...good, position: 2 ** 53 }],
    ['a last position over 2^53 - 1', { ...good, position: 2 ** 53 - 3 }],
    ['a time that is none', { ...good, timestampUs: NaN }],
    ['a rate to come', { ...good, nextRate: 1 }],
    ['a position to come', { ...good, nextRate: 48_000, nextPosition: -1 }],
    ['a sample over 24 bits', { ...good, samples: withSample(0x80_0000) }],
    ['a sample under 24 bits', { ...good, samples: withSample(-0x80_0001) }],
    ['jellie, one frame', { ...jellie, frames: 1 }],
    ['jellie, part 4', { ...jellie, part: 4 }],
    ['jellie, a number over u32', { ...jellie, sequence: 2 ** 32 }],
    ['jellie, too large a sum', { ...jellie, samples: withSample(0x180_0000) }],
    ['jellie, e over 24 bits', { ...jellie, part: 0, samples: withSample(0x80_0000) }],
  ])('is written in no form: %s', (_what, record) => {
    for (const name of formNames) {
      const form = audioFormOf(formatTypes[name])!;
      expect(form.encodeInto(good, room, 0)).toBeGreaterThan(0);
      expect(form.encodeInto(jellie, room, 0)).toBeGreaterThan(0);
      expect(form.encodeInto(record, room, 0)).toBe(Status.outOfRange);
    }
  });
});
