import { Status } from '@jamnet/wire';

/** Longest text or MessagePack message that is read (spec/notation, "Limits"). */
export const MAX_MESSAGE_BYTES = 16_777_216;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The value of a JSON text, or `malformed`. A text is never a number here: what is no object is `malformed` anyway. */
export function parseJson(text: string): object | number {
  if (text.length > MAX_MESSAGE_BYTES) return Status.malformed;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : Status.malformed;
  } catch {
    return Status.malformed;
  }
}

/** The value of a JSON text in bytes, which must be UTF-8 without a byte order mark. */
export function parseJsonBytes(bytes: Uint8Array, offset: number, end: number): object | number {
  if (end - offset > MAX_MESSAGE_BYTES) return Status.malformed;
  try {
    return parseJson(decoder.decode(bytes.subarray(offset, end)));
  } catch {
    return Status.malformed;
  }
}

/** Writes a text as UTF-8; the offset after it, or `noSpace`. */
export function writeText(text: string, bytes: Uint8Array, offset: number): number {
  const { read, written } = encoder.encodeInto(text, bytes.subarray(offset));
  return read === text.length ? offset + written : Status.noSpace;
}
