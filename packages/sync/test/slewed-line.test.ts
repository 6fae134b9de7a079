import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlewedLine } from '../src/slewed-line.js';

const SECOND = 1e9;

describe('a slewed line', () => {
  it('is bent, never broken, never runs back, and keeps to what it said of the past', () => {
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
          const line = createSlewedLine(500);
          line.restart(0, 5e12, 0);
          let ns = 0;
          for (const [wait, error, rate] of steps) {
            const earlier = line.at(ns);
            const before = line.at(ns + wait);
            expect(before + wait).toBeGreaterThan(earlier);
            line.turn(ns + wait, before + error, rate, SECOND);
            expect(Math.abs(line.at(ns + wait) - before)).toBeLessThan(0.01);
            expect(Math.abs(line.at(ns) - earlier)).toBeLessThan(0.01);
            expect(Math.abs(line.rateAt(ns + wait) - rate)).toBeLessThanOrEqual(500e-6 + 1e-12);
            ns += wait;
          }
        },
      ),
    );
  });

  it('is at its target after the time that it was given, and keeps its pace', () => {
    const line = createSlewedLine(500);
    line.restart(0, 0, 0);
    const target = (ns: number): number => ns * 80e-6 + 100e3;
    for (let ns = 0; ns <= 10 * SECOND; ns += SECOND / 20) line.turn(ns, target(ns), 80e-6, SECOND);
    expect(Math.abs(line.at(10 * SECOND) - target(10 * SECOND))).toBeLessThan(10);
    expect(Math.abs(line.rateAt(10 * SECOND) - 80e-6)).toBeLessThan(1e-8);
    // Further away than its slew allows, it takes its time.
    line.turn(20 * SECOND, target(20 * SECOND) + 5e6, 80e-6, SECOND);
    expect(line.at(25 * SECOND)).toBeLessThan(target(25 * SECOND) + 3e6);
    expect(line.at(31 * SECOND)).toBeCloseTo(target(31 * SECOND) + 5e6, 0);
  });

  it('converts back', () => {
    const line = createSlewedLine(500);
    line.restart(7 * SECOND, 3e14, 300e-6);
    line.turn(9 * SECOND, 3e14 + 2e6, 200e-6, SECOND);
    for (const ns of [7.5 * SECOND, 9.5 * SECOND, 5e12])
      expect(Math.abs(line.timeOf(ns + line.at(ns), 1) - ns)).toBeLessThan(1);
  });

  it('says nothing before it has begun', () => {
    const line = createSlewedLine(500);
    expect([line.at(1), line.timeOf(1, 1), line.rateAt(1)]).toEqual([NaN, NaN, NaN]);
  });
});
