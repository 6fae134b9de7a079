import type { Loss } from '@jamnet/testkit';
import { type BurstPlan, narrowPlan, widePlan } from '@jamnet/toast';

export interface NamedPlan {
  readonly name: string;
  readonly plan: BurstPlan;
}

const listed = (...offsetsMs: number[]): BurstPlan => ({
  offsetsUs: offsetsMs.map((ms) => ms * 1000),
  spread: 'wide',
});

/** Plans that a stream can be given, and those between which the adaptive one chooses. */
export const FIXED_PLANS: readonly NamedPlan[] = [
  ...[1, 3, 5, 16].map((copies) => ({
    name: copies === 1 ? '1 copy' : `${copies} copies in 0.5 ms`,
    plan: narrowPlan(copies),
  })),
  { name: '3 over 45 ms', plan: widePlan(3) },
  { name: '5 over 15 ms', plan: widePlan(5, 15_000) },
  { name: '5 over 45 ms', plan: widePlan(5) },
  { name: '8 over 45 ms', plan: widePlan(8) },
];

export interface LossCase {
  readonly rate: number;
  /** Mean length of a run in milliseconds; 0: losses are independent. */
  readonly runMs: number;
}

export function lossOf({ rate, runMs }: LossCase): Loss {
  return runMs === 0 ? rate : { gilbertElliott: { loss: rate, meanBurstMs: runMs } };
}

export function caseText({ rate, runMs }: LossCase): string {
  return `${rate * 100} %${runMs === 0 ? '' : `, ${runMs} ms runs`}`;
}

export const INDEPENDENT: readonly LossCase[] = [0.01, 0.05, 0.1, 0.2, 0.33, 0.5, 0.66].map(
  (rate) => ({ rate, runMs: 0 }),
);
export const IN_RUNS: readonly LossCase[] = [
  ...[1, 5, 10, 20, 40].map((runMs) => ({ rate: 0.05, runMs })),
  { rate: 0.2, runMs: 10 },
];

/**
 * Schedules for which the residual loss in percent had been computed from the two-state chain before anything was built, for the cases of
 * {@link IN_RUNS}. What is measured here with the same schedules must agree.
 */
export const COMPUTED_BEFORE: readonly (NamedPlan & { readonly percent: readonly number[] })[] = [
  { name: '1 copy', plan: listed(0), percent: [5, 5, 5, 5, 5, 20] },
  {
    name: '3 at 0/.05/.1',
    plan: listed(0, 0.05, 0.1),
    percent: [4.52, 4.9, 4.95, 4.98, 4.99, 19.8],
  },
  {
    name: '5 at 0/.05/.1/.15/.2',
    plan: listed(0, 0.05, 0.1, 0.15, 0.2),
    percent: [4.09, 4.8, 4.9, 4.95, 4.98, 19.6],
  },
  {
    name: '5 at 0/1/2/3/4',
    plan: listed(0, 1, 2, 3, 4),
    percent: [0.11, 2.26, 3.36, 4.09, 4.52, 13.5],
  },
  { name: '3 at 0/5/25', plan: listed(0, 5, 25), percent: [0.014, 0.122, 0.507, 1.49, 2.7, 3.34] },
  {
    name: '5 at 0/2/6/14/30',
    plan: listed(0, 2, 6, 14, 30),
    percent: [0.0001, 0.029, 0.287, 1.15, 2.38, 1.72],
  },
  {
    name: '5 at 0/3/9/21/45',
    plan: listed(0, 3, 9, 21, 45),
    percent: [0.0001, 0.006, 0.083, 0.57, 1.65, 0.79],
  },
];

/** P(all copies lost) by the chain's closed form: each copy depends on the one before it alone. */
export function closedForm({ rate, runMs }: LossCase, plan: BurstPlan): number {
  let all = rate;
  for (let i = 1; i < plan.offsetsUs.length; i++) {
    const gapMs = (plan.offsetsUs[i] - plan.offsetsUs[i - 1]) / 1000;
    const memory = runMs === 0 ? 0 : Math.exp(-gapMs / (runMs * (1 - rate)));
    all *= rate + (1 - rate) * memory;
  }
  return all;
}
