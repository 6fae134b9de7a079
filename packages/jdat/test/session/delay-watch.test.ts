import { expect, it } from 'vitest';
import { createDelayWatch, type DelayWatch } from '../../src/session/delay-watch.js';

const MS = 1e6;
const SPAN = (64 / 48) * MS;

/** When, in ms after `from`, a read first says something, and what; null if none of two hundred does. */
function first(
  watch: DelayWatch,
  from: number,
  delayMs: (k: number) => number,
  knownMs = (k: number) => from + (k * SPAN) / MS,
): { readonly afterMs: number; readonly ms: number } | null {
  for (let k = 0; k < 200; k++) {
    const wrong = watch.stepped(delayMs(k) * MS, from * MS + k * SPAN, SPAN, knownMs(k) * MS);
    if (wrong !== 0) return { afterMs: (k * SPAN) / MS, ms: wrong / MS };
  }
  return null;
}

it.each([2, -2])('tells of a step by %d ms after three reads more', (step) => {
  const watch = createDelayWatch();
  expect(first(watch, 0, () => 5)).toBeNull();
  const told = first(watch, 300, () => 5 + step)!;
  expect(told.ms).toBeCloseTo(step, 5);
  expect(told.afterMs).toBeCloseTo((3 * SPAN) / MS, 5);
});

it('tells a reader who lags when it is known that the sender’s device was not late as well', () => {
  const watch = createDelayWatch();
  first(watch, 0, () => 5);
  const told = first(
    watch,
    300,
    () => 7,
    (k) => 290 + (k * SPAN) / MS,
  )!;
  expect(Math.abs(told.afterMs - 10)).toBeLessThan(1);
  // One who is ahead need not wait for that.
  watch.moved(7 * MS);
  const ahead = first(
    watch,
    600,
    () => 5,
    () => 590,
  )!;
  expect(ahead.afterMs).toBeCloseTo((3 * SPAN) / MS, 5);
});

it('among uneven times waits longer: 20 ms for one who lags', () => {
  const watch = createDelayWatch();
  watch.moved(5 * MS);
  const unknown = () => NaN;
  expect(first(watch, 0, () => 3, unknown)!.afterMs).toBeCloseTo(8, 0);
  watch.moved(5 * MS);
  expect(Math.abs(first(watch, 300, () => 7, unknown)!.afterMs - 20)).toBeLessThan(2);
});

it('says nothing of what both devices lost, of a drift, and of reads that are late at random', () => {
  const watch = createDelayWatch();
  expect(first(watch, 0, () => 5)).toBeNull();
  // The sender’s messages say it some reads later.
  expect(first(watch, 300, (k) => (k < 3 ? 8 : 5))).toBeNull();
  expect(first(watch, 600, (k) => 5 + k * SPAN * 400e-12)).toBeNull();
  expect(first(watch, 900, (k) => 5 + ((k * 7) % 5) * 0.3)).toBeNull();
});

it('knows where it is after a move', () => {
  const watch = createDelayWatch();
  watch.moved(5 * MS);
  expect(first(watch, 0, () => 7)!.ms).toBeCloseTo(2, 5);
  watch.moved(NaN);
  expect(first(watch, 300, () => 7)).toBeNull();
});

it('what is far off and stays is told by the least of it, however often it was not for a moment', () => {
  const watch = createDelayWatch();
  const told: number[] = [];
  for (let k = 0; k < 400 && told.length === 0; k++) {
    // Each twentieth read both devices have just been late.
    const off = k % 20 === 0 ? 1 : -4 - (k % 3);
    const wrong = watch.stays(off * MS, k * SPAN, 1.5 * MS);
    if (wrong !== 0) told.push(wrong / MS);
  }
  expect(told).toEqual([-4]);
});

it('one that is as often not far off is let be', () => {
  const watch = createDelayWatch();
  for (let k = 0; k < 1000; k++) expect(watch.stays((k % 2) * 4 * MS, k * SPAN, 1.5 * MS)).toBe(0);
});
