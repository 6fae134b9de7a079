import type { Concealer } from './concealer.js';
import type { FrameStore } from './frame-store.js';

/** Frames at a time. */
export const CONCEALED_BLOCK = 256;

/** The concealers of a stream's channels, told of interleaved frames. Blocks are of 256 frames at most. Nothing allocates after the first. */
export interface ChannelConcealers {
  /** Whether predictions can be shown without being remembered. */
  readonly shows: boolean;
  /**
   * Frames came. Writes what to play to `block`: the first `faded` of them as the concealers fade them in, the others as they came, to the bit, whatever a
   * concealer makes of them. `differs` says which frames are not as they came.
   */
  accept(
    from: number,
    frames: number,
    faded: number,
    block: Float32Array,
    differs: Uint8Array,
  ): void;
  /** Frames came and have been played: what the concealers would have played does not matter. */
  told(from: number, frames: number): void;
  /** Silence came. */
  silence(frames: number): void;
  /** Frames did not come. Writes what to play and returns the confidence. */
  fill(frames: number, block: Float32Array): number;
  /** As `fill`, of frames that may still come. */
  preview(frames: number, block: Float32Array): number;
  close(): void;
}

/** They are made with the first use: a stream that nobody plays needs none. Numbers of frames are those of `source`. */
export function createChannelConcealers(
  source: FrameStore,
  create: () => Concealer,
): ChannelConcealers {
  return new Channels(source, create);
}

type Prediction = (concealer: Concealer, output: Float32Array) => number;
const byFill: Prediction = (concealer, output) => concealer.fill(output);
const byPreview: Prediction = (concealer, output) => concealer.preview!(output);

/** The first frames of an array, as many as are asked for: made once for each number, since a stream's periods are mostly of one. */
function viewsOf(samples: Float32Array): (frames: number) => Float32Array {
  const views: (Float32Array | undefined)[] = Array.from({ length: samples.length + 1 });
  return (frames) => (views[frames] ??= samples.subarray(0, frames));
}

class Channels implements ChannelConcealers {
  readonly #source: FrameStore;
  readonly #create: () => Concealer;
  readonly #inputs = viewsOf(new Float32Array(CONCEALED_BLOCK));
  readonly #outputs = viewsOf(new Float32Array(CONCEALED_BLOCK));
  #made: Concealer[] | undefined;
  #closed = false;

  constructor(source: FrameStore, create: () => Concealer) {
    this.#source = source;
    this.#create = create;
  }

  get #concealers(): readonly Concealer[] {
    this.#made ??= Array.from({ length: this.#source.channels }, this.#create);
    return this.#made;
  }

  get shows(): boolean {
    return this.#concealers[0].preview !== undefined;
  }

  accept(
    from: number,
    frames: number,
    faded: number,
    block: Float32Array,
    differs: Uint8Array,
  ): void {
    const { channels } = this.#source;
    const output = this.#outputs(frames);
    differs.fill(0, 0, frames);
    for (let c = 0; c < channels; c++) {
      const input = this.#inputOf(from, frames, c);
      this.#concealers[c].accept(input, output);
      for (let i = 0; i < frames; i++) {
        const value = i < faded ? output[i] : input[i];
        block[i * channels + c] = value;
        if (value !== input[i]) differs[i] = 1;
      }
    }
  }

  told(from: number, frames: number): void {
    const output = this.#outputs(frames);
    for (let c = 0; c < this.#source.channels; c++)
      this.#concealers[c].accept(this.#inputOf(from, frames, c), output);
  }

  #inputOf(from: number, frames: number, channel: number): Float32Array {
    const { samples } = this.#source;
    const input = this.#inputs(frames);
    for (let i = 0; i < frames; i++) input[i] = samples[this.#source.offsetOf(from + i) + channel];
    return input;
  }

  silence(frames: number): void {
    const input = this.#inputs(frames).fill(0);
    const output = this.#outputs(frames);
    for (const concealer of this.#concealers) concealer.accept(input, output);
  }

  fill(frames: number, block: Float32Array): number {
    return this.#predict(frames, block, byFill);
  }

  preview(frames: number, block: Float32Array): number {
    return this.#predict(frames, block, byPreview);
  }

  #predict(frames: number, block: Float32Array, by: Prediction): number {
    const { channels } = this.#source;
    const output = this.#outputs(frames);
    let confidence = 1;
    for (let c = 0; c < channels; c++) {
      confidence = Math.min(confidence, by(this.#concealers[c], output));
      for (let i = 0; i < frames; i++) block[i * channels + c] = output[i];
    }
    return confidence;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const concealer of this.#made ?? []) concealer.close();
  }
}
