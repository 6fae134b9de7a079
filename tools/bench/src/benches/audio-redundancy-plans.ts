import type { FixedAudioPlan } from '@jamnet/jdat';
import type { LossCase } from './residual-cases.js';

/** A plan with what is to be known of its coding. */
export interface NamedAudioPlan {
  readonly name: string;
  readonly plan: FixedAudioPlan;
  /** Parts of a chunk, and those of which two or one are enough. */
  readonly parts: number;
  readonly needed: number;
}

const copies = (name: string, ...copiesMs: number[]): NamedAudioPlan => ({
  name,
  plan: { copiesMs },
  parts: 1,
  needed: 1,
});

const jellie = (
  name: string,
  partsMs: readonly number[],
  ...copiesMs: number[]
): NamedAudioPlan => ({
  name,
  plan: { coding: 'jellie', partsMs, copiesMs },
  parts: 4,
  needed: 2,
});

/** None takes longer than 24 ms. */
export const AUDIO_PLANS: readonly NamedAudioPlan[] = [
  copies('1 copy', 0),
  copies('2 copies at 0/12', 0, 12),
  copies('2 copies at 0/24', 0, 24),
  copies('3 copies at once', 0, 0.2, 0.4),
  copies('3 copies at 0/12/24', 0, 12, 24),
  copies('4 copies at 0/8/16/24', 0, 8, 16, 24),
  jellie('JELLIE at 0/0/12/24', [0, 0, 12, 24], 0),
  jellie('JELLIE twice, 0/0/8/16 + 8', [0, 0, 8, 16], 0, 8),
];

/** When everything of a chunk goes out, in order, and of which part it is. */
export function sendsOf({ plan, parts }: NamedAudioPlan): readonly (readonly [number, number])[] {
  const { copiesMs = [0], partsMs = Array<number>(parts).fill(0) } = plan;
  return partsMs
    .flatMap((partMs, part) => copiesMs.map((ms) => [partMs + ms, part] as const))
    .sort((a, b) => a[0] - b[0]);
}

export const AUDIO_INDEPENDENT: readonly LossCase[] = [0.01, 0.05, 0.1, 0.2, 0.33, 0.5, 0.66].map(
  (rate) => ({ rate, runMs: 0 }),
);
export const AUDIO_IN_RUNS: readonly LossCase[] = [
  ...[2, 5, 8, 15, 40].map((runMs) => ({ rate: 0.05, runMs })),
  { rate: 0.01, runMs: 8 },
  { rate: 0.2, runMs: 8 },
];
