/** Notes that are looked back on, those of the last 20 seconds. */
const REMEMBERED = 512;
const WINDOW_MS = 20_000;
/** Share of them that may come later than the delay, and from how many on it is one at least. */
const LATE_SHARE = 0.005;
const FEW = 32;
const MARGIN_MS = 0.3;
const LEAST_MS = 1;
const MOST_MS = 60;
/** It becomes longer and shorter in single steps, by no less than this: each is heard as a note out of time. */
const LEAST_RISE_MS = 0.5;
const LEAST_FALL_MS = 2;
const LEAST_FALL_SHARE = 1 / 3;
/** Not shorter for so long after it has changed: between two phrases, where nobody hears it, and amid one. */
const HOLD_MS = 20_000;
const HOLD_PLAYING_MS = 120_000;
const PAUSE_MS = 1000;
/** Late ones that come so soon behind each other were held up by one stall, and are one. */
const STALL_MS = 10;

/**
 * How long after it was played a note is to sound, so that all but a few sound equally late: what is heard is their distances, and copies that come later than
 * a lost first one must not change them. Between its steps it stays the same.
 */
export class MidiDelay {
  readonly #lateMs = new Float64Array(REMEMBERED);
  readonly #atMs = new Float64Array(REMEMBERED);
  readonly #sorted = new Float64Array(REMEMBERED);
  #count = 0;
  #delayMs = LEAST_MS;
  #changedMs = -Infinity;
  #lastMs = -Infinity;
  #lateAtMs = -Infinity;

  get delayMs(): number {
    return this.#delayMs;
  }

  /** A note came at `atMs`, so long after it was played. */
  note(lateMs: number, atMs: number): void {
    if (!(lateMs >= 0) || this.#isOfStall(lateMs, atMs)) return;
    const place = this.#count++ % REMEMBERED;
    this.#lateMs[place] = Math.min(lateMs, MOST_MS);
    this.#atMs[place] = atMs;
    const holdMs = atMs - this.#lastMs < PAUSE_MS ? HOLD_PLAYING_MS : HOLD_MS;
    const mayFall = atMs - this.#changedMs >= holdMs;
    this.#lastMs = atMs;
    if (lateMs + MARGIN_MS <= this.#delayMs && !mayFall) return;
    const neededMs = Math.min(MOST_MS, Math.max(LEAST_MS, this.#needed(atMs) + MARGIN_MS));
    if (neededMs > this.#delayMs)
      this.#change(Math.min(MOST_MS, Math.max(neededMs, this.#delayMs + LEAST_RISE_MS)), atMs);
    const leastFallMs = Math.max(LEAST_FALL_MS, this.#delayMs * LEAST_FALL_SHARE);
    if (mayFall && this.#delayMs - neededMs >= leastFallMs) this.#change(neededMs, atMs);
  }

  #isOfStall(lateMs: number, atMs: number): boolean {
    if (lateMs <= this.#delayMs) return false;
    const isNext = atMs - this.#lateAtMs < STALL_MS;
    this.#lateAtMs = atMs;
    return isNext;
  }

  #change(delayMs: number, atMs: number): void {
    this.#delayMs = delayMs;
    this.#changedMs = atMs;
  }

  #needed(atMs: number): number {
    const known = Math.min(this.#count, REMEMBERED);
    let count = 0;
    for (let i = 0; i < known; i++)
      if (atMs - this.#atMs[i]! < WINDOW_MS) this.#sorted[count++] = this.#lateMs[i]!;
    const late = count < FEW ? 0 : Math.max(1, Math.floor(count * LATE_SHARE));
    return this.#sorted.subarray(0, count).sort()[count - 1 - late]!;
  }
}
