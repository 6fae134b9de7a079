import { JamError } from '@jamnet/wire';
import { type Autoregression, fitBurg } from './burg.js';
import { ditherAt } from './dither-noise.js';
import { type NoiseShape, shapeTaps } from './noise-shape.js';
import { createSignalFilter, type SignalFilter } from './signal-filter.js';

/**
 * Brings one channel that a {@link Shortener} has shortened back towards 24 bits: takes the dither off, which leaves a noise that knows nothing of the signal, and where the signal is so quiet and so
 * regular that the past says more than a 16-bit step, takes that into account.
 */
export interface Restorer {
  /** How many samples later each comes out: `out` begins with that many that belong before. */
  readonly lagSamples: number;
  /**
   * `samples` as they came, `position` that of the first one, to as many floats of full scale 1. After a hole in the positions it begins anew. Allocates nothing. The same calls give the same
   * samples, however they are cut.
   */
  restore(samples: Int16Array, position: number, out: Float32Array): void;
}

export interface RestorerOptions {
  /** As the shortener's. @default 'flat' */
  readonly shape?: NoiseShape;
  /** As the shortener's. @default 0 */
  readonly channel?: number;
  /** How many samples after each one are waited for, 0 to 31: the more, the better it is known. @default 16 */
  readonly lagSamples?: number;
  /** False to take off the dither and no more. @default true */
  readonly predict?: boolean;
}

const ORDER = 32;
/** Fitted on so many samples, and anew after so many. */
const PAST = 2048;
const RENEW = 512;
/** Mean square of the noise of rounding, in 16-bit steps. */
const NOISE = 1 / 12;
/** What is foreseen worse than this many times the noise is better left alone. */
const HOPELESS = 20_000;
const FULL_SCALE = 32_768;

/** Throws JamError `bad-option`. */
export function createRestorer(options: RestorerOptions = {}): Restorer {
  const { shape = 'flat', channel = 0, lagSamples = 16, predict = true } = options;
  if (!(Number.isInteger(lagSamples) && lagSamples >= 0 && lagSamples < ORDER))
    throw new JamError(
      'bad-option',
      `lagSamples is ${lagSamples}: it may be a whole number from 0 to ${ORDER - 1}`,
    );
  return new ChannelRestorer(shapeTaps(shape), channel, lagSamples, predict);
}

class ChannelRestorer implements Restorer {
  readonly lagSamples: number;
  readonly #channel: number;
  readonly #predict: boolean;
  readonly #flat: boolean;
  readonly #filter: SignalFilter;
  readonly #model: Autoregression = { weights: new Float64Array(ORDER), residual: Infinity };
  /** What was put out, in steps, as a ring; and room to fit. */
  readonly #past = new Float64Array(PAST);
  readonly #ordered = new Float64Array(PAST);
  readonly #forward = new Float64Array(PAST);
  readonly #backward = new Float64Array(PAST);
  /** As they came, less the dither, for as long as they wait. */
  readonly #waiting = new Float64Array(ORDER);
  #count = 0;
  #next = -1;
  /** Of late, mean square of what the model did not foresee. */
  #surprise = 0;

  constructor(taps: readonly number[], channel: number, lagSamples: number, predict: boolean) {
    this.#channel = channel;
    this.lagSamples = lagSamples;
    this.#predict = predict;
    this.#flat = taps.length === 0;
    this.#filter = createSignalFilter(ORDER, taps, NOISE);
  }

  restore(samples: Int16Array, position: number, out: Float32Array): void {
    if (position !== this.#next) this.#begin();
    this.#next = position + samples.length;
    for (let at = 0; at < samples.length; at += 1) {
      const value = samples[at] - ditherAt(position + at, this.#channel);
      out[at] = this.#take(value) / FULL_SCALE;
    }
  }

  #begin(): void {
    this.#count = 0;
    this.#surprise = 0;
    this.#past.fill(0);
    this.#waiting.fill(0);
    this.#model.weights.fill(0);
    this.#model.residual = Infinity;
    this.#filter.reset();
  }

  /** One sample in, the one before `lagSamples` out. */
  #take(value: number): number {
    const lag = this.lagSamples;
    this.#waiting[this.#count % ORDER] = value;
    const measured = this.#count < lag ? 0 : this.#waiting[(this.#count - lag) % ORDER];
    const estimate = this.#predict ? this.#estimate(value, measured) : measured;
    this.#past[this.#count % PAST] = estimate;
    this.#count += 1;
    if (this.#predict && this.#count % RENEW === 0 && this.#count >= PAST) this.#renew();
    return estimate;
  }

  #estimate(value: number, measured: number): number {
    const surprise = this.#filter.take(value);
    this.#surprise += (surprise * surprise - this.#surprise) / 64;
    // A model that has just been surprised is no longer the signal's.
    const trusted =
      this.#model.residual < HOPELESS * NOISE && this.#surprise < 4 * this.#filter.expected;
    if (!trusted || this.#count < PAST + ORDER) return measured;
    const estimate = this.#filter.estimate(this.lagSamples);
    // What was sent lies within half a step of what came, for certain, where the noise is that of one rounding.
    if (!this.#flat) return estimate;
    return Math.max(measured - 0.5, Math.min(measured + 0.5, estimate));
  }

  #renew(): void {
    const first = this.#count % PAST;
    this.#ordered.set(this.#past.subarray(first));
    this.#ordered.set(this.#past.subarray(0, first), PAST - first);
    fitBurg(this.#ordered, this.#model, this.#forward, this.#backward);
    this.#filter.use(this.#model);
  }
}
