import { JamError } from '@jamnet/wire';

/** The value, or JamError `bad-option` where it is no whole number of the range. */
export function checkWhole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new JamError(
    'bad-option',
    `${name} is ${value}: give a whole number from ${least} to ${most}`,
  );
}
