import { type BurstPlan, DEFAULT_COPIES, narrowPlan, samePlan } from '../burst/burst-plan.js';
import { type CircuitState, createCongestionGuard } from '../burst/congestion-guard.js';
import type { LossReport } from '../burst/loss-report.js';
import { createPlanChooser } from '../burst/plan-chooser.js';

/** Turns receivers' reports into the plan of the next bursts (rows T5 and T14). */
export interface Adaptation {
  readonly plan: BurstPlan;
  /** Share of repetitions and bulk data that may be sent, 1 to 1/32. */
  readonly level: number;
  readonly circuit: CircuitState;
  /** Times that copies were taken back because of congestion. */
  readonly trips: number;
  /** The most copies that congestion allows. */
  maxCopies(nowNs: number): number;
  /** A layer with plans of its own sends so many copies from now on; 0 says that none does. */
  copiesChanged(copies: number, nowNs: number, sentPerSecond: number): void;
  /** Loss at the worst receiver that counts, 0-1. */
  worstLoss(nowNs: number): number;
  observe(
    receiverId: number,
    report: LossReport,
    nowNs: number,
    sentPerSecond: number,
    validNs: number,
  ): void;
  /** Looks again without a report, so that old ones lose their hold. */
  review(nowNs: number, sentPerSecond: number): void;
}

export interface AdaptationCallbacks {
  planChanged(plan: BurstPlan): void;
  circuitChanged(circuit: CircuitState): void;
}

export function createAdaptation(callbacks: AdaptationCallbacks): Adaptation {
  const chooser = createPlanChooser(narrowPlan(DEFAULT_COPIES));
  const guard = createCongestionGuard();
  let plan = narrowPlan(DEFAULT_COPIES);
  /** A layer says how much it sends: then this plan is not what is sent. */
  let isTold = false;

  const review = (nowNs: number, sentPerSecond: number): void => {
    const next = chooser.choose(nowNs, guard.maxCopies(nowNs));
    if (samePlan(next, plan)) return;
    if (!isTold) guard.copiesChanged(next.offsetsUs.length, nowNs, sentPerSecond);
    plan = next;
    callbacks.planChanged(plan);
  };
  return {
    get plan() {
      return plan;
    },
    get level() {
      return guard.level;
    },
    get circuit() {
      return guard.circuit;
    },
    get trips() {
      return guard.trips;
    },
    maxCopies: (nowNs) => guard.maxCopies(nowNs),
    copiesChanged(copies, nowNs, sentPerSecond) {
      isTold = copies > 0;
      guard.copiesChanged(isTold ? copies : plan.offsetsUs.length, nowNs, sentPerSecond);
    },
    worstLoss: (nowNs) => chooser.worstRate(nowNs),
    observe(receiverId, report, nowNs, sentPerSecond, validNs) {
      const trips = guard.trips;
      const circuit = guard.circuit;
      guard.observe(receiverId, report, nowNs, sentPerSecond);
      if (guard.trips !== trips) chooser.forget();
      else chooser.observe(receiverId, report, nowNs, validNs);
      if (guard.circuit !== circuit) callbacks.circuitChanged(guard.circuit);
      review(nowNs, sentPerSecond);
    },
    review,
  };
}
