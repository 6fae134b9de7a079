import type { PlayMarksResult } from '../audio/play-marks.js';
import type { Bench } from '../bench.js';
import { linePlot, type Series } from '../report/line-plot.js';
import type { Plot, Section } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { inParallel } from '../workers/pool.js';
import { AUDIO_IN_RUNS, AUDIO_INDEPENDENT, AUDIO_PLANS } from './audio-redundancy-plans.js';
import type {
  FixedAudioResult,
  FixedAudioTrial,
  PlayedAudioTrial,
} from './audio-redundancy-trials.js';
import { caseText, type LossCase } from './residual-cases.js';

const TRIALS = new URL('audio-redundancy-trials.ts', import.meta.url).href;
const FIXED_CHUNKS = 500_000;
/** 50 seconds of which ten do not count. */
const PLAYED_CHUNKS = 18_750;
/** Room for the last copy of the widest plan, the chunk and half a read. */
const PLAYOUT_DELAY_MS = 32;
const CASES = [...AUDIO_INDEPENDENT, ...AUDIO_IN_RUNS];
/** On which the real stack is asked too, plan by plan. */
const PLAYED_CASE: LossCase = { rate: 0.05, runMs: 8 };
const ADAPTIVE = 'adaptive';

export const audioRedundancy: Bench = {
  name: 'audio-redundancy',
  about: 'audio that no copy and no part brings through, by loss, plan and bit rate',
  async run(say, { quick }) {
    const share = quick ? 0.1 : 1;
    const fixed = await runFixed(Math.round(FIXED_CHUNKS * share), say);
    const chunks = Math.max(7500, Math.round(PLAYED_CHUNKS * share));
    const played = await runPlayed(
      AUDIO_PLANS.map((plan) => ({ plan, lossCase: PLAYED_CASE })),
      chunks,
      (done) => say(`plans on the real stack, ${done} of ${AUDIO_PLANS.length}`),
    );
    const adaptive = await runPlayed(
      CASES.map((lossCase) => ({ plan: undefined, lossCase })),
      chunks,
      (done) => say(`adaptive plan, ${done} of ${CASES.length} cases`),
    );
    const rows: Row[] = [
      ...AUDIO_PLANS.map(({ name }, i) => ({
        name,
        factor: factorOf(played[i]),
        residuals: fixed[i].map(({ residual }) => residual),
      })),
      {
        name: ADAPTIVE,
        factor: NaN,
        residuals: adaptive.map(({ exactChunks, chunks: all }) => 1 - exactChunks / all),
      },
    ];
    return {
      title: 'Audio that redundancy does not bring through',
      sections: [
        lossSection('Independent loss', rows, AUDIO_INDEPENDENT, 0),
        lossSection('Loss in runs', rows, AUDIO_IN_RUNS, AUDIO_INDEPENDENT.length),
        halfSection(fixed),
        adaptiveSection(adaptive),
        playedSection(rows, played),
      ],
      plots: [
        lossPlot('rate', rows, AUDIO_INDEPENDENT, 0),
        lossPlot('runs', rows, AUDIO_IN_RUNS.slice(0, 5), AUDIO_INDEPENDENT.length),
        bitRatePlot(rows, adaptive),
      ],
      data: {
        plans: AUDIO_PLANS.map((plan, i) => ({
          ...plan,
          bitRateFactor: rows[i].factor,
          cases: CASES.map((c, j) => ({ ...c, ...fixed[i][j] })),
          played: played[i],
        })),
        adaptive: CASES.map((c, j) => ({ ...c, ...adaptive[j] })),
      },
    };
  },
};

async function runFixed(
  chunks: number,
  say: (text: string) => void,
): Promise<FixedAudioResult[][]> {
  const trials = AUDIO_PLANS.flatMap((plan, i) =>
    CASES.map((lossCase, j) => ({ plan, lossCase, chunks, seed: 1 + i * CASES.length + j })),
  );
  const results = await inParallel<FixedAudioTrial, FixedAudioResult>(
    TRIALS,
    'fixedTrial',
    trials,
    (done) => say(`plans, ${done} of ${trials.length} cases`),
  );
  return AUDIO_PLANS.map((_, i) => results.slice(i * CASES.length, (i + 1) * CASES.length));
}

function runPlayed(
  trials: readonly Pick<PlayedAudioTrial, 'plan' | 'lossCase'>[],
  chunks: number,
  done: (count: number) => void,
): Promise<PlayMarksResult[]> {
  const whole = trials.map((trial, i) => ({
    ...trial,
    chunks,
    seed: i + 1,
    playoutDelayMs: PLAYOUT_DELAY_MS,
  }));
  return inParallel<PlayedAudioTrial, PlayMarksResult>(TRIALS, 'playedTrial', whole, done);
}

interface Row {
  readonly name: string;
  readonly factor: number;
  readonly residuals: readonly number[];
}

const factorOf = ({ bytesPerSecond, plainBytesPerSecond }: PlayMarksResult): number =>
  bytesPerSecond / plainBytesPerSecond;

/** Percent; none means none of them. */
function percent(share: number): string {
  return share === 0 ? 'none' : figure(share * 100);
}

function lossSection(
  title: string,
  rows: readonly Row[],
  cases: readonly LossCase[],
  from: number,
): Section {
  return {
    title: `${title}: chunks that are not exact, %`,
    table: {
      columns: ['plan (times in ms)', 'times the bit rate', ...cases.map(caseText)],
      rows: rows.map(({ name, factor, residuals }) => [
        name,
        Number.isNaN(factor) ? 'as below' : factor.toFixed(2),
        ...cases.map((_, i) => percent(residuals[from + i])),
      ]),
    },
    notes: [
      `Chunks of 128 frames at 48 kHz, one after the other, ${figure(FIXED_CHUNKS)} for a fixed plan, on virtual time, all that comes being in time; the adaptive plan on the real stack, see below. The bit rate is that on the wire in the binary form, headers counted.`,
    ],
  };
}

function halfSection(fixed: readonly (readonly FixedAudioResult[])[]): Section {
  const parted = AUDIO_PLANS.map(({ name, parts }, i) => ({ name, parts, of: fixed[i] })).filter(
    ({ parts }) => parts > 1,
  );
  return {
    title: 'Of these, known at half the rate, % of all chunks',
    table: {
      columns: ['plan', ...CASES.map(caseText)],
      rows: parted.map(({ name, of }) => [name, ...of.map(({ half }) => percent(half))]),
    },
  };
}

function adaptiveSection(adaptive: readonly PlayMarksResult[]): Section {
  return {
    title: 'What the adaptive plan chose',
    table: {
      columns: ['loss', 'not exact, %', 'times the bit rate', 'at the end'],
      rows: CASES.map((c, i) => [
        caseText(c),
        percent(1 - adaptive[i].exactChunks / adaptive[i].chunks),
        factorOf(adaptive[i]),
        `${adaptive[i].plan.coding} at ${adaptive[i].plan.copiesMs.map((ms) => Number(ms.toFixed(1))).join('/')}`,
      ]),
    },
    notes: [
      `At most 4 times the bit rate, JELLIE known to both, a listener with ${PLAYOUT_DELAY_MS} ms of play-out delay whose reports are lost at the same rate; 40 s after 10 s in which the loss is learnt.`,
    ],
  };
}

function playedSection(rows: readonly Row[], played: readonly PlayMarksResult[]): Section {
  const at = CASES.findIndex(
    ({ rate, runMs }) => rate === PLAYED_CASE.rate && runMs === PLAYED_CASE.runMs,
  );
  return {
    title: `The same on the real stack, ${caseText(PLAYED_CASE)}`,
    table: {
      columns: ['plan', 'not exact, %', 'by the trial above, %', 'frames silent'],
      rows: AUDIO_PLANS.map(({ name }, i) => [
        name,
        percent(1 - played[i].exactChunks / played[i].chunks),
        percent(rows[i].residuals[at]),
        played[i].silentFrames,
      ]),
    },
    notes: [
      'Sender, simulated network, receiver and play-out; every sample that the listener pulled was compared with the one that was played. Less than a minute, so that runs of loss make the figures of the two columns differ by chance.',
    ],
  };
}

function lossPlot(
  suffix: string,
  rows: readonly Row[],
  cases: readonly LossCase[],
  from: number,
): Plot {
  const inRuns = cases[0].runMs > 0;
  const x = (c: LossCase): number => (inRuns ? c.runMs : c.rate * 100);
  const title = inRuns ? '5 % loss in runs' : 'Independent loss';
  return {
    suffix,
    title,
    svg: linePlot({
      title: `${title}: audio that is not exact`,
      x: {
        label: inRuns ? 'mean length of a run, ms' : 'datagrams lost, %',
        log: inRuns,
        ticks: cases.map(x),
        ...(inRuns ? {} : { from: 0 }),
      },
      y: { label: 'chunks that are not exact, %', log: true, from: 1e-4, to: 100 },
      series: rows.map(({ name, residuals }) => ({
        name,
        dashed: name === ADAPTIVE,
        points: cases
          .map((c, i) => [x(c), residuals[from + i] * 100] as const)
          .filter(([, residual]) => residual > 0),
      })),
    }),
  };
}

/** For a few losses: what is left, by what was sent. */
function bitRatePlot(rows: readonly Row[], adaptive: readonly PlayMarksResult[]): Plot {
  const shown: readonly LossCase[] = [
    { rate: 0.05, runMs: 0 },
    { rate: 0.33, runMs: 0 },
    { rate: 0.05, runMs: 8 },
    { rate: 0.2, runMs: 8 },
  ];
  const series = shown.flatMap((c): Series[] => {
    const at = CASES.findIndex(({ rate, runMs }) => rate === c.rate && runMs === c.runMs);
    const points = rows
      .filter(({ factor, residuals }) => !Number.isNaN(factor) && residuals[at] > 0)
      .map(({ factor, residuals }) => [factor, residuals[at] * 100] as const)
      .sort((a, b) => a[0] - b[0]);
    const residual = 1 - adaptive[at].exactChunks / adaptive[at].chunks;
    const own = [[factorOf(adaptive[at]), residual * 100] as const];
    return [
      { name: caseText(c), points },
      { name: `${caseText(c)}, adaptive`, points: residual > 0 ? own : [] },
    ];
  });
  return {
    suffix: 'bit-rate',
    title: 'By bit rate',
    svg: linePlot({
      title: 'Audio that is not exact, by bit rate: each point a plan',
      x: { label: 'times the bit rate of one plain copy', from: 0.9, to: 5 },
      y: { label: 'chunks that are not exact, %', log: true, from: 1e-4, to: 100 },
      series,
    }),
  };
}
