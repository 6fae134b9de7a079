import { createCountingConcealer } from '../audio/counting-concealer.js';
import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';
import { createSimulatedAudio } from '../simulated-audio.js';
import { inParallel } from '../workers/pool.js';

const SEEDS = 8;
const SECONDS = 20;
const FRAMES = 128;
/** Three senders, one after the other, each with a plan of its own. */
const TURNS = [
  { rate: 48_000, plan: { copiesMs: [0] } },
  { rate: 96_000, plan: { copiesMs: [0, 12] } },
  { rate: 44_100, plan: { coding: 'jellie', partsMs: [0, 0, 4, 8] } },
] as const;
const PLAYOUT_DELAY_MS = 24;
const IMPAIRMENT = { corrupt: 0.1, reorder: 0.05, duplicate: 0.05, jitterMs: 1 };
/** A corrupted datagram is a lost one: with one copy nine in ten come, with two 99 in a hundred, of four parts two nearly always. Less a little chance. */
const LEAST_REAL = [0.87, 0.985, 0.985];
const RANGE = 2 ** 23;

interface HostileRun {
  /** By turn. */
  readonly frames: readonly number[];
  readonly real: readonly number[];
  /** Frames that were counted as real and are not what was sent. */
  readonly wrong: number;
  readonly counted: number;
  /** Datagrams that were altered under way, and those that the session refused for their sum or what stands in them. */
  readonly corrupted: number;
  readonly refused: number;
  /** Frames that came by a second copy, and by JELLIE. */
  readonly byCopy: number;
  readonly byCoding: number;
  readonly malformed: number;
  readonly duplicates: number;
  readonly heard: number;
  readonly ended: number;
  readonly left: number;
}

/** Each value says which frame it is. */
const ramp = (frame: number): number => (frame % (RANGE - 1)) + 1;

export async function trial(seed: number): Promise<HostileRun> {
  const sendIn = ({ rate, plan }: (typeof TURNS)[number]) => ({
    sampleRate: rate,
    form: 'binary' as const,
    chunkFrames: FRAMES,
    plan,
    throttle: false,
  });
  const audio = await createSimulatedAudio({
    seed,
    jellie: true,
    send: sendIn(TURNS[0]),
    receive: { createConcealer: createCountingConcealer, playoutDelayMs: PLAYOUT_DELAY_MS },
    there: IMPAIRMENT,
  });
  const { time, listener } = audio;
  const samples = new Int32Array(FRAMES);
  const out = new Float32Array(FRAMES);
  const frames = TURNS.map(() => 0);
  const real = TURNS.map(() => 0);
  let wrong = 0;
  for (const [turn, plan] of TURNS.entries()) {
    const { rate } = plan;
    if (turn > 0) await audio.restart(sendIn(plan));
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
        frames[turn] += FRAMES;
        real[turn] += there;
        wrong += FRAMES - countRising(out) - (FRAMES - there);
      }
    }
  }
  time.runFor(5e9);
  const { received } = listener.jdat.stats();
  const streams = audio.streams.flatMap(({ peer }) => [...peer.streams.values()]);
  const result = {
    frames,
    real,
    wrong: Math.max(0, wrong),
    counted: received!.exact + received!.concealed,
    corrupted: audio.corrupted,
    refused: audio.refused,
    byCopy: received!.byCopy,
    byCoding: received!.byCoding,
    malformed: received!.malformed,
    duplicates: streams.reduce((sum, { duplicates }) => sum + duplicates, 0),
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
    const shares = TURNS.map((_, i) => sum(({ real }) => real[i]) / sum(({ frames }) => frames[i]));
    const wrong = sum((run) => run.wrong);
    const holds =
      shares.every((share, i) => share >= LEAST_REAL[i]) &&
      wrong === 0 &&
      runs.every(
        (run) =>
          run.heard === TURNS.length &&
          run.ended === run.heard &&
          run.left === 0 &&
          run.malformed === 0 &&
          run.duplicates > 0 &&
          run.byCopy > 0 &&
          run.byCoding > 0 &&
          run.corrupted > 0 &&
          // Nothing that was altered is taken, and nothing else is refused.
          run.refused === run.corrupted,
      );
    const percent = shares.map((share) => (100 * share).toFixed(2)).join(' / ');
    return {
      figure: `${percent} % of frames as sent with one copy, two and JELLIE, the others predicted, ${wrong} of ${figure(sum((run) => run.counted))} altered; ${figure(sum((run) => run.corrupted))} datagrams altered, ${figure(sum((run) => run.refused))} refused and counted; ${figure(sum((run) => run.byCopy))} frames by a second copy, ${figure(sum((run) => run.byCoding))} by JELLIE; ${TURNS.length} senders one after the other heard and ended in each of ${SEEDS} sessions; nothing thrown`,
      holds,
      details: runs,
    };
  },
};
