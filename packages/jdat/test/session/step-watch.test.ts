import { expect, it } from 'vitest';
import { createStepWatch } from '../../src/session/step-watch.js';

const MS = 1e6;

function noted(offs: readonly number[]): boolean[] {
  const watch = createStepWatch();
  return offs.map((offNs) => watch.note(offNs));
}

it('four that lie together away from the line are a step, once', () => {
  expect(noted([0, 10, 0.4 * MS, 0.41 * MS, 0.4 * MS, 0.42 * MS, 0, 5])).toEqual(
    [0, 0, 0, 0, 0, 1, 0, 0].map(Boolean),
  );
  expect(noted([-3 * MS, -3.01 * MS, -3.02 * MS, -3 * MS]).at(-1)).toBe(true);
});

it('those that scatter are none, nor are a few, nor what is near', () => {
  expect(noted([0.4, 0.9, 0.5, 1.4, 0.3, 2.2, 0.8].map((ms) => ms * MS))).not.toContain(true);
  expect(noted([0.4, 0.4, 0.4, 0, 0.4, 0.4, 0.4, 0].map((ms) => ms * MS))).not.toContain(true);
  expect(noted([0.1, 0.12, 0.11, 0.1, 0.1, 0.1].map((ms) => ms * MS))).not.toContain(true);
});

it('says nothing while there is no line', () => {
  expect(noted([NaN, NaN, NaN, NaN, NaN])).not.toContain(true);
});
