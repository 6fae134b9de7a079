import { BANDS, BINS, bandEnergies, FRAME, gainAt, HOP } from './bands.js';
import { createEnvelopeHistory } from './envelope-history.js';
import { envelopeInputs, INPUTS } from './envelope-inputs.js';
import { createEnvelopeNetwork } from './envelope-network.js';
import { createFramePair } from './frame-pair.js';
import { createTexture, TEXTURE_FRAMES } from './texture.js';

/** Samples that can wait on their way in, and on their way out. */
const ROOM = 8_192;
/** Samples that may be wanted at once. */
export const SHAPE_MOST = 2_048;

/**
 * Makes a prediction plausible: a small network says, band by band and every 2.7 ms, how much of the prediction to keep and how much
 * texture of the past to add. The first 128 samples of a gap stay as they are. Sees the past and the prediction only. For 48 kHz.
 */
export interface Shaper {
  /** Takes `count` played samples in, real or made up; any number of them. */
  hear(samples: Float32Array, from: number, count: number): void;
  /** A loss begins here; `expectedError` is the error over the energy that the predictor expects of itself. */
  begin(expectedError: number): void;
  /** Predicted samples still to be pushed before `frames` more, at most {@link SHAPE_MOST}, can be pulled. */
  wants(frames: number): number;
  /** The prediction goes on with the first `count` of these samples. */
  push(predicted: Float32Array, count: number): void;
  /** The next `count` shaped samples, from the beginning of the loss on. */
  pull(output: Float32Array, count: number): void;
}

/** Allocates when it is made, not when it is used. */
export function createShaper(): Shaper {
  const history = createEnvelopeHistory();
  const network = createEnvelopeNetwork();
  const texture = createTexture();
  const pair = createFramePair();
  const inputs = new Float64Array(BANDS * INPUTS);
  const energies = new Float64Array(BANDS);
  const heard = new Float32Array(TEXTURE_FRAMES);
  let heardAt = 0;
  let textured = false;
  /** Predicted samples, from the next frame's first one on. */
  const waiting = new Float32Array(ROOM);
  let pushed = 0;
  /** What the frames so far add up to, from the first sample not pulled yet on; the first `ready` are complete. */
  const sum = new Float64Array(ROOM);
  let ready = 0;
  /** Samples at the beginning of the gap that went through as they were. */
  let through = HOP;
  /** Frame m reaches from half a frame before sample m × HOP of the gap to half a frame behind it. */
  let frame = 1;
  let expected = 1;
  let past = history.summarise();

  const passThrough = (): void => {
    const count = Math.min(HOP, pushed) - through;
    for (let i = 0; i < count; i++) sum[ready + i] = waiting[through + i];
    through += count;
    ready += count;
  };

  const shapeFrame = (): void => {
    if (!textured) {
      texture.make();
      textured = true;
    }
    pair.analyse(waiting, 0, texture.samples, ((frame - 1) * HOP) % TEXTURE_FRAMES);
    if (frame > 1) {
      bandEnergies(pair.firstPower, energies);
      envelopeInputs(past, energies, frame, expected, inputs);
      const { gain, noise } = network.run(inputs);
      const { firstRe, firstIm, secondRe, secondIm } = pair;
      for (let k = 0; k < BINS; k++) {
        const g = gainAt(k, gain);
        const n = gainAt(k, noise);
        firstRe[k] = g * firstRe[k] + n * secondRe[k];
        firstIm[k] = g * firstIm[k] + n * secondIm[k];
      }
      pair.synthesise(sum, ready, 0);
      ready += HOP;
    } else pair.synthesise(sum, ready - HOP, HOP); // its first half went through already
    waiting.copyWithin(0, HOP, pushed);
    pushed -= HOP;
    frame++;
  };

  return {
    hear(samples, from, count) {
      history.hear(samples, from, count);
      for (let i = from + Math.max(0, count - TEXTURE_FRAMES); i < from + count; i++) {
        heard[heardAt] = samples[i];
        heardAt = (heardAt + 1) % TEXTURE_FRAMES;
      }
    },
    begin(expectedError) {
      expected = expectedError;
      past = history.summarise();
      texture.keep(heard, heardAt);
      textured = false;
      sum.fill(0, 0, ready + HOP);
      pushed = 0;
      ready = 0;
      through = 0;
      frame = 1;
    },
    wants(frames) {
      const missing = frames - ready;
      if (missing <= 0) return 0;
      const plain = HOP - through;
      if (missing <= plain) return Math.max(0, through + missing - pushed);
      const more = Math.ceil((missing - plain) / HOP) + (frame === 1 ? 1 : 0);
      return Math.max(0, (more - 1) * HOP + FRAME - pushed);
    },
    push(predicted, count) {
      for (let i = 0; i < count; i++) waiting[pushed + i] = predicted[i];
      pushed += count;
    },
    pull(output, count) {
      while (ready < count) {
        if (through < HOP) passThrough();
        else shapeFrame();
      }
      for (let i = 0; i < count; i++) output[i] = sum[i];
      const end = ready + HOP;
      sum.copyWithin(0, count, end);
      sum.fill(0, end - count, end);
      ready -= count;
    },
  };
}
