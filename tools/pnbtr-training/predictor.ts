import { createConcealer } from '@jamnet/pnbtr';

/** So much of the past goes into a prediction. */
const HEARD = 60_000;

export interface Prediction {
  /** What PNBTR's models would play; no network, no fade. */
  readonly samples: Float32Array;
  /** Error over energy that they expected of themselves when the loss began, at most 1. */
  readonly expectedError: number;
}

/** Predicts `frames` samples from `start` on. Sees what comes before only. */
export function predict(samples: Float32Array, start: number, frames: number): Prediction {
  const concealer = createConcealer({ sampleRate: 48_000, neural: false, fadeAfterMs: 1_000 });
  const heard = samples.slice(Math.max(0, start - HEARD), start);
  concealer.accept(heard, heard);
  const predicted = new Float32Array(frames);
  const confidence = concealer.fill(predicted.subarray(0, 1));
  concealer.fill(predicted.subarray(1));
  concealer.close();
  return { samples: predicted, expectedError: 1 - confidence };
}
