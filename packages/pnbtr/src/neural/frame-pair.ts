import { BINS, FRAME, WINDOW } from './bands.js';
import { createFourier } from './fourier.js';

/** The spectra of one windowed frame of two signals, got with one transform. */
export interface FramePair {
  readonly firstRe: Float64Array;
  readonly firstIm: Float64Array;
  readonly secondRe: Float64Array;
  readonly secondIm: Float64Array;
  readonly firstPower: Float64Array;
  readonly secondPower: Float64Array;
  /** Reads {@link FRAME} samples of each signal. */
  analyse(first: Float32Array, firstAt: number, second: Float32Array, secondAt: number): void;
  /** Adds the windowed signal of a spectrum, given in the first signal's arrays, to `out` at `at`. */
  synthesise(out: Float64Array, at: number): void;
}

const fourier = createFourier(FRAME);

export function createFramePair(): FramePair {
  return new Pair();
}

class Pair implements FramePair {
  readonly #re = new Float64Array(FRAME);
  readonly #im = new Float64Array(FRAME);
  readonly firstRe = new Float64Array(BINS);
  readonly firstIm = new Float64Array(BINS);
  readonly secondRe = new Float64Array(BINS);
  readonly secondIm = new Float64Array(BINS);
  readonly firstPower = new Float64Array(BINS);
  readonly secondPower = new Float64Array(BINS);

  analyse(first: Float32Array, firstAt: number, second: Float32Array, secondAt: number): void {
    const re = this.#re;
    const im = this.#im;
    for (let i = 0; i < FRAME; i++) {
      re[i] = WINDOW[i] * first[firstAt + i];
      im[i] = WINDOW[i] * second[secondAt + i];
    }
    fourier.forward(re, im);
    const { firstRe, firstIm, secondRe, secondIm, firstPower, secondPower } = this;
    for (let k = 0; k < BINS; k++) {
      const mirror = (FRAME - k) % FRAME;
      firstRe[k] = (re[k] + re[mirror]) / 2;
      firstIm[k] = (im[k] - im[mirror]) / 2;
      secondRe[k] = (im[k] + im[mirror]) / 2;
      secondIm[k] = (re[mirror] - re[k]) / 2;
      firstPower[k] = firstRe[k] ** 2 + firstIm[k] ** 2;
      secondPower[k] = secondRe[k] ** 2 + secondIm[k] ** 2;
    }
  }

  synthesise(out: Float64Array, at: number): void {
    const re = this.#re;
    const im = this.#im;
    const { firstRe, firstIm } = this;
    for (let k = 0; k < BINS; k++) {
      const mirror = (FRAME - k) % FRAME;
      re[k] = re[mirror] = firstRe[k];
      im[mirror] = -firstIm[k];
      im[k] = firstIm[k];
    }
    im[0] = im[FRAME / 2] = 0;
    fourier.inverse(re, im);
    for (let i = 0; i < FRAME; i++) out[at + i] += WINDOW[i] * re[i];
  }
}
