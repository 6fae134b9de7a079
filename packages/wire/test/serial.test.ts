import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialDistance, serialNewer, serialNext } from '../src/index.js';

const serial = fc.integer({ min: 0, max: 0xffff_ffff });
const ahead = fc.integer({ min: 1, max: 0x7fff_ffff });

describe('serial numbers', () => {
  it('know which is newer across the wrap', () => {
    fc.assert(
      fc.property(serial, ahead, (a, step) => {
        const b = (a + step) % 2 ** 32;
        expect(serialDistance(b, a)).toBe(step);
        expect(serialDistance(a, b)).toBe(-step);
        expect(serialNewer(b, a)).toBe(true);
        expect(serialNewer(a, b)).toBe(false);
      }),
    );
  });

  it('have no order half the circle apart', () => {
    expect(serialDistance(0x8000_0000, 0)).toBe(-(2 ** 31));
    expect(serialDistance(0, 0x8000_0000)).toBe(-(2 ** 31));
    expect(serialNewer(0x8000_0000, 0)).toBe(false);
    expect(serialNewer(0, 0x8000_0000)).toBe(false);
    expect(serialNewer(7, 7)).toBe(false);
  });

  it('go on from the last to 0', () => {
    expect(serialNext(0)).toBe(1);
    expect(serialNext(0x7fff_ffff)).toBe(0x8000_0000);
    expect(serialNext(0xffff_ffff)).toBe(0);
  });
});
