import { createRandom } from '@jamnet/testkit';
import { loadClip } from 'recordings-jamnet/prepare-clips.js';
import { type GapPlan, gapsOf } from './gap-plans.js';
import { pnbtr } from './methods.js';

export interface Causality {
  /** Gaps that were concealed a second time with noise after them. */
  readonly gaps: number;
  /** Samples played before or in a gap that came out otherwise; 0 when the method sees nothing but the past. */
  readonly changed: number;
}

const PLAN: GapPlan = { name: 'causality', kind: 'isolated', frames: 960 };
const SEED = 77;
const NOISE = 0.5;
/** Enough of the past for every model. */
const BEFORE_FRAMES = 72_000;

/** Conceals with the true future and with noise in its place: what was played before the noise began may not differ in a bit. */
export function checkCausality(clips: readonly string[]): Causality {
  const random = createRandom(SEED);
  const conceal = pnbtr(true);
  let gaps = 0;
  let changed = 0;
  for (const name of clips) {
    const { samples } = loadClip(name);
    for (const [start, length] of gapsOf(PLAN, samples, SEED, 2)) {
      const from = Math.max(0, start - BEFORE_FRAMES);
      const end = start + length - from;
      const truth = samples.slice(from, start + length + 4_800);
      const noisy = truth.slice();
      for (let i = end; i < noisy.length; i++) noisy[i] = NOISE * (2 * random() - 1);
      const gap = [start - from, length] as const;
      const [a, b] = [conceal(truth, [gap]), conceal(noisy, [gap])];
      // Nor may it matter how long the loss will last.
      const longer = conceal(truth, [[start - from, length + 2_400]]);
      for (let i = 0; i < end; i++) if (a[i] !== b[i] || a[i] !== longer[i]) changed++;
      gaps++;
    }
  }
  return { gaps, changed };
}
