import { createCorePredictor } from '../../packages/pnbtr/src/concealer/core-predictor.js';
import { PREDICT_MOST } from '../../packages/pnbtr/src/concealer/concealer.js';

/** So much of the past goes into a prediction. */
const HEARD = 60_000;

export interface Prediction {
  /** What PNBTR's models would play; no network, no fade. */
  readonly samples: Float32Array;
  /** Error over energy that they expected of themselves when the loss began. */
  readonly expectedError: number;
}

/** Predicts `frames` samples from `start` on. Sees what comes before only. */
export function predict(samples: Float32Array, start: number, frames: number): Prediction {
  const predictor = createCorePredictor('inline', undefined, {
    everyHops: 1,
    waits: true,
  });
  const from = Math.max(0, start - HEARD);
  for (let at = from; at < start; at += PREDICT_MOST) {
    predictor.know(at - from, samples, at, Math.min(PREDICT_MOST, start - at));
  }
  const expectedError = predictor.begin(start - from);
  const predicted = new Float32Array(frames);
  const piece = new Float32Array(PREDICT_MOST);
  for (let at = 0; at < frames; at += PREDICT_MOST) {
    const count = Math.min(PREDICT_MOST, frames - at);
    const position = start - from + at;
    predictor.predict(position, piece, count);
    predictor.keep(position, piece, count);
    predicted.set(piece.subarray(0, count), at);
  }
  predictor.close();
  return { samples: predicted, expectedError };
}
