import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArraySpans, readNumberArray, Status } from '../src/index.js';

const encoder = new TextEncoder();
const malformed = [
  '',
  '[',
  '1',
  '[1',
  '[1,',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1}',
  '[1]]',
  '[] ',
  '[]x',
  ' []',
];

describe('arrays of integers', () => {
  it('come out as they went in', () => {
    const space = fc.constantFrom('', ' ', '\t ');
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { maxLength: 50 }), space, (values, gap) => {
        const bytes = encoder.encode(`x[${gap}${values.join(`${gap},${gap}`)}${gap}]x`);
        const out = new Float64Array(values.length);
        expect(readNumberArray(bytes, 1, bytes.length - 1, out)).toBe(values.length);
        expect([...out]).toEqual(values);
      }),
    );
  });

  it('are refused with the reason', () => {
    const read = (text: string, out = [0, 0, 0], lowest?: number, highest?: number) =>
      readNumberArray(encoder.encode(text), 0, encoder.encode(text).length, out, lowest, highest);
    const others = [
      '["1"]',
      '[1.5]',
      '[1e2]',
      '[[1]]',
      '[null]',
      '[9007199254740992]',
      '{}',
      '[01]',
      '[-]',
    ];
    for (const text of [...malformed, ...others]) expect(read(text), text).toBe(Status.malformed);
    expect(read('[0,127]', [0, 0], 0, 127)).toBe(2);
    expect(read('[0,128]', [0, 0], 0, 127)).toBe(Status.outOfRange);
    expect(read('[-1]', [0, 0], 0, 127)).toBe(Status.outOfRange);
    expect(read('[1,2,3]', [0, 0])).toBe(Status.noSpace);
    expect(read('[]', [])).toBe(0);
  });

  it('never throw on other bytes or spans', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.integer(),
        fc.integer(),
        (noise, start, end) => {
          noise[0] = 0x5b;
          const out = new Int32Array(8);
          expect(readNumberArray(noise, 0, noise.length, out)).toBeLessThanOrEqual(8);
          expect(readNumberArray(noise, start, end, out)).toBeLessThanOrEqual(8);
          expect(readArraySpans(noise, 0, noise.length, out, out)).toBeLessThanOrEqual(8);
          expect(readArraySpans(noise, start, end, out, out)).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});

describe('spans of an array', () => {
  it('enclose its elements', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 12 }), (values) => {
        const bytes = encoder.encode(JSON.stringify(values));
        const starts = new Int32Array(12);
        const ends = new Int32Array(12);
        expect(readArraySpans(bytes, 0, bytes.length, starts, ends)).toBe(values.length);
        const decoder = new TextDecoder();
        values.forEach((value, i) => {
          const written = decoder.decode(bytes.subarray(starts[i], ends[i]));
          expect(written).toBe(JSON.stringify(value));
        });
      }),
    );
  });

  it('are refused with the reason', () => {
    const read = (text: string, starts: number[], ends = starts) =>
      readArraySpans(encoder.encode(text), 0, encoder.encode(text).length, starts, ends);
    for (const text of malformed) expect(read(text, [0, 0]), text).toBe(Status.malformed);
    expect(read('[1,[2]]', [0], [0, 0])).toBe(Status.noSpace);
    expect(read('[1,[2]]', [0, 0], [0])).toBe(Status.noSpace);
    expect(read('[1,[2,]]', [0, 0])).toBe(Status.malformed);
  });
});
