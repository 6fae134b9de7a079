import type { History } from './jam-state.js';

const SECONDS = 60;

/** The last minute of a quantity, a value a second: the mean of what was noted in it, or the largest. */
export class Minute {
  readonly #values: (number | null)[] = [];
  #sum = 0;
  #count = 0;
  #second = -1;

  /** Notes what it is at a time, and ends the seconds that are over. NaN and null say that it is not known. */
  note(value: number | null, atS: number): void {
    const second = Math.floor(atS);
    if (this.#second < 0) this.#second = second;
    while (this.#second < second) {
      this.#values.push(this.#count === 0 ? null : this.#sum / this.#count);
      if (this.#values.length > SECONDS) this.#values.shift();
      this.#sum = 0;
      this.#count = 0;
      // A long pause is a minute of nothing.
      this.#second = second - this.#second > SECONDS ? second - SECONDS : this.#second + 1;
    }
    if (value === null || !Number.isFinite(value)) return;
    this.#sum += value;
    this.#count++;
  }

  history(): History {
    return [...this.#values];
  }
}
