import { Status, statusText } from '@jamnet/wire';
import { checksByType } from './generated/message-checks.js';
import type { JamMessage } from './generated/message-types.js';
import { isMembers, type Members } from './members.js';
import { checkVersion } from './version.js';

/** What {@link validate} says. */
export type ValidationResult =
  | { readonly ok: true; readonly message: JamMessage }
  | {
      readonly ok: false;
      /** `malformed`, `outOfRange`, `unknownType`, `unsupportedVersion` or `unknownNamespace`. */
      readonly status: number;
      /** The name of the status. */
      readonly reason: string;
    };

/**
 * Checks a message in the standard form (spec/notation, section 7): a negative status, or 0 when all members are known
 * ones, or 1 when there are unknown ones, which are kept.
 *
 * Never throws, whatever it is given. Allocates nothing.
 */
export function checkMessage(message: unknown): number {
  try {
    if (!isMembers(message)) return Status.malformed;
    return checkMembers(message);
  } catch {
    // Only an object with getters or a proxy gets here; no parser makes one.
    return Status.malformed;
  }
}

/** {@link checkMessage} for an object that is known to be a plain one. */
export function checkMembers(message: Members): number {
  const type = message['type'];
  if (typeof type !== 'string') return Status.malformed;
  const version = message['version'];
  if (version !== undefined) {
    if (typeof version !== 'string') return Status.malformed;
    const status = checkVersion(version);
    if (status < 0) return status;
  }
  const check = checksByType.get(type);
  return check === undefined ? Status.unknownType : check(message);
}

/** Checks a message in the standard form and gives it its type. Never throws. Microseconds; fit for every message. */
export function validate(message: unknown): ValidationResult {
  const status = checkMessage(message);
  return status < 0
    ? { ok: false, status, reason: statusText(status) }
    : { ok: true, message: message as JamMessage };
}
