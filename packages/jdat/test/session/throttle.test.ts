import { describe, expect, it } from 'vitest';
import { createThrottle, type PathView } from '../../src/session/throttle.js';

const quiet: PathView = {
  queueUs: 0,
  lossRate: 0,
  carriedBitsPerSecond: 0,
  plainBitsPerSecond: 12e6,
  refused: false,
  copiesLeft: false,
};

/** Looks every 100 ms; changes take effect at once. Gives the rate after each look. */
function looked(sourceRate: number, seconds: number, path: (s: number, rate: number) => PathView) {
  const throttle = createThrottle(sourceRate);
  const rates: number[] = [];
  for (let i = 0; i < seconds * 10; i++) {
    const nowNs = 1e12 + i * 100e6;
    throttle.look(path(i / 10, throttle.sampleRate), nowNs);
    if (throttle.changing) throttle.changed(nowNs);
    rates.push(throttle.sampleRate);
  }
  return rates;
}

const jammed: PathView = { ...quiet, queueUs: 60_000 };

describe('the throttle', () => {
  it('leaves a good path alone', () => {
    expect(new Set(looked(192_000, 60, () => quiet))).toEqual(new Set([192_000]));
  });

  it('goes down the ladder, and to 44.1 kHz at last', () => {
    const rates = looked(192_000, 3, () => jammed);
    expect([...new Set(rates)]).toEqual([192_000, 96_000, 48_000, 44_100]);
    expect([rates[5], rates.at(-1)]).toEqual([96_000, 44_100]);
    expect(new Set(looked(44_100, 3, () => jammed))).toEqual(new Set([44_100]));
  });

  it('goes at once to what was seen to be carried', () => {
    const carried = { ...jammed, carriedBitsPerSecond: 4e6 };
    expect([...new Set(looked(192_000, 1, () => carried))]).toEqual([192_000, 48_000]);
  });

  it.each<[string, Partial<PathView>]>([
    ['what was refused here', { refused: true }],
    ['a shorter queue with loss', { queueUs: 10_000, lossRate: 0.1 }],
    ['heavy loss', { lossRate: 0.5 }],
  ])('takes %s for congestion', (_name, view) => {
    expect(looked(96_000, 2, () => ({ ...quiet, ...view }))[9]).toBe(48_000);
  });

  it('does not take chance for it: loss that has always been there', () => {
    const lossy = (s: number): PathView => ({ ...quiet, lossRate: Math.min(0.25, s / 60) });
    expect(new Set(looked(192_000, 60, lossy))).toEqual(new Set([192_000]));
  });

  it('does not take a moment for it', () => {
    const moments = (s: number): PathView => (s % 1 < 0.15 ? jammed : quiet);
    expect(new Set(looked(192_000, 60, moments))).toEqual(new Set([192_000]));
  });

  it('lets copies go first', () => {
    expect(looked(192_000, 3, () => ({ ...jammed, copiesLeft: true })).at(-1)).toBe(192_000);
  });

  it('comes back a step at a time when the path is free again', () => {
    const path = (s: number): PathView => (s < 3 ? jammed : quiet);
    const rates = looked(192_000, 30, path);
    expect([rates[29], rates[78], rates[80], rates.at(-1)]).toEqual([
      44_100, 44_100, 48_000, 192_000,
    ]);
    expect([...new Set(rates.slice(78))]).toEqual([44_100, 48_000, 96_000, 192_000]);
  });

  it('tries less and less often where a higher rate does not go through', () => {
    let ups = 0;
    let last = 48_000;
    const seen: number[] = [];
    looked(96_000, 180, (s, rate) => {
      if (rate > last) {
        ups++;
        seen.push(s);
      }
      last = rate;
      return rate > 48_000 ? jammed : quiet;
    });
    expect(ups).toBeLessThanOrEqual(6);
    const pauses = seen.slice(1).map((s, i) => s - seen[i]!);
    expect(pauses.at(-1)!).toBeGreaterThan(30);
  });
});
