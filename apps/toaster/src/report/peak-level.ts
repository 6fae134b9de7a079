/** The loudest that each channel was since it was asked last, for a meter. */
export interface PeakLevel {
  add(samples: Float32Array, frames: number): void;
  /** One a channel, dB of full scale, −Infinity for silence; begins anew. */
  take(): number[];
}

export function createPeakLevel(channels: number): PeakLevel {
  const peaks = new Float32Array(channels);
  return {
    add(samples, frames) {
      for (let at = 0; at < frames * channels; at += 1) {
        const size = Math.abs(samples[at]);
        if (size > peaks[at % channels]) peaks[at % channels] = size;
      }
    },
    take() {
      const levels = Array.from(peaks, (peak) => 20 * Math.log10(peak));
      peaks.fill(0);
      return levels;
    },
  };
}
