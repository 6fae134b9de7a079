import type { EngineLayout } from './net-addon.js';

/** How late timed sends were handed to the system, since the engine was opened. A copy. */
export interface PacingHistogram {
  /** Timed sends in all. */
  readonly count: number;
  /** Item i: those i to i + 1 microseconds late. */
  readonly perMicrosecond: Uint32Array;
  /** Those later than that, in steps that double: from 1 ms, from 2 ms, from 4 ms ... */
  readonly later: Uint32Array;
  /** The lateness that a share of them (0-1) did not exceed, in microseconds: to one up to 1 ms, roughly above. 0 without any. */
  quantileUs(share: number): number;
}

export function readHistogram(buffer: ArrayBuffer, layout: EngineLayout): PacingHistogram {
  const { histogram, histogramBuckets, histogramLinear } = layout;
  const buckets = new Uint32Array(buffer, histogram, histogramBuckets).slice();
  const perMicrosecond = buckets.subarray(0, histogramLinear);
  const later = buckets.subarray(histogramLinear);
  const count = buckets.reduce((sum, each) => sum + each, 0);
  return {
    count,
    perMicrosecond,
    later,
    quantileUs(share) {
      if (count === 0) return 0;
      let left = Math.max(1, Math.ceil(count * share));
      for (let bucket = 0; bucket < buckets.length; bucket++) {
        left -= buckets[bucket]!;
        if (left > 0) continue;
        // The upper end of the bucket.
        if (bucket < histogramLinear) return bucket + 1;
        return 2 ** (bucket - histogramLinear + 1) * histogramLinear;
      }
      return 0;
    },
  };
}
