import { JamError } from '@jamnet/wire';

/** The group, 1 where it is absent. Throws a JamError 'bad-option' outside 1-16. */
export function checkGroup(group: number | undefined): number {
  if (group === undefined) return 1;
  if (!Number.isInteger(group) || group < 1 || group > 16) {
    throw new JamError('bad-option', `group is ${group}; it must be an integer from 1 to 16`);
  }
  return group;
}

/** The value, or the default where it is absent. Throws a JamError 'bad-option' unless it is an integer above 0. */
export function checkPositiveInteger(
  name: string,
  value: number | undefined,
  defaultValue: number,
): number {
  if (value === undefined) return defaultValue;
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new JamError('bad-option', `${name} is ${value}; it must be an integer above 0`);
  }
  return value;
}
