import { createFourier } from './fourier.js';

/** As long as the texture is before it repeats: 11 ms at 48 kHz. */
export const TEXTURE_FRAMES = 512;

/** So much of it stands a second time behind the end, that any frame is in one piece. */
const OVERHANG = 256;

/** What has the spectrum of the past, fine structure and all, and none of its phases. */
export interface Texture {
  /** {@link TEXTURE_FRAMES} samples that can be repeated without a seam, and the first 256 of them again. */
  readonly samples: Float32Array;
  /** Half of the work: takes a ring of {@link TEXTURE_FRAMES} samples whose oldest is at `oldest`. */
  keep(ring: Float32Array, oldest: number): void;
  /** The other half: makes the texture out of what was kept. */
  make(): void;
}

/** Always the same phases: what is concealed twice sounds the same twice. Allocates when it is made, not when it is used. */
export function createTexture(): Texture {
  const fourier = createFourier(TEXTURE_FRAMES);
  const re = new Float64Array(TEXTURE_FRAMES);
  const im = new Float64Array(TEXTURE_FRAMES);
  const samples = new Float32Array(TEXTURE_FRAMES + OVERHANG);
  const half = TEXTURE_FRAMES / 2;
  const random = phases(half);
  const cos = random.map(Math.cos);
  const sin = random.map(Math.sin);
  // The square root makes good what the window takes of the energy.
  const window = Float64Array.from(
    { length: TEXTURE_FRAMES },
    (_, i) => Math.sqrt(8 / 3) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / TEXTURE_FRAMES)),
  );
  return {
    samples,
    keep(ring, oldest) {
      const first = TEXTURE_FRAMES - oldest;
      for (let i = 0; i < TEXTURE_FRAMES; i++) {
        re[i] = window[i] * (i < first ? ring[oldest + i] : ring[i - first]);
      }
      im.fill(0);
      fourier.forward(re, im);
    },
    make() {
      for (let k = 1; k < half; k++) {
        const size = Math.sqrt(re[k] * re[k] + im[k] * im[k]);
        re[k] = re[TEXTURE_FRAMES - k] = size * cos[k];
        im[k] = size * sin[k];
        im[TEXTURE_FRAMES - k] = -im[k];
      }
      re[0] = im[0] = re[half] = im[half] = 0;
      fourier.inverse(re, im);
      for (let i = 0; i < TEXTURE_FRAMES; i++) samples[i] = re[i];
      samples.copyWithin(TEXTURE_FRAMES, 0, OVERHANG);
    },
  };
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
