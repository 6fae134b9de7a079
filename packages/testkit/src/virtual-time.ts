import { setImmediate } from 'node:timers/promises';
import { JamError, createTimerHeap, type Clock, type TimerId, type Timers } from '@jamnet/wire';
import { checkNumber } from './check-option.js';

/** Later than any event, but for those at Infinity, which never come. */
const NO_END_NS = Number.MAX_VALUE;

export interface VirtualTimeOptions {
  /**
   * What the clock says at first, in nanoseconds.
   * @default 0
   */
  readonly startNs?: number;
}

/**
 * A clock that stands still until it is told to go, and the timers on it. What is due runs in the order of time, and
 * what is due at the same time in the order in which it was scheduled: the same program gives the same run, always.
 */
export interface VirtualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Runs everything that is due up to and including `untilNs` and leaves the clock there. Without `untilNs` it runs until
   * nothing is pending, which never comes where a timer always sets the next one. Gives how many events ran.
   * What an event throws comes out here; the rest stays pending.
   */
  run(untilNs?: number): number;
  /** {@link run} until `durationNs` from now. */
  runFor(durationNs: number): number;
  /** {@link run} that lets every promise settle after each event. A hundred times slower; for code that awaits. */
  runAsync(untilNs?: number): Promise<number>;
  /** How many timers and deferred calls have not run yet. */
  readonly pending: number;
}

/** Makes a virtual time line that starts at `startNs`. */
export function createVirtualTime(options: VirtualTimeOptions = {}): VirtualTime {
  return new SteppedTime(checkNumber('startNs', options.startNs ?? 0, 0, 2 ** 53));
}

class SteppedTime implements VirtualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly #heap = createTimerHeap();
  readonly #deferred: (() => void)[] = [];
  #deferredDone = 0;
  #nowNs: number;
  #running = false;

  constructor(startNs: number) {
    this.#nowNs = startNs;
    this.clock = { nowNs: () => this.#nowNs };
    this.timers = {
      schedule: (atNs, run) => this.#schedule(atNs, run),
      cancel: (id) => {
        this.#heap.cancel(id);
      },
      defer: (run) => {
        this.#deferred.push(run);
      },
    };
  }

  get pending(): number {
    return this.#heap.size + this.#deferred.length - this.#deferredDone;
  }

  // Properties, so that they can be taken out of the object.
  readonly run = (untilNs = NO_END_NS): number => {
    this.#begin(untilNs);
    let events = 0;
    try {
      this.#runDeferred();
      while (this.#heap.nextNs() <= untilNs) {
        this.#runFirst();
        events += 1;
      }
    } finally {
      this.#running = false;
    }
    if (untilNs !== NO_END_NS) this.#nowNs = untilNs;
    return events;
  };

  readonly runFor = (durationNs: number): number =>
    this.run(this.#nowNs + checkNumber('durationNs', durationNs, 0, 2 ** 53));

  readonly runAsync = async (untilNs = NO_END_NS): Promise<number> => {
    this.#begin(untilNs);
    let events = 0;
    try {
      await this.#settle();
      while (this.#heap.nextNs() <= untilNs) {
        this.#runFirst();
        events += 1;
        await this.#settle();
      }
    } finally {
      this.#running = false;
    }
    if (untilNs !== NO_END_NS) this.#nowNs = untilNs;
    return events;
  };

  #schedule(atNs: number, run: () => void): TimerId {
    if (Number.isNaN(atNs)) throw new JamError('bad-option', 'atNs is NaN; give nanoseconds');
    return this.#heap.push(atNs > this.#nowNs ? atNs : this.#nowNs, run);
  }

  #begin(untilNs: number): void {
    if (this.#running) {
      throw new JamError('bad-option', 'the virtual time is running already; wait for it to end');
    }
    if (!(untilNs >= this.#nowNs)) {
      throw new JamError(
        'bad-option',
        `untilNs is ${untilNs}, which is before the present ${this.#nowNs}; time does not go back`,
      );
    }
    this.#running = true;
  }

  #runFirst(): void {
    this.#nowNs = this.#heap.nextNs();
    this.#heap.pop()?.();
    if (this.#deferred.length > 0) this.#runDeferred();
  }

  #runDeferred(): void {
    const deferred = this.#deferred;
    while (this.#deferredDone < deferred.length) {
      const run = deferred[this.#deferredDone];
      this.#deferredDone += 1;
      run();
    }
    deferred.length = 0;
    this.#deferredDone = 0;
  }

  /** A turn of the real loop ends only when no promise callback is left, however long the chain was. */
  async #settle(): Promise<void> {
    do {
      this.#runDeferred();
      await setImmediate();
    } while (this.#deferred.length > 0);
  }
}
