import { createRandom } from '@jamnet/testkit';
import { expect, it } from 'vitest';
import { createRecentOffset } from '../../src/session/recent-offset.js';

const MS = 1e6;

it('is nowhere before the first reading, and again when cleared', () => {
  const offset = createRecentOffset();
  expect(offset.ns).toBeNaN();
  offset.note(NaN);
  expect(offset.ns).toBeNaN();
  offset.note(5);
  expect(offset.ns).toBe(5);
  offset.clear();
  expect(offset.ns).toBeNaN();
});

it.each([3 * MS, -3 * MS])('shows a step of even readings at once: %d ns', (step) => {
  const offset = createRecentOffset();
  for (let k = 0; k < 20; k++) offset.note((k % 2) * 0.04 * MS);
  offset.note(step);
  expect(offset.ns).toBe(step);
  offset.note(step + 0.03 * MS);
  expect(offset.ns).toBeCloseTo(step, -5);
});

it('takes back at once what one reading alone said', () => {
  const offset = createRecentOffset();
  for (let k = 0; k < 20; k++) offset.note(1000);
  offset.note(4 * MS);
  offset.note(1000);
  expect(offset.ns).toBe(1000);
});

it('of readings that are late at random is hardly late', () => {
  const random = createRandom(3);
  const offset = createRecentOffset();
  let worst = 0;
  let sum = 0;
  for (let k = 0; k < 2000; k++) {
    offset.note(-Math.log(1 - random()) * 0.3 * MS);
    if (k >= 4) worst = Math.max(worst, offset.ns);
    sum += offset.ns / 2000;
  }
  expect(sum).toBeLessThan(0.1 * MS);
  expect(worst).toBeLessThan(1 * MS);
});
