import { loadClip } from 'recordings-jamnet/prepare-clips.js';
import { GAP_PLANS, gapsOf } from './gap-plans.js';
import { createMetrics, type GapScore } from './metrics.js';
import { methods } from './methods.js';

export interface TrialTask {
  readonly clip: string;
  /** How many isolated gaps of a length; of runs, at most twice as many. */
  readonly mostGaps: number;
  readonly seed: number;
  /** Names of the methods. */
  readonly methods: readonly string[];
}

/** What one method did with one plan in one clip. */
export interface TrialScore {
  readonly plan: string;
  readonly method: string;
  readonly gaps: readonly GapScore[];
}

/** Conceals one clip by every method and plan. Runs in a process of the pool. */
export function concealmentTrial({
  clip,
  mostGaps,
  seed,
  methods: names,
}: TrialTask): TrialScore[] {
  const { samples } = loadClip(clip);
  const metrics = createMetrics();
  const chosen = methods().filter(({ name }) => names.includes(name));
  return GAP_PLANS.flatMap((plan, i) => {
    const gaps = gapsOf(plan, samples, seed + i, mostGaps);
    if (gaps.length === 0) return [];
    return chosen
      .filter(({ can }) => can?.(plan) ?? true)
      .map(({ name, conceal }): TrialScore => {
        const played = conceal(samples, gaps);
        return {
          plan: plan.name,
          method: name,
          gaps: gaps.map((gap) => metrics.score(samples, played, gap)),
        };
      });
  });
}
