/**
 * The dither of a sample, −0.5 up to 0.5 of a 16-bit step: a number that anybody can compute who knows where the sample stands. Uniform, and white as far as a
 * hash is. `position` counts frames, 0 to 2^53 − 1.
 */
export function ditherAt(position: number, channel: number): number {
  const high = Math.floor(position / 2 ** 32);
  let hash = Math.imul(position ^ Math.imul(high + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 15)) + Math.imul(channel + 1, 0x27d4eb2f), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 - 0.5;
}
