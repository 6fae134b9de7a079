import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBoundedQueue } from '../src/bounded-queue.js';
import { refusal } from './support/refusal.js';

async function rest<T>(queue: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of queue) all.push(value);
  return all;
}

describe('a bounded queue', () => {
  test('drops the oldest and counts it', async () => {
    const queue = createBoundedQueue<number>({ capacity: 3 });
    expect([1, 2, 3, 4, 5].map((n) => queue.push(n))).toEqual([true, true, true, false, false]);
    expect({ waiting: queue.waiting, dropped: queue.dropped }).toEqual({ waiting: 3, dropped: 2 });
    queue.close();
    expect(await rest(queue)).toEqual([3, 4, 5]);
  });

  test('drops the newest where that is asked for', async () => {
    const queue = createBoundedQueue<number>({ capacity: 3, drop: 'newest' });
    expect([1, 2, 3, 4, 5].map((n) => queue.push(n))).toEqual([true, true, true, false, false]);
    queue.close();
    expect(queue.dropped).toBe(2);
    expect(await rest(queue)).toEqual([1, 2, 3]);
  });

  test('hands over at once to a reader that waits', async () => {
    const queue = createBoundedQueue<number>({ capacity: 1 });
    const reads = [queue.next(), queue.next()];
    queue.push(1);
    queue.push(2);
    expect(await Promise.all(reads)).toEqual([
      { value: 1, done: false },
      { value: 2, done: false },
    ]);
    expect(queue.dropped).toBe(0);
  });

  test('ends a reader that waits when it is closed, by a call or by a signal', async () => {
    const controller = new AbortController();
    let closed = 0;
    const queue = createBoundedQueue<number>({ signal: controller.signal }, () => closed++);
    const read = queue.next();
    controller.abort();
    expect(await read).toEqual({ value: undefined, done: true });
    expect(queue.push(1)).toBe(false);
    queue.close();
    expect({ closed, waiting: queue.waiting }).toEqual({ closed: 1, waiting: 0 });
  });

  test('holds on to no signal once it is closed', () => {
    const { signal } = new AbortController();
    const queue = createBoundedQueue<number>({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    queue.close();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('leaving the loop closes it and drops what waits', async () => {
    let closed = 0;
    const queue = createBoundedQueue<number>({}, () => closed++);
    for (let n = 0; n < 5; n++) queue.push(n);
    for await (const value of queue) if (value === 2) break;
    expect({ closed, waiting: queue.waiting }).toEqual({ closed: 1, waiting: 0 });
    expect(await rest(queue)).toEqual([]);
  });

  test('gives what a list gives, in whatever order it is filled and read', async () => {
    const steps = fc.array(fc.boolean(), { maxLength: 200 });
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('oldest' as const, 'newest' as const),
      steps,
      async (capacity, drop, pushes) => {
        const queue = createBoundedQueue<number>({ capacity, drop });
        const model: number[] = [];
        let dropped = 0;
        for (const [n, push] of pushes.entries()) {
          if (!push) {
            if (model.length > 0)
              expect(await queue.next()).toMatchObject({ value: model.shift() });
            continue;
          }
          queue.push(n);
          if (model.length < capacity) model.push(n);
          else {
            dropped++;
            if (drop === 'oldest') model.splice(0, model.length, ...model.slice(1), n);
          }
        }
        queue.close();
        expect({ all: await rest(queue), dropped: queue.dropped }).toEqual({ all: model, dropped });
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test.each([
    [{ capacity: 0 }, 'bad-option: capacity is 0: it may be an integer from 1 to 1048576'],
    [{ capacity: 1.5 }, 'bad-option: capacity is 1.5: it may be an integer from 1 to 1048576'],
    [{ drop: 'all' as 'oldest' }, "bad-option: drop is 'all': it may be oldest or newest"],
  ])('refuses %j', async (options, message) => {
    expect(await refusal(() => createBoundedQueue(options))).toBe(message);
  });
});
