import { expect, it } from 'vitest';
import { createLatestOnly } from '../../src/window/latest-only.js';

/** Somebody slow: each value is shown when `finish` is called. */
function slowly() {
  const sent: number[] = [];
  const waiting: Array<{ resolve: () => void; reject: () => void }> = [];
  const latest = createLatestOnly<number>((value) => {
    sent.push(value);
    return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  });
  const settle = async (how: 'resolve' | 'reject') => {
    waiting.shift()?.[how]();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { latest, sent, settle };
}

it('sends at once to who is free', () => {
  const { latest, sent } = slowly();
  latest.offer(1);
  expect(sent).toEqual([1]);
});

it('holds one for who is busy, always the newest', async () => {
  const { latest, sent, settle } = slowly();
  for (let value = 1; value <= 1_000; value += 1) latest.offer(value);
  expect(sent).toEqual([1]);
  expect(latest.replaced).toBe(998);
  await settle('resolve');
  expect(sent).toEqual([1, 1_000]);
});

it('goes on after a value that could not be shown', async () => {
  const { latest, sent, settle } = slowly();
  latest.offer(1);
  latest.offer(2);
  await settle('reject');
  expect(sent).toEqual([1, 2]);
});

it('sends nothing once it is closed', async () => {
  const { latest, sent, settle } = slowly();
  latest.offer(1);
  latest.offer(2);
  latest.close();
  await settle('resolve');
  latest.offer(3);
  expect(sent).toEqual([1]);
});
