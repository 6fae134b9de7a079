import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSteeredLine } from '@jamnet/sync';

const SECOND = 1e9;

describe('a steered line', () => {
  it('is bent, never broken, and never stands still', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 1, max: 200e6 }),
            fc.integer({ min: -1e9, max: 1e9 }),
            fc.double({ min: -1e-3, max: 1e-3, noNaN: true }),
          ),
          { maxLength: 50 },
        ),
        (steps) => {
          const line = createSteeredLine();
          line.jump(0, 5e12, 0);
          let ownNs = 0;
          for (const [wait, error, rate] of steps) {
            const before = line.at(ownNs + wait);
            expect(before).toBeGreaterThan(line.at(ownNs));
            ownNs += wait;
            expect(line.steer(ownNs, before + error, rate)).toBeCloseTo(error, 0);
            expect(Math.abs(line.at(ownNs) - before)).toBeLessThan(2);
            expect(Math.abs(line.rate - rate)).toBeLessThanOrEqual(500e-6 + 1e-12);
          }
        },
      ),
    );
  });

  it('works an error off in about the time it was told, and keeps the pace of its target', () => {
    const line = createSteeredLine({ settleMs: 1000 });
    line.jump(0, 0, 0);
    const target = (ownNs: number): number => ownNs * (1 + 80e-6) + 100e3;
    for (let ownNs = 0; ownNs <= 10 * SECOND; ownNs += SECOND / 20)
      line.steer(ownNs, target(ownNs), 80e-6);
    expect(Math.abs(line.at(10 * SECOND) - target(10 * SECOND))).toBeLessThan(10);
    expect(Math.abs(line.rate - 80e-6)).toBeLessThan(1e-8);
  });

  it('converts back', () => {
    const line = createSteeredLine();
    line.jump(7 * SECOND, 3e14, 300e-6);
    for (const ownNs of [0, 7 * SECOND, 5e12])
      expect(Math.abs(line.inverse(line.at(ownNs)) - ownNs)).toBeLessThan(1);
  });
});
