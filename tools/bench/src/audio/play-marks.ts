import type { AudioSendOptions, FixedAudioPlan } from '@jamnet/jdat';
import type { Loss } from '@jamnet/testkit';
import { createSimulatedAudio } from '../simulated-audio.js';
import { createCountingConcealer } from './counting-concealer.js';
import { createMarkJudge, type MarkTally, markSample } from './marks.js';

const SAMPLE_RATE = 48_000;

export interface PlayMarksOptions {
  readonly seed: number;
  readonly chunks: number;
  readonly chunkFrames: number;
  /** Of the plain copy that what was sent is compared with. @default the same */
  readonly plainChunkFrames?: number;
  readonly send: Pick<AudioSendOptions, 'form' | 'plan' | 'maxBitRateFactor'>;
  readonly loss: Loss;
  /** Of the listener's reports on their way back. @default none */
  readonly lossBack?: Loss;
  readonly playoutDelayMs: number;
  /** Both know JELLIE. @default false */
  readonly jellie?: boolean;
  /** Chunks at the beginning that do not count: an adaptive plan learns the loss. @default 0 */
  readonly settleChunks?: number;
}

export interface PlayMarksResult extends MarkTally {
  /** Of all that was sent, the beginning included. */
  readonly bytesPerSecond: number;
  /** Of one plain copy of the same, as a plan of one copy would have sent it. */
  readonly plainBytesPerSecond: number;
  /** The mean over time of the factor that the plan says of itself. */
  readonly plannedFactor: number;
  /** At the end. */
  readonly plan: { readonly coding: string; readonly copiesMs: readonly number[] };
  /** What the listener's own counters say, of all frames. */
  readonly counted: {
    readonly exact: number;
    readonly halfRate: number;
    readonly concealed: number;
  };
}

/** Plays marked samples through a lossy network to a listener with a fixed play-out delay, both on the real stack, and compares every sample. */
export async function playMarks(options: PlayMarksOptions): Promise<PlayMarksResult> {
  const { chunks, chunkFrames, settleChunks = 0, lossBack } = options;
  const audio = await createSimulatedAudio({
    seed: options.seed,
    send: { ...options.send, sampleRate: SAMPLE_RATE, channels: 1, chunkFrames, throttle: false },
    receive: {
      playoutDelayMs: options.playoutDelayMs,
      createConcealer: createCountingConcealer,
      silenceMs: 60_000,
    },
    there: { loss: options.loss },
    jellie: options.jellie ?? false,
    ...(lossBack === undefined ? {} : { back: { loss: lossBack } }),
  });
  const { time, player } = audio;
  const startNs = time.clock.nowNs();
  const chunkNs = (chunkFrames * 1e9) / SAMPLE_RATE;
  const delayChunks = Math.ceil((options.playoutDelayMs * 1e6) / chunkNs) + 2;
  const judge = createMarkJudge(chunkFrames, settleChunks * chunkFrames, chunks * chunkFrames);
  const samples = new Int32Array(chunkFrames);
  const heard = new Float32Array(chunkFrames);
  let factors = 0;
  for (let chunk = 0; chunk < chunks + delayChunks; chunk++) {
    const endNs = startNs + (chunk + 1) * chunkNs;
    time.run(Math.ceil(endNs));
    if (chunk < chunks) {
      for (let i = 0; i < chunkFrames; i++) samples[i] = markSample(chunk * chunkFrames + i);
      const sent = player.jdat.send(samples, chunkFrames, startNs + chunk * chunkNs);
      if (!sent) throw new Error(`chunk ${chunk} was refused`);
    }
    // In the middle between two chunks, so that no copy comes at the moment of a read.
    time.run(Math.ceil(endNs + chunkNs / 2));
    if (chunk % 64 === 0) factors += player.jdat.stats().sent!.plan.bitRateFactor;
    const { stream } = audio;
    if (stream === undefined) continue;
    stream.pull(heard, chunkFrames);
    judge.take(heard, chunkFrames);
  }
  const { plan } = player.jdat.stats().sent!;
  const { exact, halfRate, concealed } = audio.stream!.stats();
  const seconds = (chunks * chunkNs) / 1e9;
  const bytesPerSecond = player.session.stats().sent.bytes / seconds;
  await audio.close();
  return {
    ...judge.tally,
    bytesPerSecond,
    plainBytesPerSecond: await plainBytesPerSecond(options),
    plannedFactor: factors / Math.ceil((chunks + delayChunks) / 64),
    plan: { coding: plan.coding, copiesMs: plan.copiesMs },
    counted: { exact, halfRate, concealed },
  };
}

/** What one copy of everything takes, heartbeats and headers counted. */
async function plainBytesPerSecond(options: PlayMarksOptions): Promise<number> {
  const { seed, send, plainChunkFrames: chunkFrames = options.chunkFrames } = options;
  const plan: FixedAudioPlan = {};
  const audio = await createSimulatedAudio({
    seed,
    send: { ...send, plan, sampleRate: SAMPLE_RATE, channels: 1, chunkFrames, throttle: false },
    receive: { createConcealer: createCountingConcealer },
  });
  const startNs = audio.time.clock.nowNs();
  const chunkNs = (chunkFrames * 1e9) / SAMPLE_RATE;
  const chunks = Math.ceil(2e9 / chunkNs);
  const samples = new Int32Array(chunkFrames);
  for (let chunk = 0; chunk < chunks; chunk++) {
    audio.time.run(Math.ceil(startNs + (chunk + 1) * chunkNs));
    for (let i = 0; i < chunkFrames; i++) samples[i] = markSample(chunk * chunkFrames + i);
    audio.player.jdat.send(samples, chunkFrames, startNs + chunk * chunkNs);
  }
  const { bytes } = audio.player.session.stats().sent;
  await audio.close();
  return bytes / ((chunks * chunkNs) / 1e9);
}
