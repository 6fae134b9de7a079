/** Median, 99th percentile and maximum, in the unit of the samples. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Keeps samples of one quantity in bounded memory. */
export interface Samples {
  readonly count: number;
  add(value: number): void;
  /** The spread of the samples kept, each less `base`; null when there are none. Sorts a copy: not for a hot path. */
  spread(base?: number): Spread | null;
  /** The same in whole numbers. */
  roundedSpread(base?: number): Spread | null;
  /** The smallest sample ever added; Infinity when there is none. */
  readonly min: number;
}

/**
 * The percentiles come from the last `capacity` samples (all of them in any ordinary run), minimum and maximum from all.
 * @default capacity 262144, two megabytes when full
 */
export function createSamples(capacity = 262_144): Samples {
  let values = new Float64Array(Math.min(capacity, 1_024));
  let count = 0;
  let min = Infinity;
  let max = -Infinity;

  function spread(base = 0): Spread | null {
    if (count === 0) return null;
    const sorted = values.slice(0, Math.min(count, values.length)).sort();
    return {
      p50: nearestRank(sorted, 0.5) - base,
      p99: nearestRank(sorted, 0.99) - base,
      max: max - base,
    };
  }

  return {
    get count() {
      return count;
    },
    get min() {
      return min;
    },
    add(value) {
      if (count === values.length && values.length < capacity) {
        const larger = new Float64Array(Math.min(capacity, values.length * 2));
        larger.set(values);
        values = larger;
      }
      values[count % values.length] = value;
      count += 1;
      if (value < min) min = value;
      if (value > max) max = value;
    },
    spread,
    roundedSpread(base) {
      const exact = spread(base);
      if (!exact) return null;
      return { p50: Math.round(exact.p50), p99: Math.round(exact.p99), max: Math.round(exact.max) };
    },
  };
}

function nearestRank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
