/** Length of a bucket: within one, only the extreme counts. */
const BUCKET_NS = 1e9;
const MOST_BUCKETS = 120;
/** Fewer say nothing about a slope. */
const LEAST_BUCKETS = 4;
/** Further off by chance than so many standard deviations is hardly anything. */
const CERTAIN_DEVIATIONS = 4;

/**
 * A straight line under readings that are late at random and never early: the least of each second, and a fit through those of the last two minutes. It
 * tells an offset and how fast that drifts.
 */
export interface LineFit {
  /** Buckets that are full. */
  readonly buckets: number;
  /** Nanoseconds a nanosecond; 0 while too little is known. */
  readonly slope: number;
  /** The slope is hardly further off than this, by how far the readings lie from the line; Infinity while too little is known. */
  readonly slopeBound: number;
  /** NaN before the first reading. */
  at(atNs: number): number;
  /** Returns true when a second has become full, so that the line has changed. Does not allocate. */
  note(atNs: number, valueNs: number): boolean;
  /** Its readings have stepped, and so does the line. Does not allocate. */
  shift(byNs: number): void;
  clear(): void;
}

export function createLineFit(): LineFit {
  return new LeastOfSeconds();
}

class LeastOfSeconds implements LineFit {
  buckets = 0;
  slope = 0;
  slopeBound = Infinity;
  readonly #times = new Float64Array(MOST_BUCKETS);
  readonly #values = new Float64Array(MOST_BUCKETS);
  #next = 0;
  #bucketStartNs = NaN;
  #leastNs = Infinity;
  #leastAtNs = 0;
  #centreNs = 0;
  #meanNs = NaN;

  at(atNs: number): number {
    if (this.buckets === 0) return this.#leastNs === Infinity ? NaN : this.#leastNs;
    if (this.buckets < LEAST_BUCKETS) {
      // Too short a time for a slope: what has been least of late.
      const last = this.#values[(this.#next + MOST_BUCKETS - 1) % MOST_BUCKETS];
      return Math.min(last, this.#leastNs);
    }
    return this.#meanNs + this.slope * (atNs - this.#centreNs);
  }

  note(atNs: number, valueNs: number): boolean {
    if (Number.isNaN(this.#bucketStartNs)) this.#bucketStartNs = atNs;
    const full = atNs - this.#bucketStartNs >= BUCKET_NS;
    if (full) {
      // After a pause the seconds go on from now.
      const late = atNs - this.#bucketStartNs >= 2 * BUCKET_NS;
      this.#bucketStartNs = late ? atNs : this.#bucketStartNs + BUCKET_NS;
      this.#push();
    }
    if (valueNs < this.#leastNs) {
      this.#leastNs = valueNs;
      this.#leastAtNs = atNs;
    }
    return full;
  }

  #push(): void {
    this.#times[this.#next] = this.#leastAtNs;
    this.#values[this.#next] = this.#leastNs;
    this.#next = (this.#next + 1) % MOST_BUCKETS;
    if (this.buckets < MOST_BUCKETS) this.buckets++;
    this.#leastNs = Infinity;
    this.#fit();
  }

  #fit(): void {
    const { buckets } = this;
    // Sums of small differences: the numbers themselves are too large for their squares.
    const baseTime = this.#times[0];
    const baseValue = this.#values[0];
    let time = 0;
    let value = 0;
    for (let i = 0; i < buckets; i++) {
      time += this.#times[i] - baseTime;
      value += this.#values[i] - baseValue;
    }
    time /= buckets;
    value /= buckets;
    let both = 0;
    let square = 0;
    let values = 0;
    for (let i = 0; i < buckets; i++) {
      const dt = this.#times[i] - baseTime - time;
      const dv = this.#values[i] - baseValue - value;
      both += dt * dv;
      square += dt * dt;
      values += dv * dv;
    }
    const isKnown = buckets >= LEAST_BUCKETS && square > 0;
    this.slope = isKnown ? both / square : 0;
    const variance = Math.max(0, values - this.slope * both) / (buckets - 2);
    // Few readings say little about how far they scatter.
    const deviations = CERTAIN_DEVIATIONS * (1 + 3 / (buckets - 2));
    this.slopeBound = isKnown ? deviations * Math.sqrt(variance / square) : Infinity;
    this.#centreNs = baseTime + time;
    this.#meanNs = baseValue + value;
  }

  shift(byNs: number): void {
    for (let i = 0; i < this.buckets; i++) this.#values[i] += byNs;
    // The least may be of after the step already.
    this.#leastNs += Math.max(0, byNs);
    this.#meanNs += byNs;
  }

  clear(): void {
    this.buckets = 0;
    this.slope = 0;
    this.slopeBound = Infinity;
    this.#next = 0;
    this.#bucketStartNs = NaN;
    this.#leastNs = Infinity;
    this.#meanNs = NaN;
  }
}
