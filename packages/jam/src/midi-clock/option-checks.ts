import { JamError } from '@jamnet/wire';

/** The value. Throws JamError `bad-option` unless it is a number from `least` to `most`. */
export function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new JamError('bad-option', `${name} is ${value}: pass a number from ${least} to ${most}`);
}
