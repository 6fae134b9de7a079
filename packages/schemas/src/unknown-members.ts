import { Status } from '@jamnet/wire';
import { isMembers } from './members.js';
import { hasLoneSurrogate } from './text-rules.js';

/** Deepest nesting of a message, the message itself being level 1 (spec/notation, "Limits"). */
export const MAX_LEVELS = 16;

/**
 * Whether an unknown member may stay (spec/notation, "Unknown members"): 0, or `malformed`.
 * `taken` are the names that mean something else in another form of this message type.
 *
 * Bounded by the size of the value; does not throw; does not allocate but for objects inside the value.
 */
export function checkUnknownMember(
  name: string,
  value: unknown,
  taken: ReadonlySet<string>,
): number {
  if (name.startsWith('__') || taken.has(name) || hasLoneSurrogate(name)) return Status.malformed;
  return isKeepable(value, 2) ? 0 : Status.malformed;
}

/** Whether a value stays what it is in JSON and in MessagePack. `level` is the one it has if it is an array or object. */
function isKeepable(value: unknown, level: number): boolean {
  switch (typeof value) {
    case 'string':
      return !hasLoneSurrogate(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return true;
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (level > MAX_LEVELS) return false;
  if (Array.isArray(value)) {
    for (const element of value) if (!isKeepable(element, level + 1)) return false;
    return true;
  }
  if (!isMembers(value)) return false;
  for (const name of Object.keys(value)) {
    if (name.startsWith('__') || hasLoneSurrogate(name)) return false;
    if (!isKeepable(value[name], level + 1)) return false;
  }
  return true;
}
