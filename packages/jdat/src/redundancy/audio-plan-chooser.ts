import type { LossReport } from '@jamnet/toast';
import type { SendPlan } from './audio-plan.js';
import { type Candidate, candidatePlans, type PlannedCoding } from './plan-candidates.js';
import { planResidual } from './plan-residual.js';

/** What is known of one receiver of the stream. */
export interface ReceiverView {
  readonly report: Readonly<LossReport>;
  /** How long after the first copy another one is of use there, milliseconds. */
  readonly usefulMs: number;
}

/** Residual loss below this is as good as none: one chunk of 128 frames in four minutes, which is then concealed. */
const GOOD_ENOUGH = 1e-5;
/** As much again of the bit rate must lower the residual by this factor to be worth it. */
const RATE_PRICE = 1.2;
/** A spread plan keeps a receiver's buffer deeper, so of two that are as good the closer one is taken. */
const SPAN_PRICE_A_MS = 1.002;
/** Estimates are noisy: a plan is left for one that is this much better, or that has been better for some time. */
const CHANGE_ADVANTAGE = 1.5;
const PATIENCE_NS = 8e9;

/** Chooses how chunks are repeated: the plan that leaves least to the worst receiver for what it costs. */
export interface AudioPlanChooser {
  readonly plan: SendPlan;
  /** The plan for now, which takes at most `maxBitRateFactor`. */
  choose(receivers: readonly ReceiverView[], maxBitRateFactor: number, nowNs: number): SendPlan;
}

/** `codings`: the plain one first. Starts with a single copy. */
export function createAudioPlanChooser(
  codings: readonly PlannedCoding[],
  maxBitRateFactor: number,
): AudioPlanChooser {
  return new Chooser(candidatePlans(codings, Math.max(1, maxBitRateFactor)));
}

class Chooser implements AudioPlanChooser {
  #current: Candidate;
  readonly #candidates: readonly Candidate[];
  /** Since when another plan has been better than the present one; −1 while none is. */
  #betterSinceNs = -1;

  constructor(candidates: readonly Candidate[]) {
    this.#candidates = candidates;
    this.#current = candidates[0];
  }

  get plan(): SendPlan {
    return this.#current.plan;
  }

  choose(receivers: readonly ReceiverView[], maxBitRateFactor: number, nowNs: number): SendPlan {
    const mostMs = Math.max(0, ...receivers.map(({ usefulMs }) => usefulMs));
    const may = (candidate: Candidate): boolean =>
      candidate.plan.bitRateFactor <= Math.max(1, maxBitRateFactor) && candidate.spanMs <= mostMs;
    let best = this.#candidates[0];
    let bestScore = score(best, receivers);
    for (const candidate of this.#candidates) {
      if (!may(candidate)) continue;
      const its = score(candidate, receivers, bestScore);
      if (its < bestScore) [best, bestScore] = [candidate, its];
    }
    if (best === this.#current) this.#betterSinceNs = -1;
    else if (this.#mayChange(best, bestScore, receivers, nowNs) || !may(this.#current)) {
      this.#current = best;
      this.#betterSinceNs = -1;
    }
    return this.#current.plan;
  }

  /** More protection at once, less of it only when it has been enough for a while. */
  #mayChange(
    best: Candidate,
    bestScore: number,
    receivers: readonly ReceiverView[],
    nowNs: number,
  ): boolean {
    if (this.#betterSinceNs < 0) this.#betterSinceNs = nowNs;
    const patient = nowNs - this.#betterSinceNs > PATIENCE_NS;
    const dearer = best.plan.bitRateFactor > this.#current.plan.bitRateFactor;
    const wider = best.spanMs > this.#current.spanMs;
    const muchBetter = bestScore * CHANGE_ADVANTAGE < score(this.#current, receivers);
    return patient || ((dearer || wider) && muchBetter);
  }
}

/** Residual loss at the worst receiver, with the price of the bits and of the delay. Looks at no more of them once it is `enough`. */
function score(
  { plan, sends, spanMs }: Candidate,
  receivers: readonly ReceiverView[],
  enough = Infinity,
): number {
  const price = RATE_PRICE ** plan.bitRateFactor * SPAN_PRICE_A_MS ** spanMs;
  let residual = GOOD_ENOUGH;
  for (const { report, usefulMs } of receivers) {
    if (residual * price >= enough) break;
    residual = Math.max(residual, planResidual(report, sends, usefulMs));
  }
  return residual * price;
}
