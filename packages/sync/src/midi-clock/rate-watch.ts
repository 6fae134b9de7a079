import type { PulseLine } from './pulse-line.js';

/** Intervals that must agree on a new rate before it is believed to be one, and not a row of losses. */
const AGREEING = 5;
/** A rate that is this far off over all of them is a new rate; each alone must be at least half as far off as they are on average. */
const RATE_STEP = 0.1;
/** The shortest period that is believed, in nanoseconds: 1,250 beats a minute of MIDI Clock. What comes faster was held up. */
export const SHORTEST_PERIOD_NS = 2e6;

/**
 * Tells a new rate from lost pulses: one long interval is a loss, five long ones in a row are a slower rate. Keeps the last
 * arrivals for it, so that what was counted as lost meanwhile can be taken back.
 */
export class RateWatch {
  readonly #arrivalsNs = new Float64Array(AGREEING + 1);
  /** Periods up to each arrival as far as they are known: 1 where they were guessed. */
  readonly #known = new Float64Array(AGREEING + 1);
  /** Periods that were guessed beyond that. */
  readonly #guessed = new Float64Array(AGREEING + 1);
  #count = 0;

  /** Forgets all, and begins with a pulse at `atNs`. */
  restart(atNs: number): void {
    this.#count = 0;
    this.note(atNs, 1, 0);
  }

  note(arrivalNs: number, known: number, guessed: number): void {
    if (this.#count > AGREEING) {
      this.#arrivalsNs.copyWithin(0, 1);
      this.#known.copyWithin(0, 1);
      this.#guessed.copyWithin(0, 1);
      this.#count = AGREEING;
    }
    this.#arrivalsNs[this.#count] = arrivalNs;
    this.#known[this.#count] = known;
    this.#guessed[this.#count++] = guessed;
  }

  /** Whether the last intervals agree that the period is not `periodNs`. `spreadNs`: the mean deviation of an arrival. */
  disagrees(periodNs: number, spreadNs: number): boolean {
    if (this.#count <= AGREEING) return false;
    let periods = 0;
    for (let i = 1; i <= AGREEING; i++) periods += this.#known[i]!;
    const span = this.#arrivalsNs[AGREEING]! - this.#arrivalsNs[0]!;
    const off = span / periods - periodNs;
    if (Math.abs(off) < Math.max(RATE_STEP * periodNs, 3 * spreadNs)) return false;
    for (let i = 1; i <= AGREEING; i++) {
      const interval = (this.#arrivalsNs[i]! - this.#arrivalsNs[i - 1]!) / this.#known[i]!;
      if (interval < SHORTEST_PERIOD_NS) return false;
      if ((interval - periodNs) * Math.sign(off) < Math.abs(off) / 2) return false;
    }
    return true;
  }

  /** Draws `line` anew through the last arrivals. Returns the periods that had been guessed beyond the known ones. */
  redraw(line: PulseLine): number {
    line.restart(this.#arrivalsNs[0]!);
    let guessed = 0;
    for (let i = 1; i < this.#count; i++) {
      line.advance(this.#known[i]!, this.#arrivalsNs[i]!);
      guessed += this.#guessed[i]!;
      this.#guessed[i] = 0;
    }
    return guessed;
  }
}
