import { createRecentQuantile, type RecentQuantile } from './recent-quantile.js';

const PENDING = 512;
const READS = 64;

/**
 * The delay that would have been enough for each message of the last ten seconds: what an adaptive delay is chosen by. Two figures for each: as the reads happened to lie, and
 * as if they had lain worst, which holds however the places of reads and messages move against each other.
 */
export interface NeedMeter {
  /** Messages counted. */
  readonly count: number;
  /**
   * A message with a first frame at `place` came. `nextPlace` is the place that the next read begins at. Returns by how much it is late, nanoseconds; 0 when in time.
   * One that does not count is told of all the same.
   */
  arrived(place: number, atNs: number, nextPlace: number, counts: boolean): number;
  /** The reader took what lies from `from` to before `to`, with so much delay. */
  read(from: number, to: number, atNs: number, delayNs: number): void;
  /**
   * Delay that is enough for the share `inTime` of messages, nanoseconds, where as many may be late as of `least` messages, and two in any case. NaN before the first.
   * Does not allocate.
   */
  actual(inTime: number, least: number): number;
  /** For the share `inTime`, however reads lie. */
  worst(inTime: number): number;
  clear(): void;
}

export function createNeedMeter(sampleRate: number): NeedMeter {
  return new RecentNeeds(sampleRate);
}

class RecentNeeds implements NeedMeter {
  readonly #frameNs: number;
  readonly #actual: RecentQuantile = createRecentQuantile();
  readonly #worst: RecentQuantile = createRecentQuantile();
  readonly #pendingPlace = new Float64Array(PENDING);
  readonly #pendingNs = new Float64Array(PENDING);
  readonly #readFrom = new Float64Array(READS);
  readonly #readNs = new Float64Array(READS);
  readonly #delayNs = new Float64Array(READS);
  #pending = 0;
  #reads = 0;
  #spanNs = 0;

  constructor(sampleRate: number) {
    this.#frameNs = 1e9 / sampleRate;
  }

  get count(): number {
    return this.#actual.count;
  }

  arrived(place: number, atNs: number, nextPlace: number, counts: boolean): number {
    if (place >= nextPlace) {
      // One who does not read for long need not know of each.
      if (counts && this.#pending < PENDING) {
        this.#pendingPlace[this.#pending] = place;
        this.#pendingNs[this.#pending++] = atNs;
      }
      return 0;
    }
    const read = this.#readOf(place);
    if (read < 0) return 0;
    const lateNs = atNs - this.#readNs[read];
    const neededNs = this.#delayNs[read] + lateNs;
    if (counts) this.#note(neededNs, neededNs + this.#spanNs, atNs);
    return lateNs;
  }

  /** Index of the read that took the frame at a place, or of the oldest that is known; −1 before the first. */
  #readOf(place: number): number {
    const known = Math.min(this.#reads, READS);
    for (let back = 1; back <= known; back++) {
      const i = (this.#reads - back) % READS;
      if (this.#readFrom[i] <= place || back === known) return i;
    }
    return -1;
  }

  read(from: number, to: number, atNs: number, delayNs: number): void {
    const i = this.#reads++ % READS;
    this.#readFrom[i] = from;
    this.#readNs[i] = atNs;
    this.#delayNs[i] = delayNs;
    this.#spanNs = Math.max(0, to - from - 1) * this.#frameNs;
    let left = 0;
    for (let k = 0; k < this.#pending; k++) {
      const place = this.#pendingPlace[k];
      const cameNs = this.#pendingNs[k];
      if (place >= to) {
        this.#pendingPlace[left] = place;
        this.#pendingNs[left++] = cameNs;
        continue;
      }
      const neededNs = delayNs - (atNs - cameNs);
      const worstNs = neededNs - (place - from) * this.#frameNs + this.#spanNs;
      this.#note(neededNs, worstNs, atNs);
    }
    this.#pending = left;
  }

  #note(actualNs: number, worstNs: number, atNs: number): void {
    this.#actual.note(actualNs, atNs);
    this.#worst.note(worstNs, atNs);
  }

  actual(inTime: number, least: number): number {
    return this.#actual.tolerant(inTime, least);
  }

  worst(inTime: number): number {
    return this.#worst.at(inTime);
  }

  clear(): void {
    this.#actual.clear();
    this.#worst.clear();
    this.#pending = 0;
    this.#reads = 0;
  }
}
