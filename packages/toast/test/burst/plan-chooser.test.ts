import { createRandom } from '@jamnet/testkit';
import {
  createLossMeter,
  createLossReport,
  createPlanChooser,
  LAGS_MS,
  type LossReport,
  MAX_COPIES,
  narrowPlan,
  type PlanChooser,
  residualLoss,
} from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { gilbertElliottConditional } from './loss-path.js';

const DEFAULT = narrowPlan(3);

function independent(rate: number): LossReport {
  const report = createLossReport();
  report.rate = rate;
  report.conditional.fill(rate);
  return report;
}

function inRuns(rate: number, meanBurstMs: number): LossReport {
  const report = independent(rate);
  LAGS_MS.forEach((lagMs, lag) => {
    report.conditional[lag] = gilbertElliottConditional(rate, meanBurstMs, lagMs);
  });
  return report;
}

/** The chooser's plan after it has been told the same ten times a second. */
function after(
  chooser: PlanChooser,
  report: LossReport,
  fromS: number,
  seconds: number,
  maxCopies = MAX_COPIES,
) {
  let plan = DEFAULT;
  for (let tick = 0; tick < seconds * 10; tick++) {
    const nowNs = (fromS + tick / 10) * 1e9;
    chooser.observe(1, report, nowNs);
    plan = chooser.choose(nowNs, maxCopies);
  }
  return plan;
}

describe('the plan chooser', () => {
  it('begins with the default and stays there while nothing is lost', () => {
    const chooser = createPlanChooser(DEFAULT);
    expect(chooser.choose(1e9, MAX_COPIES)).toEqual(DEFAULT);
    expect(after(chooser, independent(0), 1, 30)).toEqual(DEFAULT);
  });

  it.each([0.05, 0.2, 0.5])('widens under runs, not under independent loss of %d', (rate) => {
    expect(after(createPlanChooser(DEFAULT), independent(rate), 1, 20).spread).toBe('narrow');
    expect(after(createPlanChooser(DEFAULT), inRuns(rate, 10), 1, 20).spread).toBe('wide');
  });

  it('does not take a path that has just become lossy for one that loses in runs', () => {
    // Half of what the rate counts was sent before.
    const report = independent(0.3);
    report.rate = 0.1;
    const { spread, offsetsUs } = after(createPlanChooser(DEFAULT), report, 1, 2);
    expect(spread).toBe('narrow');
    expect(offsetsUs.length).toBeGreaterThan(5);
  });

  it('widens within two seconds of reports of runs', () => {
    expect(after(createPlanChooser(DEFAULT), inRuns(0.05, 10), 1, 2).spread).toBe('wide');
  });

  it('narrows again when the runs are over', () => {
    const chooser = createPlanChooser(DEFAULT);
    expect(after(chooser, inRuns(0.05, 10), 1, 10).spread).toBe('wide');
    expect(after(chooser, independent(0.05), 11, 40).spread).toBe('narrow');
    expect(after(chooser, independent(0), 51, 40)).toEqual(DEFAULT);
  });

  it('takes more copies with more loss', () => {
    const copies = [0, 0.05, 0.3, 0.66].map(
      (rate) => after(createPlanChooser(DEFAULT), independent(rate), 1, 20).offsetsUs.length,
    );
    expect(copies).toEqual(copies.toSorted((a, b) => a - b));
    expect(copies[0]).toBe(3);
    expect(copies[3]).toBeGreaterThan(copies[0]!);
  });

  it.each([1, 2, 3, 5])('takes no more than %d copies when that is the most', (most) => {
    for (const report of [independent(0.66), inRuns(0.3, 20), independent(0)]) {
      const plan = after(createPlanChooser(DEFAULT), report, 1, 20, most);
      expect(plan.offsetsUs.length).toBeLessThanOrEqual(most);
    }
  });

  it('takes copies back at once when fewer are allowed', () => {
    const chooser = createPlanChooser(DEFAULT);
    expect(after(chooser, independent(0.66), 1, 20).offsetsUs.length).toBeGreaterThan(3);
    expect(chooser.choose(21e9, 1).offsetsUs).toEqual([0]);
  });

  it('stays within the limits whatever is reported', () => {
    for (const wild of [independent(1), inRuns(1, 1000), inRuns(0.99, 1)]) {
      const { offsetsUs } = after(createPlanChooser(DEFAULT), wild, 1, 20);
      expect(offsetsUs.length).toBeLessThanOrEqual(16);
      expect(offsetsUs.at(-1)).toBeLessThanOrEqual(45_000);
    }
  });

  it('follows the worst receiver among a thousand, and keeps no more than it needs', () => {
    const chooser = createPlanChooser(DEFAULT);
    let plan = DEFAULT;
    for (let tick = 0; tick < 100; tick++) {
      const nowNs = (1 + tick / 10) * 1e9;
      for (let receiver = 0; receiver < 1000; receiver++) {
        chooser.observe(receiver, independent(receiver === 777 ? 0.66 : 0.001), nowNs);
      }
      plan = chooser.choose(nowNs, MAX_COPIES);
    }
    expect(chooser.worstRate(11e9)).toBeCloseTo(0.66, 2);
    expect(plan.offsetsUs.length).toBeGreaterThan(3);
  });

  it('forgets a receiver that reports no more', () => {
    const chooser = createPlanChooser(DEFAULT);
    after(chooser, independent(0.66), 1, 10);
    expect(chooser.worstRate(12e9)).toBeGreaterThan(0.5);
    expect(chooser.worstRate(60e9)).toBe(0);
  });

  it('goes back to the default when it is told to forget', () => {
    const chooser = createPlanChooser(DEFAULT);
    after(chooser, inRuns(0.3, 20), 1, 10);
    chooser.forget();
    expect(chooser.choose(12e9, MAX_COPIES)).toEqual(DEFAULT);
    expect(chooser.worstRate(12e9)).toBe(0);
  });
});

describe('a path that begins to lose 30 % by chance', () => {
  it.each([
    [750, [0]],
    [750, [0, 167, 333]],
    [100, [0, 167, 333]],
    [20, [0, 167, 333]],
  ])(
    'is soon answered with narrow bursts: %d frames a second in copies at %j',
    (rate, offsetsUs) => {
      const random = createRandom(5);
      const [meter, report] = [createLossMeter(), createLossReport()];
      const chooser = createPlanChooser(DEFAULT);
      const [startNs, lossyNs] = [1e12, 1e12 + 8e9];
      let plan = DEFAULT;
      let sequence = 0;
      for (let tick = 0; tick <= 100; tick++) {
        const nowNs = startNs + tick * 1e8;
        for (; startNs + (sequence * 1e9) / rate < nowNs; sequence++) {
          const atNs = startNs + (sequence * 1e9) / rate;
          offsetsUs.forEach((us, copy) => {
            const isLost = atNs > lossyNs && random() < 0.3;
            if (!isLost) meter.note(sequence, copy, offsetsUs.length, atNs + us * 1000);
          });
        }
        meter.settle(nowNs, offsetsUs);
        meter.report(report);
        chooser.observe(1, report, nowNs);
        plan = chooser.choose(nowNs, MAX_COPIES);
      }
      expect(plan.spread).toBe('narrow');
      expect(plan.offsetsUs.length).toBeGreaterThanOrEqual(8);
    },
  );
});

describe('the residual loss', () => {
  it('of independent copies is the power of the rate', () => {
    expect(residualLoss(independent(0.5), [0, 100, 200])).toBeCloseTo(0.125, 6);
    expect(residualLoss(independent(0.05), [0, 20_000])).toBeCloseTo(0.0025, 6);
    expect(residualLoss(independent(0.2), [0])).toBeCloseTo(0.2, 6);
  });

  it('of close copies in runs is hardly less than that of one, and of distant ones much less', () => {
    const report = inRuns(0.05, 10);
    expect(residualLoss(report, [0, 100, 200])).toBeGreaterThan(0.045);
    expect(residualLoss(report, [0, 15_000, 45_000])).toBeLessThan(0.005);
  });

  it('of a report that knows no pairs takes losses as independent', () => {
    const report = createLossReport();
    report.rate = 0.3;
    expect(residualLoss(report, [0, 1000])).toBeCloseTo(0.09, 6);
  });
});
