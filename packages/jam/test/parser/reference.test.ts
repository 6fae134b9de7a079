import { createLineReader, createWordTable, LineKind } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatch, type JamBatch } from '../../src/parser/batch.js';
import { CellKind, LineStatus } from '../../src/parser/cell-kind.js';
import { hostileLine } from './hostile-lines.js';
import { keys, layOut, readWithReference, types } from './read-records.js';

function read(records: readonly Uint8Array[]): JamBatch {
  const { bytes, words } = layOut(records);
  return createBatch({
    ...{ keys, types, readBy: 'cpu', linesOnCpu: records.length, copiedBytes: 0 },
    ...{ bytes, records: words, columns: readWithReference(bytes, words), lines: records.length },
    release: () => undefined,
  });
}

const line = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const readOne = (text: string): JamBatch => read([line(text)]);

/** What LineReader's kinds are called here: a batch says more of integers and strings. */
function lineKindOf(kind: number): number {
  switch (kind) {
    case CellKind.escapedString:
      return LineKind.string;
    case CellKind.longReal:
      return LineKind.real;
    case CellKind.wide:
    case CellKind.unsignedWide:
      return LineKind.big;
    default:
      return kind;
  }
}

describe('the reference of the columns', () => {
  it('is the line reader of wire, in columns', () => {
    const reader = createLineReader(keys);
    const words = createWordTable(types);
    fc.assert(
      fc.property(fc.array(hostileLine, { maxLength: 20 }), (records) => {
        const batch = read(records);
        records.forEach((record, at) => {
          const next = reader.read(record, 0, record.length);
          const whole = next === record.length && record.at(-1) !== 0x0a;
          if (batch.status(at) !== LineStatus.ok) {
            expect(whole && next >= 0).toBe(false);
            expect([batch.fields(at), batch.unknown(at), batch.type(at)]).toEqual([0, 0, -1]);
            return;
          }
          expect(whole).toBe(true);
          expect(batch.fields(at)).toBe(reader.fields);
          expect(batch.unknown(at)).toBe(reader.unknown);
          expect(batch.type(at)).toBe(reader.word(0, words));
          for (let key = 0; key < keys.length; key++) {
            const value = reader.value(key);
            const kind = batch.kind(at, key);
            const minusZero = Object.is(value, -0);
            expect(lineKindOf(kind)).toBe(minusZero ? LineKind.real : reader.kinds[key]);
            expect(batch.text(at, key)).toBe(
              typeof value === 'object' && value !== null
                ? Buffer.from(record.subarray(reader.starts[key], reader.ends[key])).toString()
                : reader.string(key),
            );
            expect(batch.number(at, key)).toBe(typeof value === 'number' ? value : NaN);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('takes what JSON.parse takes, duplicates and depth apart', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (n, zz) => {
        const batch = readOne(JSON.stringify({ t: 'n+', n, zz }));
        expect([batch.status(0), batch.fields(0), batch.unknown(0), batch.type(0)]).toEqual([
          0, 2, 1, 0,
        ]);
        if (typeof n === 'number') expect(batch.number(0, 2)).toBe(n);
        if (typeof n === 'string') expect(batch.text(0, 2)).toBe(n);
      }),
    );
  });

  it.each([
    ['9007199254740991', CellKind.integer, 9007199254740991n],
    ['-9007199254740991', CellKind.integer, -9007199254740991n],
    ['9007199254740992', CellKind.wide, 9007199254740992n],
    ['-9007199254740992', CellKind.wide, -9007199254740992n],
    ['9223372036854775807', CellKind.wide, 9223372036854775807n],
    ['-9223372036854775808', CellKind.wide, -9223372036854775808n],
    ['9223372036854775808', CellKind.unsignedWide, 9223372036854775808n],
    ['18446744073709551615', CellKind.unsignedWide, 18446744073709551615n],
    ['18446744073709551616', CellKind.big, 18446744073709551616n],
    ['-9223372036854775809', CellKind.big, -9223372036854775809n],
  ])('keeps the integer %s exactly', (text, kind, value) => {
    const batch = readOne(`{"n":${text}}`);
    expect(batch.kind(0, 2)).toBe(kind);
    expect(batch.bigint(0, 2)).toBe(value);
    expect(batch.number(0, 2)).toBe(Number(text));
  });

  it.each([
    '0.1',
    '-0.0',
    '-0',
    '1e22',
    '1e-22',
    '9007199254740991e22',
    '1e23',
    '5e-324',
    '1e400',
    '0.1e99999999999',
  ])('gives %s the value that JSON.parse gives it', (text) => {
    expect(readOne(`{"n":${text}}`).number(0, 2)).toBe(JSON.parse(text));
  });

  it('tells empty lines from malformed ones', () => {
    const batch = read(
      ['', ' \t\r', '{}', '[]', '{"n":1}x', '{"n":1,"n":2}', '{"zz":1,"zz":2}', '\n'].map(line),
    );
    expect(Array.from({ length: batch.lines }, (_, at) => batch.status(at))).toEqual([
      1, 1, 0, 2, 2, 2, 0, 2,
    ]);
    expect(batch.malformed).toEqual([3, 4, 5, 7]);
  });

  it('counts unknown keys up to 255', () => {
    const fields = Array.from({ length: 300 }, (_, at) => `"k${at}":0`);
    expect(readOne(`{${fields.join(',')}}`).unknown(0)).toBe(255);
  });
});
