import {
  createTimerHeap,
  JamError,
  type Clock,
  type RandomSource,
  type TimerId,
  type Timers,
} from '@jamnet/wire';
import { checkNumber } from './check-option.js';
import { forkRandom } from './random.js';

export interface SimulatedClockOptions {
  /** True time: a virtual time line, or any other clock with its timers. */
  readonly truth: { readonly clock: Clock; readonly timers: Timers };
  /** Draws the wander and the reading noise. */
  readonly random: RandomSource;
  /**
   * What the clock says when it is made, in nanoseconds.
   * @default 0
   */
  readonly startNs?: number;
  /**
   * How much faster than true time it runs, in parts per million, −1,000 to 1,000.
   * @default 0
   */
  readonly driftPpm?: number;
  /**
   * Random walk of the drift: its standard deviation after one second, in parts per billion. A crystal at rest in a room has some 1 to
   * 20; after n seconds it is √n times as much.
   * @default 0
   */
  readonly wanderPpbPerRootS?: number;
  /**
   * Each reading is late by up to this, evenly drawn, in nanoseconds. The clock still never goes back.
   * @default 0
   */
  readonly readNoiseNs?: number;
}

/**
 * A host's own clock, as wrong as it is asked to be, with the timers that run on it. What it really says is always known, so that the
 * error of whoever estimates it is exact.
 */
export interface SimulatedClock extends Clock {
  /** Timers on this clock's line: they fire when the clock says so. */
  readonly timers: Timers;
  /** What it says now, without reading noise. */
  readonly exactNs: number;
  /** Its frequency error now, parts per million. */
  readonly driftPpm: number;
  /** Sets the drift from now on; wander goes on from there. */
  setDriftPpm(ppm: number): void;
  /** Goes ahead by `ns` at once. Throws JamError `bad-option` for less than 0: a monotonic clock does not go back; `suspend` it. */
  step(ns: number): void;
  /** Stands still for `ns` of true time, timers included, as CLOCK_MONOTONIC does while a machine sleeps. */
  suspend(ns: number): void;
}

/** The drift is drawn anew this often: a walk in steps of a tenth of a second is smooth for anyone who asks ten times a second. */
const WANDER_STEP_NS = 100e6;

export function createSimulatedClock(options: SimulatedClockOptions): SimulatedClock {
  return new WrongClock(options);
}

class WrongClock implements SimulatedClock {
  readonly timers: Timers;
  readonly #truth: SimulatedClockOptions['truth'];
  readonly #wanderRandom: RandomSource;
  readonly #noiseRandom: RandomSource;
  readonly #wanderPpm: number;
  readonly #noiseNs: number;
  readonly #heap = createTimerHeap();
  /** Since `baseTrueNs`, when it said `baseNs`, it has run with one drift. */
  #baseTrueNs: number;
  #baseNs: number;
  #drift: number;
  #awakeTrueNs = -Infinity;
  #lastReadNs = -Infinity;
  #armed: TimerId = 0;

  constructor(options: SimulatedClockOptions) {
    const { truth, random } = options;
    this.#truth = truth;
    this.#wanderRandom = forkRandom(random);
    this.#noiseRandom = forkRandom(random);
    this.#baseNs = checkNumber('startNs', options.startNs ?? 0, 0, 2 ** 53);
    this.#drift = checkNumber('driftPpm', options.driftPpm ?? 0, -1000, 1000) / 1e6;
    const wander = checkNumber('wanderPpbPerRootS', options.wanderPpbPerRootS ?? 0, 0, 1e5);
    this.#wanderPpm = (wander / 1e3) * Math.sqrt(WANDER_STEP_NS / 1e9);
    this.#noiseNs = checkNumber('readNoiseNs', options.readNoiseNs ?? 0, 0, 1e9);
    this.#baseTrueNs = truth.clock.nowNs();
    this.timers = {
      schedule: (atNs, run) => this.#schedule(atNs, run),
      cancel: (id) => {
        this.#heap.cancel(id);
      },
      defer: (run) => {
        truth.timers.defer(run);
      },
    };
  }

  nowNs(): number {
    const noise = this.#noiseNs > 0 ? this.#noiseRandom() * this.#noiseNs : 0;
    const read = Math.floor(this.exactNs - noise);
    if (read > this.#lastReadNs) this.#lastReadNs = read;
    return this.#lastReadNs;
  }

  get exactNs(): number {
    const trueNs = this.#truth.clock.nowNs();
    this.#advance(trueNs);
    return this.#at(trueNs);
  }

  get driftPpm(): number {
    this.#advance(this.#truth.clock.nowNs());
    return this.#drift * 1e6;
  }

  setDriftPpm(ppm: number): void {
    checkNumber('ppm', ppm, -1000, 1000);
    this.#rebase();
    this.#drift = ppm / 1e6;
    this.#arm();
  }

  step(ns: number): void {
    if (!(ns >= 0)) {
      throw new JamError(
        'bad-option',
        `ns is ${ns}: a clock steps forward only; suspend it instead`,
      );
    }
    this.#rebase();
    this.#baseNs += ns;
    this.#arm();
  }

  suspend(ns: number): void {
    checkNumber('ns', ns, 0, 2 ** 53);
    this.#rebase();
    this.#baseTrueNs = Math.max(this.#truth.clock.nowNs(), this.#awakeTrueNs) + ns;
    this.#awakeTrueNs = this.#baseTrueNs;
    this.#arm();
  }

  #at(trueNs: number): number {
    const elapsed = Math.max(0, trueNs - this.#baseTrueNs);
    return this.#baseNs + elapsed + elapsed * this.#drift;
  }

  #rebase(): void {
    const trueNs = this.#truth.clock.nowNs();
    this.#advance(trueNs);
    this.#baseNs = this.#at(trueNs);
    this.#baseTrueNs = Math.max(trueNs, this.#awakeTrueNs);
  }

  /** Walks the drift on to the present. */
  #advance(trueNs: number): void {
    if (this.#wanderPpm === 0) return;
    while (trueNs - this.#baseTrueNs >= WANDER_STEP_NS) {
      this.#baseNs = this.#at(this.#baseTrueNs + WANDER_STEP_NS);
      this.#baseTrueNs += WANDER_STEP_NS;
      this.#drift += (this.#gaussian() * this.#wanderPpm) / 1e6;
    }
  }

  /** Box-Muller. */
  #gaussian(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#wanderRandom()));
    return radius * Math.cos(2 * Math.PI * this.#wanderRandom());
  }

  #schedule(atNs: number, run: () => void): TimerId {
    if (Number.isNaN(atNs)) throw new JamError('bad-option', 'atNs is NaN; give nanoseconds');
    const id = this.#heap.push(atNs, run);
    this.#arm();
    return id;
  }

  #arm(): void {
    const { clock, timers } = this.#truth;
    timers.cancel(this.#armed);
    this.#armed = 0;
    const nextNs = this.#heap.nextNs();
    if (nextNs === Infinity) return;
    const trueNs = clock.nowNs();
    this.#advance(trueNs);
    const asleepNs = Math.max(0, this.#baseTrueNs - trueNs);
    const aheadNs = Math.max(0, nextNs - this.#at(trueNs)) / (1 + this.#drift);
    // Rounding must not wake it a hair too early again and again.
    const wakeNs = Math.ceil(trueNs + asleepNs + aheadNs) + 1;
    // Where the drift changes meanwhile, it is reckoned again then.
    // A nanosecond later, lest rounding has it come before the step and reckon the same again, for ever.
    const certainNs = this.#wanderPpm > 0 ? this.#baseTrueNs + WANDER_STEP_NS + 1 : Infinity;
    this.#armed = timers.schedule(Math.min(wakeNs, certainNs), this.#wake);
  }

  readonly #wake = (): void => {
    this.#armed = 0;
    try {
      // One timer an event, as on true time: what it defers runs before the next.
      if (this.#heap.nextNs() <= this.exactNs) this.#heap.pop()?.();
    } finally {
      this.#arm();
    }
  };
}
