/** How far off a period may come before time is taken anew, nanoseconds. */
const MOST_OFF_NS = 250e6;
/** Hertz: below it the rate of the device is followed, above it what comes is taken for chance. More at first, until it is known. */
const FIRST_BANDWIDTH_HZ = 1;
const BANDWIDTH_HZ = 0.1;
const FIRST_S = 2;

/**
 * When periods were due, from when they came: sound cards ask for several at once, and threads are late by chance. A delay-locked loop of second order, as in
 * JACK, takes the one and the other out, and follows the rate of the card.
 */
export class PeriodClock {
  readonly #nominalNs: number;
  #periodNs: number;
  #nextNs = 0;
  #count = 0;
  /** Whether the last period was the first, or the first after a break. */
  restarted = false;

  constructor(periodNs: number) {
    this.#nominalNs = periodNs;
    this.#periodNs = periodNs;
  }

  /** A period has come. When it was due. */
  at(nowNs: number): number {
    const offNs = nowNs - this.#nextNs;
    this.restarted = this.#count === 0 || Math.abs(offNs) > MOST_OFF_NS;
    if (this.restarted) {
      this.#count = 1;
      this.#periodNs = this.#nominalNs;
      this.#nextNs = nowNs + this.#periodNs;
      return nowNs;
    }
    const periodS = this.#nominalNs / 1e9;
    const bandwidth = this.#count * periodS < FIRST_S ? FIRST_BANDWIDTH_HZ : BANDWIDTH_HZ;
    const omega = 2 * Math.PI * bandwidth * periodS;
    const dueNs = this.#nextNs;
    this.#nextNs += Math.SQRT2 * omega * offNs + this.#periodNs;
    this.#periodNs += omega * omega * offNs;
    this.#count += 1;
    return dueNs;
  }
}
