import {
  copyOffsetNs,
  DEFAULT_COPIES,
  DEFAULT_WINDOW_US,
  MAX_COPIES,
  MAX_SPREAD_US,
  narrowPlan,
  planSpanUs,
  widePlan,
} from '@jamnet/toast';
import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { NARROW_PLANS, samePlan, WIDE_PLANS } from '../../src/burst/burst-plan.js';

const everyPlan = [...NARROW_PLANS, ...WIDE_PLANS];

describe('the plans that a sender chooses from', () => {
  it.each(everyPlan)('$spread $offsetsUs keeps to the specification', ({ offsetsUs }) => {
    expect(offsetsUs[0]).toBe(0);
    expect(offsetsUs.length).toBeGreaterThanOrEqual(1);
    expect(offsetsUs.length).toBeLessThanOrEqual(MAX_COPIES);
    expect(offsetsUs.at(-1)).toBeLessThanOrEqual(MAX_SPREAD_US);
    for (let i = 1; i < offsetsUs.length; i++) {
      expect(offsetsUs[i]).toBeGreaterThan(offsetsUs[i - 1]!);
    }
  });

  it('are all different', () => {
    for (const a of everyPlan) expect(everyPlan.filter((b) => samePlan(a, b))).toHaveLength(1);
  });

  it('spread copies at distances that grow', () => {
    expect(widePlan(5).offsetsUs).toEqual([0, 4500, 13_500, 27_000, 45_000]);
    expect(planSpanUs(widePlan(4, 12_000))).toBe(12_000);
  });
});

describe('micro-jitter', () => {
  const random = createRandom(3);

  it('moves the second and third copy within their third of 500 µs, and the first never', () => {
    const plan = narrowPlan(DEFAULT_COPIES);
    const third = DEFAULT_WINDOW_US / 3;
    const seen = [new Set<number>(), new Set<number>(), new Set<number>()];
    for (let i = 0; i < 2000; i++) {
      for (let copy = 0; copy < 3; copy++) {
        const us = copyOffsetNs(plan, copy, random) / 1000;
        seen[copy]!.add(us);
        if (copy === 0) expect(us).toBe(0);
        else {
          expect(us).toBeGreaterThanOrEqual(Math.round(copy * third) - 1);
          expect(us).toBeLessThan((copy + 1) * third + 1);
        }
      }
    }
    expect(seen.map((values) => values.size > 1000)).toEqual([false, true, true]);
  });

  it('keeps a burst of any size and window within the window, in order', () => {
    for (let copies = 1; copies <= MAX_COPIES; copies++) {
      for (const windowUs of [500, 10_000, MAX_SPREAD_US]) {
        const plan = narrowPlan(copies, windowUs);
        for (let turn = 0; turn < 50; turn++) {
          const us = plan.offsetsUs.map((_, copy) => copyOffsetNs(plan, copy, random) / 1000);
          expect(us.toSorted((a, b) => a - b)).toEqual(us);
          expect(us.at(-1)).toBeLessThan(windowUs + 1);
        }
      }
    }
  });

  it('leaves spread copies in their slots', () => {
    const plan = widePlan(5);
    expect(plan.offsetsUs.map((_, copy) => copyOffsetNs(plan, copy, random) / 1000)).toEqual(
      plan.offsetsUs,
    );
  });
});
