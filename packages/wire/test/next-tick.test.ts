import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextTickNs } from '../src/index.js';

test('ticks lie after a time, within an interval, and those of a shorter interval meet those of a longer one', () => {
  const time = fc.integer({ min: 0, max: 2 ** 52 });
  fc.assert(
    fc.property(time, fc.constantFrom(50e6, 100e6, 250e6), (nowNs, intervalNs) => {
      const tickNs = nextTickNs(nowNs, intervalNs);
      expect(tickNs).toBeGreaterThan(nowNs);
      expect(tickNs - nowNs).toBeLessThanOrEqual(intervalNs);
      expect(tickNs % intervalNs).toBe(0);
      expect(nextTickNs(tickNs - 1, 50e6)).toBe(tickNs);
    }),
  );
});
