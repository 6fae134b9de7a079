import { expect, it } from 'vitest';
import { createStepWatch } from '../../src/session/step-watch.js';

const MS = 1e6;

/** Readings a millisecond apart, of milliseconds. */
function stepsOf(readingsMs: readonly number[], gapMs = 1): number[] {
  const watch = createStepWatch();
  return readingsMs.map((ms, i) => watch.note(1e15 + ms * MS, i * gapMs * MS) / MS);
}

it('four that lie together away from those before are a step, and what follows is not', () => {
  const steps = stepsOf([0, 0.01, 0.41, 0.42, 0.41, 0.43, 0.43, 0.44]);
  expect(steps.map((ms) => Number(ms.toFixed(2)))).toEqual([0, 0, 0, 0, 0, 0.42, 0, 0]);
  expect(stepsOf([0, -3, -3.01, -3.02, -3]).at(-1)).toBeCloseTo(-3, 1);
});

it('those that scatter are none, nor are a few, nor what is near', () => {
  expect(new Set(stepsOf([0, 0.4, 0.9, 0.5, 1.4, 0.3, 2.2, 0.8]))).toEqual(new Set([0]));
  expect(new Set(stepsOf([0, 0.4, 0.4, 0.4, 0, 0.4, 0.4, 0.4, 0]))).toEqual(new Set([0]));
  expect(new Set(stepsOf([0, 0.1, 0.12, 0.11, 0.1, 0.1]))).toEqual(new Set([0]));
});

it('a drift is no step, however far it goes, nor what has moved in a pause', () => {
  const drifting = Array.from({ length: 10_000 }, (_, i) => i * 300e-6);
  expect(new Set(stepsOf(drifting))).toEqual(new Set([0]));
  expect(new Set(stepsOf([0, 0, 5, 5, 5, 5, 5], 600))).toEqual(new Set([0]));
});
