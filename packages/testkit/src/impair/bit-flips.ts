import type { RandomSource } from '@jamnet/wire';

/** Flips `flips` different bits of a range; all of them where it has fewer. */
export function flipBits(
  bytes: Uint8Array,
  offset: number,
  length: number,
  flips: number,
  random: RandomSource,
): void {
  const bits = length * 8;
  let left = Math.min(flips, bits);
  // A bit that is flipped twice is as it was, so each is drawn anew until it is a new one. They are few: a list will do.
  const chosen: number[] = [];
  while (left > 0) {
    const bit = Math.floor(random() * bits);
    if (chosen.includes(bit)) continue;
    chosen.push(bit);
    const at = offset + (bit >> 3);
    bytes[at] = bytes[at] ^ (1 << (bit & 7));
    left -= 1;
  }
}
