/** Fills the gaps of one channel. Not for two threads at once. */
export interface Concealer {
  /**
   * A block of real samples, any number of them; numbers that are none count as silence. `output` may be `input`. After a gap the real
   * signal replaces the made-up one within `returnMs`; otherwise `output` equals `input`. Allocates nothing.
   */
  accept(input: Float32Array, output: Float32Array): void;
  /**
   * A block of lost samples: fills `output`, which may be of any length; a gap goes on as long as these calls do. Allocates nothing;
   * with `fitting: 'worker'` it waits only where the worker is late (`stats().waits`), with `lateFit: 'previous'` never.
   * @returns how far the samples can be trusted, 0 (no better than silence) to 1
   */
  fill(output: Float32Array): number;
  /**
   * What `fill` would give for a block that may still come, at most 512 samples; nothing is remembered of it. If the block comes after all, `accept` goes on
   * as if nothing had been asked; if it does not, `fill` gives the same. Allocates nothing.
   */
  preview(output: Float32Array): number;
  stats(): ConcealerStats;
  /** Lets memory and thread go. The concealer must not be used any more; a second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

export interface ConcealerStats {
  /** Samples that were accepted. */
  readonly accepted: number;
  /** Samples that were made up. */
  readonly filled: number;
  /** Gaps, whatever their length. */
  readonly gaps: number;
  /** How often a call had to wait for the worker that fits the models. */
  readonly waits: number;
  /** How often a gap began with older models than it should have, because the worker was late. */
  readonly lateModels: number;
}

/** What makes up samples: the part of a concealer that differs from method to method. */
export interface Predictor {
  /** Samples at the concealer's position are known. `count` is at most PREDICT_MOST. */
  know(position: number, samples: Float32Array, from: number, count: number): void;
  /** A gap begins. @returns the error over the energy that is to be expected, at least 0 */
  begin(position: number): number;
  /** The next samples of the gap. `count` is at most PREDICT_MOST. */
  predict(position: number, output: Float32Array, count: number): void;
  /** Samples that were predicted, and not so long ago, become part of the past. */
  keep(position: number, output: Float32Array, count: number): void;
  /** The largest step that the gap which has begun is sure to hold, as it holds what was heard before; 0 where nothing is sure. */
  readonly sureStep: number;
  readonly waits: number;
  readonly lateModels: number;
  close(): void;
}

export const PREDICT_MOST = 512;
