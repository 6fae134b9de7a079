const REMEMBERED = 64;

/** How late the last timed sends went out. */
export class PacingLateness {
  readonly #lastNs = new Float64Array(REMEMBERED);
  #count = 0;

  add(askedNs: number, wentOutNs: number): void {
    this.#lastNs[this.#count % REMEMBERED] = wentOutNs - askedNs;
    this.#count += 1;
  }

  /** Median over the last 64, in microseconds; 0 before the first. */
  medianUs(): number {
    const known = Math.min(this.#count, REMEMBERED);
    if (known === 0) return 0;
    return this.#lastNs.slice(0, known).sort()[known >> 1] / 1000;
  }
}
