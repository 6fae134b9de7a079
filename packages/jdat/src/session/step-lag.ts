import { SURE_COUNT } from './step-watch.js';

/** A reader whose device alone has been late goes on where it was for so long, and for so many reads and messages: the sender's may have been late as well, which its messages tell. */
const PATIENCE_NS = 20e6;
const PATIENT_COUNT = SURE_COUNT + 2;
/** What is less is how exact steps are measured. */
const LEAST_NS = 0.25e6;
/** What was waited for longer ago than that was waited for something else. */
const WAITED_NS = 50e6;

/**
 * What a reader lags behind where it should be since a device was late: its own, which makes it later, or the sender's, which makes what it reads later. Both at once,
 * as with two programs on one server, cancel out, and nothing of the stream is lost.
 */
export interface StepLag {
  /** The reader's device goes on so much later, nanoseconds. */
  reader(byNs: number, atNs: number): void;
  /** The sender's device goes on so much later. Returns how much of that the reader has waited already, as if messages had just been late. */
  source(byNs: number, atNs: number): number;
  /** The reader has waited so long at a gap. */
  waited(byNs: number, atNs: number): void;
  /** What is to be made good now, where reads or messages are `spanNs` long: positive where it lags, negative where it is ahead, 0 where nothing is or not yet. It counts as made good. */
  due(atNs: number, spanNs: number): number;
  clear(): void;
}

export function createStepLag(): StepLag {
  return new Lag();
}

class Lag implements StepLag {
  #lagNs = 0;
  #sinceNs = -Infinity;
  #waitedNs = 0;
  #waitedAtNs = -Infinity;

  reader(byNs: number, atNs: number): void {
    this.#lagNs += byNs;
    this.#sinceNs = atNs;
  }

  source(byNs: number, atNs: number): number {
    const recentNs = atNs - this.#waitedAtNs < WAITED_NS ? this.#waitedNs : 0;
    const waitedNs = Math.max(0, Math.min(recentNs, byNs));
    this.#waitedNs = 0;
    this.#lagNs += waitedNs - byNs;
    this.#sinceNs = atNs;
    return waitedNs;
  }

  waited(byNs: number, atNs: number): void {
    // What it is ahead by is waited for like anything else.
    const madeNs = Math.min(byNs, Math.max(0, -this.#lagNs));
    this.#lagNs += madeNs;
    const recentNs = atNs - this.#waitedAtNs < WAITED_NS ? this.#waitedNs : 0;
    this.#waitedNs = recentNs + byNs - madeNs;
    this.#waitedAtNs = atNs;
  }

  due(atNs: number, spanNs: number): number {
    const lagNs = this.#lagNs;
    if (lagNs === 0) return 0;
    if (atNs - this.#sinceNs < Math.max(lagNs > 0 ? PATIENCE_NS : 0, PATIENT_COUNT * spanNs))
      return 0;
    this.#lagNs = 0;
    return Math.abs(lagNs) < LEAST_NS ? 0 : lagNs;
  }

  clear(): void {
    this.#lagNs = 0;
    this.#waitedNs = 0;
  }
}
