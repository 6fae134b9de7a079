import { type Clock, JamError, type TimerId, type Timers } from '@jamnet/wire';

/** What the scheduler did so far. */
export interface TimestampSchedulerStats {
  readonly released: number;
  /** Items that came after their time and were released at once. */
  readonly overdue: number;
  /** Items refused because the queue was full or closed. */
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
 * Releases items at their time on the master timeline (row T9), in order of time and then of arrival, with the lateness measured. It waits
 * without spinning, at the granularity of the timers it was given.
 */
export interface TimestampScheduler<T> {
  /** Holds `item` until `atNs`, or releases it as soon as the timers allow where that has passed; false when the queue is full or closed. */
  schedule(atNs: number, item: T): boolean;
  readonly held: number;
  stats(): TimestampSchedulerStats;
  /** Drops what is held and takes nothing more. */
  close(): void;
}

export function createTimestampScheduler<T>(
  options: TimestampSchedulerOptions,
  release: (item: T, latenessNs: number) => void,
): TimestampScheduler<T> {
  const { clock, timers, capacity = 4096 } = options;
  if (!(capacity >= 1)) {
    throw new JamError('bad-option', `capacity is ${capacity}: it must be at least 1`);
  }
  // The timers are a queue in order of time and then of arrival: no second one is needed.
  const held = new Set<TimerId>();
  let closed = false;
  let released = 0;
  let overdue = 0;
  let refused = 0;
  let lastLatenessUs = 0;
  let worstLatenessUs = 0;
  let sumUs = 0;

  return {
    schedule(atNs, item) {
      if (closed || held.size >= capacity) {
        refused++;
        return false;
      }
      if (atNs < clock.nowNs()) overdue++;
      const id = timers.schedule(atNs, () => {
        held.delete(id);
        const latenessNs = clock.nowNs() - atNs;
        released++;
        lastLatenessUs = latenessNs / 1000;
        worstLatenessUs = Math.max(worstLatenessUs, lastLatenessUs);
        sumUs += lastLatenessUs;
        release(item, latenessNs);
      });
      held.add(id);
      return true;
    },
    get held() {
      return held.size;
    },
    stats: () => ({
      released,
      overdue,
      refused,
      lastLatenessUs,
      worstLatenessUs,
      meanLatenessUs: released === 0 ? 0 : sumUs / released,
    }),
    close() {
      closed = true;
      for (const id of held) timers.cancel(id);
      held.clear();
    },
  };
}
