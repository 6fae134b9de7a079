import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copySamples, floatsToSamples, samplesToFloats } from '../../src/v1/samples.js';

const sample = fc.integer({ min: -(2 ** 23), max: 2 ** 23 - 1 });

describe('samples as floats', () => {
  it('come back as the 24-bit integers that they were', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 64 }), (values) => {
        const there = new Float32Array(values.length);
        const back = new Int32Array(values.length);
        samplesToFloats(Int32Array.from(values), 0, there, 0, values.length);
        expect(floatsToSamples(there, 0, back, 0, values.length)).toBe(0);
        expect([...back]).toEqual(values);
      }),
    );
  });

  it('beyond full scale are the nearest and counted, and no number is silence', () => {
    const floats = Float32Array.of(1, -1, 1.5, -1.5, Infinity, NaN, 0.5);
    const samples = new Int32Array(7);
    expect(floatsToSamples(floats, 0, samples, 0, 7)).toBe(4);
    expect([...samples]).toEqual([8388607, -8388608, 8388607, -8388608, 8388607, 0, 4194304]);
  });

  it('are copied between offsets, integers beyond 24 bits as the nearest', () => {
    const to = new Int32Array(4);
    expect(copySamples(Int32Array.of(9, 2 ** 23, -(2 ** 30), 7), 1, to, 1, 3)).toBe(2);
    expect([...to]).toEqual([0, 8388607, -8388608, 7]);
  });
});
