import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWordTable, JamError } from '../src/index.js';

const encoder = new TextEncoder();

describe('the word table', () => {
  it('finds each of its words anywhere in the bytes, and no other', () => {
    const word = fc.oneof(fc.string({ maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 6 }));
    // Lone surrogates have no UTF-8, so two words with different ones would be the same word.
    const words = fc.uniqueArray(
      word.filter((text) => Buffer.from(text).toString() === text),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(words, fc.nat(9), word, (all, before, other) => {
        const table = createWordTable(all);
        expect(table.words).toEqual(all);
        for (const text of [...all, other]) {
          const bytes = new Uint8Array([...new Uint8Array(before), ...encoder.encode(text), 0x22]);
          expect(table.find(bytes, before, bytes.length - 1)).toBe(
            all.findIndex((each) => Buffer.from(each).equals(Buffer.from(text))),
          );
        }
      }),
    );
  });

  it('tells apart words that differ in one byte only', () => {
    const words = ['midi2_registered_controller', 'midi2_assignable_controller', 'n+', 'n-', ''];
    const table = createWordTable(words);
    words.forEach((text, index) => {
      const bytes = encoder.encode(text);
      expect(table.find(bytes, 0, bytes.length)).toBe(index);
    });
    const near = encoder.encode('midi2_registered_c0ntroller');
    expect(table.find(near, 0, near.length)).toBe(-1);
  });

  it('takes spans that make no sense for no word', () => {
    const table = createWordTable(['a']);
    const bytes = encoder.encode('a');
    expect(table.find(bytes, 1, 0)).toBe(-1);
    expect(table.find(bytes, 0, 5)).toBe(-1);
    expect(table.find(bytes, 5, 6)).toBe(-1);
    expect(table.find(bytes, NaN, NaN)).toBe(-1);
    expect(createWordTable([]).find(bytes, 0, 1)).toBe(-1);
  });

  it('refuses a word that comes twice', () => {
    expect(() => createWordTable(['t', 'c', 't'])).toThrow(JamError);
  });
});
