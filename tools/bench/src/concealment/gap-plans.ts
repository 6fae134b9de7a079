import { createRandom } from '@jamnet/testkit';
import type { Gap } from './metrics.js';

/** Where samples are lost: isolated gaps of one length, or the runs of a Gilbert-Elliott process. */
export type GapPlan =
  | { readonly name: string; readonly kind: 'isolated'; readonly frames: number }
  | {
      readonly name: string;
      readonly kind: 'runs';
      readonly packetFrames: number;
      readonly loss: number;
      /** Mean number of packets lost in a row. */
      readonly meanRun: number;
    };

export const GAP_PLANS: readonly GapPlan[] = [
  ...[128, 240, 480, 960, 2400].map((frames): GapPlan => ({
    name: String(frames),
    kind: 'isolated',
    frames,
  })),
  { name: 'GE 1 %, 128', kind: 'runs', packetFrames: 128, loss: 0.01, meanRun: 3 },
  { name: 'GE 1.5 %, 480', kind: 'runs', packetFrames: 480, loss: 0.015, meanRun: 1.6 },
];

/** So much of a clip is heard before the first loss, and after the last. */
const HEAD_FRAMES = 48_000;
const TAIL_FRAMES = 4_800;
/** Isolated gaps lie so far apart that no model sees two of them. */
const APART_FRAMES = 24_000;
/** Silence cannot be concealed wrongly: a gap wants at least this RMS (−60 dBFS) in the reference. */
const LEAST_RMS = 1e-3;

/** The gaps of a plan in a clip, first to last. The same seed gives the same gaps. */
export function gapsOf(plan: GapPlan, samples: Float32Array, seed: number, most: number): Gap[] {
  const random = createRandom(seed);
  const gaps =
    plan.kind === 'isolated'
      ? isolated(samples, plan.frames, random, most)
      : runs(samples.length, plan, random).slice(0, 2 * most);
  return gaps.filter((gap) => loudness(samples, gap) >= LEAST_RMS);
}

function isolated(
  samples: Float32Array,
  frames: number,
  random: () => number,
  most: number,
): Gap[] {
  const room = samples.length - HEAD_FRAMES - TAIL_FRAMES;
  const count = Math.min(most, Math.floor(room / (APART_FRAMES + frames)));
  const slot = Math.floor(room / count);
  return Array.from({ length: count }, (_, i) => {
    const free = slot - APART_FRAMES - frames;
    return [HEAD_FRAMES + i * slot + Math.floor(random() * Math.max(1, free)), frames];
  });
}

function runs(
  total: number,
  { packetFrames, loss, meanRun }: Extract<GapPlan, { kind: 'runs' }>,
  random: () => number,
): Gap[] {
  const gaps: Gap[] = [];
  const toGood = 1 / meanRun;
  const toBad = (toGood * loss) / (1 - loss);
  let bad = false;
  let from = 0;
  for (let at = HEAD_FRAMES; at + packetFrames <= total - TAIL_FRAMES; at += packetFrames) {
    const was = bad;
    bad = bad ? random() >= toGood : random() < toBad;
    if (bad && !was) from = at;
    if (was && !bad) gaps.push([from, at - from]);
  }
  return gaps;
}

function loudness(samples: Float32Array, [start, length]: Gap): number {
  let energy = 0;
  for (let i = start; i < start + length; i++) energy += samples[i] ** 2;
  return Math.sqrt(energy / length);
}
