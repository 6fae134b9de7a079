/** Frames of the shaper: 256 samples, 128 apart, at 48 kHz 5.3 ms. */
export const FRAME = 256;
export const HOP = 128;
export const BINS = FRAME / 2 + 1;

/** The bins in the middle of the bands: one by one below 1.5 kHz, then ever further apart. Triangles between them add up to 1. */
const CENTRES = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40, 48, 58, 70, 84, 100, 114, 128,
];
export const BANDS = CENTRES.length;

/** For each bin the band below it, and how much of it belongs to the next one. */
const LOWER = new Uint8Array(BINS);
const UPPER_PART = new Float64Array(BINS);
for (let bin = 0; bin < BINS; bin++) {
  let band = 0;
  while (band < BANDS - 2 && CENTRES[band + 1] <= bin) band++;
  LOWER[bin] = band;
  UPPER_PART[bin] = (bin - CENTRES[band]) / (CENTRES[band + 1] - CENTRES[band]);
}

/** Sine window: applied before and after, frames half a frame apart add up to the signal. */
export const WINDOW = Float64Array.from({ length: FRAME }, (_, i) =>
  Math.sin((Math.PI * (i + 0.5)) / FRAME),
);

/** Sums a power spectrum of {@link BINS} bins into {@link BANDS} bands. */
export function bandEnergies(power: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let bin = 0; bin < BINS; bin++) {
    const band = LOWER[bin];
    out[band] += (1 - UPPER_PART[bin]) * power[bin];
    out[band + 1] += UPPER_PART[bin] * power[bin];
  }
}

/** The gain of a bin, between those of its bands. */
export function gainAt(bin: number, gains: Float64Array): number {
  const band = LOWER[bin];
  return gains[band] + UPPER_PART[bin] * (gains[band + 1] - gains[band]);
}
