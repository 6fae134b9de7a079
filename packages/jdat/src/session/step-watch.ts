/** What is less is how exact times are. */
const LEAST_STEP_NS = 0.2e6;
/** Readings lie together so closely before and behind a step. Those that are late at random do so by chance, but never so many. */
const TOGETHER_NS = 0.06e6;
const QUIET_COUNT = 16;
/** Several readings may be of one time that was wrong: those behind a step are of longer than that. */
const SPAN_NS = 1.9e6;
/** After a pause no step can be told from a drift. */
const PAUSE_NS = 0.5e9;

/** So many readings behind a step make it one. */
const SURE_COUNT = 4;

/** Tells steps in readings that otherwise drift slowly, as in the times of a sound card that has been late: a line through all of them would need minutes to follow. */
export interface StepWatch {
  /** Takes a reading. Returns by how much readings have stepped when that has become sure, and otherwise 0. Does not allocate. */
  note(valueNs: number, atNs: number): number;
  clear(): void;
}

export function createStepWatch(): StepWatch {
  return new QuietBefore();
}

class QuietBefore implements StepWatch {
  /** The last that were no step, over and over. */
  readonly #quiet = new Float64Array(QUIET_COUNT);
  #noted = 0;
  #atNs = -Infinity;
  /** Those that lie away from them. */
  #count = 0;
  #sinceNs = 0;
  #leastNs = 0;
  #mostNs = 0;

  note(valueNs: number, atNs: number): number {
    if (Number.isNaN(valueNs)) return 0;
    if (Math.abs(atNs - this.#atNs) > PAUSE_NS) this.clear();
    this.#atNs = atNs;
    const isNear = Math.abs(valueNs - this.#newest) < LEAST_STEP_NS;
    if (this.#noted === 0 || isNear) {
      this.#accept(valueNs);
      return 0;
    }
    const leastNs = Math.min(this.#leastNs, valueNs);
    const mostNs = Math.max(this.#mostNs, valueNs);
    const goesOn = this.#count > 0 && mostNs - leastNs <= TOGETHER_NS;
    if (!goesOn) this.#sinceNs = atNs;
    this.#count = goesOn ? this.#count + 1 : 1;
    this.#leastNs = goesOn ? leastNs : valueNs;
    this.#mostNs = goesOn ? mostNs : valueNs;
    if (this.#count < SURE_COUNT || atNs - this.#sinceNs < SPAN_NS) return 0;
    const stepNs = this.#stepFrom((this.#leastNs + this.#mostNs) / 2);
    // Whatever it was, it goes on from here.
    this.#noted = 0;
    this.#accept(valueNs);
    return stepNs;
  }

  get #newest(): number {
    return this.#quiet[(this.#noted - 1) % QUIET_COUNT];
  }

  #accept(valueNs: number): void {
    this.#quiet[this.#noted++ % QUIET_COUNT] = valueNs;
    this.#count = 0;
  }

  /** 0 where what came before was not quiet. */
  #stepFrom(valueNs: number): number {
    if (this.#noted < QUIET_COUNT) return 0;
    let leastNs = Infinity;
    let mostNs = -Infinity;
    for (const each of this.#quiet) {
      leastNs = Math.min(leastNs, each);
      mostNs = Math.max(mostNs, each);
    }
    return mostNs - leastNs <= TOGETHER_NS ? valueNs - (leastNs + mostNs) / 2 : 0;
  }

  clear(): void {
    this.#noted = 0;
    this.#count = 0;
    this.#atNs = -Infinity;
  }
}
