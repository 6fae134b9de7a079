import {
  createTimestampScheduler,
  type TimestampScheduler,
  type TimestampSchedulerStats,
} from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';

const MOST_HELD = 16_384;
/** What is dated further ahead is no plan but a mistake, and would only fill the queue. */
const MOST_AHEAD_NS = 10e9;

/**
 * Holds what comes in until so long after its time: the same delay for all (row T9). Everything that decides what sounds is held alike, state
 * and releases included, so that nothing is overtaken by what came after it.
 */
export interface Playout {
  readonly delayNs: number;
  /** Calls `run` the delay after `timeNs`; now when the queue is full or the time is too far ahead. */
  hold(timeNs: number, run: () => void): void;
  stats(): TimestampSchedulerStats;
  /** Drops what is held. */
  close(): void;
}

export function createPlayout(clock: Clock, timers: Timers, delayNs: number): Playout {
  const scheduler: TimestampScheduler<() => void> = createTimestampScheduler(
    { clock, timers, capacity: MOST_HELD },
    (run) => run(),
  );
  return {
    delayNs,
    hold(timeNs, run) {
      if (timeNs - clock.nowNs() > MOST_AHEAD_NS || !scheduler.schedule(timeNs + delayNs, run))
        run();
    },
    stats: () => scheduler.stats(),
    close: () => scheduler.close(),
  };
}
