import type { Autoregression } from './burg.js';

/**
 * A Kalman filter with the gain that it settles at: an autoregressive signal in noise of known size, white or shaped by error feedback. Its state holds the last samples of the signal, so that each of them
 * goes on being corrected by what comes later.
 */
export interface SignalFilter {
  /** Follows another model from now on. */
  use(model: Autoregression): void;
  /** Takes a measured sample. Returns by how much it differs from what was foreseen. */
  take(value: number): number;
  /** Mean square of that where the model holds. */
  readonly expected: number;
  /** The signal so many samples ago, as far as it is known by now. */
  estimate(samplesAgo: number): number;
  reset(): void;
}

/** The gain has settled when it changes by less than this, or after so many rounds. */
const SETTLED = 1e-4;
const MOST_ROUNDS = 120;
/** No signal is so regular that nothing new comes: keeps the gain from vanishing. */
const LEAST_RESIDUAL_SHARE = 0.02;
/**
 * How many times worse than it was fitted a model is taken to be: it is of the past. Shaped noise is so small at some frequencies that an error of the model would be
 * heard there.
 */
const CAUTION = { flat: 1.5, shaped: 2 } as const;

/** `order` samples are kept; `taps` shape the noise, `noise` is its mean square before that. */
export function createSignalFilter(
  order: number,
  taps: readonly number[],
  noise: number,
): SignalFilter {
  return new SettledFilter(order, taps, noise);
}

class SettledFilter implements SignalFilter {
  expected = Infinity;
  readonly #order: number;
  readonly #noise: number;
  readonly #size: number;
  readonly #weights: Float64Array;
  /** What a measurement is made of: the newest sample, and the newest errors as the shape has them. */
  readonly #sees: Float64Array;
  readonly #state: Float64Array;
  readonly #moved: Float64Array;
  readonly #gain: Float64Array;
  readonly #spread: Float64Array;
  readonly #product: Float64Array;

  constructor(order: number, taps: readonly number[], noise: number) {
    this.#order = order;
    this.#noise = noise;
    this.#size = order + 1 + taps.length;
    const size = this.#size;
    this.#weights = new Float64Array(order);
    this.#sees = new Float64Array(size);
    this.#sees[0] = 1;
    this.#sees[order] = 1;
    taps.forEach((tap, at) => (this.#sees[order + 1 + at] = -tap));
    this.#state = new Float64Array(size);
    this.#moved = new Float64Array(size);
    this.#gain = new Float64Array(size);
    this.#spread = new Float64Array(size * size);
    this.#product = new Float64Array(size);
    this.reset();
  }

  reset(): void {
    this.#state.fill(0);
    this.#weights.fill(0);
    this.#gain.fill(0);
    // Without a model: the sample is what was measured.
    this.#gain[0] = 1;
    this.#spread.fill(0);
    this.expected = Infinity;
  }

  use({ weights, residual }: Autoregression): void {
    this.#weights.set(weights);
    const caution = this.#size > this.#order + 1 ? CAUTION.shaped : CAUTION.flat;
    const fresh = Math.max(residual * caution, this.#noise * LEAST_RESIDUAL_SHARE);
    const size = this.#size;
    const spread = this.#spread;
    spread.fill(0);
    for (let at = 0; at < this.#order; at += 1) spread[at * size + at] = fresh;
    for (let at = this.#order; at < size; at += 1) spread[at * size + at] = this.#noise;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      this.#moveSpread(fresh);
      if (this.#measureSpread() < SETTLED) break;
    }
  }

  /** The state's spread one sample on: F · P · Fᵀ + Q, where F shifts both parts and the first sample comes from the weights. */
  #moveSpread(fresh: number): void {
    const size = this.#size;
    const order = this.#order;
    const spread = this.#spread;
    const { length } = this.#weights;
    const first = this.#product;
    let newest = 0;
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let k = 0; k < length; k += 1) sum += this.#weights[k] * spread[k * size + column];
      first[column] = sum;
    }
    for (let k = 0; k < length; k += 1) newest += this.#weights[k] * first[k];
    for (let row = size - 1; row > 0; row -= 1) {
      if (row === order) continue;
      for (let column = size - 1; column > 0; column -= 1)
        if (column !== order) spread[row * size + column] = spread[(row - 1) * size + column - 1];
    }
    for (let at = 0; at < size; at += 1) {
      const covariance = at === 0 ? newest + fresh : at === order ? 0 : first[at - 1];
      spread[at] = covariance;
      spread[at * size] = covariance;
      const error = at === order ? this.#noise : 0;
      spread[order * size + at] = error;
      spread[at * size + order] = error;
    }
  }

  /** Takes a measurement off the spread; returns by how much the gain has changed. */
  #measureSpread(): number {
    const size = this.#size;
    const spread = this.#spread;
    const seen = this.#product;
    let expected = 0;
    for (let row = 0; row < size; row += 1) {
      let sum = spread[row * size];
      for (let at = this.#order; at < size; at += 1)
        sum += this.#sees[at] * spread[row * size + at];
      seen[row] = sum;
    }
    for (let at = 0; at < size; at += 1) expected += this.#sees[at] * seen[at];
    this.expected = expected;
    let change = 0;
    for (let row = 0; row < size; row += 1) {
      const gain = seen[row] / expected;
      change = Math.max(change, Math.abs(gain - this.#gain[row]));
      this.#gain[row] = gain;
    }
    for (let row = 0; row < size; row += 1)
      for (let column = 0; column < size; column += 1)
        spread[row * size + column] -= this.#gain[row] * seen[column];
    return change;
  }

  take(value: number): number {
    const { length } = this.#weights;
    const state = this.#state;
    const moved = this.#moved;
    let next = 0;
    for (let k = 0; k < length; k += 1) next += this.#weights[k] * state[k];
    moved.set(state.subarray(0, this.#size - 1), 1);
    moved[0] = next;
    moved[this.#order] = 0;
    let foreseen = next;
    for (let at = this.#order; at < this.#size; at += 1) foreseen += this.#sees[at] * moved[at];
    const surprise = value - foreseen;
    for (let at = 0; at < this.#size; at += 1) state[at] = moved[at] + this.#gain[at] * surprise;
    return surprise;
  }

  estimate(samplesAgo: number): number {
    return this.#state[samplesAgo];
  }
}
