import { createFourier } from './fourier.js';

/** As long as the texture is before it repeats: 11 ms at 48 kHz. */
export const TEXTURE_FRAMES = 512;

/** So much of it stands a second time behind the end, that any frame is in one piece. */
const OVERHANG = 256;

/** What has the spectrum of the past, fine structure and all, and none of its phases. */
export interface Texture {
  /** {@link TEXTURE_FRAMES} samples that can be repeated without a seam, and the first 256 of them again. */
  readonly samples: Float32Array;
  /** Takes a ring of {@link TEXTURE_FRAMES} samples whose oldest is at `oldest`. */
  keep(ring: Float32Array, oldest: number): void;
  /** Makes the texture out of what was kept: two transforms of 512. Once for each `keep`. */
  make(): void;
}

/** Always the same phases: what is concealed twice sounds the same twice. Allocates when it is made, not when it is used. */
export function createTexture(): Texture {
  return new SpectralTexture();
}

const fourier = createFourier(TEXTURE_FRAMES);
const HALF = TEXTURE_FRAMES / 2;
const COS = phases(HALF).map(Math.cos);
const SIN = phases(HALF).map(Math.sin);
// The square root makes good what the window takes of the energy.
const WINDOW = Float64Array.from(
  { length: TEXTURE_FRAMES },
  (_, i) => Math.sqrt(8 / 3) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / TEXTURE_FRAMES)),
);

class SpectralTexture implements Texture {
  readonly samples = new Float32Array(TEXTURE_FRAMES + OVERHANG);
  readonly #re = new Float64Array(TEXTURE_FRAMES);
  readonly #im = new Float64Array(TEXTURE_FRAMES);

  keep(ring: Float32Array, oldest: number): void {
    const re = this.#re;
    const first = TEXTURE_FRAMES - oldest;
    for (let i = 0; i < TEXTURE_FRAMES; i++) {
      re[i] = WINDOW[i] * (i < first ? ring[oldest + i] : ring[i - first]);
    }
    this.#im.fill(0);
  }

  make(): void {
    const { samples } = this;
    const re = this.#re;
    const im = this.#im;
    fourier.forward(re, im);
    for (let k = 1; k < HALF; k++) {
      const size = Math.sqrt(re[k] * re[k] + im[k] * im[k]);
      re[k] = re[TEXTURE_FRAMES - k] = size * COS[k];
      im[k] = size * SIN[k];
      im[TEXTURE_FRAMES - k] = -im[k];
    }
    re[0] = im[0] = re[HALF] = im[HALF] = 0;
    fourier.inverse(re, im);
    for (let i = 0; i < TEXTURE_FRAMES; i++) samples[i] = re[i];
    samples.copyWithin(TEXTURE_FRAMES, 0, OVERHANG);
  }
}

/** Angles of a fixed pseudo-random sequence. */
function phases(count: number): Float64Array {
  let state = 0x2545_f491;
  return Float64Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) / 0x1_0000_0000) * 2 * Math.PI;
  });
}
