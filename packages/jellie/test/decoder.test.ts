import type { AudioChunk, Exactness } from '@jamnet/jdat';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jellieCoding } from '../src/jellie-coding.js';
import { createJellieDecoder } from '../src/jellie-decoder.js';
import { chunkOf, messagesOf, type Sent } from './messages.js';
import { sample, sine, snrDb } from './audio.js';

const FORMS = [0, 1, 2, 3];

/** Plays what a decoder says into an array, as a buffer of play-out would. */
function listen(channels: number, from = 0) {
  const decoder = createJellieDecoder();
  const samples: number[] = [];
  const exactness: (Exactness | undefined)[] = [];
  const said: string[] = [];
  const sink = (chunk: AudioChunk, how: Exactness): void => {
    said.push(`${how} ${chunk.position}+${chunk.frames} at ${chunk.timestampUs}`);
    for (let f = 0; f < chunk.frames; f++) {
      const at = chunk.position - from + f;
      exactness[at] = how;
      for (let c = 0; c < channels; c++) {
        samples[at * channels + c] = chunk.samples[f * channels + c]!;
      }
    }
  };
  const hear = ({ bytes, form }: Sent): number =>
    decoder.accept(bytes, 0, bytes.length, form, sink);
  return { decoder, samples, exactness, said, hear };
}

const frames = fc.integer({ min: 2, max: 40 });

describe('createJellieDecoder', () => {
  it('gives each of the 16 patterns of loss what it can, in every form', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS),
        fc.integer({ min: 1, max: 3 }),
        frames,
        fc.array(sample, { minLength: 120, maxLength: 120 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        (form, channels, count, values, order) => {
          const samples = Int32Array.from(values.slice(0, count * channels));
          const sent = messagesOf(chunkOf(samples, channels, 48_000, 1000), form);
          for (let pattern = 0; pattern < 16; pattern++) {
            const there = order.filter((part) => (pattern >> part) & 1);
            const heard = listen(channels, 1000);
            for (const part of there) expect(heard.hear(sent[part]!)).toBe(0);
            if (there.length === 0) expect(heard.said).toEqual([]);
            if (there.length === 1) {
              expect(heard.exactness).toEqual(Array(count).fill('half-rate'));
              // What the part says is so: sent again, what came out gives the same part.
              const again = chunkOf(Int32Array.from(heard.samples), channels, 48_000, 1000);
              const part = there[0]!;
              expect(messagesOf(again, form)[part]!.bytes).toEqual(sent[part]!.bytes);
            }
            if (there.length > 1) {
              expect(heard.exactness).toEqual(Array(count).fill('exact'));
              expect(heard.samples).toEqual([...samples]);
            }
            expect(heard.said.length).toBe(Math.min(2, there.length));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('puts a stream together whose parts come in any order, late and twice', () => {
    fc.assert(
      fc.property(
        fc.array(frames, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(2 ** 40),
        fc.infiniteStream(fc.nat(2 ** 30)),
        (lengths, channels, from, random) => {
          const next = (): number => random.next().value as number;
          const total = lengths.reduce((a, b) => a + b, 0);
          const samples = Int32Array.from(
            { length: total * channels },
            () => (next() % 2 ** 24) - 2 ** 23,
          );
          const sent: Sent[] = [];
          let at = 0;
          const chosen: boolean[] = [];
          for (const length of lengths) {
            const part = samples.subarray(at * channels, (at + length) * channels);
            const four = messagesOf(chunkOf(part, channels, 96_000, from + at), 2);
            const count = 1 + (next() % 4);
            const some = [...four].sort(() => (next() % 2) * 2 - 1).slice(0, count);
            sent.push(...some, some[0]!);
            chosen.push(...Array<boolean>(length).fill(count > 1));
            at += length;
          }
          sent.sort(() => (next() % 2) * 2 - 1);
          const heard = listen(channels, from);
          for (const message of sent) expect(heard.hear(message)).toBe(0);
          for (let f = 0; f < total; f++) {
            expect(heard.exactness[f]).toBe(chosen[f] ? 'exact' : 'half-rate');
            if (!chosen[f]) continue;
            for (let c = 0; c < channels; c++) {
              expect(heard.samples[f * channels + c]).toBe(samples[f * channels + c]);
            }
          }
          const stats = heard.decoder.stats();
          expect(stats.exactFrames + stats.halfRateFrames).toBe(total);
          expect(stats.inconsistent).toBe(0);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([0, 1, 2, 3])('plays on smoothly where part %i alone arrives', (part) => {
    const samples = sine(1280, 2, 1000 / 48_000);
    const heard = listen(2);
    for (let at = 0; at < 1280; at += 128) {
      const chunk = chunkOf(samples.subarray(at * 2, (at + 128) * 2), 2, 48_000, at);
      heard.hear(messagesOf(chunk, 2)[part]!);
    }
    // The last pairs have nothing behind them yet.
    const inner = (all: Int32Array): Int32Array => all.slice(2 * 32, 2 * (1280 - 32));
    expect(snrDb(inner(samples), inner(Int32Array.from(heard.samples)))).toBeGreaterThan(75);
  });

  it('estimates the edges of a frame better as its neighbours become known', () => {
    const samples = sine(192, 1, 0.05);
    const sent = [0, 64, 128].map((at) =>
      messagesOf(chunkOf(samples.slice(at, at + 64), 1, 48_000, at), 1),
    );
    const heard = listen(1);
    const edges = (): number[] =>
      [64, 112].map((from) =>
        snrDb(
          samples.slice(from, from + 16),
          Int32Array.from(heard.samples.slice(from, from + 16)),
        ),
      );
    heard.hear(sent[1]![2]!);
    const alone = edges();
    for (const part of [0, 1]) heard.hear(sent[0]![part]!);
    expect(heard.said.at(-1)).toBe('half-rate 64+16 at 1333');
    for (const part of [0, 1]) heard.hear(sent[2]![part]!);
    expect(heard.said.at(-1)).toBe('half-rate 112+16 at 2334');
    for (const [i, between] of edges().entries()) expect(between).toBeGreaterThan(alone[i]! + 15);
    expect(heard.exactness.slice(64, 128)).toEqual(Array(64).fill('half-rate'));
  });

  it('refuses parts that contradict one another, and keeps what it had', () => {
    const one = messagesOf(chunkOf(Int32Array.of(10, 20, 30, 40), 1, 48_000, 0), 1);
    const other = messagesOf(chunkOf(Int32Array.of(11, 20, 30, 40), 1, 48_000, 0), 1);
    const heard = listen(1);
    expect(heard.hear(one[0]!)).toBe(0);
    const before = [...heard.samples];
    expect(heard.hear(other[3]!)).toBe(Status.malformed);
    expect(heard.samples).toEqual(before);
    expect(heard.hear(one[3]!)).toBe(0);
    expect(heard.samples).toEqual([10, 20, 30, 40]);
    expect(heard.decoder.stats().inconsistent).toBe(1);
  });

  it('refuses a part of another time or number', () => {
    const samples = Int32Array.of(10, 20, 30, 40);
    const chunk = chunkOf(samples, 1, 48_000, 96);
    const heard = listen(1, 96);
    heard.hear(messagesOf(chunk, 2)[0]!);
    expect(heard.hear(messagesOf({ ...chunk, timestampUs: 7 }, 2)[1]!)).toBe(Status.malformed);
    const later = jellieCoding.createEncoder(chunk, 2);
    later.encode(chunk, () => undefined);
    later.encode(chunk, (part, bytes, length) => {
      if (part !== 1) return;
      expect(heard.hear({ bytes: bytes.slice(0, length), form: 2 })).toBe(Status.malformed);
    });
    expect(heard.hear(messagesOf(chunk, 2)[1]!)).toBe(0);
    expect(heard.samples).toEqual([...samples]);
  });

  it('refuses frames that overlap others', () => {
    const heard = listen(1);
    const at = (position: number, count: number): Sent =>
      messagesOf(chunkOf(new Int32Array(count), 1, 48_000, position), 2)[0]!;
    expect(heard.hear(at(100, 20))).toBe(0);
    expect(heard.hear(at(110, 20))).toBe(Status.malformed);
    expect(heard.hear(at(100, 18))).toBe(Status.malformed);
    expect(heard.hear(at(90, 20))).toBe(Status.malformed);
    expect(heard.hear(at(120, 20))).toBe(0);
  });

  it('counts what is too late, and begins anew where a stream does', () => {
    const heard = listen(1);
    const at = (position: number): Sent =>
      messagesOf(chunkOf(new Int32Array(16), 1, 48_000, position), 2)[1]!;
    heard.hear(at(1_000_000));
    heard.hear(at(980_000));
    expect(heard.decoder.stats().late).toBe(1);
    heard.hear(at(0));
    expect(heard.said.at(-1)).toMatch(/^half-rate 0\+16/);
    heard.decoder.reset();
    heard.hear(at(1_000_000));
    expect(heard.said.length).toBe(3);
  });

  it('keeps two rates apart while one takes over from the other', () => {
    const samples = sine(64, 1, 0.01);
    const slow = messagesOf(chunkOf(samples.slice(0, 32), 1, 48_000, 500), 1);
    const fast = messagesOf(chunkOf(samples.slice(32), 1, 96_000, 1000), 1);
    const heard = listen(1);
    for (const message of [slow[0]!, fast[1]!, slow[2]!, fast[3]!]) heard.hear(message);
    expect(heard.said.filter((text) => text.startsWith('exact'))).toEqual([
      'exact 500+32 at 10417',
      'exact 1000+32 at 10417',
    ]);
  });

  it('is not held up by positions at the end of what can be counted', () => {
    const heard = listen(1);
    const line = (position: number, frames: number): Sent => ({
      bytes: new TextEncoder().encode(
        JSON.stringify({
          ...{ t: 'je', r: 48_000, n: frames, k: 0, p: position },
          ...{ d: Array((frames + 1) >> 1).fill(1), ts: 1, seq: 1 },
        }),
      ),
      form: 1,
    });
    expect(heard.hear(line(Number.MAX_SAFE_INTEGER - 1, 2))).toBe(0);
    expect(heard.hear(line(Number.MAX_SAFE_INTEGER, 3))).toBe(Status.outOfRange);
  });

  it('begins no more than one run with a payload, since each takes memory', () => {
    const heard = listen(1);
    const at = (channels: number): Uint8Array =>
      messagesOf(chunkOf(new Int32Array(4 * channels), channels, 48_000, 0), 2)[0]!.bytes;
    const both = (...channels: number[]): Sent => ({
      bytes: Buffer.concat(channels.map(at)),
      form: 2,
    });
    expect(heard.hear(both(1, 2, 1))).toBe(Status.malformed);
    expect(heard.said).toHaveLength(1);
    expect(heard.decoder.stats().inconsistent).toBe(1);
    expect(heard.hear(both(1, 2))).toBe(0);
  });

  it('throws at nothing', () => {
    const good = messagesOf(chunkOf(sine(20, 2, 0.03), 2, 44_100, 7), 1).map(({ bytes }) => bytes);
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { maxLength: 4 }),
        fc.nat(1200),
        fc.integer({ min: 0, max: 5 }),
        (bytes, changes, length, form) => {
          const broken = bytes.slice(0, length);
          for (const [at, value] of changes) if (at < broken.length) broken[at] = value;
          const { hear } = listen(2);
          expect(hear({ bytes: broken, form })).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
