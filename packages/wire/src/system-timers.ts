import { JamError } from './errors.js';
import type { Clock, TimerId, Timers } from './ports.js';
import { createTimerHeap } from './timer-heap.js';

export interface SystemTimersOptions {
  /**
   * Whether a waiting timer keeps the process running. Without any the process may end either way.
   * @default true
   */
  readonly keepAlive?: boolean;
}

const NS_PER_MS = 1e6;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Timers on a real clock. One `setTimeout` at a time is armed, for the earliest of them, so nothing spins while it waits; the
 * granularity is the event loop's, about a millisecond late and never early. What is already due when it is scheduled
 * runs in the same turn of the loop, after its input.
 *
 * All that are due at one waking run in order of time, then of scheduling; what they schedule themselves waits for the
 * next. An exception of a callback is the process's (`uncaughtException`); the timers behind it run all the same.
 *
 * `schedule` throws a JamError when the time is not a number.
 */
export function createSystemTimers(clock: Clock, options: SystemTimersOptions = {}): Timers {
  return new SystemTimers(clock, options.keepAlive ?? true);
}

class SystemTimers implements Timers {
  readonly #clock: Clock;
  readonly #keepAlive: boolean;
  readonly #heap = createTimerHeap();
  #timeout: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  /** The time that the timeout is armed for; Infinity when none is. */
  #armedForNs = Infinity;
  /** While callbacks run, the time up to which they are due; otherwise -Infinity. */
  #dueNs = -Infinity;

  constructor(clock: Clock, keepAlive: boolean) {
    this.#clock = clock;
    this.#keepAlive = keepAlive;
  }

  schedule(atNs: number, run: () => void): TimerId {
    if (Number.isNaN(atNs)) {
      throw new JamError('bad-option', 'schedule: the time is NaN; pass nanoseconds of the clock');
    }
    // A callback that schedules for the past must not be found due in the waking that it runs in, or it could go on for ever.
    const id = this.#heap.push(Math.max(atNs, this.#dueNs + 1), run);
    if (this.#dueNs === -Infinity && atNs < this.#armedForNs) this.#arm();
    return id;
  }

  cancel(id: TimerId): void {
    // The timeout of a cancelled timer stays armed and finds nothing to do, unless nothing at all is left: then it must
    // not keep the process running.
    if (this.#heap.cancel(id) && this.#heap.size === 0) this.#disarm();
  }

  defer(run: () => void): void {
    queueMicrotask(run);
  }

  readonly #wake = (): void => {
    this.#disarm();
    this.#dueNs = this.#clock.nowNs();
    try {
      while (this.#heap.nextNs() <= this.#dueNs) this.#heap.pop()!();
    } finally {
      this.#dueNs = -Infinity;
      this.#arm();
    }
  };

  #arm(): void {
    this.#disarm();
    const atNs = this.#heap.nextNs();
    if (atNs === Infinity) return;
    this.#armedForNs = atNs;
    const waitNs = atNs - this.#clock.nowNs();
    if (waitNs <= 0) {
      this.#immediate = setImmediate(this.#wake);
      if (!this.#keepAlive) this.#immediate.unref();
    } else {
      const waitMs = Math.min(Math.ceil(waitNs / NS_PER_MS), LONGEST_TIMEOUT_MS);
      this.#timeout = setTimeout(this.#wake, waitMs);
      if (!this.#keepAlive) this.#timeout.unref();
    }
  }

  #disarm(): void {
    clearTimeout(this.#timeout);
    clearImmediate(this.#immediate);
    this.#timeout = undefined;
    this.#immediate = undefined;
    this.#armedForNs = Infinity;
  }
}
