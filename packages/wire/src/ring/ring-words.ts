/**
 * Words of a ring in shared memory, and the one way in which a side tells the other about several of them at once: a sequence word
 * that is odd while they are being written (spec/ring). All integers are little-endian, as the processors that JAMNet runs on are.
 */

const LOW = 2 ** 32;

/** An unsigned 64-bit integer that fits a Number, as two words. */
export function setWide(words: Int32Array, index: number, value: number): void {
  words[index] = (value % LOW) | 0;
  words[index + 1] = (value / LOW) | 0;
}

/** What `setWide` wrote. Rounded above 2^53, which only an overwritten word is. */
export function wideAt(words: Int32Array, index: number): number {
  return (words[index + 1]! >>> 0) * LOW + (words[index]! >>> 0);
}

/** Writer of what the sequence word guards: what is written from here on is seen as unfinished. Gives the word for `endWrite`. */
export function beginWrite(words: Int32Array, sequence: number): number {
  const odd = words[sequence]! | 1;
  Atomics.store(words, sequence, odd);
  // A store alone keeps what follows from being seen before it on x86 only; the load behind it does so everywhere.
  Atomics.load(words, sequence);
  return odd;
}

export function endWrite(words: Int32Array, sequence: number, odd: number): void {
  Atomics.store(words, sequence, (odd + 1) | 0);
}

/** Reader of what the sequence word guards, after reading. Whether it has been one whole since `seen`. `fence` is a word of the reader's own. */
export function isWhole(words: Int32Array, sequence: number, seen: number, fence: number): boolean {
  // Keeps what was read before from being read after the sequence word below.
  Atomics.store(words, fence, seen);
  return (seen & 1) === 0 && Atomics.load(words, sequence) === seen;
}
