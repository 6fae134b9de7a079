import { JamError } from './errors.js';

/** Words by their UTF-8 bytes: finds the index of a word that lies somewhere in a buffer without making a string of it. */
export interface WordTable {
  readonly words: readonly string[];
  /** Bytes of the longest word. */
  readonly longestBytes: number;
  /** Index in `words` of the word that is exactly the bytes from `start` to before `end`; -1 for none. Allocates nothing. */
  find(bytes: Uint8Array, start: number, end: number): number;
}

/** Makes a table of different words. Throws a JamError when a word comes twice. */
export function createWordTable(words: readonly string[]): WordTable {
  const twice = words.find((word, index) => words.indexOf(word) !== index);
  if (twice !== undefined) {
    throw new JamError(
      'bad-option',
      `createWordTable: '${twice}' is there twice; give each word once`,
    );
  }
  return new HashedWordTable(words);
}

class HashedWordTable implements WordTable {
  readonly words: readonly string[];
  readonly longestBytes: number;
  readonly #letters: readonly Uint8Array[];
  /** Word indexes by hash, open addressing, at most half full; -1 ends a search. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(words: readonly string[]) {
    const encoder = new TextEncoder();
    this.words = [...words];
    this.#letters = words.map((word) => encoder.encode(word));
    this.longestBytes = Math.max(0, ...this.#letters.map((letters) => letters.length));
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(words.length * 2 + 1))).fill(-1);
    this.#mask = this.#slots.length - 1;
    this.#letters.forEach((letters, index) => {
      let slot = this.#hash(letters, 0, letters.length);
      while (this.#slots[slot] !== -1) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index;
    });
  }

  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (!(length >= 0 && length <= this.longestBytes)) return -1;
    for (let slot = this.#hash(bytes, start, length); ; slot = (slot + 1) & this.#mask) {
      const index = this.#slots[slot]!;
      if (index < 0 || equal(this.#letters[index]!, bytes, start, length)) return index;
    }
  }

  /** Length, first, middle and last byte: words of a protocol differ in one of them nearly always. */
  #hash(bytes: Uint8Array, start: number, length: number): number {
    if (length === 0) return 0;
    const mix =
      length +
      bytes[start]! * 5 +
      bytes[start + (length >> 1)]! * 23 +
      bytes[start + length - 1]! * 97;
    return (mix ^ (mix >>> 6)) & this.#mask;
  }
}

function equal(letters: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (letters.length !== length) return false;
  for (let i = 0; i < length; i++) if (letters[i] !== bytes[start + i]) return false;
  return true;
}
