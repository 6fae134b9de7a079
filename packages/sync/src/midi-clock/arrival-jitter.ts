/** How far arrivals lay from where they were expected. NaN while nothing has been noted. */
export interface ArrivalJitterStats {
  /** Arrivals that the figures are of: the last 512 at most. */
  readonly count: number;
  /** Mean distance from the expected time, in microseconds. */
  readonly meanUs: number;
  /** 99 of 100 arrivals lay closer than this, in microseconds. */
  readonly p99Us: number;
}

/** Collects deviations of arrivals of evenly spaced messages (MIDI Clock, quarter frames) from an even grid. */
export interface ArrivalJitter {
  /** Notes one deviation in nanoseconds, early or late alike. Does not allocate. */
  note(deviationNs: number): void;
  /** Figures of the last 512. Sorts, so it is for displays, not for every message. */
  stats(): ArrivalJitterStats;
  /** Forgets all. */
  reset(): void;
}

const KEPT = 512;

export function createArrivalJitter(): ArrivalJitter {
  return new Jitter();
}

class Jitter implements ArrivalJitter {
  readonly #ring = new Float64Array(KEPT);
  readonly #sorted = new Float64Array(KEPT);
  #noted = 0;

  note(deviationNs: number): void {
    this.#ring[this.#noted++ % KEPT] = Math.abs(deviationNs);
  }

  stats(): ArrivalJitterStats {
    const count = Math.min(this.#noted, KEPT);
    if (count === 0) return { count, meanUs: NaN, p99Us: NaN };
    this.#sorted.set(this.#ring);
    const kept = this.#sorted.subarray(0, count).sort();
    let sum = 0;
    for (const deviation of kept) sum += deviation;
    return { count, meanUs: sum / count / 1e3, p99Us: kept[Math.ceil(0.99 * count) - 1]! / 1e3 };
  }

  reset(): void {
    this.#noted = 0;
  }
}
