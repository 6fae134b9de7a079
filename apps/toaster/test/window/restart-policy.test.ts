import { expect, it } from 'vitest';
import { createRestartPolicy } from '../../src/window/restart-policy.js';

const AT_ONCE = 10;
const A_WHOLE_SONG = 200_000;

it('waits twice as long each time, up to a limit, and gives up in the end', () => {
  const policy = createRestartPolicy();
  const waits = Array.from({ length: 9 }, () => policy.ended(AT_ONCE));
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, null]);
});

it('begins anew after a life that was long', () => {
  const policy = createRestartPolicy();
  for (let times = 0; times < 5; times += 1) policy.ended(AT_ONCE);
  expect(policy.ended(A_WHOLE_SONG)).toBe(250);
});

it('begins anew when somebody wants it', () => {
  const policy = createRestartPolicy();
  for (let times = 0; times < 9; times += 1) policy.ended(AT_ONCE);
  policy.forgive();
  expect(policy.ended(AT_ONCE)).toBe(250);
});
