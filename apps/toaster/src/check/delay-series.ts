/** Spread of a delay, microseconds. */
export interface DelaySpread {
  readonly leastUs: number;
  readonly medianUs: number;
  readonly p99Us: number;
  readonly mostUs: number;
}

/** One-way or round-trip delays as they come, the last 16,384 of them. */
export interface DelaySeries {
  readonly count: number;
  /** Mean change from one to the next, microseconds. */
  readonly jitterUs: number;
  add(atNs: number, delayNs: number): void;
  /** As they are; null before the first. */
  spread(): DelaySpread | null;
  /** Above the fastest, two clocks' drift taken out; null before the first. */
  aboveFastest(): DelaySpread | null;
}

const MOST = 16_384;
/** Quartz is never further off than that; what looks so is a path that has changed. */
const MOST_DRIFT = 500e-6;
/** In less time a drift is smaller than what it would be measured by. */
const LEAST_SPAN_NS = 5e9;

export function createDelaySeries(): DelaySeries {
  return new Series();
}

class Series implements DelaySeries {
  count = 0;
  readonly #times = new Float64Array(MOST);
  readonly #delays = new Float64Array(MOST);
  #change = 0;
  #last = NaN;

  add(atNs: number, delayNs: number): void {
    if (!Number.isFinite(delayNs)) return;
    if (this.count > 0) this.#change += Math.abs(delayNs - this.#last);
    this.#last = delayNs;
    this.#times[this.count % MOST] = atNs;
    this.#delays[this.count % MOST] = delayNs;
    this.count += 1;
  }

  get jitterUs(): number {
    return this.count > 1 ? this.#change / (this.count - 1) / 1_000 : 0;
  }

  spread(): DelaySpread | null {
    return this.#sorted((delay) => delay, 0);
  }

  aboveFastest(): DelaySpread | null {
    const { slope, originNs } = this.#drift();
    const straight = (delay: number, atNs: number) => delay - slope * (atNs - originNs);
    let least = Infinity;
    for (let i = 0; i < this.#kept; i += 1)
      least = Math.min(least, straight(this.#delays[i], this.#times[i]));
    return this.#sorted(straight, least);
  }

  get #kept(): number {
    return Math.min(this.count, MOST);
  }

  #sorted(value: (delay: number, atNs: number) => number, base: number): DelaySpread | null {
    const count = this.#kept;
    if (count === 0) return null;
    const sorted = new Float64Array(count);
    for (let i = 0; i < count; i += 1)
      sorted[i] = (value(this.#delays[i], this.#times[i]) - base) / 1_000;
    sorted.sort();
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * count) - 1)];
    return { leastUs: sorted[0], medianUs: at(0.5), p99Us: at(0.99), mostUs: sorted[count - 1] };
  }

  /** The slope from the fastest of the first third to the fastest of the last. */
  #drift(): { readonly slope: number; readonly originNs: number } {
    const count = this.#kept;
    const first = this.count > MOST ? this.count % MOST : 0;
    const third = Math.floor(count / 3);
    const early = this.#fastest(first, third);
    const late = this.#fastest(first + count - third, third);
    const spanNs = this.#times[late] - this.#times[early];
    if (third === 0 || !(spanNs >= LEAST_SPAN_NS)) return { slope: 0, originNs: 0 };
    const slope = (this.#delays[late] - this.#delays[early]) / spanNs;
    return { slope: Math.abs(slope) > MOST_DRIFT ? 0 : slope, originNs: this.#times[early] };
  }

  #fastest(from: number, count: number): number {
    let at = from % MOST;
    for (let i = from; i < from + count; i += 1)
      if (this.#delays[i % MOST] < this.#delays[at]) at = i % MOST;
    return at;
  }
}
