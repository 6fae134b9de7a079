import '@jamnet/gpu-native';
import { nativeHandle } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordFinder } from '../../src/parser/find-records.js';

const splitAt = nativeHandle()?.splitAt;

describe.skipIf(splitAt === undefined)('the native splitter', () => {
  it('finds the lines that JavaScript finds', () => {
    const native = createRecordFinder(splitAt);
    // A function that refuses is not used: what is left is JavaScript.
    const plain = createRecordFinder(() => -1);
    const piece = fc.constantFrom('\n', '\n\n', '{"n":1}', 'x'.repeat(63), '\u000b', 'ÿ', '', ' ');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 400, size: 'max' }),
        fc.nat({ max: 70 }),
        (pieces, shift) => {
          const text = Buffer.from(
            `${' '.repeat(shift)}${pieces.join('')}${'z'.repeat(600)}`,
            'latin1',
          );
          const bytes = new Uint8Array(text).subarray(shift);
          const spans = new Uint32Array([1, bytes.length - 1, 0, bytes.length]);
          native.find(bytes, spans);
          plain.find(bytes, spans);
          const found = [native, plain].map(({ words, count }) => [
            ...words.subarray(0, 2 * count),
          ]);
          expect(found[0]).toEqual(found[1]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses arguments that do not fit together', () => {
    const bytes = new Uint8Array(10).fill(10);
    const pairs = new Uint32Array(4).fill(7);
    expect(splitAt!(bytes, 0, 11, 10, pairs, 0)).toBe(-1);
    expect(splitAt!(bytes, 5, 4, 10, pairs, 0)).toBe(-1);
    expect(splitAt!(bytes, -1, 4, 10, pairs, 0)).toBe(-1);
    expect(splitAt!(bytes, 0, 10, 256, pairs, 0)).toBe(-1);
    expect(splitAt!(bytes, 0, 10, 10, pairs, 3)).toBe(-1);
    expect(splitAt!(pairs as never, 0, 1, 10, pairs, 0)).toBe(-1);
    expect(splitAt!(bytes, 0, 10, 10, bytes as never, 0)).toBe(-1);
    expect([...pairs]).toEqual([7, 7, 7, 7]);
    expect(splitAt!(bytes, 2, 10, 10, pairs, 1)).toBe(8);
    expect([...pairs]).toEqual([7, 7, 2, 0]);
  });
});
