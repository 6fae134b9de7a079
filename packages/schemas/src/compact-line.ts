import { fromCompactObject, toCompactObject } from './compact-object.js';
import type { JamMessage } from './generated/message-types.js';
import { parseJson, parseJsonBytes, writeText } from './json-text.js';

/**
 * The canonical compact line of any message (spec/notation, section 4), its `\n` included; or a status. Never throws.
 * For events on the packet path `encodeEventInto` gives the same bytes many times faster.
 */
export function toCompactLine(message: JamMessage): string | number {
  const compact = toCompactObject(message);
  return typeof compact === 'number' ? compact : `${JSON.stringify(compact)}\n`;
}

/** The message of one compact line, with or without its `\n`; or a status. Never throws. */
export function fromCompactLine(line: string): JamMessage | number {
  const value = parseJson(line);
  return typeof value === 'number' ? value : fromCompactObject(value);
}

/** Writes the canonical compact line of any message: the offset after its `\n`, or a status. */
export function encodeCompactInto(message: JamMessage, bytes: Uint8Array, offset: number): number {
  const line = toCompactLine(message);
  return typeof line === 'number' ? line : writeText(line, bytes, offset);
}

/** The message of the compact line in `bytes` from `offset` to `end`, or a status. Never throws. */
export function decodeCompact(bytes: Uint8Array, offset: number, end: number): JamMessage | number {
  const value = parseJsonBytes(bytes, offset, end);
  return typeof value === 'number' ? value : fromCompactObject(value);
}
