import { serialDistance } from '@jamnet/wire';

/** Sequences that a filter remembers. */
export const DUPLICATE_WINDOW = 4096;

/** What a filter says of a sequence. */
export const Verdict = { NEW: 0, DUPLICATE: 1, LATE: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

const WORDS = DUPLICATE_WINDOW / 32;

/**
 * Remembers the last 4,096 sequences of one (sender, stream) as a bitmap in a ring: bit `sequence mod 4096`. 512 bytes, whatever
 * comes; sequences wrap (spec/toast/v2, section 6). Its shape is what a kernel can have too: one word to test and set per packet.
 */
export interface DuplicateFilter {
  /** Judges a sequence and remembers it. Does not allocate. */
  accept(sequence: number): Verdict;
  /** Judges without remembering. */
  peek(sequence: number): Verdict;
  /** The newest sequence accepted, or −1 before the first. */
  readonly newest: number;
}

export function createDuplicateFilter(): DuplicateFilter {
  return new BitmapFilter();
}

class BitmapFilter implements DuplicateFilter {
  newest = -1;
  readonly #bits = new Uint32Array(WORDS);

  peek(sequence: number): Verdict {
    if (this.newest < 0) return Verdict.NEW;
    const ahead = serialDistance(sequence, this.newest);
    if (ahead > 0) return Verdict.NEW;
    if (ahead <= -DUPLICATE_WINDOW) return Verdict.LATE;
    return this.#has(sequence) ? Verdict.DUPLICATE : Verdict.NEW;
  }

  accept(sequence: number): Verdict {
    const verdict = this.peek(sequence);
    if (verdict !== Verdict.NEW) return verdict;
    if (this.newest < 0) this.newest = sequence >>> 0;
    else {
      const ahead = serialDistance(sequence, this.newest);
      if (ahead > 0) {
        this.#forget(ahead);
        this.newest = sequence >>> 0;
      }
    }
    this.#bits[(sequence >>> 5) & (WORDS - 1)] |= 1 << (sequence & 31);
    return verdict;
  }

  #has(sequence: number): boolean {
    return (this.#bits[(sequence >>> 5) & (WORDS - 1)] & (1 << (sequence & 31))) !== 0;
  }

  /** Clears the places of the `count` sequences that follow the newest: they held sequences a window older. */
  #forget(count: number): void {
    if (count >= DUPLICATE_WINDOW) {
      this.#bits.fill(0);
      return;
    }
    for (let i = 1; i <= count;) {
      const sequence = (this.newest + i) >>> 0;
      if ((sequence & 31) === 0 && count - i >= 31) {
        this.#bits[(sequence >>> 5) & (WORDS - 1)] = 0;
        i += 32;
      } else {
        this.#bits[(sequence >>> 5) & (WORDS - 1)] &= ~(1 << (sequence & 31));
        i += 1;
      }
    }
  }
}
