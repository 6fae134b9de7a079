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
  /** Calls `run`, which plays an event, the delay after `timeNs`; now when the queue is full or the time is too far ahead. */
  hold(timeNs: number, run: () => void): void;
  /** Calls `run`, which is no event, the delay from now. */
  follow(run: () => void): void;
  /** Of events. */
  stats(): TimestampSchedulerStats;
  /** Drops what is held. */
  close(): void;
}

export function createPlayout(clock: Clock, timers: Timers, delayNs: number): Playout {
  const create = (): TimestampScheduler<() => void> =>
    createTimestampScheduler({ clock, timers, capacity: MOST_HELD }, (run) => run());
  const events = create();
  const others = create();
  return {
    delayNs,
    hold(timeNs, run) {
      const tooFar = timeNs - clock.nowNs() > MOST_AHEAD_NS;
      if (tooFar || !events.schedule(timeNs + delayNs, run)) run();
    },
    follow(run) {
      if (!others.schedule(clock.nowNs() + delayNs, run)) run();
    },
    stats: () => events.stats(),
    close() {
      events.close();
      others.close();
    },
  };
}
