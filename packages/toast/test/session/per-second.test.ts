import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createPerSecond } from '../../src/session/per-second.js';

describe('the count of the last second', () => {
  it('is between what came in the last 0.9 s and the last second', () => {
    const random = createRandom(4);
    const perSecond = createPerSecond();
    const events: { atNs: number; count: number }[] = [];
    let nowNs = 1e12;
    for (let i = 0; i < 3000; i++) {
      nowNs += Math.floor(random() ** 8 * 2e9);
      const count = 1 + Math.floor(random() * 3);
      perSecond.add(count, nowNs);
      events.push({ atNs: nowNs, count });
      const since = (ns: number): number =>
        events.filter(({ atNs }) => nowNs - atNs < ns).reduce((sum, each) => sum + each.count, 0);
      expect(perSecond.read(nowNs)).toBeGreaterThanOrEqual(since(0.9e9));
      expect(perSecond.read(nowNs)).toBeLessThanOrEqual(since(1e9));
    }
  });

  it('falls to nothing by itself', () => {
    const perSecond = createPerSecond();
    expect(perSecond.read(5e9)).toBe(0);
    perSecond.add(7, 5e9);
    expect(perSecond.read(5.05e9)).toBe(7);
    expect(perSecond.read(5.99e9)).toBe(7);
    expect(perSecond.read(6e9)).toBe(0);
    expect(perSecond.read(6.1e9)).toBe(0);
    expect(perSecond.read(500e9)).toBe(0);
  });
});
