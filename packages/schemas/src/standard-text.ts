import type { JamMessage } from './generated/message-types.js';
import { parseJson, parseJsonBytes, writeText } from './json-text.js';
import type { Members } from './members.js';
import { normaliseChecked } from './normalise.js';
import { tablesByType } from './tables.js';
import { checkMessage } from './validate.js';
import { DEFAULT_VERSION } from './version-names.js';

/**
 * The normalised message of any object in the standard form (spec/notation, section 2), or the status of one that is no
 * message. Never throws. Allocates the message.
 */
export function normaliseMessage(message: unknown): JamMessage | number {
  const status = checkMessage(message);
  if (status < 0) return status;
  const members = message as Members;
  const table = tablesByType.get(members['type'] as string)!;
  return normaliseChecked(members, table) as unknown as JamMessage;
}

/**
 * A message as standard JSON text (spec/notation, section 3): `version` right after `type`, no white space; or a
 * status. Never throws.
 */
export function toStandardText(message: JamMessage): string | number {
  const normal = normaliseMessage(message);
  if (typeof normal === 'number') return normal;
  const { type, version, ...rest } = normal as unknown as Members;
  return JSON.stringify({ type, version: version ?? DEFAULT_VERSION, ...rest });
}

/** The message of a standard JSON text, or a status. Never throws. */
export function fromStandardText(text: string): JamMessage | number {
  const value = parseJson(text);
  return typeof value === 'number' ? value : normaliseMessage(value);
}

/** Writes a message as standard JSON text in UTF-8, without a line end: the offset after it, or a status. */
export function encodeStandardInto(message: JamMessage, bytes: Uint8Array, offset: number): number {
  const text = toStandardText(message);
  return typeof text === 'number' ? text : writeText(text, bytes, offset);
}

/** The message of the standard JSON text in `bytes` from `offset` to `end`, or a status. Never throws. */
export function decodeStandard(
  bytes: Uint8Array,
  offset: number,
  end: number,
): JamMessage | number {
  const value = parseJsonBytes(bytes, offset, end);
  return typeof value === 'number' ? value : normaliseMessage(value);
}
