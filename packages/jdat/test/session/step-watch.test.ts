import { createRandom } from '@jamnet/testkit';
import { expect, it } from 'vitest';
import { createStepWatch } from '../../src/session/step-watch.js';

const MS = 1e6;
const QUIET = Array.from({ length: 16 }, (_, i) => (i % 3) * 0.01);

/** Readings a millisecond apart, of milliseconds. */
function stepsOf(readingsMs: readonly number[], gapMs = 1): number[] {
  const watch = createStepWatch();
  return readingsMs.map((ms, i) => watch.note(1e15 + ms * MS, i * gapMs * MS) / MS);
}
const some = (steps: readonly number[]): number[] => steps.filter((ms) => ms !== 0);

it('four that lie together away from those before are a step, and what follows is not', () => {
  const steps = stepsOf([...QUIET, 0.41, 0.42, 0.41, 0.43, 0.43, 0.44]).slice(16);
  expect(steps.map((ms) => Number(ms.toFixed(2)))).toEqual([0, 0, 0, 0.41, 0, 0]);
  expect(stepsOf([...QUIET, -3, -3.01, -3.02, -3]).at(-1)).toBeCloseTo(-3, 1);
});

it('a few are none, nor what is near, nor several of one time', () => {
  expect(some(stepsOf([...QUIET, 0.4, 0.4, 0.4, 0, 0.4, 0.4, 0.4, 0]))).toEqual([]);
  expect(some(stepsOf([...QUIET, 0.1, 0.12, 0.11, 0.1, 0.1]))).toEqual([]);
  expect(some(stepsOf([...QUIET, 2, 2, 2, 2, 2, 2], 0.1))).toEqual([]);
});

it.each([0.3, 0.5, 1, 2, 5])(
  'times that are late at random by up to %d ms have no steps',
  (mostMs) => {
    const random = createRandom(7);
    const even = Array.from({ length: 20_000 }, () => random() * mostMs);
    expect(some(stepsOf(even))).toEqual([]);
    const mostlyEarly = Array.from({ length: 20_000 }, () => -Math.log(1 - random()) * mostMs);
    expect(some(stepsOf(mostlyEarly))).toEqual([]);
  },
);

it('a drift is no step, however far it goes, nor what has moved in a pause, nor what is no number', () => {
  expect(some(stepsOf(Array.from({ length: 10_000 }, (_, i) => i * 300e-6)))).toEqual([]);
  expect(some(stepsOf([...QUIET, 5, 5, 5, 5, 5], 600))).toEqual([]);
  expect(some(stepsOf([...QUIET, NaN, NaN, NaN, NaN, NaN, 0]))).toEqual([]);
});
