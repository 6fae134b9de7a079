import { type PartCounts, planSpanMs, type SendPlan, sendPlan } from './audio-plan.js';
import { type PlanSends, planSends } from './plan-residual.js';

/** A plan that may be chosen. */
export interface Candidate {
  readonly plan: SendPlan;
  readonly sends: PlanSends;
  readonly spanMs: number;
}

/** Times within which plans are spread. */
const SPANS_MS = [0.5, 2, 4, 8, 12, 16, 24, 32, 45];

/** One coding with its parts, as `AudioCoding` tells of them. */
export interface PlannedCoding extends PartCounts {
  readonly name: string;
}

/**
 * The plans that an adaptive sender chooses from: copies evenly spread over each of some spans, and for codings of several parts the needed ones at once
 * and the others within the span, in one or more copies. None takes more than `maxBitRateFactor`.
 */
export function candidatePlans(
  codings: readonly PlannedCoding[],
  maxBitRateFactor: number,
): Candidate[] {
  return codings.flatMap(({ name, ...counts }) => {
    const { parts, partsNeeded, bitRateFactor = parts / partsNeeded } = counts;
    const most = Math.floor(maxBitRateFactor / bitRateFactor);
    const candidates: Candidate[] = [];
    for (let copies = 1; copies <= Math.min(16, most); copies++) {
      const single = parts === 1 && copies === 1;
      for (const spanMs of single ? [0] : SPANS_MS) {
        const plan = spread(name, counts, copies, spanMs);
        candidates.push({ plan, sends: planSends(plan), spanMs: planSpanMs(plan) });
      }
    }
    return candidates;
  });
}

/** Parts that are needed go first, the others at even distances; further copies go on in the same steps. */
function spread(coding: string, counts: PartCounts, copies: number, spanMs: number): SendPlan {
  const { parts, partsNeeded } = counts;
  const later = parts - partsNeeded;
  const steps = (later + 1) * copies - 1;
  const stepMs = steps === 0 ? 0 : spanMs / steps;
  const partsMs = Array.from(
    { length: parts },
    (_, part) => Math.max(0, part + 1 - partsNeeded) * stepMs,
  );
  const copiesMs = Array.from({ length: copies }, (_, copy) => copy * (later + 1) * stepMs);
  return sendPlan({ coding, copiesMs, partsMs }, counts);
}
