/** Transits that the first guess is the least of. */
const FIRST_TRANSITS = 16;
/** One late event moves the guess by no more: that it settles at the middle of them makes up for it. */
const STEP_NS = 1e6;
/** What is missing and has not come after as long as that of hearing will not come: it has left the history. */
const PATIENCE_NS = 500e6;
/** After a silence of so long what is missing may still be in what comes now. */
const SILENCE_NS = 100e6;

/** Up to when it is known what was played on a stream. Times are nanoseconds on its sender's clock where nothing else is said. */
export interface KnownLine {
  /** From an event's time to its arrival here, as most have it, clocks' difference included; NaN before the first event. */
  readonly transitNs: number;
  /** Everything played until then has come, or never will; −∞ before any. */
  readonly toNs: number;
  /** An event came in a frame of its own, so long after its time. */
  noteTransit(transitNs: number): void;
  /** Something of the stream was heard at `atNs` of this process's clock; so many events were missing then. Does not allocate. */
  heard(atNs: number, missing: number): void;
}

export function createKnownLine(): KnownLine {
  return new Line();
}

class Line implements KnownLine {
  transitNs = NaN;
  toNs = -Infinity;
  #transits = 0;
  /** Missing for good. */
  #lost = 0;
  #missing = 0;
  #missingSinceNs = 0;
  #heardNs = -Infinity;

  noteTransit(transitNs: number): void {
    this.#transits++;
    const ahead = transitNs - this.transitNs;
    if (this.#transits === 1) this.transitNs = transitNs;
    else if (this.#transits <= FIRST_TRANSITS) this.transitNs += Math.min(0, ahead);
    else this.transitNs += Math.max(-STEP_NS, Math.min(STEP_NS, ahead));
  }

  heard(atNs: number, missing: number): void {
    const afterSilence = atNs - this.#heardNs > SILENCE_NS;
    this.#heardNs = atNs;
    if (missing !== this.#missing || afterSilence) {
      this.#missing = missing;
      this.#missingSinceNs = atNs;
    }
    if (missing > this.#lost && atNs - this.#missingSinceNs < PATIENCE_NS) return;
    this.#lost = missing;
    if (this.#transits > 0) this.toNs = Math.max(this.toNs, atNs - this.transitNs);
  }
}
