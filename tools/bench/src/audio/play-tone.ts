import type { FixedAudioPlan } from '@jamnet/jdat';
import { createConcealer } from '@jamnet/pnbtr';
import type { Loss } from '@jamnet/testkit';
import { createSimulatedAudio } from '../simulated-audio.js';

const SAMPLE_RATE = 48_000;
const PARTIALS_HZ = [196, 392, 588, 1176];
const AMPLITUDE = 0.15;
/** That far below the tone a block counts as silent. */
const SILENT_SHARE = 0.01;
/** A tone has to be heard for a while before it can be gone on with. */
const LEARN_SECONDS = 1;

export interface PlayToneOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly chunkFrames: number;
  readonly plan: FixedAudioPlan;
  readonly loss: Loss;
  readonly playoutDelayMs: number;
}

export interface PlayToneResult {
  /** Blocks of a chunk's length that were heard, those in which something was concealed, and those of them that were silent. */
  readonly blocks: number;
  readonly concealed: number;
  readonly silent: number;
  /** Level of the quietest concealed block beside the tone's own, dB. */
  readonly quietestDb: number;
}

/** Plays a tone of four partials through loss to a listener who conceals with PNBTR, and looks for silence. */
export async function playTone(options: PlayToneOptions): Promise<PlayToneResult> {
  const { chunkFrames, plan, seed, seconds } = options;
  const audio = await createSimulatedAudio({
    seed,
    jellie: plan.coding === 'jellie',
    send: { form: 'binary', plan, sampleRate: SAMPLE_RATE, chunkFrames, throttle: false },
    receive: {
      playoutDelayMs: options.playoutDelayMs,
      createConcealer: (sampleRate) => createConcealer({ sampleRate, fitting: 'inline' }),
    },
    there: { loss: options.loss },
  });
  const { time, player } = audio;
  const startNs = time.clock.nowNs();
  const chunkNs = (chunkFrames * 1e9) / SAMPLE_RATE;
  const samples = new Float32Array(chunkFrames);
  const heard = new Float32Array(chunkFrames);
  const result = { blocks: 0, concealed: 0, silent: 0, quietestDb: 0 };
  for (let chunk = 0; chunk * chunkNs < seconds * 1e9; chunk++) {
    const endNs = startNs + (chunk + 1) * chunkNs;
    time.run(Math.ceil(endNs));
    for (let i = 0; i < chunkFrames; i++)
      samples[i] = toneAt((chunk * chunkFrames + i) / SAMPLE_RATE);
    player.jdat.send(samples, chunkFrames, startNs + chunk * chunkNs);
    time.run(Math.ceil(endNs + chunkNs / 2));
    const real = audio.stream?.pull(heard, chunkFrames) ?? chunkFrames;
    if (chunk * chunkNs < LEARN_SECONDS * 1e9) continue;
    result.blocks++;
    if (real === chunkFrames) continue;
    result.concealed++;
    const share = rms(heard) / TONE_RMS;
    result.quietestDb = Math.min(result.quietestDb, 20 * Math.log10(Math.max(1e-6, share)));
    if (share < SILENT_SHARE) result.silent++;
  }
  await audio.close();
  return result;
}

const TONE_RMS = AMPLITUDE * Math.sqrt(PARTIALS_HZ.length / 2);

function toneAt(seconds: number): number {
  let sum = 0;
  for (const hz of PARTIALS_HZ) sum += Math.sin(2 * Math.PI * hz * seconds);
  return AMPLITUDE * sum;
}

function rms(samples: Float32Array): number {
  let sum = 0;
  for (const value of samples) sum += value * value;
  return Math.sqrt(sum / samples.length);
}
