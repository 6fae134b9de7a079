import { type Clock, JamError, type TimerId, type Timers } from '@jamnet/wire';

/** What the scheduler did so far. */
export interface TimestampSchedulerStats {
  readonly released: number;
  /** Items that came after their time and were released at once. */
  readonly overdue: number;
  /** Items refused because the queue was full. */
  readonly refused: number;
  /** Lateness of releases, time to call: of the last, the worst and the mean, microseconds. */
  readonly lastLatenessUs: number;
  readonly worstLatenessUs: number;
  readonly meanLatenessUs: number;
}

export interface TimestampSchedulerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Items held at most. @default 4096 */
  readonly capacity?: number;
}

/**
 * Releases items at their time on the master timeline (row T9), in order of time and then of arrival, with the lateness measured. One timer is
 * armed for the earliest item: it waits without spinning, at the granularity of the timers it was given.
 */
export interface TimestampScheduler<T> {
  /** Holds `item` until `atNs`; false when the queue is full. */
  schedule(atNs: number, item: T): boolean;
  readonly held: number;
  stats(): TimestampSchedulerStats;
  /** Drops what is held. */
  close(): void;
}

interface Held<T> {
  readonly atNs: number;
  readonly order: number;
  readonly item: T;
}

export function createTimestampScheduler<T>(
  options: TimestampSchedulerOptions,
  release: (item: T, latenessNs: number) => void,
): TimestampScheduler<T> {
  const { clock, timers, capacity = 4096 } = options;
  if (!(capacity >= 1))
    throw new JamError('bad-option', `capacity is ${capacity}: it must be at least 1`);
  const queue: Held<T>[] = [];
  let order = 0;
  let timer: TimerId = 0;
  let armedNs = Infinity;
  let released = 0;
  let overdue = 0;
  let refused = 0;
  let last = 0;
  let worst = 0;
  let sum = 0;

  const arm = (): void => {
    const first = queue[0];
    if (first === undefined || first.atNs === armedNs) return;
    timers.cancel(timer);
    armedNs = first.atNs;
    timer = timers.schedule(first.atNs, fire);
  };
  const fire = (): void => {
    armedNs = Infinity;
    while (queue.length > 0 && queue[0].atNs <= clock.nowNs()) {
      const { atNs, item } = pop(queue);
      const latenessNs = clock.nowNs() - atNs;
      released++;
      last = latenessNs / 1000;
      worst = Math.max(worst, last);
      sum += last;
      release(item, latenessNs);
    }
    arm();
  };
  return {
    schedule(atNs, item) {
      if (queue.length >= capacity) {
        refused++;
        return false;
      }
      if (atNs < clock.nowNs()) overdue++;
      push(queue, { atNs, order: order++, item });
      arm();
      return true;
    },
    get held() {
      return queue.length;
    },
    stats: () => ({
      released,
      overdue,
      refused,
      lastLatenessUs: last,
      worstLatenessUs: worst,
      meanLatenessUs: released === 0 ? 0 : sum / released,
    }),
    close() {
      timers.cancel(timer);
      armedNs = Infinity;
      queue.length = 0;
    },
  };
}

function before<T>(a: Held<T>, b: Held<T>): boolean {
  return a.atNs < b.atNs || (a.atNs === b.atNs && a.order < b.order);
}

function push<T>(heap: Held<T>[], entry: Held<T>): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entry, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = entry;
}

function pop<T>(heap: Held<T>[]): Held<T> {
  const first = heap[0];
  const last = heap.pop() as Held<T>;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return first;
}
