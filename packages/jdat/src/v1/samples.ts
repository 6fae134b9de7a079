/** What the float 1 is as a 24-bit sample, one more than the largest. */
export const FULL_SCALE = 2 ** 23;

const LARGEST = FULL_SCALE - 1;

/**
 * Writes floats as 24-bit integers: n / 2^23 becomes n exactly, what lies beyond full scale the nearest sample, what is no number 0. Returns how many were
 * beyond. Does not allocate.
 */
export function floatsToSamples(
  from: Float32Array,
  fromOffset: number,
  to: Int32Array,
  toOffset: number,
  count: number,
): number {
  let clipped = 0;
  for (let i = 0; i < count; i++) {
    const value = Math.round(from[fromOffset + i] * FULL_SCALE);
    if (value > LARGEST || value < -FULL_SCALE) clipped++;
    // NaN is neither: an integer array makes 0 of it.
    to[toOffset + i] = value > LARGEST ? LARGEST : value < -FULL_SCALE ? -FULL_SCALE : value;
  }
  return clipped;
}

/** Copies 24-bit integers, what lies beyond as the nearest. Returns how many did. Does not allocate. */
export function copySamples(
  from: Int32Array,
  fromOffset: number,
  to: Int32Array,
  toOffset: number,
  count: number,
): number {
  let clipped = 0;
  for (let i = 0; i < count; i++) {
    const value = from[fromOffset + i];
    if (value > LARGEST || value < -FULL_SCALE) clipped++;
    to[toOffset + i] = value > LARGEST ? LARGEST : value < -FULL_SCALE ? -FULL_SCALE : value;
  }
  return clipped;
}

/** Writes 24-bit integers as floats, exactly. Does not allocate. */
export function samplesToFloats(
  from: Int32Array,
  fromOffset: number,
  to: Float32Array,
  toOffset: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) to[toOffset + i] = from[fromOffset + i] / FULL_SCALE;
}
