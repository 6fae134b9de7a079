/**
 * What became of a reading: the first; it narrowed the bounds; it lay beside them by less than a step, so they begin anew with it;
 * it lay far off and waits for a second one that agrees; a second one agreed; older than one before it.
 */
export type Taken = 'first' | 'narrowed' | 'restarted' | 'doubted' | 'stepped' | 'stale';

export interface OffsetBoundsOptions {
  /** The rates of the two clocks differ by no more than this. */
  readonly maxDriftPpm: number;
  /** Their difference changes no faster than this. */
  readonly wanderPpmPerS: number;
  /** Readings of this long say how fast the clocks drift. */
  readonly windowMs: number;
  /** A reading that lies farther than this from where it may lie is a step, once a second one agrees with it. */
  readonly stepUs: number;
}

/**
 * Where the offset of one clock from another must lie. A reading is an interval, not a point: the offset was within
 * its deviation. Between readings the interval grows by what the drift may be, and the next reading is intersected with it;
 * the drift is bounded in turn by every pair of kept readings. All that follows is certain as long as deviations and the two
 * limits of the options are true, and no reading is worth less for being followed by a bad one.
 */
export interface OffsetBounds {
  take(atNs: number, offsetNs: number, deviationNs: number): Taken;
  /** Least and greatest offset at a time; NaN before the first reading. */
  lowAt(atNs: number): number;
  highAt(atNs: number): number;
  /** Middle of what the drift may be: nanoseconds per nanosecond. */
  readonly rate: number;
  /** Half of what lies between the least and the greatest drift. */
  readonly rateUncertainty: number;
  /** Time of the newest reading that was taken. */
  readonly lastNs: number;
  /** Whether a reading that lies far off waits for a second. */
  readonly doubting: boolean;
  /** Far-off readings that no second one agreed with. */
  readonly outliers: number;
}

const SLOTS = 64;

export function createOffsetBounds(options: OffsetBoundsOptions): OffsetBounds {
  return new IntersectedBounds(options);
}

class IntersectedBounds implements OffsetBounds {
  lastNs = NaN;
  outliers = 0;
  doubting = false;
  readonly #maxRate: number;
  /** Change of the rate per nanosecond. */
  readonly #wander: number;
  readonly #slotNs: number;
  readonly #stepNs: number;
  #low = NaN;
  #high = NaN;
  #rateLow = 0;
  #rateHigh = 0;
  // The kept readings, a ring: the best one of each slot of time.
  readonly #at = new Float64Array(SLOTS);
  readonly #offset = new Float64Array(SLOTS);
  readonly #deviation = new Float64Array(SLOTS);
  #kept = 0;
  #newest = SLOTS - 1;
  #doubtAt = 0;
  #doubtOffset = 0;
  #doubtDeviation = 0;

  constructor({ maxDriftPpm, wanderPpmPerS, windowMs, stepUs }: OffsetBoundsOptions) {
    this.#maxRate = maxDriftPpm * 1e-6;
    this.#wander = wanderPpmPerS * 1e-15;
    this.#slotNs = (windowMs * 1e6) / SLOTS;
    this.#stepNs = stepUs * 1e3;
  }

  get rate(): number {
    return (this.#rateLow + this.#rateHigh) / 2;
  }

  get rateUncertainty(): number {
    return (this.#rateHigh - this.#rateLow) / 2;
  }

  lowAt(atNs: number): number {
    const low = this.#boundLow(atNs);
    if (!this.doubting) return low;
    const reach = this.#doubtDeviation + this.#maxRate * Math.abs(atNs - this.#doubtAt);
    return Math.min(low, this.#doubtOffset - reach);
  }

  highAt(atNs: number): number {
    const high = this.#boundHigh(atNs);
    if (!this.doubting) return high;
    const reach = this.#doubtDeviation + this.#maxRate * Math.abs(atNs - this.#doubtAt);
    return Math.max(high, this.#doubtOffset + reach);
  }

  take(atNs: number, offsetNs: number, deviationNs: number): Taken {
    if (Number.isNaN(this.lastNs)) {
      this.#restart(atNs, offsetNs, deviationNs);
      return 'first';
    }
    if (!(atNs > this.lastNs)) return 'stale';
    const low = this.#boundLow(atNs);
    const high = this.#boundHigh(atNs);
    const gap = Math.max(offsetNs - deviationNs - high, low - offsetNs - deviationNs);
    if (gap > this.#stepNs) return this.#doubt(atNs, offsetNs, deviationNs);
    if (this.doubting) this.outliers++;
    this.doubting = false;
    if (gap > 0) {
      this.#restart(atNs, offsetNs, deviationNs);
      return 'restarted';
    }
    const passed = (atNs - this.lastNs) * this.#wander;
    this.#low = Math.max(low, offsetNs - deviationNs);
    this.#high = Math.min(high, offsetNs + deviationNs);
    this.lastNs = atNs;
    this.#rateLow = Math.max(this.#rateLow - passed, -this.#maxRate);
    this.#rateHigh = Math.min(this.#rateHigh + passed, this.#maxRate);
    const agrees = this.#narrowRate();
    if (!agrees) this.#forgetRate();
    this.#keep(atNs, offsetNs, deviationNs);
    return agrees ? 'narrowed' : 'restarted';
  }

  #boundLow(atNs: number): number {
    const passed = atNs - this.lastNs;
    const rate = passed >= 0 ? this.#rateLow : this.#rateHigh;
    return this.#low + passed * rate - (passed * passed * this.#wander) / 2;
  }

  #boundHigh(atNs: number): number {
    const passed = atNs - this.lastNs;
    const rate = passed >= 0 ? this.#rateHigh : this.#rateLow;
    return this.#high + passed * rate + (passed * passed * this.#wander) / 2;
  }

  #doubt(atNs: number, offsetNs: number, deviationNs: number): Taken {
    const reach =
      deviationNs + this.#doubtDeviation + this.#maxRate * Math.abs(atNs - this.#doubtAt);
    if (this.doubting && Math.abs(offsetNs - this.#doubtOffset) <= reach) {
      this.doubting = false;
      this.#restart(atNs, offsetNs, deviationNs);
      return 'stepped';
    }
    if (this.doubting) this.outliers++;
    this.doubting = true;
    this.#doubtAt = atNs;
    this.#doubtOffset = offsetNs;
    this.#doubtDeviation = deviationNs;
    return 'doubted';
  }

  #restart(atNs: number, offsetNs: number, deviationNs: number): void {
    this.lastNs = atNs;
    this.#low = offsetNs - deviationNs;
    this.#high = offsetNs + deviationNs;
    this.#forgetRate();
    this.#keep(atNs, offsetNs, deviationNs);
  }

  #forgetRate(): void {
    this.#rateLow = -this.#maxRate;
    this.#rateHigh = this.#maxRate;
    this.#kept = 0;
  }

  /** By each kept reading and the bounds of now; false when there is no drift that all agree with. */
  #narrowRate(): boolean {
    let low = this.#rateLow;
    let high = this.#rateHigh;
    for (let i = 0; i < this.#kept; i++) {
      const slot = (this.#newest - i + SLOTS) % SLOTS;
      const passed = this.lastNs - this.#at[slot];
      // The mean drift since then; that of now differs from it by at most half of what it can change in that time.
      const change = (passed * this.#wander) / 2;
      const from = this.#offset[slot];
      const reach = this.#deviation[slot];
      low = Math.max(low, (this.#low - from - reach) / passed - change);
      high = Math.min(high, (this.#high - from + reach) / passed + change);
    }
    if (low > high) return false;
    this.#rateLow = low;
    this.#rateHigh = high;
    return true;
  }

  #keep(atNs: number, offsetNs: number, deviationNs: number): void {
    const sameSlot =
      this.#kept > 0 &&
      Math.floor(atNs / this.#slotNs) === Math.floor(this.#at[this.#newest] / this.#slotNs);
    if (sameSlot && deviationNs >= this.#deviation[this.#newest]) return;
    if (!sameSlot) {
      this.#newest = (this.#newest + 1) % SLOTS;
      this.#kept = Math.min(this.#kept + 1, SLOTS);
    }
    this.#at[this.#newest] = atNs;
    this.#offset[this.#newest] = offsetNs;
    this.#deviation[this.#newest] = deviationNs;
  }
}
