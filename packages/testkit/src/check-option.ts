import { JamError } from '@jamnet/wire';

/** Refuses an option that is no number from `least` to `most`, with its name, its value and what would do. */
export function checkNumber(name: string, value: number, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  const upTo = most === Infinity ? '' : ` to ${most}`;
  throw new JamError(
    'bad-option',
    `${name} is ${String(value)}; give a number from ${least}${upTo}`,
  );
}

/** {@link checkNumber} for what is counted in whole numbers. */
export function checkInteger(name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(checkNumber(name, value, least, most))) return value;
  throw new JamError('bad-option', `${name} is ${value}; give a whole number`);
}
