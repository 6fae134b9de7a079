import {
  AudioMessageType,
  audioFormOf,
  maxFramesOf,
  pcmCoding,
  type AudioChunk,
} from '@jamnet/jdat';
import { SAMPLE_RATES } from '@jamnet/schemas';
import { MAX_PAYLOAD_BYTES } from '@jamnet/toast';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTypes, formNames, spec, vectorsOf } from './vectors.js';

const LOWEST = -0x80_0000;

function chunkOf(channels: number, frames: number, valueAt: (index: number) => number): AudioChunk {
  const samples = Int32Array.from({ length: frames * channels }, (_, index) => valueAt(index));
  return { sampleRate: 48_000, channels, position: 1000, timestampUs: 5e12, frames, samples };
}

interface Sent {
  readonly part: number;
  readonly bytes: Uint8Array;
  readonly position: number;
}

function encode(chunk: AudioChunk, formatType: number): Sent[] {
  const sent: Sent[] = [];
  const encoder = pcmCoding.createEncoder(chunk, formatType);
  const done = encoder.encode(chunk, (part, payload, length, position) =>
    sent.push({ part, bytes: payload.slice(0, length), position }),
  );
  expect(done).toBe(true);
  return sent;
}

/** All frames of messages by position, the last of two of one place. */
function decode(sent: readonly Sent[], formatType: number, chunk: AudioChunk): Int32Array {
  const got = new Int32Array(chunk.frames * chunk.channels);
  const decoder = pcmCoding.createDecoder();
  for (const { bytes, position } of sent) {
    const status = decoder.accept(bytes, 0, bytes.length, formatType, (one, exactness) => {
      expect([exactness, one.position]).toEqual(['exact', position]);
      expect([one.sampleRate, one.channels]).toEqual([chunk.sampleRate, chunk.channels]);
      const late = one.timestampUs - chunk.timestampUs;
      const frames = position - chunk.position;
      expect(Math.abs(late - (frames * 1e6) / chunk.sampleRate)).toBeLessThanOrEqual(0.5);
      expect([one.nextRate, one.nextPosition]).toEqual([
        chunk.nextRate ?? 0,
        chunk.nextPosition ?? 0,
      ]);
      const count = one.frames * one.channels;
      got.set(one.samples.subarray(0, count), frames * one.channels);
    });
    expect(status).toBe(0);
  }
  return got;
}

describe('a chunk', () => {
  it('comes back exactly, in messages that each fit a datagram, in any order', () => {
    const sample = fc.oneof(
      fc.integer({ min: LOWEST, max: 0x7f_ffff }),
      fc.integer({ min: -9, max: 9 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLE_RATES),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 512 }),
        fc.array(sample, { minLength: 1, maxLength: 50 }),
        fc.boolean(),
        (sampleRate, channels, frames, values, announced) => {
          const chunk: AudioChunk = {
            ...chunkOf(channels, frames, (index) => values[index % values.length]!),
            sampleRate,
            ...(announced ? { nextRate: 44_100, nextPosition: 5 } : {}),
          };
          for (const name of formNames) {
            const sent = encode(chunk, formatTypes[name]);
            for (const { part, bytes } of sent) {
              expect(part).toBe(0);
              expect(bytes.length).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
            }
            expect(decode(sent.reverse(), formatTypes[name], chunk)).toEqual(chunk.samples);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is one message up to maxFrames, whatever its values, and may be two beyond', () => {
    for (const name of formNames) {
      for (let channels = 1; channels <= 8; channels += 1) {
        const form = formatTypes[name];
        const most = pcmCoding.createEncoder({ sampleRate: 192_000, channels }, form).maxFrames;
        const longest = {
          sampleRate: 192_000,
          position: Number.MAX_SAFE_INTEGER - 1000,
          timestampUs: Number.MAX_SAFE_INTEGER - 1e6,
          nextRate: 192_000,
          nextPosition: Number.MAX_SAFE_INTEGER,
        };
        const loud = { ...chunkOf(channels, most, () => LOWEST), ...longest };
        expect(encode(loud, form)).toHaveLength(1);
        if (most === 512) continue;
        const louder = { ...chunkOf(channels, most + 1, () => LOWEST), ...longest };
        // MessagePack and the shorter numbers of a line leave a little room.
        expect(encode(louder, form).length).toBeGreaterThan(name === 'msgpack' ? 0 : 1);
      }
    }
  });

  it('takes as few messages as its values need', () => {
    const { compact } = formatTypes;
    expect(
      encode(
        chunkOf(8, 64, () => 0),
        compact,
      ),
    ).toHaveLength(1);
    expect(
      encode(
        chunkOf(2, 64, (index) => 99_999 - index),
        compact,
      ),
    ).toHaveLength(1);
    expect(
      encode(
        chunkOf(2, 64, () => LOWEST),
        compact,
      ),
    ).toHaveLength(2);
  });

  it.each<[string, Partial<AudioChunk>]>([
    ['no frames', { frames: 0 }],
    ['513 frames', { frames: 513, samples: new Int32Array(600) }],
    ['frames that are not there', { frames: 65 }],
    ['half a frame', { frames: 1.5 }],
    ['a sample of 25 bits at its end', { samples: new Int32Array(64).fill(0x80_0000, 63) }],
    ['a rate', { sampleRate: 22_050 }],
    ['a position below 0', { position: -1 }],
    ['a position that goes beyond 2^53 - 1', { position: Number.MAX_SAFE_INTEGER - 10 }],
    ['a time that is none', { timestampUs: NaN }],
    ['a rate to come', { nextRate: 1 }],
  ])('of values that are none is refused as a whole: %s', (_what, wrong) => {
    for (const name of formNames) {
      const encoder = pcmCoding.createEncoder(
        { sampleRate: 48_000, channels: 1 },
        formatTypes[name],
      );
      let sent = 0;
      const good = chunkOf(1, 64, () => LOWEST);
      expect(encoder.encode({ ...good, ...wrong }, () => (sent += 1))).toBe(false);
      expect(sent).toBe(0);
      expect(encoder.encode(good, () => (sent += 1))).toBe(true);
    }
  });
});

describe('pieces.json', () => {
  it.each(vectorsOf('pieces').map(([, vector]) => vector as unknown as Record<string, number>))(
    '$frames frames at $rate',
    ({ rate, frames, microseconds }) => {
      // Loud enough to be cut where the vector says, or beyond the frames of one piece.
      const chunk = { ...chunkOf(8, 512, () => LOWEST), sampleRate: rate!, timestampUs: 0 };
      const times = new Map<number, number>();
      const decoder = pcmCoding.createDecoder();
      for (const from of [0, frames! % 14]) {
        const part = { ...chunk, position: 1000 + from, frames: 512 - from };
        for (const { bytes } of encode(part, formatTypes.compact)) {
          decoder.accept(bytes, 0, bytes.length, formatTypes.compact, (one) =>
            times.set(one.position - part.position, one.timestampUs),
          );
        }
      }
      const late = (k: number): number => Math.floor((k * 1e6) / rate! + 0.5);
      expect(late(frames!)).toBe(microseconds);
      for (const [k, time] of times) expect([k, time]).toEqual([k, late(k)]);
    },
  );
});

describe('createEncoder', () => {
  it.each([
    [{ sampleRate: 22_050, channels: 1 }, 1, 'sampleRate is 22050'],
    [{ sampleRate: 48_000, channels: 0 }, 1, 'channels is 0'],
    [{ sampleRate: 48_000, channels: 9 }, 1, 'channels is 9'],
    [{ sampleRate: 48_000, channels: 1 }, 4, 'formatType is 4'],
  ])('refuses %j in form %i', (format, formatType, message) => {
    expect(() => pcmCoding.createEncoder(format, formatType)).toThrow(message);
  });
});

describe('the decoder', () => {
  it('counts a form that it does not know, and a length that goes beyond the bytes', () => {
    const decoder = pcmCoding.createDecoder();
    const bytes = new Uint8Array(100);
    const sink = (): void => expect.fail('nothing is there');
    expect(decoder.accept(bytes, 0, 100, 9, sink)).toBe(Status.unknownForm);
    expect(decoder.accept(bytes, 1, 100, 1, sink)).toBe(Status.malformed);
    expect(decoder.accept(bytes, 0, 100, 2, sink)).toBe(Status.malformed);
    decoder.reset();
  });
});

describe('spec/jdat/v1, section 6', () => {
  it('has the frames that fit', () => {
    const names = {
      standard: 'standard',
      compact: 'compact',
      MessagePack: 'msgpack',
      binary: 'binary',
    } as const;
    const rows = [...spec('README.md').matchAll(/^\| `jdat`, (\w+) \|(.*)\|$/gm)];
    expect(rows).toHaveLength(4);
    for (const [, name, cells] of rows) {
      const form = audioFormOf(formatTypes[names[name as keyof typeof names]])!;
      const fits = [1, 2, 4, 8].map((channels) =>
        maxFramesOf(form, AudioMessageType.jdat, channels),
      );
      expect(cells!.split('|').map(Number)).toEqual(fits);
    }
  });

  it('gives JELLIE an even number of frames whose every part fits', () => {
    for (const name of formNames) {
      const form = audioFormOf(formatTypes[name])!;
      for (let channels = 1; channels <= 8; channels += 1) {
        const frames = maxFramesOf(form, AudioMessageType.jellie, channels);
        expect(frames % 2).toBe(0);
        expect(frames).toBeGreaterThanOrEqual(16);
      }
    }
  });
});
