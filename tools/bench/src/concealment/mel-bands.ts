/** Triangular bands, evenly spaced on the mel scale; each row holds the weights of a band from bin `from` on, which sum to 1. */
export interface MelBands {
  readonly count: number;
  /** The mean power within each band. */
  apply(power: Float64Array, out: Float64Array): void;
}

/** Bands from 0 Hz to half the sample rate over `bins` bins of a spectrum. A band narrower than a bin takes the nearest one. */
export function createMelBands(count: number, bins: number, sampleRate: number): MelBands {
  const toMel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const toHz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);
  const top = toMel(sampleRate / 2);
  const edge = (i: number): number => (toHz((top * i) / (count + 1)) * 2 * (bins - 1)) / sampleRate;
  const bands = Array.from({ length: count }, (_, i) =>
    triangle(edge(i), edge(i + 1), edge(i + 2), bins),
  );
  return {
    count,
    apply(power, out) {
      for (let band = 0; band < count; band++) {
        const { from, weights } = bands[band];
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i] * power[from + i];
        out[band] = sum;
      }
    },
  };
}

function triangle(
  low: number,
  middle: number,
  high: number,
  bins: number,
): { from: number; weights: Float64Array } {
  const from = Math.ceil(low);
  const to = Math.min(bins - 1, Math.floor(high));
  const weights = Float64Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => {
    const bin = from + i;
    return bin <= middle ? (bin - low) / (middle - low) : (high - bin) / (high - middle);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return { from: Math.round(middle), weights: Float64Array.of(1) };
  return { from, weights: weights.map((w) => w / sum) };
}
