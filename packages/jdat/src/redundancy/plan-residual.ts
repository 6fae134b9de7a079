import { conditionalLoss, type LossReport } from '@jamnet/toast';
import type { SendPlan } from './audio-plan.js';

/** Sends of a plan in the order of their times. */
export interface PlanSends {
  readonly parts: number;
  readonly partsNeeded: number;
  readonly timesMs: readonly number[];
  /** The part of each. */
  readonly partOf: readonly number[];
}

export function planSends(plan: SendPlan): PlanSends {
  const sends = plan.partsMs.flatMap((partMs, part) =>
    plan.copiesMs.map((copyMs) => ({ atMs: partMs + copyMs, part })),
  );
  sends.sort((a, b) => a.atMs - b.atMs);
  return {
    parts: plan.partsMs.length,
    partsNeeded: plan.partsNeeded,
    timesMs: sends.map(({ atMs }) => atMs),
    partOf: sends.map(({ part }) => part),
  };
}

/** Nothing is closer than that on a wire, and nothing is known of what is. */
const LEAST_GAP_MS = 0.1;

/**
 * The probability that fewer parts come than are needed, what is sent later than `usefulMs` after the first counting as lost. The path is taken as a
 * chain: whether a datagram is lost depends on whether the one before it was, as `report` tells of their distance.
 */
export function planResidual(report: LossReport, sends: PlanSends, usefulMs: number): number {
  const { parts, partsNeeded, timesMs, partOf } = sends;
  const sets = 2 ** parts;
  const { rate } = report;
  // By the set of parts that have come: with the last datagram lost, and with it come.
  let lost = new Float64Array(sets);
  let come = new Float64Array(sets);
  lost[0] = 1;
  for (let i = 0; i < timesMs.length && timesMs[i] <= usefulMs; i++) {
    const gapMs = i === 0 ? Infinity : timesMs[i] - timesMs[i - 1];
    const afterLost = i === 0 ? rate : lossAfterLoss(report, Math.max(LEAST_GAP_MS, gapMs));
    // What is lost in the long run must stay the rate.
    const afterCome = rate < 1 ? Math.min(1, (rate * (1 - afterLost)) / (1 - rate)) : 1;
    const nextLost = new Float64Array(sets);
    const nextCome = new Float64Array(sets);
    for (let set = 0; set < sets; set++) {
      nextLost[set] += lost[set] * afterLost + come[set] * afterCome;
      nextCome[set | (1 << partOf[i])] += lost[set] * (1 - afterLost) + come[set] * (1 - afterCome);
    }
    lost = nextLost;
    come = nextCome;
  }
  let residual = 0;
  for (let set = 0; set < sets; set++)
    if (countOf(set) < partsNeeded) residual += lost[set] + come[set];
  return residual;
}

function lossAfterLoss(report: LossReport, gapMs: number): number {
  return Math.max(report.rate, Math.min(1, conditionalLoss(report, gapMs)));
}

function countOf(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
