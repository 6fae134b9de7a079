import { isSample } from './parts.js';

/** Where {@link unmixPair} leaves what it found. */
export interface SamplePair {
  even: number;
  odd: number;
}

/**
 * Both samples of a pair from two different parts of it, exactly. False where no pair of 24-bit samples has these two parts: one of them
 * is wrong, or they are of different frames. Does not allocate.
 */
export function unmixPair(
  partA: number,
  a: number,
  partB: number,
  b: number,
  out: SamplePair,
): boolean {
  const [low, x, y] = partA < partB ? [partA, a, b] : [partB, b, a];
  const high = partA < partB ? partB : partA;
  let even: number;
  let odd: number;
  if (low === 0) {
    even = x;
    // From e and e+2o the odd sample is half a difference, and no pair has one that is odd.
    odd = high === 1 ? y : high === 2 ? y - x : (y - x) / 2;
  } else if (low === 1) {
    odd = x;
    even = high === 2 ? y - x : y - 2 * x;
  } else {
    odd = y - x;
    even = x - odd;
  }
  out.even = even;
  out.odd = odd;
  return Number.isInteger(odd) && isSample(even) && isSample(odd);
}
