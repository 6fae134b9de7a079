import { describe, expect, it } from 'vitest';
import { scaleDown, scaleUp } from '../../src/index.js';

describe('bit scaling', () => {
  // The examples of the standard, and the ends and the centre of every width in use.
  it.each([
    [0x00, 7, 16, 0x0000],
    [0x01, 7, 16, 0x0200],
    [0x3f, 7, 16, 0x7e00],
    [0x40, 7, 16, 0x8000],
    [0x41, 7, 16, 0x8208],
    [0x7f, 7, 16, 0xffff],
    [0x01, 7, 32, 0x0200_0000],
    [0x40, 7, 32, 0x8000_0000],
    [0x41, 7, 32, 0x8208_2082],
    [0x7f, 7, 32, 0xffff_ffff],
    [0x0001, 14, 32, 0x0004_0000],
    [0x2000, 14, 32, 0x8000_0000],
    [0x2001, 14, 32, 0x8004_0020],
    [0x3fff, 14, 32, 0xffff_ffff],
    [0x40, 7, 8, 0x80],
    [0x7f, 7, 8, 0xff],
    [0x55, 7, 7, 0x55],
    [0xffff_ffff, 32, 32, 0xffff_ffff],
  ])('%i of %i bits is, in %i bits, %i', (value, from, to, expected) => {
    expect(scaleUp(value, from, to)).toBe(expected);
  });

  it.each([
    [7, 16],
    [7, 32],
    [14, 32],
    [16, 32],
  ])('from %i to %i bits: rises strictly, and down is its inverse', (from, to) => {
    let previous = -1;
    for (let value = 0; value < 2 ** from; value++) {
      const scaled = scaleUp(value, from, to);
      if (scaled <= previous || scaleDown(scaled, to, from) !== value) {
        expect.fail(`${value} became ${scaled}, after ${previous}`);
      }
      previous = scaled;
    }
    expect(previous).toBe(2 ** to - 1);
  });
});
