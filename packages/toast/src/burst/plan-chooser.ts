import {
  type BurstPlan,
  DEFAULT_COPIES,
  MAX_COPIES,
  NARROW_PLANS,
  WIDE_PLANS,
  samePlan,
} from './burst-plan.js';
import { createLossReport, type LossReport, residualLoss } from './loss-report.js';

/** Reports of that many worst receivers count: the sender's cost does not grow with the audience. */
const WORST_KEPT = 8;
/** Residual loss below this is as good as none: what is left, the history repairs. */
const GOOD_ENOUGH = 1e-5;
/** A further copy must lower the residual by this factor to be worth its bandwidth. */
const COPY_PRICE = 1.25;
/** A spread burst comes later, so it must be this much better than a narrow one. */
const WIDE_PRICE = 2;
/** Estimates are noisy: a plan is left for one that is this much better, or that has been better for some time. */
const CHANGE_ADVANTAGE = 1.5;
const PATIENCE_NS = 8e9;
/** What is so much better for so long is no noise: a path that has just become worse looks for a moment as if it lost in runs. */
const SURE_ADVANTAGE = 8;
const SURE_NS = 1e9;
const RATE_FADE_NS = 5e9;
const FORGET_NS = 10e9;

/** Chooses the plan with the smallest probability that all copies are lost, for the worst of the receivers that report. */
export interface PlanChooser {
  /** Takes a receiver's report; `validNs` is how long it counts. Does not allocate once {@link WORST_KEPT} receivers report. */
  observe(receiverId: number, report: LossReport, nowNs: number, validNs?: number): void;
  /** The plan for now, of at most `maxCopies`. */
  choose(nowNs: number, maxCopies: number): BurstPlan;
  /** Forgets what was reported: after congestion, old loss says nothing. */
  forget(): void;
  /** The worst receiver's rate of loss, 0-1. */
  worstRate(nowNs: number): number;
}

interface Entry {
  receiverId: number;
  atNs: number;
  untilNs: number;
  readonly report: LossReport;
}

export function createPlanChooser(defaultPlan: BurstPlan): PlanChooser {
  return new Chooser(defaultPlan);
}

class Chooser implements PlanChooser {
  readonly #entries: Entry[] = [];
  #current: BurstPlan;
  /** Since when a plan of that kind has been better than the present one; −1 while none is. */
  #betterSinceNs = -1;
  #betterSpread: BurstPlan['spread'] = 'narrow';
  /** Since when the best has been better beyond doubt. */
  #sureSinceNs = -1;

  constructor(readonly defaultPlan: BurstPlan) {
    this.#current = defaultPlan;
  }

  observe(
    receiverId: number,
    report: LossReport,
    nowNs: number,
    validNs: number = FORGET_NS,
  ): void {
    const entry = this.#entryFor(receiverId, report.rate, nowNs);
    if (entry === undefined) return;
    const faded = entry.report.rate * Math.exp(-(nowNs - entry.atNs) / RATE_FADE_NS);
    entry.report.rate = Math.max(report.rate, faded);
    entry.report.conditional.set(report.conditional);
    entry.atNs = nowNs;
    entry.untilNs = nowNs + Math.max(validNs, FORGET_NS);
  }

  #entryFor(receiverId: number, rate: number, nowNs: number): Entry | undefined {
    let best: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.receiverId === receiverId) return entry;
      if (best === undefined || this.#rate(entry, nowNs) < this.#rate(best, nowNs)) best = entry;
    }
    if (this.#entries.length < WORST_KEPT) {
      const entry = { receiverId, atNs: nowNs, untilNs: 0, report: createLossReport() };
      this.#entries.push(entry);
      return entry;
    }
    if (best === undefined || this.#rate(best, nowNs) >= rate) return undefined;
    best.receiverId = receiverId;
    best.report.rate = 0;
    return best;
  }

  #rate(entry: Entry, nowNs: number): number {
    return nowNs > entry.untilNs ? 0 : entry.report.rate;
  }

  choose(nowNs: number, maxCopies: number): BurstPlan {
    const best = this.#best(nowNs, maxCopies);
    const copies = this.#current.offsetsUs.length;
    if (samePlan(best, this.#current)) {
      this.#betterSinceNs = -1;
      this.#sureSinceNs = nowNs;
      return this.#current;
    }
    const dearer =
      best.spread === this.#current.spread
        ? best.offsetsUs.length > copies
        : best.spread === 'wide';
    const advantage = this.#score(this.#current, nowNs) / this.#score(best, nowNs);
    const muchBetter = advantage > CHANGE_ADVANTAGE;
    if (this.#betterSinceNs < 0 || best.spread !== this.#betterSpread) this.#betterSinceNs = nowNs;
    this.#betterSpread = best.spread;
    if (!(advantage > SURE_ADVANTAGE)) this.#sureSinceNs = nowNs;
    const isSure = nowNs - this.#sureSinceNs > SURE_NS;
    // More protection at once, less of it only when it has been enough for a while.
    const patient = nowNs - this.#betterSinceNs > PATIENCE_NS || isSure;
    if (copies > maxCopies || (dearer && muchBetter) || patient) {
      this.#current = best;
      this.#betterSinceNs = -1;
    }
    return this.#current;
  }

  #best(nowNs: number, maxCopies: number): BurstPlan {
    const least = Math.min(DEFAULT_COPIES, this.defaultPlan.offsetsUs.length, maxCopies);
    let best = NARROW_PLANS[least - 1];
    if (samePlan(best, this.defaultPlan)) best = this.defaultPlan;
    let bestScore = this.#score(best, nowNs);
    const consider = (plan: BurstPlan): void => {
      if (plan.offsetsUs.length > maxCopies) return;
      const score = this.#score(plan, nowNs);
      if (score >= bestScore) return;
      best = plan;
      bestScore = score;
    };
    for (let copies = least + 1; copies <= MAX_COPIES; copies++) consider(NARROW_PLANS[copies - 1]);
    WIDE_PLANS.forEach(consider);
    return best;
  }

  /** Residual loss for the worst receiver, with the price of the copies. */
  #score(plan: BurstPlan, nowNs: number): number {
    let residual = GOOD_ENOUGH;
    for (const entry of this.#entries) {
      if (nowNs > entry.untilNs) continue;
      residual = Math.max(residual, residualLoss(entry.report, plan.offsetsUs));
    }
    const price = plan.spread === 'wide' ? WIDE_PRICE : 1;
    return residual * price * COPY_PRICE ** plan.offsetsUs.length;
  }

  forget(): void {
    this.#entries.length = 0;
    this.#current = this.defaultPlan;
    this.#betterSinceNs = -1;
  }

  worstRate(nowNs: number): number {
    let worst = 0;
    for (const entry of this.#entries) worst = Math.max(worst, this.#rate(entry, nowNs));
    return worst;
  }
}
