/** What is less is how exact times are. */
const LEAST_STEP_NS = 0.2e6;
/** Those behind a step lie together so closely; those that are late at random do not. */
const TOGETHER_NS = 0.05e6;
/** After a pause no step can be told from a drift. */
const PAUSE_NS = 0.5e9;

/** So many readings behind a step make it one. */
export const SURE_COUNT = 4;

/** Tells steps in readings that otherwise drift slowly, as in the times of a sound card that has been late: a line through all of them would need minutes to follow. */
export interface StepWatch {
  /** Takes a reading. Returns by how much readings have stepped when that has become sure, and otherwise 0. Does not allocate. */
  note(valueNs: number, atNs: number): number;
  clear(): void;
}

export function createStepWatch(): StepWatch {
  return new FewTogether();
}

class FewTogether implements StepWatch {
  /** The newest of those before a step. */
  #baseNs = NaN;
  #atNs = -Infinity;
  #count = 0;
  #leastNs = Infinity;
  #mostNs = -Infinity;

  note(valueNs: number, atNs: number): number {
    if (Math.abs(atNs - this.#atNs) > PAUSE_NS) this.clear();
    this.#atNs = atNs;
    const offNs = valueNs - this.#baseNs;
    if (!(Math.abs(offNs) >= LEAST_STEP_NS)) {
      this.#baseNs = valueNs;
      this.#count = 0;
      return 0;
    }
    const leastNs = Math.min(this.#leastNs, offNs);
    const mostNs = Math.max(this.#mostNs, offNs);
    const isTogether = this.#count > 0 && mostNs - leastNs <= TOGETHER_NS;
    this.#count = isTogether ? this.#count + 1 : 1;
    this.#leastNs = isTogether ? leastNs : offNs;
    this.#mostNs = isTogether ? mostNs : offNs;
    if (this.#count < SURE_COUNT) return 0;
    this.#baseNs = valueNs;
    this.#count = 0;
    return offNs;
  }

  clear(): void {
    this.#baseNs = NaN;
    this.#atNs = -Infinity;
    this.#count = 0;
  }
}
