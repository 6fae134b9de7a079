import { PREDICT_MOST, type Predictor } from './concealer.js';

/** Highest rate that is predicted whole. */
export const WHOLE_RATE = 50_000;
/** Half the length of the filters, in samples of the lower rate. */
const REACH = 24;
/** Cut-off over the lower rate. */
const CUT = 0.46;

/**
 * Predicts below 24 kHz at a half, a third or a quarter of the rate. What lies above is not made up: it has no pitch that anyone hears, and at a
 * gap's beginning it only ever leaves a small step, which is worn off.
 */
export function createSplitPredictor(sampleRate: number, inner: Predictor): Predictor {
  const factor = Math.ceil(sampleRate / WHOLE_RATE);
  const reach = REACH * factor;
  const filter = lowPass(factor, reach);
  const span = 8192;
  /** The signal, and the thinned signal, known or made up, by position modulo `span`. */
  const high = new Float32Array(span);
  const low = new Float32Array(span);
  const piece = new Float32Array(PREDICT_MOST);
  const one = new Float32Array(1);
  /** Thinned samples that the inner predictor has taken, and those that are made up beyond. */
  let taken = 0;
  let made = 0;
  let step = 0;
  let atStart = false;
  const wear = 1 - 1 / (16 * factor);

  /** Takes thinned samples that all of their surroundings are there for. */
  const take = (end: number): void => {
    while (taken * factor + reach < end) {
      const middle = taken * factor;
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        if (middle + k >= 0) sum += filter[k + reach]! * high[(middle + k) % span]!;
      }
      low[taken % span] = one[0] = sum;
      inner.know(taken, one, 0, 1);
      taken++;
    }
    made = Math.max(made, taken);
  };

  const between = (position: number): number => {
    const first = Math.max(0, Math.ceil((position - reach) / factor));
    const last = Math.floor((position + reach) / factor);
    let sum = 0;
    for (let m = first; m <= last; m++) {
      sum += filter[position - m * factor + reach]! * low[m % span]!;
    }
    return sum * factor;
  };

  const makeUpTo = (last: number): void => {
    while (made <= last) {
      const count = Math.min(PREDICT_MOST, last + 1 - made);
      inner.predict(made, piece, count);
      for (let i = 0; i < count; i++) low[(made + i) % span] = piece[i]!;
      made += count;
    }
  };

  return {
    get sureStep() {
      return inner.sureStep;
    },
    get waits() {
      return inner.waits;
    },
    get lateModels() {
      return inner.lateModels;
    },
    know(position, samples, from, count) {
      for (let i = 0; i < count; i++) high[(position + i) % span] = samples[from + i]!;
      take(position + count);
    },
    begin(_position) {
      made = taken;
      atStart = true;
      return inner.begin(taken);
    },
    predict(position, output, count) {
      makeUpTo(Math.floor((position + count - 1 + reach) / factor));
      if (atStart) {
        atStart = false;
        step = position > 0 ? high[(position - 1) % span]! - between(position - 1) : 0;
      }
      for (let i = 0; i < count; i++) {
        step *= wear;
        output[i] = between(position + i) + step;
      }
    },
    keep(position, output, count) {
      this.know(position, output, 0, count);
    },
    close() {
      inner.close();
    },
  };
}

/** A windowed sinc of 2 x reach + 1 taps that sum to 1. */
function lowPass(factor: number, reach: number): Float64Array {
  const taps = new Float64Array(2 * reach + 1);
  let sum = 0;
  for (let k = -reach; k <= reach; k++) {
    const x = (2 * CUT * k) / factor;
    const sinc = k === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const u = Math.PI * (k / (reach + 1));
    const tap = sinc * (0.42 + 0.5 * Math.cos(u) + 0.08 * Math.cos(2 * u));
    taps[k + reach] = tap;
    sum += tap;
  }
  return taps.map((tap) => tap / sum);
}
