/** What the streams of a batch have in common. */
export interface PredictShape {
  /** Autoregressive models of a stream. */
  readonly models: number;
  /** Coefficients of a model, and samples of the past that it goes by. */
  readonly order: number;
  /** Samples that are predicted in a run. */
  readonly samples: number;
}

/** Rows of a batch of predictions: one a stream, one stream after the other. */
export interface PredictColumns {
  /** What each model counts in the result; 0 for one that is not there, which must not change within a gap. `streams * models` */
  readonly weights: Float32Array;
  /** Models side by side, the coefficient of the oldest sample first: a sample is the sum of those before it times these. `streams * models * order` */
  readonly coefficients: Float32Array;
  /** The samples before the gap that all models carry on, the oldest first. `streams * order` */
  readonly past: Float32Array;
  /** Samples of the gap that earlier runs have predicted; 0 where it begins. `streams` */
  readonly gaps: Uint32Array;
  /** What is added to the models' sum. `streams * samples` */
  readonly repeats: Float32Array;
  /** What comes next. `streams * samples` */
  readonly results: Float32Array;
}

/** A model that says more has run away and is silent there. */
const MOST_VALUE = 64;

/**
 * What the `pnbtr_predict` kernel computes, and the path without a device: for streams `from` to before `to` what repeats plus the weighted
 * sum of what the models say, each by itself carrying the past on, its own samples included. Sums in 64 bits; a device that sums in 32
 * comes within 2e-5 of the result over 128 samples of models that are stable, where the signal is within ±1. Knows nothing of earlier
 * runs: the whole gap is computed again, where a device goes on from what it kept.
 */
export function predictStreams(
  shape: PredictShape,
  columns: PredictColumns,
  from: number,
  to: number,
): void {
  const { models, order, samples } = shape;
  const { weights, coefficients, past, gaps, repeats, results } = columns;
  const blend = new Float64Array(samples);
  for (let stream = from; stream < to; stream++) {
    const gap = gaps[stream]!;
    // The past and, behind it, what a model says.
    const line = new Float32Array(order + gap + samples);
    line.set(past.subarray(stream * order, (stream + 1) * order));
    blend.set(repeats.subarray(stream * samples, (stream + 1) * samples));
    for (let model = stream * models; model < (stream + 1) * models; model++) {
      const weight = weights[model]!;
      if (weight === 0) continue;
      carryOn(coefficients, model * order, order, line);
      for (let i = 0; i < samples; i++) blend[i]! += weight * line[order + gap + i]!;
    }
    results.set(blend, stream * samples);
  }
}

function carryOn(
  coefficients: Float32Array,
  first: number,
  order: number,
  line: Float32Array,
): void {
  for (let i = order; i < line.length; i++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += coefficients[first + k]! * line[i - order + k]!;
    line[i] = Math.abs(sum) <= MOST_VALUE ? sum : 0;
  }
}
