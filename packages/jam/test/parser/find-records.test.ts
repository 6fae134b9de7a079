import { Encoder } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE_PACK_RECORD } from '../../src/parser/cell-kind.js';
import { createRecordFinder } from '../../src/parser/find-records.js';

type Found = readonly {
  readonly start: number;
  readonly length: number;
  readonly packed: boolean;
}[];

function find(bytes: Uint8Array, spans?: Uint32Array): Found {
  const finder = createRecordFinder();
  finder.find(bytes, spans);
  const found = Array.from({ length: finder.count }, (_, at) => ({
    start: finder.words[2 * at]!,
    length: finder.words[2 * at + 1]! & ~MESSAGE_PACK_RECORD,
    packed: finder.words[2 * at + 1]! >= MESSAGE_PACK_RECORD,
  }));
  expect(found.filter(({ packed }) => packed)).toHaveLength(finder.messagePacks);
  return found;
}

const encoder = new Encoder();
const textsOf = (bytes: Uint8Array, found: Found): string[] =>
  found.map(({ start, length }) =>
    Buffer.from(bytes.subarray(start, start + length)).toString('latin1'),
  );

describe('finding records', () => {
  it('splits at line feeds, wherever the bytes lie in memory', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\n', '\n', 'a', '{}', 'xyz', '\u000b', 'ÿ', '\n\n'), {
          maxLength: 50,
        }),
        fc.integer({ min: 0, max: 7 }),
        (pieces, shift) => {
          const text = pieces.join('');
          const bytes = new Uint8Array(
            Buffer.from(`${' '.repeat(shift)}${text}`, 'latin1'),
          ).subarray(shift);
          const lines = text.split('\n');
          if (lines.at(-1) === '') lines.pop();
          expect(textsOf(bytes, find(bytes))).toEqual(lines);
        },
      ),
    );
  });

  it('finds thousands of lines', () => {
    const text = Array.from({ length: 5000 }, (_, at) => `{"n":${at}}`);
    const bytes = new Uint8Array(Buffer.from(text.join('\n')));
    expect(textsOf(bytes, find(bytes))).toEqual(text);
  });

  it('tells the form of each payload from its bytes', () => {
    const map = encoder.encode({ t: 'n+', n: 60 });
    const lines = Buffer.from(' {"n":1}\n{"n":2}\n');
    const bytes = new Uint8Array(Buffer.concat([map, map, Buffer.from('??'), lines]));
    const at = 2 * map.length;
    const spans = new Uint32Array([at + 2, lines.length, 0, at]);
    expect(find(bytes, spans)).toEqual([
      { start: at + 2, length: 8, packed: false },
      { start: at + 11, length: 7, packed: false },
      { start: 0, length: map.length, packed: true },
      { start: map.length, length: map.length, packed: true },
    ]);
  });

  it('drops the rest of MessagePack that cannot be followed, as one record', () => {
    const map = encoder.encode({ t: 'n+', n: 60 });
    const bytes = new Uint8Array([...map, ...map.slice(0, 5)]);
    expect(find(bytes)).toEqual([
      { start: 0, length: map.length, packed: true },
      { start: map.length, length: 5, packed: true },
    ]);
  });

  it('does not take lines for MessagePack because their first byte is damaged', () => {
    for (let byte = 0x80; byte < 0x100; byte++) {
      const bytes = new Uint8Array(Buffer.from('{"t":"n+"}\n{"n":1}\n'));
      bytes[0] = byte;
      expect(find(bytes).map(({ packed }) => packed)).toEqual([false, false]);
    }
  });

  it('cuts spans that reach beyond the bytes', () => {
    const bytes = new Uint8Array(Buffer.from('{"n":1}'));
    expect(find(bytes, new Uint32Array([5, 1000, 900, 3, 7, 0]))).toEqual([
      { start: 5, length: 2, packed: false },
    ]);
  });
});
