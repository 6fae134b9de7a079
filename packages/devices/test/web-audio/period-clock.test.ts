import { describe, expect, test } from 'vitest';
import { PeriodClock } from '../../src/web-audio/worklet/period-clock.js';

const PERIOD_NS = (128 * 1e9) / 48_000;

describe('the clock of periods', () => {
  test('takes bursts out and follows a card that is not exact', () => {
    const clock = new PeriodClock(PERIOD_NS);
    // 200 millionths slow, eight periods at a time: off by up to 9 ms in each.
    const realNs = PERIOD_NS * (1 + 200e-6);
    const dues: number[] = [];
    for (let n = 0; n < 20_000; n += 1) {
      dues.push(clock.at(1e9 + Math.floor(n / 8) * 8 * realNs));
      expect(clock.restarted).toBe(n === 0);
    }
    const last = dues.slice(-4000);
    const rate = (last.at(-1)! - last[0]!) / (last.length - 1);
    expect(rate / realNs).toBeCloseTo(1, 5);
    const offs = last.map((due, i) => due - (1e9 + (16_000 + i) * realNs));
    expect(Math.max(...offs) - Math.min(...offs)).toBeLessThan(0.2e6);
    // Half of seven periods before the middle of a burst.
    for (const off of offs) expect(Math.abs(off + 3.5 * realNs)).toBeLessThan(0.5e6);
  });

  test('begins anew after a break', () => {
    const clock = new PeriodClock(PERIOD_NS);
    expect(clock.at(1e9)).toBe(1e9);
    expect(clock.restarted).toBe(true);
    expect(clock.at(1e9 + PERIOD_NS)).toBe(1e9 + PERIOD_NS);
    expect(clock.restarted).toBe(false);
    expect(clock.at(2e9)).toBe(2e9);
    expect(clock.restarted).toBe(true);
    clock.at(2e9 + PERIOD_NS + 0.2e9);
    expect(clock.restarted).toBe(false);
  });
});
