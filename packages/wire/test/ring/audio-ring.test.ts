import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AudioRing,
  audioRingBytes,
  createAudioRing,
  createAudioRingRecord,
  type FrameKind,
  openAudioRing,
} from '../../src/index.js';
import { fillFrames, valueOf } from './numbered-frames.js';

const MONO = { sampleRate: 48_000, channels: 1, frames: 128 };

function ringOf(format = MONO, startAt = 0): AudioRing {
  const bytes = new Uint8Array(new SharedArrayBuffer(audioRingBytes(format)));
  createAudioRing(bytes, format);
  // The reader's position, as if it had been read from for long.
  new DataView(bytes.buffer).setBigUint64(264, BigInt(startAt), true);
  return openAudioRing(bytes);
}

function put(ring: AudioRing, position: number, frames: number, kind: FrameKind = 'real'): number {
  const samples = new Float32Array(frames * ring.channels);
  fillFrames(samples, position, frames, ring.channels, kind);
  return ring.write(position, samples, 0, frames, kind);
}

const kinds = fc.constantFrom<FrameKind>('real', 'predicted', 'partial');
const starts = fc.constantFrom(0, 31, 2 ** 32 - 50, 2 ** 37 - 33, 2 ** 50);

describe('an audio ring', () => {
  test('is a timeline of frames of which the last written are taken, once, and nothing else', () => {
    const step = fc.record({
      write: fc.boolean(),
      ahead: fc.integer({ min: -70, max: 330 }),
      frames: fc.integer({ min: 1, max: 100 }),
      kind: kinds,
    });
    const channels = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), starts, channels, (steps, start, width) => {
        const ring = ringOf({ ...MONO, channels: width }, start);
        const last = Math.floor(start / 32) * 32 + 8 * 32; // 128 frames take 8 blocks
        const model = new Map<number, FrameKind>();
        let reading = start;
        const counted = { late: 0, early: 0, predicted: 0, partial: 0, missed: 0, underruns: 0 };
        let activeFrom = Infinity;
        for (const { write, ahead, frames, kind } of steps) {
          if (write) {
            const position = reading + ahead;
            const end = Math.floor(reading / 32) * 32 + (last - Math.floor(start / 32) * 32);
            const late = Math.min(Math.max(reading - position, 0), frames);
            const early = Math.min(Math.max(position + frames - end, 0), frames);
            expect(put(ring, position, frames, kind)).toBe(late);
            for (let at = position + late; at < position + frames - early; at += 1) {
              model.set(at, kind);
              activeFrom = Math.min(activeFrom, at);
            }
            counted.late += late;
            counted.early += early;
          } else {
            const out = new Float32Array(frames * width).fill(99);
            const there = ring.read(out, frames, 1000 + reading);
            let [found, missed] = [0, 0];
            for (let frame = 0; frame < frames; frame += 1) {
              const at = reading + frame;
              const is = model.get(at);
              for (let channel = 0; channel < width; channel += 1) {
                const wanted = is === undefined ? 0 : valueOf(at, channel, is);
                expect(out[frame * width + channel]).toBe(wanted);
              }
              found += is === undefined ? 0 : 1;
              if (is === undefined && at >= activeFrom) missed += 1;
              if (is === 'predicted') counted.predicted += 1;
              if (is === 'partial') counted.partial += 1;
            }
            expect(there).toBe(found);
            // Frames before the first that was written are not missed; those missed are counted after it.
            counted.missed += missed;
            counted.underruns += missed > 0 ? 1 : 0;
            expect(ring.lastRead()).toEqual({ position: reading, frames, cpuNs: 1000 + reading });
            reading += frames;
          }
          expect(ring.readPosition).toBe(reading);
        }
        const stats = ring.stats();
        expect(stats).toMatchObject({
          lateFrames: counted.late,
          earlyFrames: counted.early,
          predictedFrames: counted.predicted,
          partialFrames: counted.partial,
          missedFrames: counted.missed,
          underruns: counted.underruns,
          tornReads: 0,
        });
      }),
      { numRuns: 150 },
    );
  });

  test('lets a prediction be replaced in part', () => {
    const ring = ringOf();
    put(ring, 0, 64, 'predicted');
    put(ring, 20, 30, 'real');
    const out = new Float32Array(64);
    expect(ring.read(out, 64)).toBe(64);
    for (let at = 0; at < 64; at += 1)
      expect(out[at]).toBe(valueOf(at, 0, at < 20 || at >= 50 ? 'predicted' : 'real'));
    expect(ring.stats().predictedFrames).toBe(34);
  });

  test('can be written as far ahead as it says, from any position of the reader', () => {
    for (const start of [0, 1, 31, 32, 63]) {
      const ring = ringOf(MONO, start);
      expect(ring.capacityFrames).toBeGreaterThanOrEqual(MONO.frames);
      put(ring, start, ring.capacityFrames);
      expect(ring.stats()).toMatchObject({ earlyFrames: 0, writtenFrames: ring.capacityFrames });
      expect(ring.writePosition).toBe(start + ring.capacityFrames);
      expect(ring.read(new Float32Array(512), ring.capacityFrames)).toBe(ring.capacityFrames);
    }
  });

  test('misses nothing before the first frame and while the writer rests', () => {
    const ring = ringOf();
    const out = new Float32Array(64);
    ring.read(out, 64);
    put(ring, 100, 20);
    ring.read(out, 64); // 64 to 128: from 100 to 120 there is something, 120 to 128 is missed
    expect(ring.stats()).toMatchObject({ underruns: 1, missedFrames: 8 });
    ring.rest();
    ring.read(out, 64);
    expect(ring.stats()).toMatchObject({ underruns: 1, missedFrames: 8 });
    put(ring, 200, 10);
    ring.read(out, 64); // 192 to 256
    expect(ring.stats()).toMatchObject({ underruns: 2, missedFrames: 54, reads: 4 });
  });

  test('keeps with a frame what is known of it', () => {
    const ring = ringOf();
    const record = {
      position: 0,
      frames: 0,
      cpuNs: 5_000_000_000_123,
      gpuNs: 2 ** 52 + 1,
      sampleRate: 96_000,
      channels: 2,
      bar: -3,
      beat: 4,
      tick: 959,
    };
    ring.write(10, new Float32Array(40), 0, 40, 'real', record);
    const out = createAudioRingRecord();
    expect(ring.recordAt(45, out)).toBe(true);
    expect(out).toEqual({ ...record, position: 10, frames: 40 });
    expect(ring.recordAt(9, out)).toBe(false);
    expect(ring.recordAt(50, out)).toBe(false);
    expect(ring.recordAt(45 + 8 * 32, out)).toBe(false);
  });

  test('is read as it is while a writer that stopped half-way holds a block', () => {
    const ring = ringOf();
    put(ring, 0, 32);
    const words = new Int32Array(ring.bytes.buffer);
    words[384 / 4] |= 1;
    const out = new Float32Array(32);
    expect(ring.read(out, 32)).toBe(32);
    expect(out[31]).toBe(valueOf(31, 0, 'real'));
    expect(ring.stats().tornReads).toBe(1);
  });

  test('goes on where it was when it is opened anew', () => {
    const ring = ringOf();
    put(ring, 0, 100);
    ring.read(new Float32Array(40), 40);
    const again = openAudioRing(ring.bytes);
    const out = new Float32Array(60);
    expect(again.read(out, 60)).toBe(60);
    expect(out[0]).toBe(valueOf(40, 0, 'real'));
    put(again, 100, 10);
    expect(again.stats()).toMatchObject({ reads: 2, writtenFrames: 110, underruns: 0 });
  });

  test.each([
    { sampleRate: 0 },
    { sampleRate: 48_000.5 },
    { channels: 0 },
    { channels: 65 },
    { frames: 0 },
    { frames: Number.NaN },
    { frames: 2 ** 23 },
  ])('cannot be of %o', (wrong) => {
    expect(() => audioRingBytes({ ...MONO, ...wrong })).toThrow(/whole number/u);
  });

  test('needs its room at a multiple of 128', () => {
    const bytes = new Uint8Array(audioRingBytes(MONO) + 256);
    expect(() => createAudioRing(bytes.subarray(64), MONO)).toThrow(/multiple of 128/u);
    expect(() => createAudioRing(bytes.subarray(300), MONO)).toThrow(/multiple of 128/u);
    expect(createAudioRing(bytes.subarray(128), MONO).bytes.byteOffset).toBe(128);
  });

  test('is opened where one lies, and a header of garbage leads nowhere', () => {
    const bytes = new Uint8Array(audioRingBytes(MONO));
    expect(() => openAudioRing(bytes)).toThrow(/no audio ring/u);
    expect(() => openAudioRing(new Uint8Array(10))).toThrow(/no audio ring/u);
    createAudioRing(bytes, MONO);
    const word = fc.constantFrom(0, 1, 2, 3, 7, 16, 64, 2 ** 16, 2 ** 20, 2 ** 31, 2 ** 32 - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 7 }), fc.oneof(word, fc.nat()))), (changes) => {
        const copy = bytes.slice();
        const words = new Uint32Array(copy.buffer);
        for (const [index, value] of changes) words[index] = value;
        try {
          const { channels, capacityFrames, sampleRate } = openAudioRing(copy);
          // What lies there may be smaller than the memory, and the rate is not seen in the size.
          expect(channels).toBe(1);
          expect(capacityFrames).toBeLessThanOrEqual(225);
          expect(sampleRate).toBe(words[7]);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-option' });
        }
      }),
    );
    expect(() => openAudioRing(bytes.subarray(0, bytes.length - 4))).toThrow(/no audio ring/u);
  });

  test('survives garbage in all that the other side writes', () => {
    const bytes = new Uint8Array(audioRingBytes(MONO));
    createAudioRing(bytes, MONO);
    const out = new Float32Array(64);
    const garbage = fc.array(fc.tuple(fc.nat(), fc.integer()), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(garbage, fc.nat({ max: 500 }), (changes, position) => {
        const ring = openAudioRing(bytes);
        const words = new Int32Array(bytes.buffer);
        for (const [at, value] of changes) words[32 + (at % (words.length - 32))] = value;
        expect(ring.read(out, 64)).toBeLessThanOrEqual(64);
        const late = put(ring, position, 64);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(64);
        expect(ring.recordAt(position, createAudioRingRecord())).toBeTypeOf('boolean');
      }),
    );
  });
});
