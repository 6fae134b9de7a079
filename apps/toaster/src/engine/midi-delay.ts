/** Notes that are looked back on. */
const REMEMBERED = 256;
/** Share of them that the delay is to be enough for. */
const IN_TIME = 0.995;
const MARGIN_MS = 0.3;
const LEAST_MS = 1;
const MOST_MS = 60;
/** It falls by this much a note at the most: one that came late is not forgotten at once. */
const FALL_MS = 0.02;

/**
 * How long after it was played a note is to sound, so that all but a few sound equally late: what is heard is their distances, and copies that come later than
 * a lost first one must not change them.
 */
export class MidiDelay {
  readonly #lateMs = new Float64Array(REMEMBERED);
  readonly #sorted = new Float64Array(REMEMBERED);
  #count = 0;
  #delayMs = LEAST_MS;

  get delayMs(): number {
    return this.#delayMs;
  }

  /** A note came so long after it was played. */
  note(lateMs: number): void {
    if (!(lateMs >= 0)) return;
    this.#lateMs[this.#count++ % REMEMBERED] = Math.min(lateMs, MOST_MS);
    const count = Math.min(this.#count, REMEMBERED);
    const sorted = this.#sorted.subarray(0, count);
    sorted.set(this.#lateMs.subarray(0, count));
    sorted.sort();
    const needed = sorted[Math.min(count - 1, Math.ceil(count * IN_TIME) - 1)]! + MARGIN_MS;
    this.#delayMs = Math.max(
      LEAST_MS,
      Math.min(MOST_MS, Math.max(needed, this.#delayMs - FALL_MS)),
    );
  }
}
