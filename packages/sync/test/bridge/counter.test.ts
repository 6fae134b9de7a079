import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCounter } from '@jamnet/sync';

describe('counter', () => {
  it('goes on over its wraps, and back over them', () => {
    const counter = createCounter(32);
    expect(counter.take(2 ** 32 - 100)).toBe(2 ** 32 - 100);
    expect(counter.take(50)).toBe(2 ** 32 + 50);
    expect(counter.take(2 ** 32 - 1)).toBe(2 ** 32 - 1);
    expect(counter.take(2 ** 31 - 2)).toBe(2 ** 32 + 2 ** 31 - 2);
  });

  it('goes on over the wrap of a wide one', () => {
    const counter = createCounter(53);
    expect(counter.take(2n ** 53n - 100n)).toBe(2 ** 53 - 100);
    expect(counter.take(50n)).toBe(2 ** 53 + 50);
    expect(counter.take(2 ** 53 - 2)).toBe(2 ** 53 - 2);
  });

  it('undoes the wraps of a counter of any width that is read often enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 64 }),
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        fc.array(fc.double({ min: 0, max: 0.499, noNaN: true }), { maxLength: 20 }),
        (bits, start, shares) => {
          const counter = createCounter(bits);
          const first = BigInt.asUintN(bits, start);
          let total = first;
          expect(counter.take(first)).toBe(Number(first));
          for (const share of shares) {
            total += BigInt(Math.floor(share * Math.min(2 ** bits, 2 ** 48)));
            expect(counter.take(BigInt.asUintN(bits, total))).toBe(Number(total));
          }
        },
      ),
    );
  });

  it('refuses other widths', () => {
    for (const bits of [7, 65, 32.5, NaN]) expect(() => createCounter(bits)).toThrow(/bits is/);
  });
});
