import { BANDS, BINS, bandEnergies, FRAME, gainAt, HOP, WINDOW } from './bands.js';
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
 * texture of the past to add. A gap begins with the prediction as it is. Sees the past and the prediction only. For 48 kHz.
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

/** Error over energy at which a prediction is shaped half as much as the network would. */
const HALF_SHAPED = 1e-3;

/**
 * How much of the network's answer is used, 0 to 1: what is foreseen exactly can only lose by it. The error grows with the gap, about as the square of its
 * length. tools/pnbtr-training/train.py has the same.
 */
function shapedShare(expectedError: number, frame: number): number {
  const error = expectedError * (1 + (frame * frame) / 4);
  return error / (error + HALF_SHAPED);
}

/** Allocates when it is made, not when it is used. */
export function createShaper(): Shaper {
  return new NetworkShaper();
}

class NetworkShaper implements Shaper {
  readonly #history = createEnvelopeHistory();
  readonly #network = createEnvelopeNetwork();
  readonly #texture = createTexture();
  readonly #pair = createFramePair();
  readonly #inputs = new Float64Array(BANDS * INPUTS);
  readonly #energies = new Float64Array(BANDS);
  readonly #heard = new Float32Array(TEXTURE_FRAMES);
  #heardAt = 0;
  #textured = false;
  /** Predicted samples, from the next frame's first one on. */
  readonly #waiting = new Float32Array(ROOM);
  #pushed = 0;
  /** What the frames so far add up to, from the first sample not pulled yet on; the first `#ready` are complete. */
  readonly #sum = new Float64Array(ROOM);
  #ready = 0;
  /** Frame m reaches from half a frame before sample m × HOP of the gap to half a frame behind it. */
  #frame = 1;
  #expected = 1;
  #past = this.#history.summarise();

  hear(samples: Float32Array, from: number, count: number): void {
    this.#history.hear(samples, from, count);
    for (let i = from + Math.max(0, count - TEXTURE_FRAMES); i < from + count; i++) {
      this.#heard[this.#heardAt] = samples[i];
      this.#heardAt = (this.#heardAt + 1) % TEXTURE_FRAMES;
    }
  }

  begin(expectedError: number): void {
    this.#expected = expectedError;
    this.#past = this.#history.summarise();
    this.#texture.keep(this.#heard, this.#heardAt);
    this.#textured = false;
    this.#sum.fill(0, 0, this.#ready + HOP);
    this.#pushed = 0;
    this.#ready = 0;
    this.#frame = 1;
  }

  wants(frames: number): number {
    const missing = frames - this.#ready;
    if (missing <= 0) return 0;
    return Math.max(0, (Math.ceil(missing / HOP) - 1) * HOP + FRAME - this.#pushed);
  }

  push(predicted: Float32Array, count: number): void {
    for (let i = 0; i < count; i++) this.#waiting[this.#pushed + i] = predicted[i];
    this.#pushed += count;
  }

  pull(output: Float32Array, count: number): void {
    while (this.#ready < count) {
      this.#shapeFrame();
      this.#waiting.copyWithin(0, HOP, this.#pushed);
      this.#pushed -= HOP;
      this.#frame++;
    }
    const sum = this.#sum;
    for (let i = 0; i < count; i++) output[i] = sum[i];
    const end = this.#ready + HOP;
    sum.copyWithin(0, count, end);
    sum.fill(0, end - count, end);
    this.#ready -= count;
  }

  #shapeFrame(): void {
    if (!this.#textured) {
      this.#texture.make();
      this.#textured = true;
    }
    if (this.#frame === 1) {
      // What the frame before it, half of it heard and half predicted, has of the first samples: as it is.
      for (let i = 0; i < HOP; i++) {
        const w = WINDOW[HOP + i];
        this.#sum[i] = w * w * this.#waiting[i];
      }
    }
    const pair = this.#pair;
    const textureAt = ((this.#frame - 1) * HOP) % TEXTURE_FRAMES;
    pair.analyse(this.#waiting, 0, this.#texture.samples, textureAt);
    bandEnergies(pair.firstPower, this.#energies);
    envelopeInputs(this.#past, this.#energies, this.#frame, this.#expected, this.#inputs);
    const { gain, noise } = this.#network.run(this.#inputs);
    const share = shapedShare(this.#expected, this.#frame);
    const { firstRe, firstIm, secondRe, secondIm } = pair;
    for (let k = 0; k < BINS; k++) {
      const g = 1 + share * (gainAt(k, gain) - 1);
      const n = share * gainAt(k, noise);
      firstRe[k] = g * firstRe[k] + n * secondRe[k];
      firstIm[k] = g * firstIm[k] + n * secondIm[k];
    }
    pair.synthesise(this.#sum, this.#ready);
    this.#ready += HOP;
  }
}
