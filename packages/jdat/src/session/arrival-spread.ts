import { createLineFit, type LineFit } from './line-fit.js';
import { createRecentQuantile, type RecentQuantile } from './recent-quantile.js';

/** When the messages of a stream come: a line under the fastest of them, and how much later than by it they come. */
export interface ArrivalSpread {
  /** Messages of the last ten seconds. */
  readonly count: number;
  /** When the message came that goes furthest, and how many frames it has; NaN and 0 before the first. */
  readonly newestNs: number;
  readonly newestFrames: number;
  /** How much later than the fastest that one came, nanoseconds. */
  readonly excessNs: number;
  /** When the frame at place 0 was played, or came at the fastest, seen from `atNs`; NaN before the first message. */
  at(atNs: number): number;
  /**
   * A message of the frames from `place` on came at `atNs`; by it the frame at place 0 was played, or came, at `offsetNs`. `counts`: how late it is is a measure of others.
   * Does not allocate.
   */
  note(offsetNs: number, place: number, frames: number, atNs: number, counts: boolean): void;
  /** How much later than the fastest those come that are to be in time, nanoseconds; 0 before the first. */
  slowestNs(inTime: number): number;
  /** From now on messages come so much later, against their places: the line goes with them. Does not allocate. */
  shift(byNs: number): void;
  /** What has come so far says nothing of how late what is to come will be. */
  forgetLate(): void;
  /** The stream's clock has begun anew. How much later than the fastest messages come is still known. */
  restart(): void;
}

export function createArrivalSpread(): ArrivalSpread {
  return new FastestAndLater();
}

class FastestAndLater implements ArrivalSpread {
  newestNs = NaN;
  newestFrames = 0;
  excessNs = 0;
  readonly #fastest: LineFit = createLineFit();
  #end = -Infinity;
  readonly #excesses: RecentQuantile = createRecentQuantile();

  get count(): number {
    return this.#excesses.count;
  }

  at(atNs: number): number {
    return this.#fastest.at(atNs);
  }

  note(offsetNs: number, place: number, frames: number, atNs: number, counts: boolean): void {
    if (Number.isNaN(offsetNs)) return;
    this.#fastest.note(atNs, offsetNs);
    const excessNs = offsetNs - this.#fastest.at(atNs);
    if (counts) this.#excesses.note(excessNs, atNs);
    // A late copy says nothing of what is due next.
    if (!(place + frames > this.#end)) return;
    this.#end = place + frames;
    this.newestNs = atNs;
    this.newestFrames = frames;
    this.excessNs = excessNs;
  }

  slowestNs(inTime: number): number {
    return this.#excesses.count === 0 ? 0 : this.#excesses.at(inTime);
  }

  shift(byNs: number): void {
    this.#fastest.shift(byNs);
  }

  forgetLate(): void {
    this.#excesses.clear();
  }

  restart(): void {
    this.#fastest.clear();
    this.#end = -Infinity;
  }
}
