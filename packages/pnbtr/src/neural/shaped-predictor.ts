import { PREDICT_MOST, type Predictor } from '../concealer/concealer.js';
import { createShaper } from './shaper.js';

/** The prediction runs ahead of what is played by half of this at most, and what is played ahead of what is kept. */
const SPAN = 8_192;

/** A predictor whose predictions go through the {@link createShaper | shaper}; the models themselves go on from the bare prediction. */
export function createShapedPredictor(plain: Predictor): Predictor {
  const shaper = createShaper();
  /** Bare samples that were predicted, by position modulo `SPAN`. */
  const bare = new Float32Array(SPAN);
  let ahead = 0;
  const piece = new Float32Array(PREDICT_MOST);
  return {
    get waits() {
      return plain.waits;
    },
    get lateModels() {
      return plain.lateModels;
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
    predict(position, output, count) {
      let wanted = shaper.wants(count);
      while (wanted > 0) {
        const most = Math.min(wanted, PREDICT_MOST);
        plain.predict(position + ahead, piece, most);
        shaper.push(piece, most);
        for (let i = 0; i < most; i++) bare[(position + ahead + i) % SPAN] = piece[i];
        ahead += most;
        wanted -= most;
      }
      shaper.pull(output, count);
      ahead -= count;
    },
    keep(position, output, count) {
      for (let i = 0; i < count; i++) piece[i] = bare[(position + i) % SPAN];
      plain.keep(position, piece, count);
      shaper.hear(output, 0, count);
    },
    close: () => plain.close(),
  };
}
