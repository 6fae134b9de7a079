import { createLossProcess, createRandom, type Loss } from '@jamnet/testkit';
import { createLossReport, LAGS_MS, type LossReport } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { type FixedAudioPlan, sendPlan } from '../../src/redundancy/audio-plan.js';
import { planResidual, planSends } from '../../src/redundancy/plan-residual.js';

const PCM = { parts: 1, partsNeeded: 1 };
const JELLIE = { parts: 4, partsNeeded: 2 };

function independent(rate: number): LossReport {
  const report = createLossReport();
  report.rate = rate;
  report.conditional.fill(rate);
  return report;
}

/** What a receiver would say of the chain in continuous time. */
function inRuns(rate: number, runMs: number): LossReport {
  const report = createLossReport();
  report.rate = rate;
  for (const [i, lag] of LAGS_MS.entries())
    report.conditional[i] = rate + (1 - rate) * Math.exp(-lag / (runMs * (1 - rate)));
  return report;
}

/** The share of chunks of which too few parts come, played through. */
function tried(loss: Loss, plan: FixedAudioPlan, counts: typeof PCM, seed: number): number {
  const { timesMs, partOf, partsNeeded } = planSends(sendPlan(plan, counts));
  const process = createLossProcess({ loss, random: createRandom(seed), startNs: 0 });
  const chunks = 40_000;
  let failed = 0;
  for (let n = 0; n < chunks; n++) {
    const nowNs = n * 200e6;
    const come = new Set<number>();
    timesMs.forEach((ms, i) => {
      if (!process.isLost(nowNs + ms * 1e6, nowNs)) come.add(partOf[i]!);
    });
    if (come.size < partsNeeded) failed++;
  }
  return failed / chunks;
}

describe('what a plan leaves', () => {
  it('is a power of the loss where copies are lost one by one', () => {
    const sends = planSends(sendPlan({ copiesMs: [0, 12, 24] }, PCM));
    expect(planResidual(independent(0.33), sends, 50)).toBeCloseTo(0.33 ** 3, 10);
    expect(planResidual(independent(0), sends, 50)).toBe(0);
  });

  it('is 10.82 % for two of four parts at 33 % loss', () => {
    const sends = planSends(sendPlan({ coding: 'jellie' }, JELLIE));
    expect(planResidual(independent(0.33), sends, 50)).toBeCloseTo(1 - 0.8918, 4);
  });

  it('counts what comes too late as lost', () => {
    const sends = planSends(sendPlan({ copiesMs: [0, 12, 24] }, PCM));
    expect(planResidual(independent(0.33), sends, 23)).toBeCloseTo(0.33 ** 2, 10);
    expect(planResidual(independent(0.33), sends, 0)).toBeCloseTo(0.33, 10);
  });

  it.each<[string, Loss, FixedAudioPlan, typeof PCM, LossReport]>([
    [
      'copies in runs of loss',
      { gilbertElliott: { loss: 0.2, meanBurstMs: 8 } },
      { copiesMs: [0, 5, 15] },
      PCM,
      inRuns(0.2, 8),
    ],
    [
      'JELLIE in runs of loss',
      { gilbertElliott: { loss: 0.2, meanBurstMs: 8 } },
      { coding: 'jellie', partsMs: [0, 0, 8, 16] },
      JELLIE,
      inRuns(0.2, 8),
    ],
    [
      'two copies of JELLIE',
      0.5,
      { coding: 'jellie', copiesMs: [0, 20] },
      JELLIE,
      independent(0.5),
    ],
  ])('agrees with what was played through: %s', (_name, loss, plan, counts, report) => {
    const reckoned = planResidual(report, planSends(sendPlan(plan, counts)), 50);
    expect(tried(loss, plan, counts, 7) / reckoned).toBeGreaterThan(0.85);
    expect(tried(loss, plan, counts, 7) / reckoned).toBeLessThan(1.15);
  });
});
