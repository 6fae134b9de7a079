import { createRandom } from '@jamnet/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShaper, SHAPE_MOST } from '../../src/neural/shaper.js';

const random = createRandom(4);
const noise = Float32Array.from({ length: 12_000 }, () => random() - 0.5);
const tone = noise.map((_, i) => 0.4 * Math.sin(i * 0.06) + 0.1 * Math.sin(i * 0.31));
const LOSS = 8_192;

/** Shapes what follows the loss in blocks of these sizes. */
function shaped(
  signal: Float32Array,
  prediction: Float32Array,
  blocks: readonly number[],
  expectedError = 0.1,
): number[] {
  const shaper = createShaper();
  shaper.hear(signal, 0, LOSS);
  shaper.begin(expectedError);
  const out: number[] = [];
  let at = 0;
  for (const frames of blocks) {
    const wanted = shaper.wants(frames);
    shaper.push(prediction.subarray(at, at + wanted), wanted);
    at += wanted;
    const block = new Float32Array(frames);
    shaper.pull(block, frames);
    out.push(...block);
  }
  return out;
}

describe('the shaper', () => {
  it('begins with the prediction as it is', () => {
    const [first] = shaped(noise, new Float32Array(4_000).fill(0.2), [1]);
    expect(Math.abs(first! - 0.2)).toBeLessThan(0.01);
  });

  it('leaves what is foreseen exactly as it is, and is freer the later it gets', () => {
    const prediction = noise.subarray(LOSS).map((x) => 0.3 * x);
    const off = (expectedError: number, from: number): number => {
      const out = shaped(noise, prediction, [2_000], expectedError).slice(from, from + 256);
      return Math.max(...out.map((x, i) => Math.abs(x - prediction[from + i]!)));
    };
    expect(off(0, 0)).toBeLessThan(1e-6);
    expect(off(0, 1_700)).toBeLessThan(1e-6);
    expect(off(1e-4, 0)).toBeLessThan(off(1e-4, 1_700) / 2);
    expect(off(0.1, 0)).toBeGreaterThan(0.02);
  });

  it('gives the same samples whatever the size of the blocks', () => {
    const whole = shaped(noise, noise.subarray(LOSS), [1_500]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 }), (blocks) => {
        const sizes = blocks.filter(
          (_, i) => blocks.slice(0, i + 1).reduce((a, b) => a + b) <= 1_500,
        );
        const parts = shaped(noise, noise.subarray(LOSS), sizes);
        expect(parts).toEqual(whole.slice(0, parts.length));
      }),
      { numRuns: 30 },
    );
  });

  it('wants no more of the prediction than a frame beyond what is pulled', () => {
    const shaper = createShaper();
    shaper.hear(tone, 0, tone.length);
    shaper.begin(0.1);
    expect(shaper.wants(128)).toBe(256);
    shaper.push(tone, 256);
    shaper.pull(new Float32Array(128), 128);
    expect(shaper.wants(1)).toBe(128);
    shaper.push(tone, 128);
    shaper.pull(new Float32Array(1), 1);
    expect(shaper.wants(127)).toBe(0);
    expect(shaper.wants(SHAPE_MOST)).toBeLessThanOrEqual(SHAPE_MOST + 128);
  });

  it('keeps a prediction that is as loud as the past, nearly', () => {
    const prediction = tone.subarray(LOSS);
    const out = shaped(tone, prediction, [1_000]);
    let [error, energy] = [0, 0];
    for (const [i, sample] of out.entries()) {
      error += (sample - prediction[i]!) ** 2;
      energy += prediction[i]! ** 2;
    }
    expect(10 * Math.log10(error / energy)).toBeLessThan(-15);
  });

  it('fills up noise whose prediction has died away', () => {
    const out = shaped(noise, new Float32Array(4_000), [2_000]);
    const rms = (part: readonly number[]): number =>
      Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
    expect(rms(out.slice(1_000))).toBeGreaterThan(0.25 * rms([...noise]));
    expect(rms(out.slice(1_000))).toBeLessThan(1.5 * rms([...noise]));
  });

  it('stays silent after silence', () => {
    expect(Math.max(...shaped(new Float32Array(LOSS), new Float32Array(4_000), [2_000]))).toBe(0);
  });
});
