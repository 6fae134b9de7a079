import { LEAST_SAMPLE, MOST_SAMPLE } from './parts.js';
import { estimatesOdd } from './half-rate-filters.js';
import type { SamplePair } from './unmix-pair.js';

/**
 * Both samples of a pair from one part of it and an estimate of one of them: the other is what makes the part come out exactly, and the
 * estimate moves as far as both need to stay 24-bit samples. `value` is a value that the part can have. Does not allocate.
 */
export function completePair(part: number, value: number, estimate: number, out: SamplePair): void {
  let least = LEAST_SAMPLE;
  let most = MOST_SAMPLE;
  if (part === 2) {
    least = Math.max(least, value - MOST_SAMPLE);
    most = Math.min(most, value - LEAST_SAMPLE);
  } else if (part === 3) {
    least = Math.max(least, Math.ceil((value - MOST_SAMPLE) / 2));
    most = Math.min(most, Math.floor((value - LEAST_SAMPLE) / 2));
  }
  const guess = Math.min(most, Math.max(least, Math.round(estimate)));
  const other = part === 2 ? value - guess : part === 3 ? value - 2 * guess : value;
  out.even = estimatesOdd(part) ? other : guess;
  out.odd = estimatesOdd(part) ? guess : other;
}
