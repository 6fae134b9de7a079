import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimerHeap } from '../src/index.js';

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ push: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ cancel: fc.nat(1000) }) },
  { weight: 2, arbitrary: fc.constant({ pop: true as const }) },
);

describe('the timer heap', () => {
  it('gives timers in order of time, then of insertion, without the cancelled ones', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const heap = createTimerHeap();
        const handedOut: number[] = [];
        let waiting: { id: number; at: number; order: number }[] = [];
        let popped = -1;
        let order = 0;
        for (const action of steps) {
          if ('push' in action) {
            const mine = order++;
            const id = heap.push(action.push, () => (popped = mine));
            expect(id).toBeGreaterThan(0);
            expect(handedOut).not.toContain(id);
            handedOut.push(id);
            waiting.push({ id, at: action.push, order: mine });
            waiting.sort((a, b) => a.at - b.at || a.order - b.order);
          } else if ('cancel' in action) {
            const id = handedOut[action.cancel % (handedOut.length || 1)] ?? 0;
            expect(heap.cancel(id)).toBe(waiting.some((timer) => timer.id === id));
            waiting = waiting.filter((timer) => timer.id !== id);
          } else {
            expect(heap.nextNs()).toBe(waiting[0]?.at ?? Infinity);
            const run = heap.pop();
            run?.();
            const expected = waiting.shift();
            expect(run === undefined).toBe(expected === undefined);
            if (expected) expect(popped).toBe(expected.order);
          }
          expect(heap.size).toBe(waiting.length);
          expect(heap.entries).toBeLessThanOrEqual(2 * heap.size + 64);
        }
      }),
    );
  });

  it('keeps a bounded number of cancelled entries, however they came about', () => {
    const heap = createTimerHeap();
    const late = Array.from({ length: 1000 }, () => heap.push(2000, () => {}));
    for (let i = 0; i < 1000; i++) heap.push(i, () => {});
    for (const id of late) heap.cancel(id);
    while (heap.pop()) expect(heap.entries).toBeLessThanOrEqual(2 * heap.size + 64);
    for (let i = 0; i < 10_000; i++) heap.cancel(heap.push(i, () => {}));
    expect(heap.entries).toBeLessThanOrEqual(64);
  });

  it('ignores ids that it never gave and ids of timers that have gone', () => {
    const heap = createTimerHeap();
    const id = heap.push(1, () => {});
    for (const other of [0, -1, 1, NaN, Infinity, id + 1, 0.5]) {
      expect(heap.cancel(other)).toBe(false);
    }
    expect(heap.pop()).toBeDefined();
    const next = heap.push(1, () => {});
    expect(heap.cancel(id)).toBe(false);
    expect(heap.size).toBe(1);
    expect(heap.cancel(next)).toBe(true);
    expect(heap.cancel(next)).toBe(false);
  });
});
