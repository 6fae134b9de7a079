import { createRandom } from '@jamnet/testkit';
import type { PredictBatch } from '../../src/batch/predict-batch.js';

/** Gives a batch decaying sines and models that carry them on, different in each stream. */
export function fillStreams(batch: PredictBatch, streams: number, seed: number): void {
  const random = createRandom(seed);
  const { columns, models, order, samples } = batch;
  const coefficients = new Float32Array(models * order);
  columns.gaps.fill(0);
  for (let stream = 0; stream < streams; stream++) {
    const turn = 0.01 + random() * 0.4;
    const decay = 0.995 + random() * 0.005;
    for (let i = 0; i < samples; i++) columns.repeats[stream * samples + i] = random() * 0.1;
    for (let i = 0; i < order; i++) {
      columns.past[stream * order + i] =
        0.5 * decay ** i * Math.sin(turn * i) + 0.01 * (random() - 0.5);
    }
    for (let model = 0; model < models; model++) {
      columns.weights[stream * models + model] = random() < 0.1 ? 0 : random();
      // Far from unstable: together the coefficients are below 1 in size.
      for (let i = 0; i < order; i++) {
        coefficients[model * order + i] = (1.9 * (random() - 0.5)) / order;
      }
      if (order < 2) continue;
      coefficients[(model + 1) * order - 1] = 2 * 0.7 * Math.cos(turn);
      coefficients[(model + 1) * order - 2] = -0.49;
    }
    batch.setModels(stream, coefficients);
  }
}

/** The largest difference of two columns. */
export function largestError(wanted: Float32Array, found: Float32Array): number {
  let difference = 0;
  for (const [i, value] of wanted.entries()) {
    const error = Math.abs(value - found[i]!);
    if (!(error <= difference)) difference = Number.isNaN(error) ? Infinity : error;
  }
  return difference;
}
