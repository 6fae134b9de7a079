import { toDb, toneResidual } from '../audio/tone-residual.js';
import type { Bar } from '../bar.js';
import { createSimulatedAudio } from '../simulated-audio.js';
import { inParallel } from '../workers/pool.js';

const MINUTES = 10;
const SAMPLE_RATE = 48_000;
const FRAMES = 128;
const TONES = [997, 10_000];
const LEVEL = 0.5;
const WINDOW = SAMPLE_RATE / 10;
const FITTED = 4;
/** By then a drift has been measured and the depth brought back; before it the pitch glides. */
const SETTLED_SECONDS = 60;
const STEADY_MS = 0.5;
const MOST_DB = -90;

interface DriftPlan {
  readonly ppm: number;
  /** A common delay for a sound card that drifts, or an adaptive one for a peer whose clock is not known, behind jitter. */
  readonly common: boolean;
}

interface DriftRun {
  /** Between the least and the largest delay, milliseconds, once settled, and over all. */
  readonly swingMs: number;
  readonly swingOverAllMs: number;
  /** Frames that were not played as they came: predicted, cross-faded, inserted, skipped. */
  readonly notReal: number;
  /** THD+N by tone in the worst window, dB: once settled; of all from the first second on, with the glide of the pitch taken for a part of the tone; and with it taken for distortion. */
  readonly settledDb: readonly number[];
  readonly overAllDb: readonly number[];
  readonly glidingDb: readonly number[];
  readonly driftPpm: number;
}

export async function trial({ ppm, common }: DriftPlan): Promise<DriftRun> {
  const audio = await createSimulatedAudio({
    seed: 1,
    send: {
      sampleRate: SAMPLE_RATE,
      channels: TONES.length,
      form: 'binary',
      chunkFrames: FRAMES,
      plan: { copiesMs: [0] },
    },
    receive: common ? { playoutDelayMs: 20 } : {},
    listenerPpm: ppm,
    sameClock: common,
    ...(common ? {} : { there: { jitterMs: 1 } }),
  });
  const { time, player } = audio;
  const samples = new Float32Array(FRAMES * TONES.length);
  const out = new Float32Array(FRAMES * TONES.length);
  const window = TONES.map(() => new Float32Array(WINDOW));
  const settled = TONES.map(() => 0);
  const overAll = TONES.map(() => 0);
  const gliding = TONES.map(() => 0);
  let [ended, filled, sent, read] = [0, 0, 0, 0];
  const [least, most] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  const startNs = time.clock.nowNs();
  const chunkNs = (FRAMES * 1e9) / SAMPLE_RATE;
  const readNs = chunkNs / (1 + ppm * 1e-6);
  const reads = Math.round((MINUTES * 60 * 1e9) / readNs);
  while (read < reads) {
    const nextChunkNs = startNs + (sent + 1) * chunkNs;
    const nextReadNs = startNs + 50.7e6 + read * readNs;
    if (nextChunkNs <= nextReadNs) {
      time.run(Math.round(nextChunkNs));
      for (let i = 0; i < FRAMES; i++)
        for (const [c, hz] of TONES.entries())
          samples[i * TONES.length + c] =
            LEVEL * Math.sin((2 * Math.PI * hz * (sent * FRAMES + i)) / SAMPLE_RATE);
      player.jdat.send(samples, FRAMES, Math.round(startNs + sent * chunkNs));
      sent++;
      continue;
    }
    time.run(Math.round(nextReadNs));
    read++;
    const { stream } = audio;
    if (stream === undefined) continue;
    stream.pull(out, FRAMES);
    const seconds = (read * FRAMES) / SAMPLE_RATE;
    if (seconds < 1) continue;
    const { delayMs } = stream.live;
    for (const at of seconds < SETTLED_SECONDS ? [0] : [0, 1]) {
      least[at] = Math.min(least[at], delayMs);
      most[at] = Math.max(most[at], delayMs);
    }
    for (let i = 0; i < FRAMES; i++) {
      for (const c of TONES.keys()) window[c][filled] = out[i * TONES.length + c];
      if (++filled < WINDOW) continue;
      filled = 0;
      // Each fourth window once settled: what is not fitted is counted, and a dropped block would show in the counters.
      if (++ended % FITTED > 0 && seconds >= SETTLED_SECONDS) continue;
      for (const [c, hz] of TONES.entries()) {
        const plain = toneResidual(window[c], hz, SAMPLE_RATE);
        gliding[c] = Math.max(gliding[c], plain);
        overAll[c] = Math.max(overAll[c], toneResidual(window[c], hz, SAMPLE_RATE, true));
        if (seconds >= SETTLED_SECONDS) settled[c] = Math.max(settled[c], plain);
      }
    }
  }
  const { counters, live } = audio.stream!;
  const { concealed, faded, held, skipped } = counters;
  const result = {
    swingMs: most[1] - least[1],
    swingOverAllMs: most[0] - least[0],
    notReal: concealed + faded + held + skipped,
    settledDb: settled.map(toDb),
    overAllDb: overAll.map(toDb),
    glidingDb: gliding.map(toDb),
    driftPpm: live.driftPpm,
  };
  await audio.close();
  return result;
}

export const bar: Bar = {
  name: 'audio-drift',
  bar: `±100 ppm between the clocks for ${MINUTES} minutes: depth steady within ${STEADY_MS} ms, no block dropped or repeated, THD+N of a sine ≤ ${MOST_DB} dB`,
  async run(report) {
    const plans = [true, false].flatMap((common) => [100, -100].map((ppm) => ({ ppm, common })));
    const runs = await inParallel<DriftPlan, DriftRun>(import.meta.url, 'trial', plans, (done) =>
      report(`${done} of ${plans.length} runs`),
    );
    const holds = runs.every(
      ({ swingMs, notReal, settledDb, overAllDb }) =>
        swingMs < STEADY_MS &&
        notReal === 0 &&
        [...settledDb, ...overAllDb].every((db) => db <= MOST_DB),
    );
    const of = (db: readonly number[]): string => db.map((each) => each.toFixed(1)).join(' / ');
    const figures = runs.map(
      ({ swingMs, notReal, settledDb, overAllDb, glidingDb }, i) =>
        `${plans[i].common ? 'common delay' : 'adaptive, other clock, 1 ms jitter'} ${plans[i].ppm} ppm: depth within ${swingMs.toFixed(2)} ms, ${notReal} frames not real, THD+N of ${TONES.join(' / ')} Hz in the worst tenth of a second ${of(overAllDb)} dB (${of(settledDb)} after ${SETTLED_SECONDS} s; ${of(glidingDb)} while the pace is learnt, if the glide of the pitch is taken for distortion)`,
    );
    return { figure: figures.join('; '), holds, details: { plans, runs } };
  },
};
