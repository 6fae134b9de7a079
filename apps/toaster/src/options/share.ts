import { InvalidArgumentError } from 'commander';

/** Reads `66%` or `0.66` as 0.66. Whole numbers over 1 without `%` are refused, for 5 could mean either. */
export function parseShare(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] ? 100 : 1) : Number.NaN;
  if (!(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('Write a share such as 66% or 0.66, at most 100%.');
  }
  return value;
}
