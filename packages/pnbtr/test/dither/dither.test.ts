import { createRestorer, createShortener, type NoiseShape } from '@jamnet/pnbtr';
import { createRandom } from '@jamnet/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ditherAt } from '../../src/dither/dither-noise.js';

const FULL = 2 ** 23;
const STEP = 256;

/** A chord of that many dB of full scale, as 24-bit whole numbers. */
function chord(levelDb: number, length: number): Int32Array {
  const size = FULL * 10 ** (levelDb / 20);
  return Int32Array.from({ length }, (_, at) =>
    Math.round(
      size *
        (Math.sin(at * 0.0288) + 0.6 * Math.sin(at * 0.0432 + 1) + 0.3 * Math.sin(at * 0.0577 + 2)),
    ),
  );
}

function noise(size: number, length: number): Int32Array {
  const random = createRandom(3);
  return Int32Array.from({ length }, () => Math.round((2 * random() - 1) * size));
}

interface Trip {
  readonly shape?: NoiseShape;
  readonly predict?: boolean;
  readonly lagSamples?: number;
}

/** Mean square of what a trip through 16 bits leaves of the difference, in 16-bit steps. */
function errorOf(samples: Int32Array, trip: Trip, skip = 8_192): number {
  const short = new Int16Array(samples.length);
  createShortener(trip).shorten(samples, 0, short);
  const restorer = createRestorer(trip);
  const out = new Float32Array(samples.length);
  restorer.restore(short, 0, out);
  let sum = 0;
  for (let at = skip; at < samples.length; at += 1)
    sum += (out[at] * FULL - samples[at - restorer.lagSamples]) ** 2;
  return sum / (samples.length - skip) / STEP ** 2;
}

const decibels = (better: number, worse: number) => 10 * Math.log10(worse / better);

describe('the dither of a position', () => {
  it('is uniform, and tells of neither its neighbours nor the other channels', () => {
    for (const channel of [0, 1, 7]) {
      const values = Array.from({ length: 20_000 }, (_, at) => ditherAt(at + 2 ** 33, channel));
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const power = values.reduce((a, b) => a + b * b, 0) / values.length;
      expect(Math.abs(mean)).toBeLessThan(0.01);
      expect(power).toBeCloseTo(1 / 12, 2);
      for (const lag of [1, 2, 3, 64]) {
        const product = values.slice(lag).reduce((sum, each, at) => sum + each * values[at], 0);
        expect(Math.abs(product / values.length / power)).toBeLessThan(0.03);
      }
      const other = values.reduce(
        (sum, each, at) => sum + each * ditherAt(at + 2 ** 33, channel + 1),
        0,
      );
      expect(Math.abs(other / values.length / power)).toBeLessThan(0.03);
    }
  });
});

describe('16 bits on the way', () => {
  it('without prediction leave the noise of one rounding and no more, whatever the signal', () => {
    for (const samples of [
      chord(-20, 20_000),
      chord(-80, 20_000),
      noise(FULL / 3, 20_000),
      new Int32Array(20_000),
    ])
      expect(errorOf(samples, { predict: false })).toBeCloseTo(1 / 12, 2);
  });

  it('are within a step of the truth for every sample, at any level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100, max: -8 }),
        fc.integer({ min: 0, max: 31 }),
        (level, lagSamples) => {
          const samples = chord(level, 6_000);
          const short = new Int16Array(samples.length);
          createShortener().shorten(samples, 7, short);
          const out = new Float32Array(samples.length);
          createRestorer({ lagSamples }).restore(short, 7, out);
          let most = 0;
          for (let at = lagSamples; at < samples.length; at += 1)
            most = Math.max(most, Math.abs(out[at] * FULL - samples[at - lagSamples]));
          expect(most).toBeLessThanOrEqual(STEP + 1);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('are restored by several dB where the signal is quiet and regular', () => {
    const quiet = chord(-55, 30_000);
    const plain = errorOf(quiet, { predict: false });
    expect(decibels(errorOf(quiet, {}), plain)).toBeGreaterThan(3);
    const shaped: Trip = { shape: 'shaped' };
    const plainShaped = errorOf(quiet, { ...shaped, predict: false });
    expect(decibels(plain, plainShaped)).toBeGreaterThan(10);
    expect(decibels(errorOf(quiet, shaped), plainShaped)).toBeGreaterThan(10);
  });

  it('are never made worse: loud music, noise, and what begins all at once', () => {
    const attack = chord(-70, 30_000);
    attack.set(noise(FULL / 4, 3_000), 15_000);
    for (const samples of [chord(-6, 20_000), noise(FULL / 3, 20_000), noise(300, 20_000), attack])
      for (const shape of ['flat', 'shaped'] as const) {
        const plain = errorOf(samples, { shape, predict: false });
        expect(decibels(errorOf(samples, { shape }), plain)).toBeGreaterThan(-0.1);
      }
  });

  it('give the same samples however they are cut', () => {
    const samples = chord(-50, 9_000);
    const short = new Int16Array(samples.length);
    createShortener({ shape: 'shaped', channel: 3 }).shorten(samples, 100, short);
    const whole = new Float32Array(samples.length);
    createRestorer({ shape: 'shaped', channel: 3 }).restore(short, 100, whole);
    const pieces = new Float32Array(samples.length);
    const restorer = createRestorer({ shape: 'shaped', channel: 3 });
    const cutting = createShortener({ shape: 'shaped', channel: 3 });
    const again = new Int16Array(samples.length);
    for (let at = 0, size = 1; at < samples.length; at += size, size = (size * 7) % 611) {
      const end = Math.min(samples.length, at + size);
      cutting.shorten(samples.subarray(at, end), 100 + at, again.subarray(at, end));
      restorer.restore(again.subarray(at, end), 100 + at, pieces.subarray(at, end));
    }
    expect(again).toEqual(short);
    expect(pieces).toEqual(whole);
  });

  it('begin anew after a hole', () => {
    const samples = chord(-50, 9_000);
    const short = new Int16Array(samples.length);
    createShortener().shorten(samples, 50_000, short);
    const fresh = new Float32Array(samples.length);
    createRestorer().restore(short, 50_000, fresh);
    const restorer = createRestorer();
    restorer.restore(new Int16Array(4_000).fill(99), 0, new Float32Array(4_000));
    const after = new Float32Array(samples.length);
    restorer.restore(short, 50_000, after);
    expect(after).toEqual(fresh);
  });

  it('clip what is too loud, without an error that comes back', () => {
    const loud = new Int32Array(3_000).fill(FULL - 1);
    loud.set(chord(-40, 1_500), 1_500);
    const short = new Int16Array(loud.length);
    createShortener({ shape: 'shaped' }).shorten(loud, 0, short);
    expect(Math.max(...short.subarray(0, 1_000))).toBe(32_767);
    const late = short
      .subarray(1_600)
      .map((value, at) => value - Math.round(loud[1_600 + at] / STEP));
    expect(Math.max(...late.map(Math.abs))).toBeLessThan(12);
  });

  it('refuses what there is not', () => {
    expect(() => createRestorer({ lagSamples: 32 })).toThrow(/lagSamples is 32: .*0 to 31/);
    expect(() => createShortener({ shape: 'pink' as NoiseShape })).toThrow(/flat or shaped/);
  });
});
