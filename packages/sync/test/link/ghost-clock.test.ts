import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { foundGhostClock, joinGhostClock } from '../../src/link/ghost-clock.js';

/** Offsets of a clock that runs `ppm` fast, measured every 3 s with an even error of up to `noiseUs`. */
function measured(i: number, ppm: number, noiseUs: number, random: () => number, stepUs = 0) {
  const hostNs = 1e12 + i * 3e9;
  const offsetUs = 5e9 + i * 3 * ppm + stepUs + (random() - 0.5) * 2 * noiseUs;
  return { hostNs, offsetUs, errorUs: Math.max(noiseUs / 2, 5) };
}

function trueGhostUs(hostNs: number, ppm: number, stepUs = 0): number {
  return hostNs / 1e3 + 5e9 + ((hostNs - 1e12) / 1e9) * ppm + stepUs;
}

describe('the session clock', () => {
  it('of a founder begins at 0 and runs with the host', () => {
    const clock = foundGhostClock(7e12);
    expect(clock.toGhostUs(7e12)).toBe(0);
    expect(clock.toGhostUs(7e12 + 1e9)).toBe(1e6);
    expect(clock.toHostNs(2e6)).toBe(7e12 + 2e9);
    expect(clock.driftPpm).toBe(0);
  });

  it.each([-50, 50, 100])('learns a drift of %d ppm and is right between measurements', (ppm) => {
    const random = createRandom(ppm + 100);
    const clock = joinGhostClock(measured(0, ppm, 20, random));
    for (let i = 1; i < 30; i++) {
      const next = measured(i, ppm, 20, random);
      if (i > 3) {
        const error = clock.toGhostUs(next.hostNs) - trueGhostUs(next.hostNs, ppm);
        expect(Math.abs(error)).toBeLessThan(60);
      }
      clock.add(next);
    }
    expect(Math.abs(clock.driftPpm - ppm)).toBeLessThan(0.5);
    const laterNs = 1e12 + 87e9 + 30e9;
    expect(Math.abs(clock.toGhostUs(laterNs) - trueGhostUs(laterNs, ppm))).toBeLessThan(40);
    expect(clock.toHostNs(clock.toGhostUs(laterNs))).toBeCloseTo(laterNs, -2);
  });

  it('weighs a measurement by its error', () => {
    const random = createRandom(3);
    const clock = joinGhostClock(measured(0, 0, 0, random));
    for (let i = 1; i < 10; i++) clock.add(measured(i, 0, 0, random));
    clock.add({ hostNs: 1e12 + 30e9, offsetUs: 5e9 + 900, errorUs: 500 });
    expect(Math.abs(clock.toGhostUs(1e12 + 30e9) - trueGhostUs(1e12 + 30e9, 0))).toBeLessThan(5);
  });

  it('refuses one contradiction, and follows a clock that has jumped', () => {
    const random = createRandom(2);
    const clock = joinGhostClock(measured(0, 30, 5, random));
    for (let i = 1; i < 10; i++) expect(clock.add(measured(i, 30, 5, random))).toBe(true);
    expect(clock.add(measured(10, 30, 5, random, 5000))).toBe(false);
    expect(clock.add(measured(11, 30, 5, random))).toBe(true);
    const taken = [12, 13, 14].map((i) => clock.add(measured(i, 30, 5, random, 5000)));
    expect(taken).toEqual([false, false, true]);
    const hostNs = 1e12 + 14 * 3e9;
    expect(Math.abs(clock.toGhostUs(hostNs) - trueGhostUs(hostNs, 30, 5000))).toBeLessThan(10);
    expect(Math.abs(clock.driftPpm - 30)).toBeLessThan(2);
  });

  it('never follows a jump of a clock that it only keeps to', () => {
    const random = createRandom(4);
    const clock = foundGhostClock(1e12);
    const at = (seconds: number, offsetUs: number) =>
      clock.add({ hostNs: 1e12 + seconds * 1e9, offsetUs: offsetUs - 1e9, errorUs: 10 }, false);
    expect(at(1, 20)).toBe(true);
    for (let i = 2; i < 20; i++) expect(at(i, i * 20 + random() * 10)).toBe(true);
    for (let i = 20; i < 40; i++) expect(at(i, 1e6)).toBe(false);
    // It goes on as it did, at the rate that it has learnt.
    expect(Math.abs(clock.toGhostUs(1e12 + 40e9) - 40e6 - 800)).toBeLessThan(50);
    clock.restart();
    expect(at(41, 820)).toBe(true);
    expect(Math.abs(clock.driftPpm - 20)).toBeLessThan(1);
  });
});
