/** A complex Fourier transform in place, of a size that is a power of two. Allocates when it is made, not when it is used. */
export interface Fourier {
  readonly size: number;
  forward(re: Float64Array, im: Float64Array): void;
  /** With the factor 1/size. */
  inverse(re: Float64Array, im: Float64Array): void;
}

export function createFourier(size: number): Fourier {
  return new Transform(size);
}

// A class, as all that runs within a gap: what one channel has warmed up is warm for the next.
class Transform implements Fourier {
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Int32Array;

  constructor(readonly size: number) {
    const angle = (i: number): number => (2 * Math.PI * i) / size;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos(angle(i)));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin(angle(i)));
    const bits = Math.log2(size);
    this.#order = Int32Array.from({ length: size }, (_, i) => {
      let reversed = 0;
      for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
      return reversed;
    });
  }

  forward(re: Float64Array, im: Float64Array): void {
    const { size } = this;
    const order = this.#order;
    const cos = this.#cos;
    const sin = this.#sin;
    for (let i = 0; i < size; i++) {
      const j = order[i];
      if (j <= i) continue;
      const r = re[i];
      const q = im[i];
      re[i] = re[j];
      im[i] = im[j];
      re[j] = r;
      im[j] = q;
    }
    // The first pass has nothing to multiply by.
    for (let a = 0; a < size; a += 2) {
      const tRe = re[a + 1];
      const tIm = im[a + 1];
      re[a + 1] = re[a] - tRe;
      im[a + 1] = im[a] - tIm;
      re[a] += tRe;
      im[a] += tIm;
    }
    for (let span = 2; span < size; span *= 2) {
      const stride = size / (2 * span);
      for (let j = 0; j < span; j++) {
        const wRe = cos[j * stride];
        const wIm = -sin[j * stride];
        for (let a = j; a < size; a += 2 * span) {
          const b = a + span;
          const tRe = re[b] * wRe - im[b] * wIm;
          const tIm = re[b] * wIm + im[b] * wRe;
          re[b] = re[a] - tRe;
          im[b] = im[a] - tIm;
          re[a] += tRe;
          im[a] += tIm;
        }
      }
    }
  }

  inverse(re: Float64Array, im: Float64Array): void {
    const { size } = this;
    this.forward(im, re); // the transform of the mirrored signal
    for (let i = 0; i < size; i++) {
      re[i] /= size;
      im[i] /= size;
    }
  }
}
