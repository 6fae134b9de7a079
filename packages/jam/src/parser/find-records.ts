import { messagePackEnd } from '@jamnet/schemas';
import { nativeHandle, type NativeHandle } from '@jamnet/wire';
import { MESSAGE_PACK_RECORD } from './cell-kind.js';

/** Where the lines and maps of a batch lie. Kept and written over by the next batch. */
export interface RecordFinder {
  /** Start and length of each; MessagePack is marked in the length ({@link MESSAGE_PACK_RECORD}). */
  readonly words: Uint32Array;
  readonly count: number;
  /** How many of them are MessagePack. */
  readonly messagePacks: number;
  /** All records lie from `first` to before `last`. */
  readonly first: number;
  readonly last: number;
  /**
   * Finds the records of payloads: `spans` holds offset and length of each, all of `bytes` without it. A payload is MessagePack
   * maps back to back, or lines that end in a line feed (the last may lack it). Offsets that reach beyond the bytes are cut.
   */
  find(bytes: Uint8Array, spans: Uint32Array | undefined): void;
}

const LINE_FEED = 0x0a;
const FOUR_LINE_FEEDS = 0x0a0a0a0a;

/** From so many bytes on a call of the native part costs less than it saves. */
const NATIVE_BYTES = 512;

/** @param splitAt the native splitter, or undefined to split in JavaScript; by default what the process has */
export function createRecordFinder(
  splitAt: NativeHandle['splitAt'] = nativeHandle()?.splitAt,
): RecordFinder {
  return new GrowingRecordFinder(splitAt);
}

class GrowingRecordFinder implements RecordFinder {
  words: Uint32Array = new Uint32Array(2 * 1024);
  count = 0;
  messagePacks = 0;
  first = 0;
  last = 0;
  #quads = new Int32Array(0) as Int32Array;

  constructor(readonly splitAt: NativeHandle['splitAt']) {}

  find(bytes: Uint8Array, spans: Uint32Array | undefined): void {
    this.count = 0;
    this.messagePacks = 0;
    this.first = spans === undefined ? 0 : bytes.length;
    this.last = spans === undefined ? bytes.length : 0;
    if (spans === undefined) {
      this.#payload(bytes, 0, bytes.length);
      return;
    }
    for (let at = 0; at + 1 < spans.length; at += 2) {
      const start = Math.min(spans[at]!, bytes.length);
      const end = Math.min(start + spans[at + 1]!, bytes.length);
      this.first = Math.min(this.first, start);
      this.last = Math.max(this.last, end);
      this.#payload(bytes, start, end);
    }
  }

  #payload(bytes: Uint8Array, start: number, end: number): void {
    if (beginsMessagePack(bytes, start, end)) this.#maps(bytes, start, end);
    else if (!this.#nativeLines(bytes, start, end)) this.#lines(bytes, start, end);
  }

  #maps(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end;) {
      const next = messagePackEnd(bytes, at, end);
      const stop = next < 0 ? end : next;
      this.#add(at, (stop - at) | MESSAGE_PACK_RECORD);
      this.messagePacks++;
      at = stop;
    }
  }

  /** False where that is not worth it or not possible. */
  #nativeLines(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.splitAt === undefined || end - start < NATIVE_BYTES) return false;
    for (;;) {
      const count = this.splitAt(bytes, start, end, LINE_FEED, this.words, this.count);
      if (count < 0) return false;
      const wanted = this.count + count;
      if (2 * wanted <= this.words.length) {
        this.count = wanted;
        return true;
      }
      this.#grow(wanted);
    }
  }

  #lines(bytes: Uint8Array, start: number, end: number): void {
    const quads = this.#quadsOf(bytes);
    const base = bytes.byteOffset;
    let line = start;
    let at = start;
    // Byte by byte to a multiple of four in memory, then four at a time.
    for (; at < end && ((base + at) & 3) !== 0; at++) {
      if (bytes[at] === LINE_FEED) line = this.#line(line, at);
    }
    for (let quad = (base + at) >>> 2; at + 4 <= end; at += 4, quad++) {
      const other = quads[quad]! ^ FOUR_LINE_FEEDS;
      // Not zero when one of the bytes is: exact up to the lowest such byte, so the others are looked at.
      if (((other - 0x01010101) & ~other & 0x80808080) === 0) continue;
      if ((other & 0xff) === 0) line = this.#line(line, at);
      if ((other & 0xff00) === 0) line = this.#line(line, at + 1);
      if ((other & 0xff0000) === 0) line = this.#line(line, at + 2);
      if ((other & 0xff000000) === 0) line = this.#line(line, at + 3);
    }
    for (; at < end; at++) {
      if (bytes[at] === LINE_FEED) line = this.#line(line, at);
    }
    if (line < end) this.#line(line, end);
  }

  /** The memory behind the bytes, four at a time; kept as long as batches lie in the same. */
  #quadsOf({ buffer }: Uint8Array): Int32Array {
    if (this.#quads.buffer !== buffer)
      this.#quads = new Int32Array(buffer, 0, buffer.byteLength >> 2);
    return this.#quads;
  }

  /** Adds a line; gives the start of the next one. */
  #line(start: number, end: number): number {
    this.#add(start, end - start);
    return end + 1;
  }

  #add(start: number, length: number): void {
    const at = 2 * this.count;
    if (at === this.words.length) this.#grow(this.count + 1);
    this.words[at] = start;
    this.words[at + 1] = length;
    this.count++;
  }

  #grow(records: number): void {
    const larger = new Uint32Array(Math.max(2 * this.words.length, 2 * records));
    larger.set(this.words);
    this.words = larger;
  }
}

/**
 * Whether a payload is MessagePack: it begins with a map, and the map with the head of a string. One damaged byte at the
 * start of lines is not enough to take them for MessagePack.
 */
function beginsMessagePack(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  const head = bytes[start]!;
  if (head === 0x80) return end === start + 1;
  const at = start + (head === 0xde ? 3 : head === 0xdf ? 5 : 1);
  if (!((head > 0x80 && head <= 0x8f) || head === 0xde || head === 0xdf) || at >= end) return false;
  const key = bytes[at]!;
  return (key >= 0xa0 && key < 0xc0) || (key >= 0xd9 && key <= 0xdb);
}
