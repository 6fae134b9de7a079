import { createCountingConcealer } from '../audio/counting-concealer.js';
import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';
import { createSimulatedAudio } from '../simulated-audio.js';
import { inParallel } from '../workers/pool.js';

const SEEDS = 8;
const SECONDS = 20;
const FRAMES = 128;
const RATES = [48_000, 96_000, 44_100];
const IMPAIRMENT = { corrupt: 0.1, reorder: 0.05, duplicate: 0.05, jitterMs: 1 };
/** A corrupted datagram is a lost one; what is left of it after this is lost by chance. */
const LEAST_REAL = 0.87;
const RANGE = 2 ** 23;

interface HostileRun {
  readonly frames: number;
  readonly real: number;
  /** Frames that were counted as real and are not what was sent. */
  readonly wrong: number;
  readonly counted: number;
  readonly malformed: number;
  readonly duplicates: number;
  readonly heard: number;
  readonly ended: number;
  readonly left: number;
}

/** Each value says which frame it is. */
const ramp = (frame: number): number => (frame % (RANGE - 1)) + 1;

export async function trial(seed: number): Promise<HostileRun> {
  const sendAt = (sampleRate: number) => ({
    sampleRate,
    form: 'binary' as const,
    chunkFrames: FRAMES,
    plan: { copiesMs: [0] },
    throttle: false,
  });
  const audio = await createSimulatedAudio({
    seed,
    send: sendAt(RATES[0]),
    receive: { createConcealer: createCountingConcealer, playoutDelayMs: 10 },
    there: IMPAIRMENT,
  });
  const { time, listener } = audio;
  const samples = new Int32Array(FRAMES);
  const out = new Float32Array(FRAMES);
  let [frames, real, wrong] = [0, 0, 0];
  for (const [turn, rate] of RATES.entries()) {
    if (turn > 0) await audio.restart(sendAt(rate));
    const startNs = time.clock.nowNs();
    const heardBefore = audio.streams.length;
    for (let chunk = 0; chunk < (SECONDS * rate) / FRAMES; chunk++) {
      time.run(Math.round(startNs + ((chunk + 1) * FRAMES * 1e9) / rate));
      for (let i = 0; i < FRAMES; i++) samples[i] = ramp(chunk * FRAMES + i);
      audio.player.jdat.send(samples, FRAMES, Math.round(startNs + (chunk * FRAMES * 1e9) / rate));
      // Whoever restarts is heard as a new stream.
      for (const [index, stream] of audio.streams.entries()) {
        if (index < heardBefore || stream.ended !== null) continue;
        const there = stream.pull(out, FRAMES);
        frames += FRAMES;
        real += there;
        wrong += FRAMES - countRising(out) - (FRAMES - there);
      }
    }
  }
  time.runFor(5e9);
  const { received } = listener.jdat.stats();
  const result = {
    frames,
    real,
    wrong: Math.max(0, wrong),
    counted: received!.exact + received!.concealed,
    malformed: received!.malformed,
    duplicates: received!.duplicates,
    heard: audio.streams.length,
    ended: received!.ended,
    left: received!.streams,
  };
  await audio.close();
  return result;
}

/** Frames that are whole values of the ramp: what a concealer makes up lies between two. */
function countRising(out: Float32Array): number {
  let count = 0;
  for (const value of out) if (value !== 0 && Number.isInteger(value * RANGE)) count++;
  return count;
}

export const bar: Bar = {
  name: 'audio-hostile',
  bar: '10 % corrupted datagrams, reorder, duplicates, a sender that restarts at another rate: plays on, counted, nothing thrown, nothing altered',
  async run(report) {
    const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
    const runs = await inParallel<number, HostileRun>(import.meta.url, 'trial', seeds, (done) =>
      report(`${done} of ${SEEDS} seeds`),
    );
    const sum = (of: (run: HostileRun) => number): number =>
      runs.reduce((total, run) => total + of(run), 0);
    const share = sum(({ real }) => real) / sum(({ frames }) => frames);
    const wrong = sum((run) => run.wrong);
    const holds =
      share >= LEAST_REAL &&
      wrong === 0 &&
      runs.every(
        ({ heard, ended, left }) => heard === RATES.length && ended === heard && left === 0,
      ) &&
      runs.every(({ malformed }) => malformed === 0);
    return {
      figure: `${(100 * share).toFixed(2)} % of ${figure(sum(({ frames }) => frames))} frames as sent, the others predicted, ${wrong} altered; ${RATES.length} senders one after the other heard and ended in each of ${SEEDS} sessions; nothing thrown`,
      holds,
      details: runs,
    };
  },
};
