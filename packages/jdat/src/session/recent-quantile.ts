/** What lies within so long, or a little more, is counted. */
const WINDOW_NS = 10e9;
const SLOTS = 8;
const SLOT_NS = WINDOW_NS / (SLOTS - 1);
/** Bins are finer for little: each ends 1 % above the one below it, up to ten seconds. */
const LEAST_NS = 10e3;
const MOST_NS = 10e9;
const GROWTH = Math.log(1.01);
const BINS = Math.ceil(Math.log(MOST_NS / LEAST_NS) / GROWTH) + 1;
/** So many may be above even while few are counted: one stall of a program is no measure of what is to come. */
const FEW = 2;

/** Which share of durations is how long, of the last ten seconds. Counts, and keeps no values, so that its cost is the same at any rate. */
export interface RecentQuantile {
  /** Values counted. */
  readonly count: number;
  /** A value that is not above 0 counts as 0, one above 10 s as 10 s. Does not allocate. */
  note(valueNs: number, atNs: number): void;
  /** What all but the share `1 - share` of values are at most, in nanoseconds, to 1 % and 10 µs above; NaN before the first. Does not allocate. */
  at(share: number): number;
  /** The same, with as many above it as might be of `least` values, and two in any case, unless none may be. */
  tolerant(share: number, least: number): number;
  clear(): void;
}

export function createRecentQuantile(): RecentQuantile {
  return new SlottedHistogram();
}

class SlottedHistogram implements RecentQuantile {
  count = 0;
  readonly #bins = new Uint32Array(BINS);
  readonly #slots = Array.from({ length: SLOTS }, () => new Uint32Array(BINS));
  #slot = 0;
  #slotEndNs = NaN;

  note(valueNs: number, atNs: number): void {
    if (Number.isNaN(valueNs)) return;
    if (!(atNs < this.#slotEndNs)) this.#advance(atNs);
    const bin = binOf(valueNs);
    this.#slots[this.#slot][bin]++;
    this.#bins[bin]++;
    this.count++;
  }

  #advance(atNs: number): void {
    const isLong = !(atNs < this.#slotEndNs + WINDOW_NS);
    if (isLong) this.clear();
    // Of the slots that have passed while nothing came there is nothing to forget.
    this.#slotEndNs = isLong ? atNs + SLOT_NS : this.#slotEndNs;
    while (atNs >= this.#slotEndNs) {
      this.#slotEndNs += SLOT_NS;
      this.#slot = (this.#slot + 1) % SLOTS;
      this.#forget(this.#slots[this.#slot]);
    }
  }

  #forget(slot: Uint32Array): void {
    for (let bin = 0; bin < BINS; bin++) {
      this.#bins[bin] -= slot[bin];
      this.count -= slot[bin];
    }
    slot.fill(0);
  }

  at(share: number): number {
    return this.#above(Math.floor((1 - share) * this.count + 1e-9));
  }

  tolerant(share: number, least: number): number {
    const above = Math.floor((1 - share) * Math.max(this.count, least) + 1e-9);
    return this.#above(share < 1 ? Math.max(FEW, above) : above);
  }

  /** The least edge of a bin that so many values are above. */
  #above(most: number): number {
    if (this.count === 0) return NaN;
    let above = 0;
    for (let bin = BINS - 1; bin > 0; bin--) {
      above += this.#bins[bin];
      if (above > most) return LEAST_NS * Math.exp(bin * GROWTH);
    }
    return LEAST_NS;
  }

  clear(): void {
    this.count = 0;
    this.#bins.fill(0);
    for (const slot of this.#slots) slot.fill(0);
    this.#slotEndNs = NaN;
  }
}

function binOf(valueNs: number): number {
  if (!(valueNs > LEAST_NS)) return 0;
  return Math.min(BINS - 1, Math.ceil(Math.log(valueNs / LEAST_NS) / GROWTH));
}
