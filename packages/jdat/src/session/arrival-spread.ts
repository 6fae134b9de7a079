import { createLineFit, type LineFit } from './line-fit.js';
import { createRecentOffset, type RecentOffset } from './recent-offset.js';
import { createRecentQuantile, type RecentQuantile } from './recent-quantile.js';

/** A timestamp that lies so far from those of now is of before a step, or late at random: it says nothing of the fastest way. */
const ODD_NS = 0.2e6;

/**
 * When the messages of a stream come: as their timestamps say, which show at once that the sender's device has been late, and by the way of the fastest of them, which
 * changes slowly; and how much later than that they come.
 */
export interface ArrivalSpread {
  /** Messages of the last ten seconds. */
  readonly count: number;
  /** When the message came that goes furthest, and how many frames it has; NaN and 0 before the first. */
  readonly newestNs: number;
  readonly newestFrames: number;
  /** How much later than the fastest that one came, nanoseconds. */
  readonly excessNs: number;
  /** When the frame at place 0 was played, by the sender's clock and the newest messages; NaN before the first that says so. */
  readonly stampNs: number;
  /** Timestamps are even, so that it shows at once what the sender's device does. */
  readonly isEven: boolean;
  /** When the last frame of the newest message was played, by the sender's clock; NaN while that is not known. */
  readonly playedNs: number;
  /** When the frame at place 0 came at the fastest, seen from `atNs`; NaN before the first message. */
  at(atNs: number): number;
  /**
   * A message of the frames from `place` on came at `atNs`, the first of them played at `timestampNs`, NaN if that is not known. `counts`: how late it is is a measure of
   * others. Does not allocate.
   */
  note(timestampNs: number, place: number, frames: number, atNs: number, counts: boolean): void;
  /** How much later than the fastest those come that are to be in time, nanoseconds; 0 before the first. */
  slowestNs(inTime: number): number;
  /** What has come so far says nothing of how late what is to come will be. */
  forgetLate(): void;
  /** The stream's clock has begun anew. How much later than the fastest messages come is still known. */
  restart(): void;
}

export function createArrivalSpread(sampleRate: number): ArrivalSpread {
  return new FastestAndLater(1e9 / sampleRate);
}

class FastestAndLater implements ArrivalSpread {
  newestNs = NaN;
  newestFrames = 0;
  excessNs = 0;
  playedNs = NaN;
  readonly #stamps: RecentOffset = createRecentOffset();
  /** Of the way: from when something was played until it came. */
  readonly #fastest: LineFit = createLineFit();
  #end = -Infinity;
  readonly #excesses: RecentQuantile = createRecentQuantile();

  constructor(private readonly frameNs: number) {}

  get count(): number {
    return this.#excesses.count;
  }

  get stampNs(): number {
    return this.#stamps.ns;
  }

  get isEven(): boolean {
    return this.#stamps.isEven;
  }

  at(atNs: number): number {
    return this.#baseNs + this.#fastest.at(atNs);
  }

  /** Without timestamps the way is all that is known. */
  get #baseNs(): number {
    return Number.isNaN(this.#stamps.ns) ? 0 : this.#stamps.ns;
  }

  note(timestampNs: number, place: number, frames: number, atNs: number, counts: boolean): void {
    const { frameNs } = this;
    const stampNs = timestampNs - place * frameNs;
    const isNewest = place + frames > this.#end;
    if (isNewest) this.#stamps.note(stampNs);
    const isOdd = Math.abs(stampNs - this.#baseNs) > ODD_NS;
    const wayNs = atNs - place * frameNs - (isOdd ? stampNs : this.#baseNs);
    const isFirst = Number.isNaN(this.#fastest.at(atNs));
    if (isFirst || !isOdd) this.#fastest.note(atNs, wayNs);
    const excessNs = Math.max(0, wayNs - this.#fastest.at(atNs));
    if (counts) this.#excesses.note(excessNs, atNs);
    // A late copy says nothing of what is due next.
    if (!isNewest) return;
    this.#end = place + frames;
    this.newestNs = atNs;
    this.newestFrames = frames;
    this.excessNs = excessNs;
    this.playedNs = timestampNs + frames * frameNs;
  }

  slowestNs(inTime: number): number {
    return this.#excesses.count === 0 ? 0 : this.#excesses.at(inTime);
  }

  forgetLate(): void {
    this.#excesses.clear();
  }

  restart(): void {
    this.#stamps.clear();
    this.#fastest.clear();
    this.#end = -Infinity;
  }
}
