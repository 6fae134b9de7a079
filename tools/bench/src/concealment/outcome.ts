import type { Clip } from 'recordings-jamnet/clips.js';
import type { Causality } from './causality.js';
import type { GapScore } from './metrics.js';
import type { TrialScore } from './trial.js';

/** All that was measured; `scores` stand in the order of the clips. */
export interface Outcome {
  readonly clips: readonly Clip[];
  readonly methods: readonly string[];
  readonly scores: readonly (readonly TrialScore[])[];
  readonly causality: Causality;
}

/** One figure of every gap of a plan by a method, clip by clip; no clip has any where the method cannot do the plan. */
export function figures(
  { scores }: Outcome,
  plan: string,
  method: string,
  figure: keyof GapScore,
): number[][] {
  return scores.map((perClip) =>
    (perClip.find((each) => each.plan === plan && each.method === method)?.gaps ?? []).map(
      (gap) => gap[figure],
    ),
  );
}

/** By how much a figure of one method differs from another's, gap by gap. */
export function differences(
  outcome: Outcome,
  plan: string,
  [method, other]: readonly [string, string],
  figure: keyof GapScore,
): number[][] {
  const theirs = figures(outcome, plan, other, figure);
  return figures(outcome, plan, method, figure).map((mine, clip) =>
    mine.length === theirs[clip].length ? mine.map((value, i) => value - theirs[clip][i]) : [],
  );
}
