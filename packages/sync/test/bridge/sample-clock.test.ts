import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createSampleClock } from '@jamnet/sync';

const FRAMES = 256;
const RATE = 48_000;

describe('sample clock', () => {
  it.each([-80, 35])('finds the rate of a card that is off by %d ppm', (ppm) => {
    const random = createRandom(4);
    const card = createSampleClock({ nominalRate: RATE, jitterUs: 2000 });
    expect(card.nsAtSample(0)).toBeNaN();
    expect(card.uncertaintyAtNs(0)).toBe(Infinity);
    const rate = RATE * (1 + ppm * 1e-6);
    const startNs = 5e11;
    const samplesAt = (ns: number): number => ((ns - startNs) * rate) / 1e9;
    let last = -Infinity;
    let over = -Infinity;
    let worstNs = 0;
    for (let samples = 0; samples < 120 * RATE; samples += FRAMES) {
      const calledNs = startNs + (samples * 1e9) / rate + random() ** 3 * 2e6;
      expect(card.take(samples, calledNs)).not.toBe('stale');
      const errorNs = Math.abs(card.sampleAtNs(calledNs) - samplesAt(calledNs)) * (1e9 / RATE);
      over = Math.max(over, errorNs - card.uncertaintyAtNs(calledNs));
      if (samples > 60 * RATE) worstNs = Math.max(worstNs, errorNs);
      const sample = card.sampleAtNs(calledNs);
      expect(sample).toBeGreaterThan(last);
      last = sample;
      expect(card.nsAtSample(sample)).toBeCloseTo(calledNs, 1);
    }
    expect(over).toBeLessThanOrEqual(0);
    expect(worstNs).toBeLessThan(1.1e6);
    expect(Math.abs(card.driftPpm - ppm)).toBeLessThan(3);
    expect(Math.abs(card.rate - rate)).toBeLessThan(0.2);
    expect(card.steps).toBe(0);
  });

  it('takes lost samples for a step, one odd pair for nothing', () => {
    const card = createSampleClock({ nominalRate: RATE, jitterUs: 100 });
    const feed = (samples: number, lost: number): string =>
      card.take(samples - lost, (samples * 1e9) / RATE + 1e10);
    for (let samples = 0; samples < 10 * RATE; samples += FRAMES) feed(samples, 0);
    expect(feed(10 * RATE, 4800)).toBe('doubted');
    expect(feed(10 * RATE + FRAMES, 0)).toBe('narrowed');
    expect(feed(10 * RATE + 2 * FRAMES, 4800)).toBe('doubted');
    expect(feed(10 * RATE + 3 * FRAMES, 4800)).toBe('stepped');
    expect(card.steps).toBe(1);
    expect(card.sampleAtNs(1e10 + 11e9)).toBeCloseTo(11 * RATE - 4800, -1);
    expect(card.take(1, 1e10)).toBe('stale');
    expect(card.take(NaN, 1e12)).toBe('stale');
  });

  it('refuses a rate that is none', () => {
    expect(() => createSampleClock({ nominalRate: 0 })).toThrow(/nominalRate is 0/);
  });
});
