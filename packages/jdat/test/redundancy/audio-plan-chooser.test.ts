import { createLossReport, LAGS_MS } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { planSpanMs } from '../../src/redundancy/audio-plan.js';
import { createAudioPlanChooser } from '../../src/redundancy/audio-plan-chooser.js';

const PCM = { name: 'pcm', parts: 1, partsNeeded: 1 };
const JELLIE = { name: 'jellie', parts: 4, partsNeeded: 2 };

function receiver(rate: number, usefulMs: number, runMs = 0) {
  const report = createLossReport();
  report.rate = rate;
  for (const [i, lag] of LAGS_MS.entries())
    report.conditional[i] =
      runMs === 0 ? rate : rate + (1 - rate) * Math.exp(-lag / (runMs * (1 - rate)));
  return { report, usefulMs };
}

/** After it has had time to be sure. */
function chosen(receivers: ReturnType<typeof receiver>[], most = 4, codings = [PCM, JELLIE]) {
  const chooser = createAudioPlanChooser(codings, 16);
  chooser.choose(receivers, most, 0);
  return chooser.choose(receivers, most, 20e9);
}

describe('the plan of a stream', () => {
  it('is a single copy where nothing is lost or nobody listens', () => {
    expect(chosen([]).bitRateFactor).toBe(1);
    expect(chosen([receiver(0, 50)]).bitRateFactor).toBe(1);
  });

  it('is a second copy where a few in a thousand are lost', () => {
    const plan = chosen([receiver(0.002, 30)], 4, [PCM]);
    expect(plan.copiesMs).toHaveLength(2);
  });

  it('spreads as far as a receiver can wait where losses come in runs, and no further', () => {
    for (const usefulMs of [8, 16, 32]) {
      const plan = chosen([receiver(0.05, usefulMs, 8)]);
      expect(planSpanMs(plan)).toBe(usefulMs);
    }
  });

  it('stays close where losses are independent', () => {
    expect(planSpanMs(chosen([receiver(0.05, 45)]))).toBeLessThan(2);
  });

  it('takes JELLIE where it leaves less for the same bits', () => {
    const plan = chosen([receiver(0.33, 30)], 4);
    expect(plan).toMatchObject({ coding: 'jellie', bitRateFactor: 4 });
    expect(chosen([receiver(0.33, 30)], 4, [PCM])).toMatchObject({ bitRateFactor: 4 });
  });

  it('never takes more than it may', () => {
    for (const most of [1, 2, 3, 3.9])
      expect(chosen([receiver(0.5, 45)], most).bitRateFactor).toBeLessThanOrEqual(most);
  });

  it('waits for nothing that no receiver can use: without delay there is one copy', () => {
    expect(chosen([receiver(0.05, 0.2, 8)])).toMatchObject({ copiesMs: [0], coding: 'pcm' });
  });

  it('serves the worst of several receivers', () => {
    const worst = chosen([receiver(0, 45), receiver(0.2, 24, 8), receiver(0.01, 10)]);
    expect(worst).toEqual(chosen([receiver(0.2, 24, 8)]));
  });

  it('protects at once, and takes protection away only after a while', () => {
    const chooser = createAudioPlanChooser([PCM], 4);
    const bad = [receiver(0.1, 45)];
    const good = [receiver(0, 45)];
    expect(chooser.choose(bad, 4, 0).bitRateFactor).toBeGreaterThan(1);
    expect(chooser.choose(good, 4, 1e9).bitRateFactor).toBeGreaterThan(1);
    expect(chooser.choose(good, 4, 8e9).bitRateFactor).toBeGreaterThan(1);
    expect(chooser.choose(good, 4, 9.1e9).bitRateFactor).toBe(1);
  });

  it('falls at once where no more is allowed', () => {
    const chooser = createAudioPlanChooser([PCM], 4);
    const bad = [receiver(0.1, 45)];
    chooser.choose(bad, 4, 0);
    expect(chooser.choose(bad, 1, 0.1e9).bitRateFactor).toBe(1);
  });
});
