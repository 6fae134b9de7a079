import { PREDICT_MOST, type Predictor } from '../concealer/concealer.js';
import { createShaper } from './shaper.js';

/** The prediction runs ahead of what is played by half of this at most, and what is played ahead of what is kept. */
const SPAN = 8_192;

/** A predictor whose predictions go through the {@link createShaper | shaper}; the models themselves go on from the bare prediction. */
export function createShapedPredictor(plain: Predictor): Predictor {
  return new ShapedPredictor(plain);
}

class ShapedPredictor implements Predictor {
  readonly #shaper = createShaper();
  /** Bare samples that were predicted, by position modulo `SPAN`. */
  readonly #bare = new Float32Array(SPAN);
  #ahead = 0;
  readonly #piece = new Float32Array(PREDICT_MOST);

  constructor(private readonly plain: Predictor) {}

  get sureStep(): number {
    return this.plain.sureStep;
  }

  get waits(): number {
    return this.plain.waits;
  }

  get lateModels(): number {
    return this.plain.lateModels;
  }

  know(position: number, samples: Float32Array, from: number, count: number): void {
    this.plain.know(position, samples, from, count);
    this.#shaper.hear(samples, from, count);
  }

  begin(position: number): number {
    const expectedError = this.plain.begin(position);
    this.#shaper.begin(expectedError);
    this.#ahead = 0;
    return expectedError;
  }

  predict(position: number, output: Float32Array, count: number): void {
    this.#predict(position, this.#shaper.wants(count));
    this.#shaper.pull(output, count);
    this.#ahead -= count;
  }

  keep(position: number, output: Float32Array, count: number): void {
    const piece = this.#piece;
    for (let i = 0; i < count; i++) piece[i] = this.#bare[(position + i) % SPAN];
    this.plain.keep(position, piece, count);
    this.#shaper.hear(output, 0, count);
  }

  close(): void {
    this.plain.close();
  }

  #predict(position: number, wanted: number): void {
    const piece = this.#piece;
    for (let left = wanted; left > 0;) {
      const count = Math.min(left, PREDICT_MOST);
      this.plain.predict(position + this.#ahead, piece, count);
      this.#shaper.push(piece, count);
      for (let i = 0; i < count; i++) this.#bare[(position + this.#ahead + i) % SPAN] = piece[i];
      this.#ahead += count;
      left -= count;
    }
  }
}
