/** The last latenesses and their median. */
export interface Lateness {
  /** Does not allocate. */
  add(latenessUs: number): void;
  /** 0 when there was none yet. */
  medianUs(): number;
}

const REMEMBERED = 256;

export function createLateness(): Lateness {
  return new RingOfLatenesses();
}

class RingOfLatenesses implements Lateness {
  readonly #ring = new Float64Array(REMEMBERED);
  #added = 0;

  add(latenessUs: number): void {
    this.#ring[this.#added++ % REMEMBERED] = latenessUs;
  }

  medianUs(): number {
    const count = Math.min(this.#added, REMEMBERED);
    if (count === 0) return 0;
    return this.#ring.slice(0, count).sort()[count >> 1]!;
  }
}
