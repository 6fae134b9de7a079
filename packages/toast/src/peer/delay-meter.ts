const RECENT_PARTS = 4;
const RECENT_PART_NS = 100e6;
const BASE_PARTS = 6;
const BASE_PART_NS = 5e9;
const JITTERS = 3;
const CALM_NS = 5e6;

/**
 * One-way delay of what a peer stamps at its sending, up to a constant (clocks differ), its jitter, and the queue that stands: the smallest delay of the last
 * 0.4 s above the smallest of the last 30 s, less what jitter explains. The base is kept short, because two clocks drift apart.
 */
export interface DelayMeter {
  /** Notes a frame stamped at its sending. Does not allocate. */
  note(sentNs: number, arrivalNs: number): void;
  /** The queue that stands, in microseconds; 0 while nothing recent is known. */
  queueUs(nowNs: number): number;
  /** Smallest (arrival − sent) of the last 30 s in nanoseconds, clocks' difference included; NaN before the first. */
  readonly baseNs: number;
  /** Mean deviation of the delay from one frame to the next, RFC 3550 section 6.4.1, in microseconds. */
  readonly jitterUs: number;
}

export function createDelayMeter(): DelayMeter {
  return new Meter();
}

class Meter implements DelayMeter {
  jitterUs = 0;
  readonly #recent = new WindowedMinimum(RECENT_PARTS, RECENT_PART_NS);
  readonly #base = new WindowedMinimum(BASE_PARTS, BASE_PART_NS);
  #last = NaN;
  /** Jitter while no queue stands: a queue that comes and goes must not hide itself. */
  #calmJitterUs = 0;

  note(sentNs: number, arrivalNs: number): void {
    const delay = arrivalNs - sentNs;
    this.#recent.note(delay, arrivalNs);
    this.#base.note(delay, arrivalNs);
    if (!Number.isNaN(this.#last)) {
      const changeUs = Math.abs(delay - this.#last) / 1000;
      this.jitterUs += (changeUs - this.jitterUs) / 16;
      const calm = this.#recent.leastAt(arrivalNs) - this.#base.least() < CALM_NS;
      if (calm) this.#calmJitterUs += (changeUs - this.#calmJitterUs) / 16;
    }
    this.#last = delay;
  }

  get baseNs(): number {
    return this.#base.least();
  }

  queueUs(nowNs: number): number {
    const above = (this.#recent.leastAt(nowNs) - this.#base.least()) / 1000;
    // Few heartbeats may come in the window, each late by jitter: only what jitter does not explain is a queue.
    const queue = above - JITTERS * this.#calmJitterUs;
    return queue > 0 ? queue : 0;
  }
}

/** The minimum of a sliding window, kept in parts. */
class WindowedMinimum {
  readonly #least: Float64Array;
  readonly #epochs: Float64Array;

  constructor(
    readonly parts: number,
    readonly partNs: number,
  ) {
    this.#least = new Float64Array(parts).fill(NaN);
    this.#epochs = new Float64Array(parts).fill(-Infinity);
  }

  note(value: number, nowNs: number): void {
    const epoch = Math.floor(nowNs / this.partNs);
    const at = epoch % this.parts;
    if (this.#epochs[at] !== epoch || !(this.#least[at] <= value)) this.#least[at] = value;
    this.#epochs[at] = epoch;
  }

  least(): number {
    let least = NaN;
    for (const value of this.#least)
      if (!(value >= least)) least = Number.isNaN(value) ? least : value;
    return least;
  }

  /** The minimum of what is not older than the window; NaN when there is none. */
  leastAt(nowNs: number): number {
    const oldest = Math.floor(nowNs / this.partNs) - this.parts;
    let least = NaN;
    for (let i = 0; i < this.parts; i++) {
      if (this.#epochs[i] > oldest && !(this.#least[i] >= least)) least = this.#least[i];
    }
    return least;
  }
}
