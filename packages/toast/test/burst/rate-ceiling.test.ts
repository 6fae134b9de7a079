import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateCeiling, DATAGRAM_OVERHEAD_BYTES } from '../../src/burst/rate-ceiling.js';

const offer = fc.record({
  afterUs: fc.integer({ min: 0, max: 5000 }),
  length: fc.integer({ min: 42, max: 1200 }),
  firstCopy: fc.boolean(),
});

describe('the rate ceiling', () => {
  it('lets through no more than its rate over any time, but for a tenth of a second at once', () => {
    fc.assert(
      fc.property(
        fc.array(offer, { maxLength: 300, size: 'max' }),
        fc.integer({ min: 64_000, max: 20_000_000 }),
        (offers, bitsPerSecond) => {
          const ceiling = createRateCeiling(bitsPerSecond);
          const taken: { atNs: number; bytes: number }[] = [];
          let nowNs = 1e12;
          for (const { afterUs, length, firstCopy } of offers) {
            nowNs += afterUs * 1000;
            if (ceiling.take(length, firstCopy, nowNs)) {
              taken.push({ atNs: nowNs, bytes: length + DATAGRAM_OVERHEAD_BYTES });
            }
          }
          // The worst window that ends at each: what flowed in stays below what a bucket allows.
          let level = 0;
          let beforeNs = -Infinity;
          for (const { atNs, bytes } of taken) {
            level = Math.max(0, level - ((atNs - beforeNs) * bitsPerSecond) / 8e9) + bytes;
            beforeNs = atNs;
            // The lowest ceilings let two of the largest datagrams through at once.
            expect(level).toBeLessThanOrEqual(Math.max(2456, bitsPerSecond / 80) + 1e-6);
          }
          const { copiesRefused, framesRefused } = ceiling;
          expect(copiesRefused + framesRefused).toBe(offers.length - taken.length);
        },
      ),
    );
  });

  it('leaves out copies before it refuses any first copy', () => {
    const ceiling = createRateCeiling(1_000_000);
    // 300 frames of 200 bytes a second: the first copies need 0.55 of the ceiling, three copies 1.64.
    let copies = 0;
    for (let frame = 0; frame < 3000; frame++) {
      const nowNs = 1e12 + (frame * 1e9) / 300;
      expect(ceiling.take(200, true, nowNs)).toBe(true);
      for (let copy = 1; copy < 3; copy++) if (ceiling.take(200, false, nowNs)) copies++;
    }
    expect(ceiling.framesRefused).toBe(0);
    expect(ceiling.copiesRefused).toBeGreaterThan(2000);
    expect(copies).toBeGreaterThan(2000);
  });

  it('keeps room for a long first copy, however many copies there were', () => {
    const ceiling = createRateCeiling(1_000_000);
    for (let copy = 0; copy < 1000; copy++) ceiling.take(100, false, 1e12);
    expect(ceiling.copiesRefused).toBeGreaterThan(900);
    expect(ceiling.take(1200, true, 1e12)).toBe(true);
  });

  it('refuses first copies when they alone are too many, and the rate is kept', () => {
    const ceiling = createRateCeiling(1_000_000);
    let bytes = 0;
    for (let frame = 0; frame < 10_000; frame++) {
      if (ceiling.take(972, true, 1e12 + frame * 1e6)) bytes += 1000;
    }
    expect(ceiling.framesRefused).toBeGreaterThan(8000);
    expect(bytes * 8).toBeGreaterThan(9_900_000);
    expect(bytes * 8).toBeLessThan(10_200_000);
  });

  it('lets the largest datagram through at the lowest ceiling', () => {
    expect(createRateCeiling(64_000).take(1200, true, 1e12)).toBe(true);
  });

  it('charges control that it does not hold back, and does not count it as refused', () => {
    const ceiling = createRateCeiling(64_000);
    for (let i = 0; i < 10; i++) ceiling.charge(1200, 1e12);
    expect(ceiling.take(100, true, 1e12)).toBe(false);
    expect([ceiling.framesRefused, ceiling.copiesRefused]).toEqual([1, 0]);
    expect(ceiling.take(100, true, 1e12 + 1e9)).toBe(true);
  });
});
