import { createRandom } from '@jamnet/testkit';
import { expect, it } from 'vitest';
import { createLineFit } from '../../src/session/line-fit.js';

it('finds the line under readings that are late at random', () => {
  const random = createRandom(1);
  const fit = createLineFit();
  const line = (atNs: number): number => 5e6 + (atNs - 1e12) * 80e-6;
  expect(fit.at(1e12)).toBeNaN();
  for (let i = 0; i < 60_000; i++) {
    const atNs = 1e12 + i * 1e6;
    fit.note(atNs, line(atNs) + random() * 1e6);
  }
  // A millisecond of jitter, a minute: some hundredths of a ppm, some microseconds.
  expect(fit.slope * 1e6).toBeCloseTo(80, 0);
  expect(Math.abs(fit.slope * 1e6 - 80)).toBeLessThan(0.1);
  expect(Math.abs(fit.at(1e12 + 60e9) - line(1e12 + 60e9))).toBeLessThan(10e3);
});

it('knows the least so far before it knows a line, and forgets', () => {
  const fit = createLineFit();
  fit.note(0, 7);
  fit.note(1, 3);
  fit.note(2, 9);
  expect(fit.at(2)).toBe(3);
  expect(fit.slope).toBe(0);
  fit.clear();
  expect(fit.at(2)).toBeNaN();
});
