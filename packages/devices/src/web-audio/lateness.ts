/** Buckets of a histogram of microseconds: eight to each doubling, up to more than half an hour. */
export const LATENESS_BUCKETS = 256;
const TO_A_DOUBLING = 8;

export function latenessBucket(us: number): number {
  const bucket = Math.floor(TO_A_DOUBLING * Math.log2(Math.max(us, 0) + 1));
  return Math.min(bucket, LATENESS_BUCKETS - 1);
}

/** The upper end of the bucket that a share (0-1) of what was counted does not exceed; 0 where nothing was. */
export function latenessUs(buckets: Uint32Array, share: number): number {
  const count = buckets.reduce((sum, each) => sum + each, 0);
  let left = Math.max(1, Math.ceil(count * share));
  for (let bucket = 0; count > 0 && bucket < buckets.length; bucket += 1) {
    left -= buckets[bucket]!;
    if (left <= 0) return 2 ** ((bucket + 1) / TO_A_DOUBLING) - 1;
  }
  return 0;
}
