import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecentQuantile } from '../../src/session/recent-quantile.js';

describe('quantiles of the last ten seconds', () => {
  it('are those of the values, to 1 % and 10 µs above', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 9e9, noNaN: true }), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const recent = createRecentQuantile();
          for (const [i, value] of values.entries()) recent.note(value, 1e12 + i * 20e6);
          const sorted = values.map((value) => Math.max(0, value)).sort((a, b) => b - a);
          // Of none nothing is asked.
          const exact = sorted[Math.floor((1 - share) * sorted.length + 1e-9)] ?? 0;
          expect(recent.at(share)).toBeGreaterThanOrEqual(exact * (1 - 1e-6));
          expect(recent.at(share)).toBeLessThanOrEqual(Math.max(10e3, exact * 1.0101));
        },
      ),
    );
  });

  it('leave two out where few were counted, and none where all are to be in time', () => {
    const recent = createRecentQuantile();
    for (const value of [5e6, 1e6, 9e6, 7e6]) recent.note(value, 0);
    expect(recent.tolerant(0.99, 0)).toBeCloseTo(5e6, -5);
    expect(recent.tolerant(0.99, 300)).toBeCloseTo(1e6, -5);
    expect(recent.tolerant(1, 1000)).toBeCloseTo(9e6, -5);
  });

  it('know nothing before the first, and of what is no number', () => {
    const recent = createRecentQuantile();
    recent.note(NaN, 0);
    expect(recent.count).toBe(0);
    expect(recent.at(0.5)).toBeNaN();
    expect(recent.tolerant(0.5, 0)).toBeNaN();
  });

  it('forget what is older, piece by piece, and all after a pause', () => {
    const recent = createRecentQuantile();
    for (let i = 0; i < 1000; i++) recent.note(50e6, i * 10e6);
    for (let i = 1000; i < 2200; i++) recent.note(1e6, i * 10e6);
    expect(recent.at(1)).toBeLessThan(2e6);
    expect(recent.count).toBeGreaterThanOrEqual(1000);
    expect(recent.count).toBeLessThan(1200);
    recent.note(3e6, 100e9);
    expect(recent.count).toBe(1);
    // A clock that goes back does not lose what was counted.
    recent.note(4e6, 90e9);
    expect(recent.count).toBe(2);
  });
});
