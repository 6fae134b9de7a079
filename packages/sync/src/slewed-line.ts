/**
 * An offset as a function of time that never jumps: straight pieces that join. What it has said of a time before the last
 * turn it goes on saying, for the last thirty turns (a second and a half of heartbeats); the future bends towards each new target.
 */
export interface SlewedLine {
  /** The offset at a time; NaN before the first `restart`. Does not allocate. */
  at(ns: number): number;
  /** The time at which `time + weight x offset` is `sum`: the way back for a clock (weight 1) or a part of one. Does not allocate. */
  timeOf(sum: number, weight: number): number;
  /** How much faster the line runs than time itself at a time. Does not allocate. */
  rateAt(ns: number): number;
  /** Begins anew, with a jump. Forgets what was before. */
  restart(ns: number, offset: number, rate: number): void;
  /** From now on runs towards `offset + rate x …`, there after `horizonNs` or as soon after it as the limit of the slew allows. */
  turn(ns: number, offset: number, rate: number, horizonNs: number): void;
}

const KNOTS = 64;

/** `maxSlewPpm` limits how much faster or slower than the target the line may run to get there. */
export function createSlewedLine(maxSlewPpm: number): SlewedLine {
  return new Polyline(maxSlewPpm * 1e-6);
}

class Polyline implements SlewedLine {
  readonly #maxSlew: number;
  readonly #at = new Float64Array(KNOTS);
  readonly #offset = new Float64Array(KNOTS);
  /** From each knot to the next; after the last for ever. */
  readonly #rate = new Float64Array(KNOTS);
  #count = 0;

  constructor(maxSlew: number) {
    this.#maxSlew = maxSlew;
  }

  at(ns: number): number {
    if (this.#count === 0) return NaN;
    let knot = this.#count - 1;
    while (knot > 0 && this.#at[knot] > ns) knot--;
    return this.#offset[knot] + (ns - this.#at[knot]) * this.#rate[knot];
  }

  rateAt(ns: number): number {
    let knot = this.#count - 1;
    while (knot > 0 && this.#at[knot] > ns) knot--;
    return knot < 0 ? NaN : this.#rate[knot];
  }

  timeOf(sum: number, weight: number): number {
    if (this.#count === 0) return NaN;
    let knot = this.#count - 1;
    while (knot > 0 && this.#at[knot] + weight * this.#offset[knot] > sum) knot--;
    const passed = sum - this.#at[knot] - weight * this.#offset[knot];
    return this.#at[knot] + passed / (1 + weight * this.#rate[knot]);
  }

  restart(ns: number, offset: number, rate: number): void {
    this.#count = 0;
    this.#append(ns, offset, rate);
  }

  turn(ns: number, offset: number, rate: number, horizonNs: number): void {
    const from = this.at(ns);
    while (this.#count > 0 && this.#at[this.#count - 1] >= ns) this.#count--;
    const error = offset - from;
    const takesNs = Math.max(horizonNs, Math.abs(error) / this.#maxSlew);
    this.#append(ns, from, rate + error / takesNs);
    this.#append(ns + takesNs, offset + rate * takesNs, rate);
  }

  #append(ns: number, offset: number, rate: number): void {
    if (this.#count === KNOTS) {
      this.#at.copyWithin(0, KNOTS / 2);
      this.#offset.copyWithin(0, KNOTS / 2);
      this.#rate.copyWithin(0, KNOTS / 2);
      this.#count = KNOTS / 2;
    }
    this.#at[this.#count] = ns;
    this.#offset[this.#count] = offset;
    this.#rate[this.#count] = rate;
    this.#count++;
  }
}
