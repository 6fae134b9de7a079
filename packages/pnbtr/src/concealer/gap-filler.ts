import type { CheckedOptions } from '../check-options.js';
import { type Concealer, type ConcealerStats, PREDICT_MOST, type Predictor } from './concealer.js';
import { SeamGuard } from './seam-guard.js';

/** Samples over which a step at the beginning of a gap is worn off. */
const STEP_SAMPLES = 64;
/** Samples by which the expected error doubles and more. */
const ERROR_GROWTH = 480;
/** Trials are what the models were fitted on: the better they went, the further reality falls behind. */
const TRIAL_POWER = 0.7;

/** What is the same for every method: fades, seams, counting. */
export class GapFiller implements Concealer {
  readonly #piece = new Float32Array(PREDICT_MOST);
  readonly #clean = new Float32Array(PREDICT_MOST);
  /** Predicted beyond the position and shown, but neither filled nor refused yet. */
  readonly #shown = new Float32Array(PREDICT_MOST);
  #shownCount = 0;
  /** The predictor has begun at a gap that may be none, and what it expected of it. */
  #begun = false;
  #begunError = 1;
  /** The rest of the made-up signal that a return goes on to need when a gap is begun during it. */
  readonly #rest: Float32Array;
  #restAt = 0;
  #restEnd = 0;
  #position = 0;
  #gapSamples = 0;
  #inGap = false;
  /** Samples of the return that are still to come. */
  #returning = 0;
  #error = 1;
  #peak = 1;
  /** The last sample that was put out, and the last that was known. */
  #lastOut = 0;
  #lastKnown = 0;
  #step = 0;
  #stepLeft = 0;
  readonly #guard: SeamGuard | undefined;
  #accepted = 0;
  #filled = 0;
  #gaps = 0;
  #closed = false;

  constructor(
    private readonly options: CheckedOptions,
    private readonly predictor: Predictor,
  ) {
    this.#rest = new Float32Array(options.returnSamples);
    // The others are there to compare with, as they are.
    if (options.method === 'pnbtr') this.#guard = new SeamGuard(options.sampleRate);
  }

  accept(input: Float32Array, output: Float32Array): void {
    if (this.#inGap) {
      this.#inGap = false;
      this.#returning = this.options.returnSamples;
    } else if (this.#begun) this.#shownCount = 0;
    this.#begun = false;
    for (let at = 0; at < input.length; at += PREDICT_MOST) {
      const count = Math.min(PREDICT_MOST, input.length - at);
      const clean = this.#clean;
      for (let i = 0; i < count; i++) {
        const value = input[at + i]!;
        clean[i] = Number.isFinite(value) ? value : 0;
        if (Math.abs(clean[i]!) > this.#peak) this.#peak = Math.min(8, Math.abs(clean[i]!));
      }
      const mixed = Math.min(count, this.#returning);
      // Before the real samples become the past: the made-up ones go on from their own.
      if (mixed > 0) this.#return(mixed);
      if (mixed < count) this.#shownCount = 0;
      this.predictor.know(this.#position, clean, 0, count);
      this.#guard?.hear(clean, count);
      for (let i = 0; i < mixed; i++) {
        const share = this.#returning / (this.options.returnSamples + 1);
        // Rises and falls without a corner.
        const old = share * share * (3 - 2 * share);
        const made = this.#made(this.#piece[i]!, this.#gapSamples + i);
        output[at + i] = (1 - old) * clean[i]! + old * made;
        this.#returning--;
      }
      if (mixed > 0) this.#gapSamples += mixed;
      for (let i = mixed; i < count; i++) output[at + i] = clean[i]!;
      this.#position += count;
    }
    if (input.length > 0) {
      this.#lastOut = output[input.length - 1]!;
      this.#lastKnown = this.#clean[(input.length - 1) % PREDICT_MOST]!;
      this.#accepted += input.length;
    }
  }

  fill(output: Float32Array): number {
    if (output.length === 0) return this.#confidence();
    if (!this.#inGap) {
      this.#inGap = true;
      this.#gapSamples = 0;
      this.#gaps++;
      this.#error = this.#begun
        ? this.#begunError
        : likelyError(this.predictor.begin(this.#position));
      this.#begun = false;
      this.#beginStep();
      this.#returning = 0;
      this.#restAt = this.#restEnd = 0;
    }
    for (let at = 0; at < output.length; at += PREDICT_MOST) {
      const count = Math.min(PREDICT_MOST, output.length - at);
      this.#predict(count);
      this.predictor.keep(this.#position, this.#piece, count);
      for (let i = 0; i < count; i++) {
        output[at + i] = this.#made(this.#piece[i]!, this.#gapSamples + i);
      }
      this.#gapSamples += count;
      this.#position += count;
    }
    this.#lastOut = output[output.length - 1]!;
    this.#lastKnown = this.#lastOut;
    this.#filled += output.length;
    return this.#confidence();
  }

  preview(output: Float32Array): number {
    const count = Math.min(output.length, PREDICT_MOST);
    if (!this.#inGap && !this.#begun) {
      this.#saveReturn();
      this.#begunError = likelyError(this.predictor.begin(this.#position));
      this.#begun = true;
      this.#shownCount = 0;
    }
    const missing = count - this.#shownCount;
    if (missing > 0) {
      this.predictor.predict(this.#position + this.#shownCount, this.#piece, missing);
      for (let i = 0; i < missing; i++) this.#shown[this.#shownCount + i] = this.#piece[i]!;
      this.#shownCount = count;
    }
    const [step, stepLeft, gapSamples, error] = [
      this.#step,
      this.#stepLeft,
      this.#gapSamples,
      this.#error,
    ];
    this.#guard?.hold();
    if (this.#begun) {
      this.#beginStep();
      this.#gapSamples = 0;
      this.#error = this.#begunError;
    }
    for (let i = 0; i < count; i++) {
      output[i] = this.#made(this.#shown[i]!, this.#gapSamples + i);
    }
    this.#gapSamples += count;
    const confidence = this.#confidence();
    this.#guard?.release();
    this.#step = step;
    this.#stepLeft = stepLeft;
    this.#gapSamples = gapSamples;
    this.#error = error;
    return confidence;
  }

  /** A loss may begin while the return from the last one is not over. */
  #beginStep(): void {
    this.#guard?.begin(this.#lastOut, this.predictor.sureStep);
    this.#step = this.#returning > 0 ? this.#lastOut - this.#lastKnown : 0;
    this.#stepLeft = this.#step === 0 ? 0 : STEP_SAMPLES;
  }

  /** The next samples of the gap to `#piece`, those first that have been shown. */
  #predict(count: number): void {
    const old = Math.min(count, this.#shownCount);
    if (old < count) {
      this.predictor.predict(this.#position + old, this.#piece, count - old);
      this.#piece.copyWithin(old, 0, count - old);
    }
    for (let i = 0; i < old; i++) this.#piece[i] = this.#shown[i]!;
    this.#shown.copyWithin(0, old, this.#shownCount);
    this.#shownCount -= old;
  }

  #return(count: number): void {
    if (this.#restAt === this.#restEnd) return this.#predict(count);
    for (let i = 0; i < count; i++) this.#piece[i] = this.#rest[this.#restAt + i]!;
    this.#restAt += count;
  }

  /** Before the predictor forgets it for another gap. */
  #saveReturn(): void {
    if (this.#restAt < this.#restEnd) return;
    this.#restAt = this.#restEnd = 0;
    while (this.#restEnd < this.#returning) {
      const count = Math.min(PREDICT_MOST, this.#returning - this.#restEnd);
      const position = this.#position + this.#restEnd;
      this.predictor.predict(position, this.#piece, count);
      for (let i = 0; i < count; i++) this.#rest[this.#restEnd + i] = this.#piece[i]!;
      this.#restEnd += count;
    }
  }

  /** A made-up sample as it is put out. */
  #made(value: number, age: number): number {
    let made = value * this.#fade(age);
    if (this.#stepLeft > 0) {
      made += (this.#step * this.#stepLeft) / STEP_SAMPLES;
      this.#stepLeft--;
    }
    made = Math.max(-this.#peak, Math.min(this.#peak, made));
    return this.#guard ? this.#guard.limit(made) : made;
  }

  #fade(age: number): number {
    const { fadeAfterSamples, fadeSamples } = this.options;
    if (age <= fadeAfterSamples) return 1;
    const done = (age - fadeAfterSamples) / fadeSamples;
    if (done >= 1) return 0;
    return 1 - done * done * (3 - 2 * done);
  }

  #confidence(): number {
    const error = this.#error * (1 + this.#gapSamples / ERROR_GROWTH);
    return Math.max(0, 1 - error) * this.#fade(this.#gapSamples);
  }

  stats(): ConcealerStats {
    return {
      accepted: this.#accepted,
      filled: this.#filled,
      gaps: this.#gaps,
      waits: this.predictor.waits,
      lateModels: this.predictor.lateModels,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.predictor.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What comes of an error over energy that a predictor had in its trials: more, as measured on music; of no use stays no use. */
function likelyError(expected: number): number {
  return expected ** TRIAL_POWER;
}
