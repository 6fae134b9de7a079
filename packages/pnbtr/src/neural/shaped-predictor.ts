import { PREDICT_MOST, type Predictor } from '../concealer/concealer.js';
import { createShaper } from './shaper.js';

/** Samples by which the prediction may run ahead of what is played. */
const AHEAD = 2_048;

/** A predictor whose predictions go through the {@link createShaper | shaper}; the models themselves go on from the bare prediction. */
export function createShapedPredictor(plain: Predictor): Predictor {
  const shaper = createShaper();
  /** Bare samples that were predicted and not played yet. */
  const bare = new Float32Array(AHEAD + PREDICT_MOST);
  let ahead = 0;
  const piece = new Float32Array(PREDICT_MOST);
  return {
    get waits() {
      return plain.waits;
    },
    know(position, samples, from, count) {
      plain.know(position, samples, from, count);
      shaper.hear(samples, from, count);
    },
    begin(position) {
      const expectedError = plain.begin(position);
      shaper.begin(expectedError);
      ahead = 0;
      return expectedError;
    },
    predict(position, output, count, keep) {
      let wanted = shaper.wants(count);
      while (wanted > 0) {
        const most = Math.min(wanted, PREDICT_MOST);
        plain.predict(position + ahead, piece, most, false);
        shaper.push(piece, most);
        for (let i = 0; i < most; i++) bare[ahead + i] = piece[i];
        ahead += most;
        wanted -= most;
      }
      shaper.pull(output, count);
      if (keep) {
        plain.know(position, bare, 0, count);
        shaper.hear(output, 0, count);
      }
      bare.copyWithin(0, count, ahead);
      ahead -= count;
    },
    close: () => plain.close(),
  };
}
