import { createArrivalJitter, type ArrivalJitterStats } from './arrival-jitter.js';
import { PulseLine } from './pulse-line.js';
import { RateWatch, SHORTEST_PERIOD_NS } from './rate-watch.js';

/**
 * `idle`: nothing has come. `acquiring`: too little has come to rely on. `locked`: the period is known to 0.1 %.
 * `lost`: nothing has come for a while; the period is held.
 */
export type FollowerState = 'idle' | 'acquiring' | 'locked' | 'lost';

/** Counters of a tracker since it was made. */
export interface PulseCounts {
  /** Pulses that were taken for lost on the way, less those that came late after all. */
  readonly lost: number;
  /** Arrivals too far off to be believed. */
  readonly outliers: number;
  /** Times that the estimate was begun anew because the rate had changed. */
  readonly rateChanges: number;
}

/** Follows evenly spaced messages through jitter, single losses, outliers and changes of rate. Noting does not allocate. */
export interface PulseTracker extends PulseCounts {
  /**
   * A pulse has come. Returns how many periods after the one before it it stands: 1; more where pulses were lost on the way; 0 for
   * one too many (a late one that was taken for lost); less where earlier losses turn out to have been a slower rate.
   */
  note(arrivalNs: number): number;
  /** A pulse has come that is known to stand `steps` periods (1 or more) after the one before it. */
  noteNumbered(arrivalNs: number, steps: number): void;
  /** A pulse has come that begins something: where it does not fit the grid so far, the grid is moved to it. */
  noteFirst(arrivalNs: number): void;
  /** Estimated time of the last pulse; NaN before the first. */
  readonly atNs: number;
  /** Nanoseconds between pulses; NaN before two have come. */
  readonly periodNs: number;
  /** Arrival of the last pulse; NaN before the first. */
  readonly lastArrivalNs: number;
  stateAt(nowNs: number): FollowerState;
  jitter(): ArrivalJitterStats;
  /** Forgets all but the counters. */
  reset(): void;
}

/**
 * Pulses that each estimate remembers, the steadiest first; it remembers 8 beats of MIDI Clock. Where a quicker one differs from the
 * one before it by more than jitter explains, the rate is changing, and the slower one takes over what the quicker one says.
 */
const MEMORIES = [192, 48, 16, 6] as const;
const STEADIEST = 0;
/** The one that losses are judged by: neither lagging nor restless. */
const NIMBLE = 2;
const QUICKEST = MEMORIES.length - 1;
/** Deviation that is no chance, in multiples of the mean one, for an estimate that remembers one pulse. */
const NO_CHANCE = 8;
/** Deviations below this are never taken for anything, in nanoseconds: clocks and timers are no finer. */
const FLOOR_NS = 20_000;
/** How sure an earlier period is after a pause, in pulses. */
const WEIGHT_AFTER_PAUSE = 8;
/** The first deviations are of a line through next to nothing and say little of the jitter. */
const WEIGHT_TO_JUDGE = 8;
const SPREAD_TO_JUDGE = 8;
/** Up to this many periods off it is still the next one, so that a sudden change of rate is not taken for losses. */
const STEP_SLACK = 0.75;
const LOCK_WEIGHT = 12;
const LOCK_ERROR = 1e-3;
const UNLOCK_ERROR = 5e-3;

/** @param lostAfterNs silence that counts as lost, in nanoseconds */
export function createPulseTracker(lostAfterNs: number): PulseTracker {
  return new Tracker(lostAfterNs);
}

class Tracker implements PulseTracker {
  lost = 0;
  outliers = 0;
  rateChanges = 0;
  lastArrivalNs = NaN;
  readonly #lostAfterNs: number;
  readonly #lines = MEMORIES.map((memory) => new PulseLine(memory));
  readonly #steady = this.#lines[STEADIEST]!;
  readonly #rate = new RateWatch();
  readonly #jitter = createArrivalJitter();
  /** Mean distance of an arrival from where it was expected, and how many it is of, at most 64. */
  #spreadNs = 0;
  #spreadCount = 0;
  /** Side on which the last arrival was too far off to be believed; 0 where it was not. */
  #suspect = 0;
  #locked = false;
  /** Steps that the last pulse took, where it came after a pause; 1 otherwise. */
  #leapt = 1;

  constructor(lostAfterNs: number) {
    this.#lostAfterNs = lostAfterNs;
  }

  get atNs(): number {
    return this.#steady.atNs;
  }

  get periodNs(): number {
    return this.#steady.periodNs;
  }

  stateAt(nowNs: number): FollowerState {
    if (this.#steady.weight === 0) return 'idle';
    if (Math.abs(nowNs - this.lastArrivalNs) > this.#lostAfterNs) return 'lost';
    return this.#locked ? 'locked' : 'acquiring';
  }

  jitter(): ArrivalJitterStats {
    return this.#jitter.stats();
  }

  reset(): void {
    for (const line of this.#lines) line.clear();
    this.#jitter.reset();
    this.lastArrivalNs = NaN;
    this.#spreadNs = this.#spreadCount = this.#suspect = 0;
    this.#locked = false;
  }

  note(arrivalNs: number): number {
    return this.#note(arrivalNs, 0);
  }

  noteNumbered(arrivalNs: number, steps: number): void {
    this.#note(arrivalNs, steps);
  }

  noteFirst(arrivalNs: number): void {
    const { periodNs } = this;
    if (!(periodNs > 0)) {
      this.#restart(arrivalNs);
      return;
    }
    const periods = (arrivalNs - this.atNs) / periodNs;
    const offNs = Math.abs(periods - Math.round(periods)) * periodNs;
    if (this.#paused(arrivalNs)) this.#rephase(arrivalNs, WEIGHT_AFTER_PAUSE);
    else if (offNs > Math.max(4 * this.#spreadNs, FLOOR_NS)) this.#rephase(arrivalNs, Infinity);
    else this.#note(arrivalNs, Math.max(1, Math.round(periods)));
  }

  /** `known` is the number of steps that is known, 0 where it is to be found. */
  #note(arrival: number, known: number): number {
    if (this.#steady.weight === 0) {
      this.#restart(arrival);
      return 1;
    }
    if (this.#paused(2 * this.lastArrivalNs - arrival)) return this.#goBack(arrival, known);
    const arrivalNs = Math.max(arrival, this.lastArrivalNs);
    if (this.#paused(arrivalNs)) return this.#resume(arrivalNs, known);
    const steps = known === 0 ? this.#stepsTo(arrivalNs) : known;
    this.lost += steps - 1;
    this.lastArrivalNs = arrivalNs;
    this.#leapt = 1;
    this.#rate.note(arrivalNs, known === 0 ? 1 : known, known === 0 ? steps - 1 : 0);
    if (this.#rate.disagrees(this.periodNs, this.#spreadNs)) return steps - this.#takeNewRate();
    if (steps > 0) this.#advance(arrivalNs, steps);
    return steps;
  }

  #paused(arrivalNs: number): boolean {
    return arrivalNs - this.lastArrivalNs > this.#lostAfterNs;
  }

  /** After a pause the period is held, and the pulse is the one that stands nearest by it. */
  #resume(arrivalNs: number, known: number): number {
    if (!(this.periodNs > 0)) {
      this.#restart(arrivalNs);
      return 1;
    }
    const steps = known || Math.max(1, Math.round((arrivalNs - this.atNs) / this.periodNs));
    this.#rephase(arrivalNs, WEIGHT_AFTER_PAUSE);
    this.#leapt = steps;
    return steps;
  }

  /** The arrival before was one of the future, or the clock of arrivals has been set back: the steps that a leap there took are taken back. */
  #goBack(arrivalNs: number, known: number): number {
    const steps = known || 2 - this.#leapt;
    if (this.periodNs > 0) this.#rephase(arrivalNs, WEIGHT_AFTER_PAUSE);
    else this.#restart(arrivalNs);
    return steps;
  }

  #restart(arrivalNs: number): void {
    for (const line of this.#lines) line.restart(arrivalNs);
    this.#beginAgain(arrivalNs);
    this.#locked = false;
  }

  #rephase(arrivalNs: number, weight: number): void {
    for (const line of this.#lines) line.rephase(arrivalNs, weight);
    this.#beginAgain(arrivalNs);
    if (weight < LOCK_WEIGHT) this.#locked = false;
  }

  #beginAgain(arrivalNs: number): void {
    this.lastArrivalNs = arrivalNs;
    this.#suspect = 0;
    this.#leapt = 1;
    this.#rate.restart(arrivalNs);
  }

  /** The nearest one: that holds good for losses, and for pulses that were held up and then come all at once. */
  #stepsTo(arrivalNs: number): number {
    const { atNs, periodNs, weight } = this.#lines[NIMBLE]!;
    if (weight < 4) return 1;
    const periods = (arrivalNs - atNs) / periodNs;
    return Math.abs(periods - 1) < STEP_SLACK ? 1 : Math.max(0, Math.round(periods));
  }

  /** Returns the steps that had been taken for losses. */
  #takeNewRate(): number {
    const guessed = this.#rate.redraw(this.#steady);
    for (let i = 1; i < this.#lines.length; i++) this.#lines[i]!.copy(this.#steady);
    this.#suspect = 0;
    this.#locked = false;
    this.lost -= guessed;
    this.rateChanges++;
    return guessed;
  }

  #advance(arrivalNs: number, steps: number): void {
    const lines = this.#lines;
    const steady = this.#steady;
    let believedNs = arrivalNs;
    if (steady.weight >= WEIGHT_TO_JUDGE) {
      believedNs = this.#believed(arrivalNs, lines[QUICKEST]!.expectedNs(steps));
      this.#jitter.note(arrivalNs - steady.expectedNs(steps));
    }
    for (let i = 0; i < lines.length; i++) lines[i]!.advance(steps, believedNs);
    if (this.#judges()) this.#quicken();
    if (!(steady.periodNs >= SHORTEST_PERIOD_NS)) this.#restart(arrivalNs);
    else this.#judgeLock();
  }

  /** Lets slower estimates take over from quicker ones that differ from them by more than chance. */
  #quicken(): void {
    const lines = this.#lines;
    for (let i = QUICKEST; i > STEADIEST; i--) {
      const quicker = lines[i]!;
      const chanceNs = Math.max((NO_CHANCE * this.#spreadNs) / Math.sqrt(MEMORIES[i]!), FLOOR_NS);
      for (let j = i - 1; j >= STEADIEST; j--) {
        if (Math.abs(quicker.atNs - lines[j]!.atNs) <= chanceNs) continue;
        lines[j]!.copy(quicker);
        if (j === STEADIEST) this.rateChanges++;
      }
    }
  }

  #judges(): boolean {
    return this.#spreadCount >= SPREAD_TO_JUDGE;
  }

  /** The arrival, drawn nearer where it alone is far off; a second one on the same side is a change. */
  #believed(arrivalNs: number, expectedNs: number): number {
    const off = arrivalNs - expectedNs;
    const limit = this.#judges() ? Math.max(5 * this.#spreadNs, FLOOR_NS) : Infinity;
    this.#spreadCount = Math.min(this.#spreadCount + 1, 64);
    this.#spreadNs += (Math.min(Math.abs(off), limit) - this.#spreadNs) / this.#spreadCount;
    const before = this.#suspect;
    this.#suspect = Math.abs(off) > limit ? Math.sign(off) : 0;
    if (this.#suspect === 0 || this.#suspect === before) return arrivalNs;
    this.outliers++;
    return expectedNs + this.#suspect * limit;
  }

  /** By the standard error of the period that a fit over as many pulses has. */
  #judgeLock(): void {
    const { weight, periodNs } = this.#steady;
    const errorNs = 1.25 * this.#spreadNs * Math.sqrt(12 / weight ** 3);
    if (errorNs > UNLOCK_ERROR * periodNs) this.#locked = false;
    else if (weight >= LOCK_WEIGHT && errorNs < LOCK_ERROR * periodNs) this.#locked = true;
  }
}
