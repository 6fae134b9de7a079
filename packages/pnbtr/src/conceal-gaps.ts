import { JamError } from '@jamnet/wire';
import { createConcealer } from './concealer/create-concealer.js';
import type { ConcealerOptions } from './options.js';

/** First lost sample and number of lost samples. */
export type Gap = readonly [start: number, length: number];

/** Samples that are worked on at once; the result does not depend on it. */
const PIECE = 4096;

/**
 * Fills the gaps of a recording from what came before each. What is in `samples` inside a gap is not read, and nothing before a sample
 * depends on anything after it. Outside the gaps the result equals `samples` but for `returnMs` after each.
 *
 * @param samples one channel
 * @param gaps in order, not touching one another where they are to count as several
 * Throws JamError `bad-option` for gaps that overlap, are out of order or lie outside.
 */
export function concealGaps(
  samples: Float32Array,
  gaps: readonly Gap[],
  options: ConcealerOptions,
): Float32Array {
  checkGaps(samples.length, gaps);
  const output = new Float32Array(samples.length);
  const concealer = createConcealer(options);
  let at = 0;
  const accept = (end: number): void => {
    while (at < end) {
      const next = Math.min(end, at + PIECE);
      concealer.accept(samples.subarray(at, next), output.subarray(at, next));
      at = next;
    }
  };
  for (const [start, length] of gaps) {
    accept(start);
    if (length > 0) concealer.fill(output.subarray(start, start + length));
    at = start + length;
  }
  accept(samples.length);
  concealer.close();
  return output;
}

function checkGaps(samples: number, gaps: readonly Gap[]): void {
  let end = 0;
  for (const [index, [start, length]] of gaps.entries()) {
    const whole = Number.isInteger(start) && Number.isInteger(length);
    if (whole && length >= 0 && start >= end && start + length <= samples) {
      end = start + length;
      continue;
    }
    throw new JamError(
      'bad-option',
      `gap ${index} is [${start}, ${length}]: gaps are whole numbers in order within ${samples} samples, and do not overlap`,
    );
  }
}
