/** Readings lie together so closely where they are even. Those that are late at random do so by chance, but never so many. */
export const TOGETHER_NS = 0.1e6;
/** What lies so far from even readings is a step. */
const LEAST_STEP_NS = 0.2e6;
const EVEN_COUNT = 16;
/** And so few between two steps that they are none. */
const LEAST_BETWEEN = 4;
/** Of readings that are late at random so many are looked at. */
const RECENT_COUNT = 4;

/**
 * Where readings are now that drift slowly and step now and then, such as what a device's times are beyond its count of frames: of even readings the newest, which
 * shows a step at once, otherwise the least of some, since none is early.
 */
export interface RecentOffset {
  /** NaN before the first reading. */
  readonly ns: number;
  /** Readings are even, but for steps now and then: one shows at once. */
  readonly isEven: boolean;
  /** Takes a reading; one that is none says nothing. Does not allocate. */
  note(valueNs: number): void;
  clear(): void;
}

export function createRecentOffset(): RecentOffset {
  return new NewestOrLeast();
}

class NewestOrLeast implements RecentOffset {
  ns = NaN;
  isEven = false;
  /** The last ones, over and over, and how many of them there are since the last step. */
  readonly #last = new Float64Array(EVEN_COUNT);
  #count = 0;

  note(valueNs: number): void {
    if (Number.isNaN(valueNs)) return;
    const offNs = Math.abs(valueNs - this.ns);
    if (this.isEven && offNs > TOGETHER_NS) {
      if (offNs <= LEAST_STEP_NS || this.#count < LEAST_BETWEEN) this.isEven = false;
      else this.#count = 0;
    }
    this.#last[this.#count++ % EVEN_COUNT] = valueNs;
    this.isEven ||= this.#areTogether();
    this.ns = this.isEven ? valueNs : this.#leastOf(Math.min(RECENT_COUNT, this.#count));
  }

  #areTogether(): boolean {
    if (this.#count < EVEN_COUNT) return false;
    let leastNs = Infinity;
    let mostNs = -Infinity;
    for (const each of this.#last) {
      leastNs = Math.min(leastNs, each);
      mostNs = Math.max(mostNs, each);
    }
    return mostNs - leastNs <= TOGETHER_NS;
  }

  #leastOf(count: number): number {
    let leastNs = Infinity;
    for (let back = 1; back <= count; back++)
      leastNs = Math.min(leastNs, this.#last[(this.#count - back) % EVEN_COUNT]);
    return leastNs;
  }

  clear(): void {
    this.ns = NaN;
    this.#count = 0;
    this.isEven = false;
  }
}
