import { RECORD_WORDS } from '../src/index.js';

// A record whose every word follows from its number, so that a torn or stale one shows. native/test/addon/ring_threads.cc
// makes the same.

export function writeRecord(words: Uint32Array, at: number, number: number): void {
  for (let word = 0; word < RECORD_WORDS; word += 1)
    words[at * RECORD_WORDS + word] = mix(number, word);
}

export function isRecord(words: Uint32Array, at: number, number: number): boolean {
  for (let word = 0; word < RECORD_WORDS; word += 1) {
    if (words[at * RECORD_WORDS + word] !== mix(number, word)) return false;
  }
  return true;
}

function mix(number: number, word: number): number {
  return (Math.imul(number, 0x9e3779b1) + word) >>> 0;
}
