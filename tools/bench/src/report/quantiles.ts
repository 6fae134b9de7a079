/** The usual figures of a set of samples. */
export interface Quantiles {
  readonly count: number;
  readonly p1: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Sorts the samples in place. NaN everywhere when there is none. */
export function quantiles(samples: Float64Array): Quantiles {
  samples.sort();
  const at = (share: number): number =>
    samples.length === 0
      ? NaN
      : samples[Math.min(samples.length - 1, Math.floor(share * samples.length))];
  return {
    count: samples.length,
    p1: at(0.01),
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: samples.length === 0 ? NaN : samples[samples.length - 1],
  };
}

export function median(samples: readonly number[]): number {
  return quantiles(Float64Array.from(samples)).p50;
}
