import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '@jamnet/testkit';

const draw = (seed: number, count: number) => Array.from({ length: count }, createRandom(seed));

describe('createRandom', () => {
  test('gives the same numbers for the same seed, on every machine', () => {
    expect(draw(1, 4).map((value) => value * 2 ** 32)).toEqual([
      2209056202, 2157894224, 3277413120, 1191714770,
    ]);
  });

  test('stays from 0 to 1, without 1, for any seed', () => {
    const seeds = fc.maxSafeInteger();
    fc.assert(
      fc.property(seeds, (seed) => draw(seed, 50).every((value) => value >= 0 && value < 1)),
      { seed: 7 },
    );
  });

  test('spreads evenly', () => {
    const counts = new Float64Array(256);
    const random = createRandom(20);
    const draws = 1_024_000;
    for (let i = 0; i < draws; i += 1) counts[Math.floor(random() * 256)] += 1;
    const expected = draws / 256;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 255 degrees of freedom: the middle 99.9 % lies between these.
    expect(chiSquared).toBeGreaterThan(184);
    expect(chiSquared).toBeLessThan(335);
  });

  test('gives unrelated numbers for neighbouring seeds, large and small', () => {
    for (const base of [0, 1, 2 ** 31, 2 ** 40]) {
      const here = draw(base, 20_000);
      const beside = draw(base + 1, 20_000);
      let product = 0;
      for (let i = 0; i < here.length; i += 1) product += (here[i] - 0.5) * (beside[i] - 0.5);
      // The correlation of 20,000 independent pairs has a standard deviation of 0.007.
      expect(Math.abs((product / here.length) * 12)).toBeLessThan(0.03);
    }
  });

  test('tells apart seeds that differ beyond 32 bits', () => {
    expect(draw(5 + 2 ** 32, 2)).not.toEqual(draw(5, 2));
  });

  test('refuses a seed that is no whole number', () => {
    expect(() => createRandom(NaN)).toThrow(/seed is NaN/);
    expect(() => createRandom(0.5)).toThrow(/seed is 0.5/);
  });
});
