import { describe, expect, it } from 'vitest';
import { createDelaySeries } from '../../src/check/delay-series.js';

describe('a series of delays', () => {
  it('gives the spread, and the mean change from one to the next', () => {
    const series = createDelaySeries();
    for (let at = 0; at < 100; at += 1) series.add(at * 1e6, at === 50 ? 5e6 : 1e6);
    expect(series.spread()).toEqual({
      leastUs: 1_000,
      medianUs: 1_000,
      p99Us: 1_000,
      mostUs: 5_000,
    });
    expect(series.jitterUs).toBeCloseTo((2 * 4_000) / 99, 6);
    expect(series.aboveFastest()).toMatchObject({ leastUs: 0, mostUs: 4_000 });
  });

  it('takes the drift of two clocks out', () => {
    const series = createDelaySeries();
    const driftPpm = 80;
    for (let at = 0; at < 2_000; at += 1)
      series.add(at * 10e6, 7e9 + at * 10e6 * driftPpm * 1e-6 + (at % 10 === 3 ? 200e3 : 0));
    expect(series.aboveFastest()!.mostUs).toBeCloseTo(200, 0);
    expect(series.aboveFastest()!.medianUs).toBeLessThan(5);
  });

  it('ignores what is not known', () => {
    const series = createDelaySeries();
    series.add(0, NaN);
    expect(series.count).toBe(0);
    expect(series.spread()).toBeNull();
    expect(series.aboveFastest()).toBeNull();
  });
});
