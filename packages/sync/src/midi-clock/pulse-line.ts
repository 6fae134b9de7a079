/**
 * A straight line through the arrivals of evenly spaced pulses: when the last one should have come, and how far apart they are.
 * A second-order loop whose gains are those of a least-squares fit over all pulses so far until `memory` of them have come,
 * and stay there: it settles as fast as the fit and then forgets what is older. Does not allocate.
 */
export class PulseLine {
  /** Estimated time of the last pulse; NaN before the first. */
  atNs = NaN;
  /** NaN before two pulses. */
  periodNs = NaN;
  /** Pulses that the estimate rests on, at most `memory`. */
  weight = 0;
  readonly #memory: number;
  /** Pulses since the phase was set anew under a period that was kept. */
  #sincePhase = 0;

  constructor(memory: number) {
    this.#memory = memory;
  }

  clear(): void {
    this.atNs = this.periodNs = NaN;
    this.weight = 0;
  }

  /** Forgets all, and begins with a pulse at `atNs`. */
  restart(atNs: number): void {
    this.atNs = atNs;
    this.periodNs = NaN;
    this.weight = 1;
    this.#sincePhase = 1;
  }

  /** A pulse at `atNs` that has nothing to do with the phase so far. The period is kept, and trusted as `weight` pulses at most. */
  rephase(atNs: number, weight: number): void {
    this.atNs = atNs;
    this.weight = Math.min(this.weight, weight);
    this.#sincePhase = 1;
  }

  copy(other: PulseLine): void {
    this.atNs = other.atNs;
    this.periodNs = other.periodNs;
    this.weight = other.weight;
    this.#sincePhase = other.#sincePhase;
  }

  /** Where the pulse `steps` periods after the last one is expected. */
  expectedNs(steps: number): number {
    return this.atNs + steps * this.periodNs;
  }

  /** The pulse `steps` periods after the last one has come at `arrivalNs`. */
  advance(steps: number, arrivalNs: number): void {
    if (this.weight < 2) {
      this.periodNs = (arrivalNs - this.atNs) / steps;
      this.atNs = arrivalNs;
      this.weight = 2;
      this.#sincePhase++;
      return;
    }
    const expected = this.expectedNs(steps);
    const n = Math.min(this.weight + 1, this.#memory);
    const product = n * (n + 1);
    this.weight = n;
    this.#sincePhase++;
    const phaseGain = Math.max((2 * (2 * n - 1)) / product, 1 / this.#sincePhase);
    this.atNs = expected + phaseGain * (arrivalNs - expected);
    this.periodNs += (6 / product) * (arrivalNs - expected);
  }
}
