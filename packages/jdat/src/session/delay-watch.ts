import { TOGETHER_NS } from './recent-offset.js';

/** What is less is how exact times are. */
const LEAST_STEP_NS = 0.25e6;
/** So many reads and messages show that it is a step: a device that has been late may say a wrong time or two, and among uneven times more seem to lie together. */
const SURE_COUNT = 6;
const SURE_COUNT_EVEN = 3;
/** A reader who lags goes on where it was for so long: the sender's device may have been late as well, which uneven times tell late. */
const PATIENCE_NS = 20e6;
/** A reader that was late and catches up is not far off for so long; one that does not read is not off. */
const FAR_FOR_NS = 100e6;
const FAR_COUNT = 16;
const PAUSE_NS = 50e6;

/**
 * Tells when a reader's delay has stepped: its device was late, or the sender's; both at once cancel out. What is told is to be made good: positive where the reader lags, negative where it
 * is ahead, 0 where nothing is or not yet. Nothing allocates.
 */
export interface DelayWatch {
  /**
   * The frames of a read were played so long ago, by two clocks that may drift. Reads and messages are `spanNs` long. Where times are even, `knownNs` says until when it is
   * known what the sender's device did; otherwise it is NaN.
   */
  stepped(delayNs: number, atNs: number, spanNs: number, knownNs: number): number;
  /** A read has so much more delay than it should. Tells what nobody saw step, of more than `farNs`, and stays. */
  stays(offNs: number, atNs: number, farNs: number): number;
  /** The reader has been moved to where `stepped` would be told this of it, or to where nobody knows (NaN). */
  moved(levelNs: number): void;
}

export function createDelayWatch(): DelayWatch {
  return new StepsAndFar();
}

class StepsAndFar implements DelayWatch {
  /** Where it was before, when readings lay together; NaN while that is not known. */
  #levelNs = NaN;
  /** Readings that lie together. */
  #count = 0;
  #sinceNs = 0;
  #leastNs = 0;
  #mostNs = 0;
  /** For how long it has been far off, and by how much at least: some reads are late, none is early. */
  #farForNs = 0;
  #farCount = 0;
  #leastFarNs = 0;
  #atNs = -Infinity;

  stepped(delayNs: number, atNs: number, spanNs: number, knownNs: number): number {
    if (Number.isNaN(delayNs)) return 0;
    const leastNs = Math.min(this.#leastNs, delayNs);
    const mostNs = Math.max(this.#mostNs, delayNs);
    const goesOn = this.#count > 0 && mostNs - leastNs <= TOGETHER_NS;
    if (!goesOn) this.#sinceNs = atNs;
    this.#count = goesOn ? this.#count + 1 : 1;
    this.#leastNs = goesOn ? leastNs : delayNs;
    this.#mostNs = goesOn ? mostNs : delayNs;
    const levelNs = (this.#leastNs + this.#mostNs) / 2;
    const stepNs = levelNs - this.#levelNs;
    const isStep = Math.abs(stepNs) >= LEAST_STEP_NS;
    const isUneven = Number.isNaN(knownNs);
    const sure = isUneven ? SURE_COUNT : SURE_COUNT_EVEN;
    if (this.#count < sure || atNs - this.#sinceNs < sure * spanNs) return 0;
    const untilNs = isUneven ? atNs - PATIENCE_NS : knownNs;
    if (isStep) return stepNs > 0 && untilNs < this.#sinceNs ? 0 : stepNs;
    this.#levelNs = levelNs;
    return 0;
  }

  stays(offNs: number, atNs: number, farNs: number): number {
    const sinceNs = Math.min(PAUSE_NS, atNs - this.#atNs);
    this.#atNs = atNs;
    const isFar = Math.abs(offNs) > farNs;
    const isOther = this.#farForNs === 0 || offNs > 0 !== this.#leastFarNs > 0;
    // Where both devices are late it is off for a moment, the other way perhaps.
    if (!isFar || isOther) {
      this.#farForNs = Math.max(0, this.#farForNs - 2 * sinceNs);
      if (!isFar || this.#farForNs > 0) return 0;
      this.#leastFarNs = offNs;
      this.#farCount = 0;
    }
    this.#farCount++;
    this.#farForNs += Math.max(1, sinceNs);
    if (Math.abs(offNs) < Math.abs(this.#leastFarNs)) this.#leastFarNs = offNs;
    const isSure = this.#farForNs >= FAR_FOR_NS && this.#farCount >= FAR_COUNT;
    return isSure ? this.#leastFarNs : 0;
  }

  moved(levelNs: number): void {
    this.#levelNs = levelNs;
    this.#count = 0;
    this.#farForNs = 0;
  }
}
