import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, crc32, portableCrc32, tableCrc32, zlibCrc32 } from '../src/index.js';

const digits = new TextEncoder().encode('123456789');
/** Four bytes whose CRC-32 is 0. */
const zeroCrc = Uint8Array.of(0x9d, 0x0a, 0xd9, 0x6d);

const implementations = [
  ['the default', crc32],
  ['portable', portableCrc32],
  ['tables', tableCrc32],
  ['zlib', zlibCrc32!],
] as const;

describe.each(implementations)('CRC-32, %s', (_, implementation) => {
  it('is the one of zlib, by its check value', () => {
    expect(implementation(digits, 0, 9)).toBe(0xcbf43926);
    expect(implementation(digits, 0, 0)).toBe(0);
  });

  it('is taken of the range only', () => {
    const around = Uint8Array.of(1, 2, ...digits, 3);
    expect(implementation(around, 2, 9)).toBe(0xcbf43926);
    expect(implementation(around.subarray(1), 1, 9)).toBe(0xcbf43926);
  });

  it('can be taken in pieces, also after a piece whose value is 0', () => {
    expect(implementation(zeroCrc, 0, 4)).toBe(0);
    const whole = Uint8Array.of(...zeroCrc, ...digits);
    expect(implementation(whole, 4, 9, implementation(whole, 0, 4))).toBe(
      implementation(whole, 0, whole.length),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
        const at = Math.min(cut, bytes.length);
        const first = implementation(bytes, 0, at);
        expect(implementation(bytes, at, bytes.length - at, first)).toBe(
          implementation(bytes, 0, bytes.length),
        );
      }),
    );
  });
});

describe('checksums', () => {
  it('are equal in all implementations, seeds included', () => {
    const seed = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1200 }), fc.nat(1200), seed, (bytes, cut, from) => {
        const at = Math.min(cut, bytes.length);
        const expected = portableCrc32(bytes, at, bytes.length - at, from);
        for (const other of [crc32, tableCrc32, zlibCrc32!]) {
          expect(other(bytes, at, bytes.length - at, from)).toBe(expected);
        }
        expect(expected).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('of 16 bits are CRC-16/ARC and can be taken in pieces', () => {
    expect(crc16(digits, 0, 9)).toBe(0xbb3d);
    expect(crc16(digits, 4, 5, crc16(digits, 0, 4))).toBe(0xbb3d);
    expect(crc16(digits, 0, 0)).toBe(0);
  });
});
