import { serialDistance } from '@jamnet/wire';
import { DUPLICATE_WINDOW, Verdict } from '../duplicate-filter.js';
import type { ColumnMemory } from './column-memory.js';

const BITMAP_WORDS = DUPLICATE_WINDOW / 32;
/** The bitmap, the newest sequence, whether there is one, and room up to a multiple of 16 bytes. */
export const WINDOW_WORDS = BITMAP_WORDS + 4;
const NEWEST = BITMAP_WORDS;
const SEEN = BITMAP_WORDS + 1;

/**
 * The duplicate windows of many streams as rows of words, each what one `DuplicateFilter` is. This is what the kernel `burst_dedupe` must
 * equal.
 *
 * Every row has two sides. JavaScript works on the one that counts; the device reads that one and writes the other, which
 * counts from the moment the run has succeeded ({@link turn}). So a device that is lost half-way has spoilt nothing.
 */
export interface SequenceWindows {
  /** Two windows of {@link WINDOW_WORDS} words for each row. */
  readonly words: Uint32Array;
  /** Per row: which side counts, 0 or 1. */
  readonly side: Uint8Array;
  /** Judges a sequence and remembers it. Does not allocate. */
  accept(row: number, sequence: number): Verdict;
  /** The newest sequence, or −1 before the first. */
  newest(row: number): number;
  turn(row: number): void;
  clear(row: number): void;
  /** From here on works on memory that no device reaches. */
  leaveDevice(): void;
}

export function createSequenceWindows(memory: ColumnMemory, rows: number): SequenceWindows {
  return new Windows(memory.words(rows * 2 * WINDOW_WORDS), new Uint8Array(rows));
}

class Windows implements SequenceWindows {
  constructor(
    public words: Uint32Array,
    readonly side: Uint8Array,
  ) {}

  #start(row: number): number {
    return (2 * row + this.side[row]) * WINDOW_WORDS;
  }

  accept(row: number, sequence: number): Verdict {
    const { words } = this;
    const start = this.#start(row);
    const word = start + ((sequence >>> 5) & (BITMAP_WORDS - 1));
    const bit = 1 << (sequence & 31);
    if (words[start + SEEN] === 0) {
      words[start + SEEN] = 1;
      words[start + NEWEST] = sequence;
    } else {
      const ahead = serialDistance(sequence, words[start + NEWEST]);
      if (ahead > 0) {
        this.#forget(start, words[start + NEWEST], ahead);
        words[start + NEWEST] = sequence;
      } else if (ahead <= -DUPLICATE_WINDOW) return Verdict.LATE;
      else if ((words[word] & bit) !== 0) return Verdict.DUPLICATE;
    }
    words[word] |= bit;
    return Verdict.NEW;
  }

  /** Clears the places of the `count` sequences after the newest: they held sequences that are a window older. */
  #forget(start: number, newest: number, count: number): void {
    const { words } = this;
    if (count >= DUPLICATE_WINDOW) {
      words.fill(0, start, start + BITMAP_WORDS);
      return;
    }
    let sequence = (newest + 1) >>> 0;
    for (let left = count; left > 0;) {
      const bit = sequence & 31;
      const taken = Math.min(left, 32 - bit);
      const mask = taken === 32 ? -1 : ((1 << taken) - 1) << bit;
      words[start + ((sequence >>> 5) & (BITMAP_WORDS - 1))] &= ~mask;
      sequence = (sequence + taken) >>> 0;
      left -= taken;
    }
  }

  newest(row: number): number {
    const start = this.#start(row);
    return this.words[start + SEEN] === 0 ? -1 : this.words[start + NEWEST];
  }

  turn(row: number): void {
    this.side[row] ^= 1;
  }

  clear(row: number): void {
    const start = this.#start(row);
    this.words.fill(0, start, start + WINDOW_WORDS);
  }

  leaveDevice(): void {
    this.words = this.words.slice();
  }
}
