import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader, LineKind, Status } from '../src/index.js';
import { expectedLine } from './json-oracle.js';

const encoder = new TextEncoder();
const keys = ['t', 'c', 'n', 'seq', 'a\nb', 'é', ''];
const reader = createLineReader(keys);

const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1 }),
    fc.constantFrom('"', '\\', '\n', '\u007f', '\ud800', 'é', '🎹'),
  ),
});
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(2 ** 53, -(2 ** 53), 1e21, 5e-324, 1.7976931348623157e308, 0.1, 1e22, 1e23, -0),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(number, text, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(fc.oneof(fc.constantFrom(...keys), text), value, { maxKeys: 8 });

/** The same object with white space of all three kinds in it; a line feed inside a string is written as an escape. */
const line = fc
  .tuple(object, fc.constantFrom('', ' ', '\t', '\r', ' \r\t '))
  .map(([fields, space]) => JSON.stringify(fields, null, 1).replaceAll(/\n */g, space));

/** Pieces that make mostly lines that are nearly JSON. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', ' ') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('"t":', '"c":1', '"":', '{"n":', '"é"', ',"x":', '{}', '[]'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '0',
      '1',
      '-',
      '.',
      'e',
      'E+',
      '-0.5e-3',
      '9007199254740993',
      '\\',
      '\\u00',
      '\\ud83c',
      'true',
      'false',
      'null',
      '\t',
      '\r',
      '\u0000',
    ),
  },
);

function check(bytes: Uint8Array): void {
  const lineFeed = bytes.indexOf(0x0a);
  const content = lineFeed < 0 ? bytes : bytes.subarray(0, lineFeed);
  const next = lineFeed < 0 ? bytes.length : lineFeed + 1;
  const result = reader.read(bytes, 0, bytes.length);
  expect(reader.next).toBe(next);
  const blank = content.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
  if (blank) {
    expect(result).toBe(Status.short);
    return;
  }
  const expected = expectedLine(content, keys);
  if (expected === undefined) {
    expect(result).toBe(Status.malformed);
    expect([...reader.kinds]).toEqual(keys.map(() => LineKind.absent));
    return;
  }
  expect(result).toBe(next);
  keys.forEach((key, index) => {
    const written = expected.texts.get(key);
    if (written === undefined) {
      expect(reader.kinds[index]).toBe(LineKind.absent);
      return;
    }
    const wanted = expected.values[key];
    expect(reader.kinds[index]).toBe(kindOf(wanted, written));
    const exact = reader.kinds[index] === LineKind.integer || reader.kinds[index] === LineKind.real;
    expect(reader.numbers[index]).toBe(exact ? wanted : NaN);
    expect(reader.string(index)).toBe(typeof wanted === 'string' ? wanted : undefined);
    expect(reader.value(index)).toEqual(wanted);
  });
  const known = keys.filter((key) => expected.texts.has(key)).length;
  expect(reader.fields).toBe(known);
  expect(reader.unknown).toBeGreaterThanOrEqual(expected.texts.size - known);
}

function kindOf(wanted: unknown, written: string): number {
  if (typeof wanted === 'string') return LineKind.string;
  if (typeof wanted === 'boolean') return wanted ? LineKind.true : LineKind.false;
  if (wanted === null) return LineKind.null;
  if (typeof wanted === 'object') return Array.isArray(wanted) ? LineKind.array : LineKind.object;
  if (!/^-?[0-9]+$/.test(written)) return LineKind.real;
  return Number.isSafeInteger(wanted) ? LineKind.integer : LineKind.big;
}

describe('the line reader agrees with JSON.parse', () => {
  it('on lines that were written properly', () => {
    fc.assert(
      fc.property(line, fc.boolean(), (written, ended) => {
        const bytes = encoder.encode(ended ? `${written}\n{"c":1}` : written);
        check(bytes);
        expect(reader.next).toBe(reader.read(bytes, 0, bytes.length));
      }),
      { numRuns: 2000 },
    );
  });

  it('on numbers of any length', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 25 });
    fc.assert(
      fc.property(
        fc.boolean(),
        digits,
        fc.option(digits),
        fc.option(fc.tuple(fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 400 }))),
        (negative, whole, fraction, exponent) => {
          const point = fraction === null ? '' : `.${fraction}`;
          const power = exponent === null ? '' : `e${exponent.join('')}`;
          check(encoder.encode(`{"n":${negative ? '-' : ''}${whole}${point}${power}}`));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('on pieces of JSON in any order', () => {
    const pieces = fc.array(piece, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(pieces, fc.boolean(), (inside, enclosed) =>
        check(encoder.encode(enclosed ? `{${inside}}` : inside)),
      ),
      { numRuns: 10_000 },
    );
  });

  it('on lines that were cut short and had bits flipped', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 4 });
    fc.assert(
      fc.property(line, fc.nat(), damage, (written, cut, flips) => {
        const whole = encoder.encode(written);
        const bytes = whole.slice(0, flips.length === 0 ? cut % whole.length : whole.length);
        for (const [where, bit] of flips) bytes[where % bytes.length]! ^= 1 << bit;
        check(bytes);
      }),
      { numRuns: 5000 },
    );
  });

  it('on bytes of any kind, and goes through all of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(199)), (noise, feeds) => {
        for (const where of feeds) if (where < noise.length) noise[where] = 0x0a;
        let lines = 0;
        for (let offset = 0; offset < noise.length; offset = reader.next) {
          check(noise.subarray(offset));
          const result = reader.read(noise, offset, noise.length);
          expect(reader.next).toBeGreaterThan(offset);
          if (result >= 0) expect(result).toBe(reader.next);
          lines++;
        }
        const feedsLeft = noise.filter((byte) => byte === 0x0a).length;
        expect(lines).toBe(feedsLeft + (noise.length > 0 && noise.at(-1) !== 0x0a ? 1 : 0));
      }),
      { numRuns: 3000 },
    );
  });
});
