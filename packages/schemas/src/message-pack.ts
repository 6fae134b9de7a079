import { Decoder, Encoder } from '@msgpack/msgpack';
import { Status } from '@jamnet/wire';
import { fromPackedUnknown } from './compact-values.js';
import { readCompactObject, toCompactObject } from './compact-object.js';
import type { JamMessage } from './generated/message-types.js';
import { MAX_MESSAGE_BYTES } from './json-text.js';
import { isMembers, type Members } from './members.js';
import { isSoundMessagePack } from './message-pack-scan.js';

const encoder = new Encoder({ useBigInt64: true, initialBufferSize: 2048 });
const decoder = new Decoder({
  useBigInt64: true,
  mapKeyConverter: (key) => {
    // Thrown through the decoder and caught below; the decoder would take numbers too.
    if (typeof key !== 'string') throw new TypeError('a key is no string');
    return key;
  },
});

/** An integer beyond 32 bits must be a BigInt for the encoder, which makes a float of it otherwise. */
function widened(value: unknown): unknown {
  if (typeof value === 'number') {
    const wide = value > 0xffff_ffff || value < -0x8000_0000;
    return wide && Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(widened);
  if (!isMembers(value)) return value;
  const result: Members = {};
  for (const name of Object.keys(value)) result[name] = widened(value[name]);
  return result;
}

/** A message in MessagePack (spec/notation, section 5), or a status. Never throws. Allocates the result. */
export function toMessagePack(message: JamMessage): Uint8Array | number {
  const compact = toCompactObject(message, 'message-pack');
  if (typeof compact === 'number') return compact;
  try {
    return encoder.encode(widened(compact));
  } catch {
    return Status.malformed;
  }
}

/** Members of a binary message that have no place of their own, as one map; or `malformed`. Never throws. Allocates the result. */
export function packMembers(members: Members): Uint8Array | number {
  try {
    return encoder.encode(widened(members));
  } catch {
    return Status.malformed;
  }
}

/** What {@link packMembers} wrote from `offset` to `end`, values as JSON has them; undefined where they are no such map. Never throws. */
export function unpackMembers(bytes: Uint8Array, offset: number, end: number): unknown {
  if (!isSoundMessagePack(bytes, offset, end)) return undefined;
  try {
    return fromPackedUnknown(decoder.decode(bytes.subarray(offset, end)));
  } catch {
    return undefined;
  }
}

/** Writes a message in MessagePack: the offset after it, or a status. Never throws. */
export function encodeMessagePackInto(
  message: JamMessage,
  bytes: Uint8Array,
  offset: number,
): number {
  const packed = toMessagePack(message);
  if (typeof packed === 'number') return packed;
  if (offset + packed.length > bytes.length) return Status.noSpace;
  bytes.set(packed, offset);
  return offset + packed.length;
}

/**
 * The message of the MessagePack map that fills `bytes` from `offset` to `end` exactly, or a status. Never throws. Where
 * several maps stand back to back, `messagePackEnd` says where each ends.
 */
export function decodeMessagePack(
  bytes: Uint8Array,
  offset: number,
  end: number,
): JamMessage | number {
  if (end - offset > MAX_MESSAGE_BYTES || end > bytes.length) return Status.malformed;
  if (!isSoundMessagePack(bytes, offset, end)) return Status.malformed;
  try {
    return readCompactObject(decoder.decode(bytes.subarray(offset, end)), fromPackedUnknown);
  } catch {
    // A key that is no string, or `__proto__`: the decoder refuses what the scan lets through.
    return Status.malformed;
  }
}
