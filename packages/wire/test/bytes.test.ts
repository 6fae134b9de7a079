import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readU16, readU32, readU64, writeU16, writeU32, writeU64 } from '../src/index.js';

const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
const offset = fc.integer({ min: 0, max: 8 });

describe('little-endian integers', () => {
  it('are read as a DataView reads them, at any offset', () => {
    fc.assert(
      fc.property(sixteen, offset, (bytes, at) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        expect(readU16(bytes, at)).toBe(view.getUint16(at, true));
        expect(readU32(bytes, at)).toBe(view.getUint32(at, true));
        const u64 = view.getBigUint64(at, true);
        expect(readU64(bytes, at)).toBe(u64 < 2n ** 53n ? Number(u64) : -1);
      }),
    );
  });

  it('are written as a DataView writes them, and nothing beside them', () => {
    const u64 = fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 2 ** 33 }));
    fc.assert(
      fc.property(sixteen, offset, u64, (bytes, at, value) => {
        for (const [write, set] of [
          [writeU16, (view) => view.setUint16(at, value, true)],
          [writeU32, (view) => view.setUint32(at, value, true)],
          [writeU64, (view) => view.setBigUint64(at, BigInt(value), true)],
        ] satisfies [typeof writeU16, (view: DataView) => void][]) {
          const written = bytes.slice();
          const expected = bytes.slice();
          write(written, at, value);
          set(new DataView(expected.buffer));
          expect(written).toEqual(expected);
        }
      }),
    );
  });

  it('are exact at the edges of a u64', () => {
    const bytes = new Uint8Array(8);
    for (const value of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) {
      writeU64(bytes, 0, value);
      expect(readU64(bytes, 0)).toBe(value);
    }
  });

  it('say -1 for a u64 that a Number does not hold exactly', () => {
    const bytes = Uint8Array.of(0, 0, 0, 0, 0, 0, 0x20, 0);
    expect(readU64(bytes, 0)).toBe(-1);
    writeU64(bytes, 0, -1);
    expect(bytes).toEqual(new Uint8Array(8).fill(0xff));
    expect(readU64(bytes, 0)).toBe(-1);
  });

  it('work in a view that starts inside its buffer', () => {
    const pool = new Uint8Array(32);
    const view = pool.subarray(5, 21);
    writeU32(view, 3, 0xdead_beef);
    expect(readU32(pool, 8)).toBe(0xdead_beef);
  });

  it('neither throw nor write outside the array', () => {
    const bytes = new Uint8Array(2);
    writeU64(bytes, 1, 0x0102_0304);
    expect(bytes).toEqual(Uint8Array.of(0, 4));
    expect(readU32(bytes, 1)).toBe(4);
    expect(readU64(bytes, 100)).toBe(0);
  });
});
