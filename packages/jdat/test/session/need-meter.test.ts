import { expect, it } from 'vitest';
import { createNeedMeter } from '../../src/session/need-meter.js';

/** A frame a millisecond; reads of 10 frames each 10 ms, 30 ms after the frames they take. */
const RATE = 1000;
const N = 10;
const DELAY_NS = 30e6;
const readNs = (read: number): number => (read * N + N) * 1e6 + DELAY_NS;

/** Message `k` holds what read `k` takes, and comes `earlyMs` before it. */
function play(reads: number, earlyMs: (k: number) => number) {
  const meter = createNeedMeter(RATE);
  const lateNs: number[] = [];
  const events = Array.from({ length: reads }, (_, k) => k).flatMap((k) => [
    { atNs: readNs(k) - earlyMs(k) * 1e6, k, isRead: false },
    { atNs: readNs(k), k, isRead: true },
  ]);
  events.sort((a, b) => a.atNs - b.atNs || Number(a.isRead) - Number(b.isRead));
  let next = 0;
  for (const { atNs, k, isRead } of events) {
    if (isRead) {
      meter.read(k * N, (k + 1) * N, atNs, DELAY_NS);
      next = (k + 1) * N;
    } else lateNs.push(meter.arrived(k * N, atNs, next, true));
  }
  return { meter, lateNs };
}

/** A delay is told to 1 % above. */
function expectDelay(ns: number, ms: number): void {
  expect(ns).toBeGreaterThanOrEqual(ms * 1e6 - 1);
  expect(ns).toBeLessThan(ms * 1.0101e6);
}

it('knows nothing before the first', () => {
  const meter = createNeedMeter(RATE);
  expect(meter.actual(0.99, 0)).toBeNaN();
  expect(meter.count).toBe(0);
  expect(meter.arrived(0, 0, -Infinity, true)).toBe(0);
});

it('tells the delay that would have been enough for each, and late ones by how much', () => {
  const { meter, lateNs } = play(100, (k) => (k % 10 === 9 ? -4 : 12));
  expect(meter.count).toBe(100);
  // Nine in ten came 12 ms before their read, one 4 ms after it.
  expectDelay(meter.actual(0.9, 0), 18);
  expectDelay(meter.actual(1, 0), 34);
  expect(lateNs.filter((late) => late > 0)).toEqual(Array.from({ length: 10 }, () => 4e6));
});

it('tells what would be enough however reads lie, a read longer but a frame', () => {
  const { meter } = play(100, () => 12);
  expectDelay(meter.actual(0.99, 0), 18);
  expectDelay(meter.worst(0.99), 18 + N - 1);
});

it('does not count what says nothing of others, and tells how late it is', () => {
  const { meter } = play(50, () => 12);
  const { count } = meter;
  expect(meter.arrived(40 * N, readNs(90), 60 * N, false)).toBeGreaterThan(0);
  expect(meter.arrived(99 * N, readNs(90), 60 * N, false)).toBe(0);
  expect(meter.count).toBe(count);
});

it('lets two be late even of few, unless none may be', () => {
  const { meter } = play(50, (k) => (k === 10 || k === 30 ? -4 : 12));
  expectDelay(meter.actual(0.99, 0), 18);
  expectDelay(meter.actual(1, 0), 34);
});

it('forgets what came more than ten seconds ago', () => {
  const { meter } = play(3000, (k) => (k < 1500 ? -20 : 12));
  expect(meter.count).toBeGreaterThanOrEqual(1000);
  expect(meter.count).toBeLessThan(1150);
  expectDelay(meter.actual(1, 0), 18);
  meter.clear();
  expect(meter.actual(1, 0)).toBeNaN();
});
