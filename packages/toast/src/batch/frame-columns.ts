import { DESCRIPTOR_BYTES } from '@jamnet/wire';
import type { ColumnMemory } from './column-memory.js';

/** 32-bit words of a descriptor, and where its fields stand among them (`descriptor.ts` of `@jamnet/wire`). */
export const DESCRIPTOR_WORDS = DESCRIPTOR_BYTES / 4;
export const WORD_ARRIVAL = 0;
export const WORD_MASTER_TIME = 2;
export const WORD_OFFSET = 4;
export const WORD_SEQUENCE = 5;
/** Length, then stream id from bit 16, message type from bit 24. */
export const WORD_LENGTH = 6;
/** Source index, then stream type from bit 16, format type from bit 20, burst from bit 24. */
export const WORD_PEER = 7;

/** A frame goes to at most so many different selectors: its session's and everybody's, its message type and any. */
export const ROUTES_PER_FRAME = 4;

/** The words that the stages of a batch read and write. One row of each per datagram, per outcome, or per route. */
export interface FrameColumns {
  /** Per datagram: the port's descriptors. */
  readonly datagrams: Uint32Array;
  /** Per datagram: how many outcomes it has, and from bit 8 the status that ended it, without its sign. */
  readonly walked: Uint32Array;
  /** Per datagram and one more: the row of its first outcome. */
  readonly first: Uint32Array;
  /** Per outcome: eight words. */
  readonly descriptors: Uint32Array;
  /** Per outcome: see `Outcome`. */
  readonly outcome: Int32Array;
  /** Per outcome: the sender's id. */
  readonly sender: Uint32Array;
  /** Per outcome: the row of its stream's window, −1 where it has none. */
  readonly stream: Int32Array;
  /** Per outcome: see `BatchVerdict`. */
  readonly verdict: Uint32Array;
  /** Per route and one more: where its list starts in `routed`. */
  readonly routeFirst: Uint32Array;
  /** Rows of outcomes, list after list. */
  readonly routed: Uint32Array;
}

export function createFrameColumns(
  memory: ColumnMemory,
  maxDatagrams: number,
  maxFrames: number,
  maxRoutes: number,
): FrameColumns {
  const signed = (words: Uint32Array): Int32Array =>
    new Int32Array(words.buffer, words.byteOffset, words.length);
  return {
    datagrams: memory.words(maxDatagrams * DESCRIPTOR_WORDS),
    walked: memory.words(maxDatagrams),
    first: memory.words(maxDatagrams + 1),
    descriptors: memory.words(maxFrames * DESCRIPTOR_WORDS),
    outcome: signed(memory.words(maxFrames)),
    sender: memory.words(maxFrames),
    stream: signed(memory.words(maxFrames)),
    verdict: memory.words(maxFrames),
    routeFirst: memory.words(maxRoutes + 1),
    routed: memory.words(maxFrames * ROUTES_PER_FRAME),
  };
}
