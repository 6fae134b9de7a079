import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { GAP_PLANS, type GapPlan, gapsOf } from '../../src/concealment/gap-plans.js';

const random = createRandom(1);
const noise = Float32Array.from({ length: 480_000 }, () => random() - 0.5);
const runs: GapPlan = { name: '', kind: 'runs', packetFrames: 128, loss: 0.01, meanRun: 3 };

describe('gap plans', () => {
  it('gives the same gaps for the same seed and others for another', () => {
    for (const plan of GAP_PLANS) {
      expect(gapsOf(plan, noise, 7, 8)).toEqual(gapsOf(plan, noise, 7, 8));
      expect(gapsOf(plan, noise, 7, 8)).not.toEqual(gapsOf(plan, noise, 8, 8));
    }
  });

  it('lays isolated gaps half a second apart, a second after the beginning', () => {
    for (const plan of GAP_PLANS.filter(({ kind }) => kind === 'isolated')) {
      const gaps = gapsOf(plan, noise, 3, 8);
      expect(gaps).toHaveLength(8);
      expect(gaps[0][0]).toBeGreaterThanOrEqual(48_000);
      for (let i = 1; i < gaps.length; i++) {
        expect(gaps[i][0] - gaps[i - 1][0] - gaps[i - 1][1]).toBeGreaterThanOrEqual(24_000);
      }
    }
  });

  it('loses as much as a Gilbert-Elliott process should, in whole packets and runs as long', () => {
    const long = new Float32Array(48_000 * 600).fill(0.5);
    const gaps = gapsOf(runs, long, 5, Number.MAX_SAFE_INTEGER);
    const lost = gaps.reduce((sum, [, length]) => sum + length, 0);
    expect(
      gaps.every(([start, length]) => (start - 48_000) % 128 === 0 && length % 128 === 0),
    ).toBe(true);
    expect(lost / long.length).toBeGreaterThan(0.008);
    expect(lost / long.length).toBeLessThan(0.012);
    expect(lost / gaps.length / 128).toBeCloseTo(3, 0);
  });

  it('leaves out gaps in silence', () => {
    expect(gapsOf(runs, new Float32Array(480_000), 5, 8)).toEqual([]);
  });
});
