/** Small enough to lie in the heap: in a large audience most peers are heard once a minute. */
const FIRST_CAPACITY = 4;
const LEAST_TO_TELL = 40;
/** Of evenly spread delays the lowest tenth lies at a fifth of the median, of exponential ones at a seventh. */
const SHARP_SHARE = 0.28;

/**
 * The latest points (time, value) of one direction, ascending in time, and the corners of their lower hull: the only points that a
 * straight line below all of them can touch. Times and values are kept as differences from the first ones, so that nanoseconds stay
 * exact. Grows by doubling up to its capacity; does not allocate afterwards.
 */
export interface SampleWindow {
  readonly count: number;
  /** Times of the oldest and the newest; NaN when empty. */
  readonly firstNs: number;
  readonly lastNs: number;
  /** Takes a point; one that is not newer than the last is put beside it. The oldest goes when there is no room. */
  add(timeNs: number, value: number): void;
  /** Drops what is older than `sinceNs`. */
  dropBefore(sinceNs: number): void;
  clear(): void;
  /** Finds the corners of the hull of all points from `sinceNs` to before `untilNs`. Returns how many points those are. */
  computeHull(sinceNs: number, untilNs: number): number;
  /** Smallest of value − slope × (time − atNs) over the hull: the height, at `atNs`, of the highest line of that slope below all points. */
  heightOf(slope: number, atNs: number): number;
  /** Sum over the points that the hull was made of of how far each lies above that line. */
  excessOf(slope: number, atNs: number, height: number): number;
  /**
   * By how much the lowest tenth of those points lies above that line, where the edge is blunt; 0 where it is sharp, as that of delays with a
   * smallest value is, and where there are too few points to tell.
   */
  bluntnessOf(slope: number, atNs: number, height: number): number;
}

export function createSampleWindow(capacity: number): SampleWindow {
  return new Ring(capacity);
}

class Ring implements SampleWindow {
  count = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #first = 0;
  #baseTime = NaN;
  #baseValue = 0;
  #hull = new Int32Array(FIRST_CAPACITY);
  #corners = 0;
  #hullFrom = 0;
  #hullTo = 0;
  #scratch = new Float64Array(0);

  constructor(readonly capacity: number) {}

  get firstNs(): number {
    return this.count === 0 ? NaN : this.#baseTime + this.#times[this.#at(0)];
  }

  get lastNs(): number {
    return this.count === 0 ? NaN : this.#baseTime + this.#times[this.#at(this.count - 1)];
  }

  #at(i: number): number {
    const at = this.#first + i;
    return at < this.#times.length ? at : at - this.#times.length;
  }

  add(timeNs: number, value: number): void {
    if (this.count === 0) {
      this.#baseTime = timeNs;
      this.#baseValue = value;
    }
    if (this.count === this.#times.length) this.#makeRoom();
    let time = timeNs - this.#baseTime;
    if (this.count > 0) time = Math.max(time, this.#times[this.#at(this.count - 1)]);
    const at = this.#at(this.count);
    this.#times[at] = time;
    this.#values[at] = value - this.#baseValue;
    this.count++;
  }

  #makeRoom(): void {
    const size = this.#times.length;
    if (size >= this.capacity) {
      this.#dropFirst();
      return;
    }
    const grown = Math.min(this.capacity, size * 2);
    this.#times = this.#unrolled(this.#times, grown);
    this.#values = this.#unrolled(this.#values, grown);
    this.#hull = new Int32Array(grown);
    this.#first = 0;
    this.#corners = 0;
  }

  #unrolled(ring: Float64Array, size: number): Float64Array<ArrayBuffer> {
    const out = new Float64Array(size);
    out.set(ring.subarray(this.#first));
    out.set(ring.subarray(0, this.#first), ring.length - this.#first);
    return out;
  }

  #dropFirst(): void {
    this.#first = this.#at(1);
    this.count--;
    this.#corners = 0;
  }

  dropBefore(sinceNs: number): void {
    while (this.count > 0 && this.#baseTime + this.#times[this.#first] < sinceNs) this.#dropFirst();
  }

  clear(): void {
    this.count = 0;
    this.#first = 0;
    this.#corners = 0;
  }

  computeHull(sinceNs: number, untilNs: number): number {
    const since = sinceNs - this.#baseTime;
    const until = untilNs - this.#baseTime;
    let to = this.count;
    while (to > 0 && this.#times[this.#at(to - 1)] >= until) to--;
    let from = to;
    while (from > 0 && this.#times[this.#at(from - 1)] >= since) from--;
    this.#hullFrom = from;
    this.#hullTo = to;
    const hull = this.#hull;
    let corners = 0;
    for (let i = from; i < to; i++) {
      const at = this.#at(i);
      while (corners >= 2 && !this.#turnsUp(hull[corners - 2], hull[corners - 1], at)) corners--;
      // Of points at one time only the lowest can be touched.
      if (corners === 1 && this.#times[hull[0]] === this.#times[at]) {
        if (this.#values[at] < this.#values[hull[0]]) hull[0] = at;
        continue;
      }
      hull[corners++] = at;
    }
    this.#corners = corners;
    return to - from;
  }

  /** Whether b lies below the line from a to c. */
  #turnsUp(a: number, b: number, c: number): boolean {
    const times = this.#times;
    const values = this.#values;
    return (
      (times[b] - times[a]) * (values[c] - values[a]) >
      (values[b] - values[a]) * (times[c] - times[a])
    );
  }

  heightOf(slope: number, atNs: number): number {
    const at = atNs - this.#baseTime;
    let least = Infinity;
    for (let i = 0; i < this.#corners; i++) {
      const corner = this.#hull[i];
      const height = this.#values[corner] - slope * (this.#times[corner] - at);
      if (height < least) least = height;
    }
    return least + this.#baseValue;
  }

  bluntnessOf(slope: number, atNs: number, height: number): number {
    const count = this.#hullTo - this.#hullFrom;
    if (count < LEAST_TO_TELL) return 0;
    if (this.#scratch.length < count) this.#scratch = new Float64Array(this.#times.length);
    const at = atNs - this.#baseTime;
    const relative = height - this.#baseValue;
    for (let i = 0; i < count; i++) {
      const each = this.#at(this.#hullFrom + i);
      this.#scratch[i] = this.#values[each] - slope * (this.#times[each] - at) - relative;
    }
    const sorted = this.#scratch.subarray(0, count).sort();
    const tenth = sorted[Math.floor(count / 10)];
    return tenth > SHARP_SHARE * sorted[count >> 1] ? tenth : 0;
  }

  excessOf(slope: number, atNs: number, height: number): number {
    const at = atNs - this.#baseTime;
    const relative = height - this.#baseValue;
    let sum = 0;
    for (let i = this.#hullFrom; i < this.#hullTo; i++) {
      const each = this.#at(i);
      sum += this.#values[each] - slope * (this.#times[each] - at) - relative;
    }
    return sum;
  }
}
