import { BANDS } from './bands.js';
import { INPUTS } from './envelope-inputs.js';
import { ENVELOPE_WEIGHTS, HIDDEN } from '../generated/envelope-weights.js';

/** How loud the prediction of each band is to be, and how much texture is to go with it. */
export interface Envelope {
  /** Amplitude of the prediction, 0 to 1.2. */
  readonly gain: Float64Array;
  /** Amplitude of the texture, 0 and more. */
  readonly noise: Float64Array;
}

/**
 * A network of two hidden layers, the same one for each band: what it is told in {@link INPUTS} numbers becomes a gain and an amount of
 * texture. Sums, products, one division and one square root each: the same everywhere to the bit.
 */
export interface EnvelopeNetwork {
  /** Reads {@link BANDS} × {@link INPUTS} numbers. The answer is the same object each time. */
  run(inputs: Float64Array): Envelope;
}

export function createEnvelopeNetwork(): EnvelopeNetwork {
  return new BandNetwork();
}

const { mean, scale, bias1, bias2, out, biasOut } = ENVELOPE_WEIGHTS;
const hidden1 = byUnit(ENVELOPE_WEIGHTS.hidden1, INPUTS);
const hidden2 = byUnit(ENVELOPE_WEIGHTS.hidden2, HIDDEN);

class BandNetwork implements EnvelopeNetwork {
  readonly #input = new Float64Array(INPUTS);
  readonly #first = new Float64Array(HIDDEN);
  readonly #second = new Float64Array(HIDDEN);
  readonly #envelope = { gain: new Float64Array(BANDS), noise: new Float64Array(BANDS) };

  run(inputs: Float64Array): Envelope {
    const input = this.#input;
    const second = this.#second;
    const { gain, noise } = this.#envelope;
    for (let band = 0; band < BANDS; band++) {
      for (let i = 0; i < INPUTS; i++) {
        const value = (inputs[band * INPUTS + i] - mean[i]) * scale[i];
        input[i] = value < -6 ? -6 : value > 6 ? 6 : value;
      }
      layer(input, hidden1, bias1, this.#first);
      layer(this.#first, hidden2, bias2, second);
      let loud = biasOut[0];
      let rough = biasOut[1];
      for (let i = 0; i < HIDDEN; i++) {
        loud += second[i] * out[2 * i];
        rough += second[i] * out[2 * i + 1];
      }
      gain[band] = 0.6 * (1 + softSign(loud));
      noise[band] = (rough + Math.sqrt(rough * rough + 0.01)) / 2;
    }
    return this.#envelope;
  }
}

/** Weights that come input by input, one after the other for each unit. */
function byUnit(weights: Float32Array, inputs: number): Float64Array {
  return Float64Array.from(
    { length: weights.length },
    (_, at) => weights[(at % inputs) * HIDDEN + Math.floor(at / inputs)],
  );
}

function layer(
  input: Float64Array,
  weights: Float64Array,
  bias: Float32Array,
  output: Float64Array,
): void {
  const inputs = input.length;
  for (let j = 0, at = 0; j < HIDDEN; j++) {
    let sum = bias[j];
    for (let i = 0; i < inputs; i++) sum += input[i] * weights[at++];
    output[j] = softSign(sum);
  }
}

function softSign(value: number): number {
  return value / (1 + Math.abs(value));
}
