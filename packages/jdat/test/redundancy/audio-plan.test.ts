import { describe, expect, it } from 'vitest';
import { planSpanMs, samePlan, sendPlan } from '../../src/redundancy/audio-plan.js';

const PCM = { parts: 1, partsNeeded: 1 };
const JELLIE = { parts: 4, partsNeeded: 2 };
const badOption = expect.objectContaining({ code: 'bad-option' });

describe('a plan', () => {
  it('is one copy at once unless it says otherwise', () => {
    const plan = sendPlan({}, PCM);
    expect(plan).toMatchObject({ coding: 'pcm', copiesMs: [0], partsMs: [0], bitRateFactor: 1 });
    expect(plan.burst).toEqual({ offsetsUs: [0], spread: 'wide' });
    expect(planSpanMs(plan)).toBe(0);
  });

  it('counts what it costs and how long it takes', () => {
    const copies = sendPlan({ copiesMs: [0, 12, 24] }, PCM);
    expect(copies.bitRateFactor).toBe(3);
    expect(copies.burst.offsetsUs).toEqual([0, 12_000, 24_000]);
    const jellie = sendPlan({ coding: 'jellie', copiesMs: [0, 20] }, JELLIE);
    expect(jellie.bitRateFactor).toBe(4);
    expect(jellie.partsMs).toEqual([0, 0, 6, 12]);
    expect(planSpanMs(jellie)).toBe(32);
  });

  it('is told from another by what it does', () => {
    const plan = sendPlan({ copiesMs: [0, 12] }, PCM);
    expect(samePlan(plan, sendPlan({ coding: 'pcm', copiesMs: [0, 12], partsMs: [0] }, PCM))).toBe(
      true,
    );
    expect(samePlan(plan, sendPlan({ copiesMs: [0, 13] }, PCM))).toBe(false);
    expect(samePlan(plan, sendPlan({ coding: 'other', copiesMs: [0, 12] }, PCM))).toBe(false);
  });

  it.each([[[]], [[1]], [[0, 5, 4]], [[0, 46]], [[0, NaN]], [Array<number>(17).fill(0)]])(
    'of copies at %j is refused',
    (copiesMs) => {
      expect(() => sendPlan({ copiesMs }, PCM)).toThrow(badOption);
    },
  );

  it.each([[[]], [[0, 1]], [[0, 0, 0, 46]], [[0, 0, 0, -1]], [[0, 0, 0, NaN]]])(
    'of parts at %j is refused',
    (partsMs) => {
      expect(() => sendPlan({ partsMs }, JELLIE)).toThrow(badOption);
    },
  );
});
