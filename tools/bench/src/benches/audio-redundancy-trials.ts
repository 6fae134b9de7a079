import { createLossProcess, createRandom } from '@jamnet/testkit';
import { playMarks, type PlayMarksResult } from '../audio/play-marks.js';
import { type NamedAudioPlan, sendsOf } from './audio-redundancy-plans.js';
import { type LossCase, lossOf } from './residual-cases.js';

/** Chunks of 128 frames follow one another, so that their losses in runs are what they would be. */
const CHUNK_NS = 128e9 / 48_000;

export interface FixedAudioTrial {
  readonly lossCase: LossCase;
  readonly plan: NamedAudioPlan;
  readonly chunks: number;
  readonly seed: number;
}

export interface FixedAudioResult {
  /** Shares of the chunks: too few parts came; of those, some part came, so that half is known. */
  readonly residual: number;
  readonly half: number;
}

/** What a plan leaves of a stream, everything that comes being in time. */
export function fixedTrial({ lossCase, plan, chunks, seed }: FixedAudioTrial): FixedAudioResult {
  const process = createLossProcess({
    loss: lossOf(lossCase),
    random: createRandom(seed),
    startNs: 0,
  });
  const sends = sendsOf(plan);
  let residual = 0;
  let half = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const nowNs = chunk * CHUNK_NS;
    let come = 0;
    for (const [ms, part] of sends) if (!process.isLost(nowNs + ms * 1e6, nowNs)) come |= 1 << part;
    let parts = 0;
    for (let rest = come; rest > 0; rest >>= 1) parts += rest & 1;
    if (parts >= plan.needed) continue;
    residual++;
    if (parts > 0) half++;
  }
  return { residual: residual / chunks, half: half / chunks };
}

export interface PlayedAudioTrial {
  readonly lossCase: LossCase;
  /** Undefined for the adaptive one. */
  readonly plan: NamedAudioPlan | undefined;
  readonly chunks: number;
  readonly playoutDelayMs: number;
  readonly seed: number;
}

/** The same on the real stack, sample by sample, the listener's reports being lost alike. */
export function playedTrial(trial: PlayedAudioTrial): Promise<PlayMarksResult> {
  const { lossCase, plan, chunks, playoutDelayMs, seed } = trial;
  return playMarks({
    seed,
    chunks,
    settleChunks: plan === undefined ? 3750 : 0,
    chunkFrames: 128,
    send: { form: 'binary', plan: plan?.plan ?? 'adaptive' },
    loss: lossOf(lossCase),
    lossBack: lossOf(lossCase),
    playoutDelayMs,
    jellie: true,
  });
}
