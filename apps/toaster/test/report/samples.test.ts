import { describe, expect, it } from 'vitest';
import { createSamples } from '../../src/report/samples.js';

describe('samples', () => {
  it('have no spread before there are any', () => {
    expect(createSamples().spread()).toBeNull();
    expect(createSamples().roundedSpread()).toBeNull();
  });

  it('give the nearest rank', () => {
    const samples = createSamples();
    for (let value = 100; value >= 1; value -= 1) samples.add(value);
    expect(samples.spread()).toEqual({ p50: 50, p99: 99, max: 100 });
    expect(samples.spread(1)).toEqual({ p50: 49, p99: 98, max: 99 });
    expect(samples.min).toBe(1);
    expect(samples.count).toBe(100);
  });

  it('of one value are all that value', () => {
    const samples = createSamples();
    samples.add(7.4);
    expect(samples.spread()).toEqual({ p50: 7.4, p99: 7.4, max: 7.4 });
    expect(samples.roundedSpread()).toEqual({ p50: 7, p99: 7, max: 7 });
  });

  it('beyond their capacity keep the last ones, and the extremes of all', () => {
    const samples = createSamples(4);
    for (const value of [1_000, -5, 1, 2, 3, 4]) samples.add(value);
    expect(samples.spread()).toEqual({ p50: 2, p99: 4, max: 1_000 });
    expect(samples.min).toBe(-5);
    expect(samples.count).toBe(6);
  });

  it('grow without losing any', () => {
    const samples = createSamples();
    for (let value = 0; value < 5_000; value += 1) samples.add(value);
    expect(samples.spread()).toEqual({ p50: 2_499, p99: 4_949, max: 4_999 });
  });
});
