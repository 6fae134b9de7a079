import type { ArrivalSpread } from './arrival-spread.js';
import { REACH } from './interpolator.js';
import type { PlayoutOptions } from './playout.js';

/** How far reads and messages may have moved against each other by the time that a drift is measured and made good: what a reader who begins allows for. */
const UNKNOWN_DRIFT_NS = 1.25e6;
/** Frames: by so many the times of two devices may be off that have their periods together. */
const MOST_SNAP = 8;

/** Where a reader begins in a stream who takes `frames` frames at a time; `end` is the end of what has come. */
export class FirstPlace {
  readonly #options: PlayoutOptions;
  readonly #stream: ArrivalSpread;
  readonly #frameNs: number;

  constructor(options: PlayoutOptions, stream: ArrivalSpread) {
    this.#options = options;
    this.#stream = stream;
    this.#frameNs = 1e9 / options.sampleRate;
  }

  /**
   * By a set delay, which is exactly there. A few frames further than messages end would need another one each time, and a few less would wait for
   * nothing: it is not that exact.
   */
  common(exact: number, frames: number, end: number): number {
    const place = Math.round(exact);
    const part = this.#part(frames);
    const beyond = modulo(place + frames - Math.round(end), part);
    if (part <= 2 * MOST_SNAP) return place;
    if (beyond <= MOST_SNAP) return place - beyond;
    return part - beyond <= MOST_SNAP ? place + part - beyond : place;
  }

  /** So many frames, or that many whole messages or reads which it is but for how exact steps are: a reader who goes by that goes on ending where messages end. */
  whole(count: number, frames: number): number {
    const part = this.#part(frames);
    const nearest = part * Math.round(count / part);
    return part > 2 * MOST_SNAP && Math.abs(nearest - count) <= MOST_SNAP ? nearest : count;
  }

  /** By an adaptive delay: as late as what is known of arrivals asks for. */
  closest(nowNs: number, atNs: number, frames: number, end: number): number {
    const { minDelayNs, maxDelayNs, marginNs } = this.#options;
    const margin = Math.ceil(marginNs / this.#frameNs);
    const fastest = (atNs - this.#stream.at(atNs)) / this.#frameNs;
    const latest = Math.floor(fastest - minDelayNs / this.#frameNs);
    const earliest = Math.ceil(fastest - Math.max(frames, maxDelayNs / this.#frameNs));
    const place = this.#firstPlace(nowNs, atNs, frames, end) - margin;
    return Math.max(earliest, Math.min(latest, place));
  }

  /** What messages and reads are both made of. */
  #part(frames: number): number {
    return greatestPart(Math.round(this.#stream.newestFrames), frames);
  }

  #firstPlace(nowNs: number, atNs: number, frames: number, end: number): number {
    const slowestNs = this.#stream.slowestNs(this.#options.inTime);
    if (this.#options.drifts() !== false) {
      // Reads and messages will move against each other, so that they are to lie worst some time.
      const worstNs = slowestNs + UNKNOWN_DRIFT_NS + (frames - 1 + REACH) * this.#frameNs;
      return Math.floor((atNs - this.#stream.at(atNs) - worstNs) / this.#frameNs);
    }
    // What has come by then is read, unless messages that take as long as the slowest of those that are to be in time would not be here by then.
    const { newestNs, newestFrames, excessNs } = this.#stream;
    const slackFrames = (atNs - newestNs + excessNs - slowestNs) / this.#frameNs;
    // Where messages and reads are of different lengths, later reads reach further into theirs than this one, by all but what both are made of.
    const part = this.#part(frames);
    const more = part * Math.floor(slackFrames / part) - (newestFrames - part);
    return Math.floor(end + (atNs > nowNs ? more : Math.min(0, more))) - frames;
  }
}

function modulo(a: number, b: number): number {
  return ((a % b) + b) % b;
}

/** The longest part that both are made of. */
function greatestPart(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return Math.max(1, a);
}
