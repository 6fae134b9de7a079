import { playMarks, type PlayMarksResult } from '../audio/play-marks.js';
import { playTone, type PlayToneResult } from '../audio/play-tone.js';
import { type MarkSums, sumMarks } from '../audio/sum-marks.js';
import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';
import { inParallel } from '../workers/pool.js';

const SEEDS = 16;
const FRAMES = 1_008_000;
const LOSS = 0.33;
const PARTS_MS = [0, 0, 4, 8];
/** What a plain stream has unless it is told otherwise, in JSON. */
const PLAIN_CHUNK_FRAMES = 64;
const CASES = {
  /** Four parts, each once. Short chunks, so that a million of them are eleven minutes. */
  once: {
    send: { form: 'binary', plan: { coding: 'jellie', partsMs: PARTS_MS } },
    chunkFrames: 32,
    least: 0.891,
    factor: Infinity,
    toneSeconds: 20,
  },
  /** Four parts, each twice; a part holds half the samples, so chunks are as long as make full datagrams of them. */
  twice: {
    send: {
      form: 'compact',
      plan: { coding: 'jellie', partsMs: PARTS_MS, copiesMs: [0, 12] },
    },
    chunkFrames: 192,
    least: 0.99,
    factor: 4,
    /** None of eight messages comes once in 7,000 chunks. */
    toneSeconds: 120,
  },
} as const;

export type CaseName = keyof typeof CASES;

interface Trial {
  readonly seed: number;
  readonly name: CaseName;
}

export function trial({ seed, name }: Trial): Promise<PlayMarksResult> {
  const { send, chunkFrames } = CASES[name];
  return playMarks({
    seed,
    chunks: FRAMES / SEEDS,
    chunkFrames,
    plainChunkFrames: name === 'twice' ? PLAIN_CHUNK_FRAMES : chunkFrames,
    send,
    loss: LOSS,
    playoutDelayMs: 32,
    jellie: true,
  });
}

/** What is concealed, with PNBTR and heard as it is: is any of it silent? */
export function heard(name: CaseName): Promise<PlayToneResult> {
  return playTone({
    seed: 1,
    seconds: CASES[name].toneSeconds,
    chunkFrames: CASES[name].chunkFrames,
    plan: CASES[name].send.plan,
    loss: LOSS,
    playoutDelayMs: 32,
  });
}

export const bar: Bar = {
  name: 'audio-loss-33',
  bar: '33 % independent loss, a million frames: JELLIE gives 89.1 % of them exactly (89.18 % in theory), with copies at most 4 times the bit rate 99 %; nothing is silent',
  async run(report) {
    const names = Object.keys(CASES) as CaseName[];
    const trials = names.flatMap((name) =>
      Array.from({ length: SEEDS }, (_, i) => ({ seed: i + 1, name })),
    );
    const results = await inParallel<Trial, PlayMarksResult>(
      import.meta.url,
      'trial',
      trials,
      (done) => report(`${done} of ${trials.length} runs`),
    );
    const tones = await inParallel<CaseName, PlayToneResult>(import.meta.url, 'heard', names);
    const sums = names.map((name) => ({
      name,
      sums: sumMarks(results.filter((_, i) => trials[i].name === name)),
    }));
    return {
      figure: sums
        .map(({ name, sums: each }, i) => `${name}: ${told(each)}; ${toldTone(tones[i])}`)
        .join('; '),
      holds:
        tones.every(({ silent, concealed }) => silent === 0 && concealed > 0) &&
        sums.every(
          ({ name, sums: each }) =>
            each.exact >= CASES[name].least &&
            each.bitRateFactor <= CASES[name].factor &&
            each.chunks >= 1_000_000 &&
            each.silentFrames === 0 &&
            each.moves <= 1,
        ),
      details: { sums, tones, runs: results.map((result, i) => ({ ...trials[i], ...result })) },
    };
  },
};

function told({ chunks, exact, bitRateFactor, silentFrames }: MarkSums): string {
  return `${(exact * 100).toFixed(2)} % of ${figure(chunks)} frames exact, ${bitRateFactor.toFixed(2)} times the bytes of a plain stream, headers counted, ${silentFrames} samples silent`;
}

function toldTone({ concealed, silent, quietestDb }: PlayToneResult): string {
  return `of a tone concealed by PNBTR ${silent} of ${figure(concealed)} blocks silent, the quietest at ${quietestDb.toFixed(1)} dB`;
}
