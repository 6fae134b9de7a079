import { BANDS } from './bands.js';
import { type BandPast, bels } from './envelope-history.js';

/** Numbers the network is told about one band in one frame. */
export const INPUTS = 16;
/** Frames from the loss on that differ for the network: 64 ms. */
const LATEST_FRAME = 24;

/**
 * Writes the inputs of every band, {@link INPUTS} each, for a frame whose middle is `frame` half-frames after the
 * loss began. `expectedError` is the prediction's own estimate of its error over its energy.
 */
export function envelopeInputs(
  past: BandPast,
  predicted: Float64Array,
  frame: number,
  expectedError: number,
  out: Float64Array,
): void {
  const { recent, middle, long, fluctuation } = past;
  let total = 0;
  for (let band = 0; band < BANDS; band++) total += 10 ** long[band];
  const loudness = bels(total);
  const doubt = Math.log10(Math.min(1, expectedError) + 1e-3);
  const time = Math.log2(1 + Math.min(frame, LATEST_FRAME)) / 4;
  for (let band = 0; band < BANDS; band++) {
    const below = Math.max(0, band - 1);
    const above = Math.min(BANDS - 1, band + 1);
    const level = bels(predicted[band]);
    const at = band * INPUTS;
    out[at] = level - recent[band];
    out[at + 1] = level - middle[band];
    out[at + 2] = level - long[band];
    out[at + 3] = recent[band] - long[band];
    out[at + 4] = middle[band] - long[band];
    out[at + 5] = fluctuation[band];
    out[at + 6] = long[band] - loudness;
    out[at + 7] = bels(predicted[below]) - long[below];
    out[at + 8] = bels(predicted[above]) - long[above];
    out[at + 9] = long[below] - long[band];
    out[at + 10] = long[above] - long[band];
    out[at + 11] = time;
    out[at + 12] = (frame > LATEST_FRAME ? LATEST_FRAME : frame) / LATEST_FRAME;
    out[at + 13] = band / BANDS;
    out[at + 14] = doubt;
    out[at + 15] = loudness / 4;
  }
}
