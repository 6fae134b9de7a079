import type { Compute, ComputeBinding, MappedArena } from '@jamnet/wire';
import { DESCRIPTOR_WORDS, WORD_LENGTH, WORD_OFFSET } from './frame-columns.js';

const ARENA_ALIGNMENT = 256;
const WORD_BYTES = 4;

/** How a device sees the received bytes. */
export interface ReceivedBytes {
  /** The binding for a batch; undefined where no aligned one holds the bytes. */
  bind(bytes: Uint8Array, datagrams: Uint32Array, count: number): ComputeBinding | undefined;
  /** What the kernel adds to an offset to stand in the binding: modulo 2^32, since it may be negative. */
  readonly lead: number;
}

/**
 * Bytes in the arena of a device that sees it are bound whole and where they lie: the same binding for every batch, nothing copied. For
 * any other, what the batch covers is bound, since it is copied.
 */
export function createReceivedBytes(
  compute: Compute,
  arena: MappedArena | undefined,
): ReceivedBytes {
  let lead = 0;
  let last: Uint8Array | undefined;
  let binding: ComputeBinding | undefined;
  /** The cached binding's own: batches that lie elsewhere come between its uses. */
  let lastLead = 0;
  const bindRange = (bytes: Uint8Array, from: number, to: number): ComputeBinding | undefined => {
    const alignment = bytes.buffer === arena?.buffer ? ARENA_ALIGNMENT : WORD_BYTES;
    const start = Math.floor((bytes.byteOffset + from) / alignment) * alignment;
    const length = Math.ceil((bytes.byteOffset + to - start) / WORD_BYTES) * WORD_BYTES;
    if (length === 0 || start + length > bytes.buffer.byteLength) return undefined;
    lead = bytes.byteOffset - start;
    return { bytes: new Uint8Array(bytes.buffer, start, length), access: 'read' };
  };
  return {
    get lead() {
      return lead;
    },
    bind(bytes, datagrams, count) {
      if (compute.memory === 'mapped' && bytes.buffer === arena?.buffer) {
        const same =
          last?.byteOffset === bytes.byteOffset &&
          last.length === bytes.length &&
          last.buffer === bytes.buffer;
        if (!same) {
          binding = bindRange(bytes, 0, bytes.length);
          last = bytes;
          lastLead = lead;
        }
        lead = lastLead;
        return binding;
      }
      let from = bytes.length;
      let to = 0;
      for (let i = 0; i < count; i++) {
        const offset = datagrams[i * DESCRIPTOR_WORDS + WORD_OFFSET];
        const length = datagrams[i * DESCRIPTOR_WORDS + WORD_LENGTH] & 0xffff;
        from = Math.min(from, offset);
        to = Math.max(to, offset + length);
      }
      return to <= from ? undefined : bindRange(bytes, from, to);
    },
  };
}
