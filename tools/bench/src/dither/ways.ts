import { createRestorer, createShortener, type NoiseShape } from '@jamnet/pnbtr';
import { createRandom } from '@jamnet/testkit';
import type { RandomSource } from '@jamnet/wire';

/** A way through 16 bits and back: whole numbers of 24 bits to what is heard of them, in the same unit. */
export interface Way {
  readonly name: string;
  run(samples: Int32Array): Float64Array;
}

const STEP = 256;
/** As the shortener's `shaped`: the anchor has the same filter, so that the two can be compared frequency by frequency. */
const SHAPED = [2.033, -2.165, 1.959, -1.59, 0.6149];
const SEED = 5;

/** The anchor is the second one. */
export const WAYS: readonly Way[] = [
  { name: 'TPDF dither', run: (samples) => dithered(samples, [], tpdf(createRandom(SEED))) },
  {
    name: 'TPDF dither, noise shaped',
    run: (samples) => dithered(samples, SHAPED, tpdf(createRandom(SEED))),
  },
  { name: 'rounded', run: (samples) => dithered(samples, [], () => 0) },
  { name: 'flat, dither taken off', run: (samples) => restored(samples, 'flat', false) },
  { name: 'flat, restored', run: (samples) => restored(samples, 'flat', true) },
  { name: 'shaped, dither taken off', run: (samples) => restored(samples, 'shaped', false) },
  { name: 'shaped, restored', run: (samples) => restored(samples, 'shaped', true) },
];

export const ANCHOR = 1;

function tpdf(random: RandomSource): () => number {
  return () => random() - random();
}

function dithered(
  samples: Int32Array,
  taps: readonly number[],
  dither: () => number,
): Float64Array {
  const errors = new Float64Array(taps.length);
  return Float64Array.from(samples, (sample) => {
    let wanted = sample / STEP;
    taps.forEach((tap, at) => (wanted -= tap * errors[at]));
    const short = Math.max(-32_768, Math.min(32_767, Math.round(wanted + dither())));
    errors.copyWithin(1, 0);
    if (taps.length > 0) errors[0] = short - wanted;
    return short * STEP;
  });
}

function restored(samples: Int32Array, shape: NoiseShape, predict: boolean): Float64Array {
  const short = new Int16Array(samples.length);
  createShortener({ shape }).shorten(samples, 0, short);
  const restorer = createRestorer({ shape, predict });
  const lag = restorer.lagSamples;
  const padded = new Int16Array(samples.length + lag);
  padded.set(short);
  const out = new Float32Array(padded.length);
  restorer.restore(padded, 0, out);
  return Float64Array.from(samples, (_, at) => out[at + lag] * 2 ** 23);
}
