import { ditherAt } from './dither-noise.js';
import { type NoiseShape, shapeTaps } from './noise-shape.js';

/** Shortens one channel of 24-bit samples to 16 bits, with a dither that a {@link Restorer} takes off again. */
export interface Shortener {
  /** `samples` whole numbers of 24 bits to as many of 16; `position` is that of the first one. What is beyond is clipped. Allocates nothing. */
  shorten(samples: Int32Array, position: number, out: Int16Array): void;
}

export interface ShortenerOptions {
  /** @default 'flat' */
  readonly shape?: NoiseShape;
  /** Tells channels' dithers apart; the same at both ends, 0 to 255. @default 0 */
  readonly channel?: number;
}

const STEP = 256;

/** Throws JamError `bad-option`. */
export function createShortener(options: ShortenerOptions = {}): Shortener {
  const { shape = 'flat', channel = 0 } = options;
  const taps = shapeTaps(shape);
  const errors = new Float64Array(taps.length);
  return {
    shorten(samples, position, out) {
      for (let at = 0; at < samples.length; at += 1) {
        let wanted = samples[at] / STEP;
        for (let tap = 0; tap < taps.length; tap += 1) wanted -= taps[tap] * errors[tap];
        const dither = ditherAt(position + at, channel);
        const short = Math.max(-32_768, Math.min(32_767, Math.round(wanted + dither)));
        out[at] = short;
        if (taps.length === 0) continue;
        errors.copyWithin(1, 0);
        // Where it clips, an error without bound would come back for ever.
        errors[0] = Math.max(-1, Math.min(1, short - dither - wanted));
      }
    },
  };
}
