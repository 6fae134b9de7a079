import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completePair } from '../src/complete-pair.js';
import { mixPart } from '../src/mix-part.js';
import { EVEN_WEIGHT, ODD_WEIGHT } from '../src/parts.js';
import { unmixPair } from '../src/unmix-pair.js';
import { sample } from './audio.js';

const PAIRS_OF_PARTS = [
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 2],
  [1, 3],
  [2, 3],
] as const;

const valueOf = (part: number, even: number, odd: number): number =>
  EVEN_WEIGHT[part]! * even + ODD_WEIGHT[part]! * odd;

describe('unmixPair', () => {
  it.each(PAIRS_OF_PARTS)('gives both samples back from parts %i and %i', (a, b) => {
    fc.assert(
      fc.property(sample, sample, (even, odd) => {
        const out = { even: NaN, odd: NaN };
        expect(unmixPair(a, valueOf(a, even, odd), b, valueOf(b, even, odd), out)).toBe(true);
        expect(out).toEqual({ even, odd });
        expect(unmixPair(b, valueOf(b, even, odd), a, valueOf(a, even, odd), out)).toBe(true);
        expect(out).toEqual({ even, odd });
      }),
    );
  });

  it('refuses a difference that has no half, and samples of more than 24 bits', () => {
    const out = { even: 0, odd: 0 };
    expect(unmixPair(0, 10, 3, 13, out)).toBe(false);
    expect(unmixPair(0, 8_388_607, 2, -1, out)).toBe(true);
    expect(unmixPair(0, 8_388_607, 2, -2, out)).toBe(false);
    expect(unmixPair(1, 8_388_607, 3, 8_388_607 * 3, out)).toBe(true);
    expect(unmixPair(1, 8_388_607, 3, 8_388_607 * 3 + 1, out)).toBe(false);
    expect(unmixPair(2, 0, 3, 8_388_608, out)).toBe(false);
  });
});

describe('mixPart', () => {
  it('takes channels apart and counts a missing odd sample as 0', () => {
    const samples = Int32Array.of(9, 9, 1, 10, 2, 20, 3, 30);
    const parts = [0, 1, 2, 3].map((part) => {
      const out = new Int32Array(4).fill(99);
      return [...out.subarray(0, mixPart(part, samples, 1, 3, 2, out))];
    });
    expect(parts).toEqual([
      [1, 10, 3, 30],
      [2, 20],
      [3, 30, 3, 30],
      [5, 50, 3, 30],
    ]);
  });
});

describe('completePair', () => {
  it('keeps the part as it is and both samples within 24 bits, whatever the estimate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        sample,
        sample,
        fc.double({ min: -1e8, max: 1e8, noNaN: true }),
        (part, even, odd, estimate) => {
          const value = valueOf(part, even, odd);
          const out = { even: NaN, odd: NaN };
          completePair(part, value, estimate, out);
          expect(valueOf(part, out.even, out.odd)).toBe(value);
          for (const found of [out.even, out.odd]) {
            expect(Number.isInteger(found)).toBe(true);
            expect(found).toBeGreaterThanOrEqual(-8_388_608);
            expect(found).toBeLessThanOrEqual(8_388_607);
          }
        },
      ),
    );
  });
});
