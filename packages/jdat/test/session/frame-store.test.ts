import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameStore, Known } from '../../src/session/frame-store.js';

const one = (value: number): Float32Array => Float32Array.of(value);

it('keeps the best that is known of a frame, and the first of equals', () => {
  const store = createFrameStore(1, 8);
  expect(store.put(100, one(1), 0, Known.HALF)).toBe(true);
  expect(store.put(100, one(2), 0, Known.HALF)).toBe(false);
  expect(store.put(100, one(3), 0, Known.EXACT)).toBe(true);
  expect(store.put(100, one(4), 0, Known.EXACT)).toBe(false);
  expect(store.put(100, one(5), 0, Known.HALF)).toBe(false);
  expect(store.samples[store.offsetOf(100)]).toBe(3);
  expect(store.known(100)).toBe(Known.EXACT);
});

it('is a window that follows the newest, whatever the numbers, negative ones and those beyond 32 bits included', () => {
  const numbers = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constant(2 ** 40));
  const property = fc.property(fc.array(numbers, { minLength: 1, maxLength: 60 }), (puts) => {
    const store = createFrameStore(1, 16);
    const model = new Map<number, number>();
    let newest = -Infinity;
    const first = puts[0] - 8;
    for (const [i, number] of puts.entries()) {
      newest = Math.max(newest, number);
      const oldest = Math.max(first, newest - 15);
      for (const old of model.keys()) if (old < oldest) model.delete(old);
      const isNew = number >= oldest && !model.has(number);
      expect(store.put(number, one(i), 0, Known.EXACT)).toBe(isNew);
      if (isNew) model.set(number, i);
    }
    for (let number = newest - 30; number <= newest + 2; number++) {
      const value = model.get(number);
      expect(store.known(number)).toBe(value === undefined ? Known.NONE : Known.EXACT);
      if (value !== undefined) expect(store.samples[store.offsetOf(number)]).toBe(value);
    }
  });
  fc.assert(property);
});

it('tells where a run ends and where a gap does', () => {
  const store = createFrameStore(1, 64);
  for (const number of [10, 11, 12, 20]) store.put(number, one(number), 0, Known.EXACT);
  store.put(13, one(13), 0, Known.HALF);
  expect(store.runEnd(10, 40, Known.EXACT)).toBe(13);
  expect(store.runEnd(10, 40, Known.HALF)).toBe(14);
  expect(store.runEnd(10, 12, Known.EXACT)).toBe(12);
  expect(store.gapEnd(14, 40)).toBe(20);
  expect(store.gapEnd(14, 18)).toBe(18);
  expect(store.gapEnd(21, 40)).toBe(40);
  expect(store.gapEnd(-1e6, 40)).toBe(10);
});
