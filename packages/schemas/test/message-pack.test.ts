import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessagePack, messagePackEnd, toMessagePack, type JamMessage } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { anyMessage } from './arbitrary-message.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const read = (text: string) => decodeMessagePack(hex(text), 0, hex(text).length);

describe('toMessagePack', () => {
  it.each<[JamMessage, string]>([
    [
      { type: 'note_on', channel: 1, note: 60, velocity: 100, timestamp: 1_234_567, sequence: 42 },
      '86 a1 74 a2 6e 2b a1 63 01 a1 6e 3c a1 76 64 a2 74 73 ce 00 12 d6 87 a3 73 65 71 2a',
    ],
    [
      { type: 'sysex', group: 2, data: [126, 127, 9, 1] },
      '83 a1 74 a2 73 78 a1 67 02 a1 64 c4 04 7e 7f 09 01',
    ],
    [{ type: 'clock' }, '81 a1 74 a2 63 6b'],
    [
      { type: 'clock', timestamp: '18446744073709551615' },
      '82 a1 74 a2 63 6b a2 74 73 cf ff ff ff ff ff ff ff ff',
    ],
    [
      { type: 'clock', timestamp: 4_294_967_296 },
      '82 a1 74 a2 63 6b a2 74 73 cf 00 00 00 01 00 00 00 00',
    ],
    [
      {
        type: 'midi2_relative_registered_controller',
        channel: 1,
        bank: 0,
        index: 0,
        value: -2_147_483_648,
      },
      '85 a1 74 a3 32 72 72 a1 63 01 a2 62 6b 00 a2 69 78 00 a3 76 61 6c d2 80 00 00 00',
    ],
  ])('%j is %s', (message, bytes) => {
    expect(toMessagePack(message)).toEqual(hex(bytes));
    expect(read(bytes)).toEqual(message);
  });
});

describe('decodeMessagePack', () => {
  it('takes wide integers, whole floats, data as an array and a u64 as text', () => {
    expect(read('82 a1 74 a2 63 6b a3 73 65 71 cf 00 00 00 00 00 00 00 07')).toEqual({
      type: 'clock',
      sequence: 7,
    });
    expect(read('82 a1 74 a2 63 6b a3 73 65 71 ca 40 e0 00 00')).toEqual({
      type: 'clock',
      sequence: 7,
    });
    expect(read('82 a1 74 a2 73 78 a1 64 92 01 02')).toEqual({ type: 'sysex', data: [1, 2] });
    expect(read('82 a1 74 a2 63 6b a2 74 73 a1 37')).toEqual({ type: 'clock', timestamp: 7 });
  });

  it('keeps unknown integers beyond 2^53 as text', () => {
    expect(read('82 a1 74 a2 63 6b a1 78 d3 80 00 00 00 00 00 00 00')).toEqual({
      type: 'clock',
      x: '-9223372036854775808',
    });
  });

  it.each([
    ['', Status.malformed],
    ['c0', Status.malformed],
    ['90', Status.malformed],
    ['80', Status.malformed],
    ['81 a1 74 c0', Status.malformed],
    ['81 a1 74 a2 63', Status.malformed],
    ['81 a1 74 a2 63 6b 00', Status.malformed],
    ['82 a1 74 a2 63 6b 05 05', Status.malformed],
    ['82 a1 74 a2 63 6b a9 5f 5f 70 72 6f 74 6f 5f 5f 80', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 c4 01 00', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 d4 01 00', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 c1', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 a1 ff', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 a3 ed a0 80', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 cb 7f f0 00 00 00 00 00 00', Status.malformed],
    ['82 a1 74 a2 63 6b a1 78 ca ff c0 00 00', Status.malformed],
    ['82 a1 74 a2 63 6b a2 74 73 ff', Status.outOfRange],
    ['82 a1 74 a2 63 6b a2 74 73 d3 80 00 00 00 00 00 00 00', Status.outOfRange],
    ['82 a1 74 a2 63 6b a3 73 65 71 cf ff ff ff ff ff ff ff ff', Status.outOfRange],
    ['82 a1 74 a2 73 78 a1 64 c4 01 80', Status.outOfRange],
    ['81 a1 74 a4 6e 6f 70 65', Status.unknownType],
    ['dd ff ff ff ff', Status.malformed],
    ['df ff ff ff ff', Status.malformed],
    ['c6 ff ff ff ff', Status.malformed],
  ])('%s gives %i', (bytes, status) => {
    expect(read(bytes)).toBe(status);
  });

  it('refuses nesting beyond 16 levels, however deep', () => {
    const nested = (levels: number) =>
      Uint8Array.from([
        0x82,
        0xa1,
        0x74,
        0xa2,
        0x63,
        0x6b,
        0xa1,
        0x78,
        ...Array<number>(levels).fill(0x91),
        0x00,
      ]);
    expect(decodeMessagePack(nested(15), 0, nested(15).length)).toMatchObject({ type: 'clock' });
    expect(decodeMessagePack(nested(16), 0, nested(16).length)).toBe(Status.malformed);
    expect(decodeMessagePack(nested(60_000), 0, nested(60_000).length)).toBe(Status.malformed);
  });

  it('survives random, cut and changed bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.tuple(anyMessage, fc.nat(), fc.nat(255), fc.nat()).map(([message, where, byte, cut]) => {
        const packed = Uint8Array.from(toMessagePack(message) as Uint8Array);
        packed[where % packed.length] = byte;
        return packed.subarray(0, packed.length - (cut % 3));
      }),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const got = decodeMessagePack(input, 0, input.length);
        expect(typeof got === 'object' || got < 0).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('messagePackEnd', () => {
  it('finds the end of what the library writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.uint8Array({ maxLength: 5 }), (value, rest) => {
        const packed = encode(value);
        const bytes = Uint8Array.from([0x00, ...packed, ...rest]);
        expect(messagePackEnd(bytes, 1, bytes.length)).toBe(1 + packed.length);
      }),
    );
  });

  it('follows nothing that the library cannot follow', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const end = messagePackEnd(bytes, 0, bytes.length);
        if (end < 0) return;
        try {
          decode(bytes.subarray(0, end), { useBigInt64: true });
        } catch (error) {
          // Keys it does not like, and timestamp extensions of a wrong length: it has followed the bytes.
          expect(String(error)).toMatch(/with type|key|prototype|__proto__|timestamp/i);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('walks maps that stand back to back', () => {
    const one = toMessagePack({ type: 'clock' }) as Uint8Array;
    const two = toMessagePack({ type: 'sysex', data: Array<number>(300).fill(1) }) as Uint8Array;
    const bytes = Uint8Array.from([...one, ...two]);
    expect(messagePackEnd(bytes, 0, bytes.length)).toBe(one.length);
    expect(messagePackEnd(bytes, one.length, bytes.length)).toBe(bytes.length);
  });
});
