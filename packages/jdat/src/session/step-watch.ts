/** Less is how exact timestamps are. */
const LEAST_STEP_NS = 0.2e6;
/** Those behind a step lie together so closely; those that are late at random do not. */
const TOGETHER_NS = 0.05e6;
const SURE_COUNT = 4;

/** Tells when timestamps have stepped away from the line that they lay on, as they do where a sound card has been late: a line through all of them would need minutes to follow. */
export interface StepWatch {
  /** A timestamp lies so far from the line, nanoseconds; NaN while there is none. True where that is a step, and the line is to begin anew. Does not allocate. */
  note(offNs: number): boolean;
}

export function createStepWatch(): StepWatch {
  return new FewTogether();
}

class FewTogether implements StepWatch {
  #count = 0;
  #leastNs = Infinity;
  #mostNs = -Infinity;

  note(offNs: number): boolean {
    const isOff = Math.abs(offNs) >= LEAST_STEP_NS;
    const leastNs = Math.min(this.#leastNs, offNs);
    const mostNs = Math.max(this.#mostNs, offNs);
    if (!isOff) this.#count = 0;
    else if (this.#count > 0 && mostNs - leastNs <= TOGETHER_NS) this.#count++;
    else this.#count = 1;
    this.#leastNs = this.#count > 1 ? leastNs : offNs;
    this.#mostNs = this.#count > 1 ? mostNs : offNs;
    if (this.#count < SURE_COUNT) return false;
    this.#count = 0;
    return true;
  }
}
