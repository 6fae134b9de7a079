import { Decoder, Encoder } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellKind, LineStatus, MESSAGE_PACK_RECORD } from '../../src/parser/cell-kind.js';
import { createBatch, type JamBatch } from '../../src/parser/batch.js';
import { hostileMap } from './hostile-maps.js';
import { keys, layOut, readWithReference, types } from './read-records.js';

function read(records: readonly Uint8Array[]): JamBatch {
  const { bytes, words } = layOut(records, MESSAGE_PACK_RECORD);
  return createBatch({
    ...{ keys, types, readBy: 'cpu', linesOnCpu: records.length, copiedBytes: 0 },
    ...{ bytes, records: words, columns: readWithReference(bytes, words), lines: records.length },
    release: () => undefined,
  });
}

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const encoder = new Encoder({ useBigInt64: true });

describe('the reference of MessagePack', () => {
  it('agrees with an independent decoder on what it takes', () => {
    const decoder = new Decoder({ useBigInt64: true });
    let taken = 0;
    fc.assert(
      fc.property(hostileMap, (record) => {
        const batch = read([record]);
        if (batch.status(0) !== LineStatus.ok) return;
        taken++;
        const value = decoder.decode(record) as Record<string, unknown>;
        keys.forEach((name, key) => {
          const member = Object.hasOwn(value, name) ? value[name] : undefined;
          switch (typeof member) {
            case 'undefined':
              return expect(batch.kind(0, key)).toBe(CellKind.absent);
            case 'string':
              return expect(batch.text(0, key)).toBe(member);
            case 'bigint':
              return expect(batch.bigint(0, key)).toBe(member);
            case 'number':
              return expect(batch.number(0, key)).toBe(member);
            case 'boolean':
              return expect(batch.kind(0, key)).toBe(member ? CellKind.true : CellKind.false);
            default:
              if (member === null) return expect(batch.kind(0, key)).toBe(CellKind.null);
              if (member instanceof Uint8Array) return expect(batch.span(0, key)).toEqual(member);
              return expect(decoder.decode(batch.span(0, key) ?? [])).toEqual(member);
          }
        });
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  it.each([
    ['no map', '93010203'],
    ['a key that is no string', '810102'],
    ['a key that is no string, deeper', '81a17a810102'],
    ['a known key twice', '82a16e01a16e02'],
    ['bytes after the map', '81a16e0100'],
    ['bytes missing', '82a16e01'],
    ['an extension', '81a16ed40101'],
    ['the byte that is nothing', '81a16ec1'],
    ['text that is not UTF-8', '81a17aa1ff'],
    ['a float that is not finite', '81a17acb7ff0000000000000'],
    ['33 levels', `81a17a${'91'.repeat(32)}01`],
    ['a length that promises more than there is', '81a17addffffffff'],
    ['nothing', ''],
  ])('refuses %s', (_, bytes) => {
    expect(read([hex(bytes)]).status(0)).toBe(LineStatus.malformed);
  });

  it('takes 32 levels, and an unknown key twice', () => {
    expect(read([hex(`81a17a${'91'.repeat(31)}01`)]).status(0)).toBe(LineStatus.ok);
    const twice = read([hex('82a17a01a17a02')]);
    expect([twice.status(0), twice.unknown(0)]).toEqual([LineStatus.ok, 2]);
  });

  it('finds the type, spans and doubles', () => {
    const batch = read([
      encoder.encode({
        t: 'cc',
        n: 1.5,
        v: new Uint8Array([1, 2]),
        ts: [1, 2, 3],
        seq: { a: 1 },
        val: -7,
      }),
    ]);
    expect(types[batch.type(0)]).toBe('cc');
    expect([batch.number(0, 2), batch.number(0, 6)]).toEqual([1.5, -7]);
    expect([...batch.span(0, 3)!]).toEqual([1, 2]);
    expect([...batch.span(0, 4)!]).toEqual([0x93, 1, 2, 3]);
    expect(batch.kind(0, 5)).toBe(CellKind.object);
  });
});
