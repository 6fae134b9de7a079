import { type BarPlace, beatOfBar, signatureAt, TICKS_PER_QUARTER } from './bars.js';
import type { Signature } from './score.js';

/** Bars, beats and ticks as `12.3.480`. */
export function formatPosition({ bar, beatInBar, tick }: Readonly<BarPlace>): string {
  return `${bar}.${beatInBar}.${String(tick).padStart(3, '0')}`;
}

const written = /^\s*(-?\d{1,7})(?:\.(\d{1,3})(?:\.(\d{1,4}))?)?\s*$/;

/**
 * The beat that `12`, `12.3` or `12.3.480` stands for; undefined for anything else, and for a place that the bar does not have.
 */
export function parsePosition(text: string, signatures: readonly Signature[]): number | undefined {
  const match = written.exec(text);
  if (match === null) return undefined;
  const bar = Number(match[1]);
  const unit = Number(match[2] ?? 1) - 1;
  const tick = Number(match[3] ?? 0);
  const start = beatOfBar(signatures, bar);
  const { numerator, denominator } = signatureAt(signatures, start);
  const ticksPerUnit = (4 * TICKS_PER_QUARTER) / denominator;
  if (unit < 0 || unit >= numerator || tick >= ticksPerUnit) return undefined;
  const beat = start + (unit * 4) / denominator + tick / TICKS_PER_QUARTER;
  return beat < beatOfBar(signatures, bar + 1) ? beat : undefined;
}
