import type { Bench } from '../bench.js';
import { linePlot } from '../report/line-plot.js';
import type { Plot, Section } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { inParallel } from '../workers/pool.js';
import {
  caseText,
  closedForm,
  COMPUTED_BEFORE,
  FIXED_PLANS,
  IN_RUNS,
  INDEPENDENT,
  type LossCase,
  type NamedPlan,
} from './residual-cases.js';
import type { AdaptiveResult, AdaptiveTrial, FixedTrial } from './residual-trials.js';

const TRIALS = new URL('residual-trials.ts', import.meta.url).href;
const FIXED_MESSAGES = 1_000_000;
const ADAPTIVE_MESSAGES = 100_000;
const CASES = [...INDEPENDENT, ...IN_RUNS];
const ADAPTIVE = 'adaptive';
/** Where losses are independent, spreading changes nothing: one line stands for both. */
const SAME_WHEN_INDEPENDENT = ['3 over 45 ms', '5 over 15 ms', '5 over 45 ms'];

export const residualLoss: Bench = {
  name: 'residual-loss',
  about:
    'share of messages that no copy of brings through, by loss rate, run length and burst plan',
  async run(say) {
    const fixed = await runFixed(FIXED_PLANS, CASES, say);
    const same = await runFixed(COMPUTED_BEFORE, IN_RUNS, say);
    const trials = CASES.map((lossCase) => ({ lossCase, messages: ADAPTIVE_MESSAGES }));
    const adaptive = await inParallel<AdaptiveTrial, AdaptiveResult>(
      TRIALS,
      'adaptiveTrial',
      trials,
      (done) => say(`adaptive plan, ${done} of ${trials.length} cases`),
    );
    const rows = [
      ...FIXED_PLANS.map(({ name }, i) => ({ name, residuals: fixed[i] })),
      { name: ADAPTIVE, residuals: adaptive.map(({ residual }) => residual) },
    ];
    return {
      title: 'Residual loss after bursts',
      sections: [
        section('Independent loss', rows, INDEPENDENT, 0),
        section('Loss in runs', rows, IN_RUNS, INDEPENDENT.length),
        adaptiveSection(adaptive),
        agreementSection(same),
        othersSection(),
      ],
      plots: [
        plot('rate', 'Independent loss', 'datagrams lost, %', rows, INDEPENDENT, 0),
        plot(
          'runs',
          '5 % loss in runs',
          'mean length of a run, ms',
          rows,
          IN_RUNS.slice(0, 5),
          INDEPENDENT.length,
        ),
      ],
      data: {
        fixed: FIXED_PLANS.map(({ name, plan }, i) => ({
          name,
          offsetsUs: plan.offsetsUs,
          cases: CASES.map((c, j) => ({
            ...c,
            residual: fixed[i][j],
            closedForm: closedForm(c, plan),
          })),
        })),
        adaptive: CASES.map((c, j) => ({ ...c, ...adaptive[j] })),
        sameAsComputedBefore: COMPUTED_BEFORE.map(({ name, percent }, i) => ({
          name,
          cases: IN_RUNS.map((c, j) => ({
            ...c,
            residual: same[i][j],
            computed: percent[j] / 100,
          })),
        })),
      },
    };
  },
};

async function runFixed(
  plans: readonly NamedPlan[],
  cases: readonly LossCase[],
  say: (text: string) => void,
): Promise<number[][]> {
  const trials = plans.flatMap(({ plan }, i) =>
    cases.map((lossCase, j) => ({
      lossCase,
      plan,
      messages: FIXED_MESSAGES,
      seed: 1 + i * cases.length + j,
    })),
  );
  const residuals = await inParallel<FixedTrial, number>(TRIALS, 'fixedTrial', trials, (done) =>
    say(`fixed plans, ${done} of ${trials.length} cases`),
  );
  return plans.map((_, i) => residuals.slice(i * cases.length, (i + 1) * cases.length));
}

interface Row {
  readonly name: string;
  readonly residuals: readonly number[];
}

/** Percent; none means fewer than one in all the messages. */
function percent(share: number): string {
  return share === 0 ? 'none' : figure(share * 100);
}

function section(
  title: string,
  rows: readonly Row[],
  cases: readonly LossCase[],
  from: number,
): Section {
  return {
    title: `${title}: messages lost for good, %`,
    table: {
      columns: ['plan', ...cases.map(caseText)],
      rows: rows.map(({ name, residuals }) => [
        name,
        ...cases.map((_, i) => percent(residuals[from + i])),
      ]),
    },
    notes: [
      `${figure(FIXED_MESSAGES)} messages for a fixed plan, ${figure(ADAPTIVE_MESSAGES)} for the adaptive one, on virtual time. "none" is none of them. This is what bursts alone leave: the history of recent events, which MIDI has besides, is not counted in.`,
    ],
  };
}

function adaptiveSection(adaptive: readonly AdaptiveResult[]): Section {
  return {
    title: 'What the adaptive plan chose',
    table: {
      columns: ['loss', 'lost for good, %', 'mean copies', 'mean spread, ms'],
      rows: CASES.map((c, i) => [
        caseText(c),
        percent(adaptive[i].residual),
        adaptive[i].copies,
        adaptive[i].spanMs,
      ]),
    },
    notes: [
      'A stream of 100 frames a second on a simulated LAN; the receiver’s reports are lost at the same rate, in runs of their own. The first 10 seconds do not count.',
    ],
  };
}

function agreementSection(same: readonly (readonly number[])[]): Section {
  return {
    title: 'Beside what had been computed',
    table: {
      columns: ['schedule, ms', ...IN_RUNS.map((c) => `${caseText(c)}: measured / computed`)],
      rows: COMPUTED_BEFORE.map(({ name, percent: computed }, i) => [
        name,
        ...IN_RUNS.map((_, j) => `${percent(same[i][j])} / ${computed[j]}`),
      ]),
    },
    notes: [
      'The computed figures come from the closed form of the two-state chain in continuous time, everything in the bad state being lost; they were made for the design, before the code. Five copies sent at once are worth almost nothing against runs; the same five over 45 ms are worth sixty times as much.',
    ],
  };
}

/** What others lose, as measured for the design on a machine of this kind; loss made by a lossy relay between two processes. */
function othersSection(): Section {
  return {
    title: 'Beside other systems at 5 % loss',
    table: {
      columns: ['system', 'independent', 'in runs', 'how it was had'],
      rows: [
        [
          'rtpmidi 1.0.0 from npm, RTP-MIDI without its journal',
          '4.5-5.7 % of notes',
          '5.9 %',
          'measured, 3,000 notes, runs of 3 packets',
        ],
        [
          'JackTrip 1.7.0, one packet',
          '4.85 % of blocks',
          '3.8 %',
          'measured, 4,124 blocks, runs of 3 packets',
        ],
        [
          'JackTrip 1.7.0, each packet three times',
          '0.024 %',
          '1.8 %',
          'measured, 4,124 blocks, runs of 3 packets',
        ],
        ['three copies, independent by theory', '0.0125 %', '', 'computed'],
        ['five copies, independent by theory', '0.00003 %', '', 'computed'],
      ],
    },
  };
}

function plot(
  suffix: string,
  title: string,
  xLabel: string,
  rows: readonly Row[],
  cases: readonly LossCase[],
  from: number,
): Plot {
  const inRuns = cases[0].runMs > 0;
  const x = (c: LossCase): number => (inRuns ? c.runMs : c.rate * 100);
  const shown = rows.filter(({ name }) => inRuns || !SAME_WHEN_INDEPENDENT.includes(name));
  return {
    suffix,
    title,
    svg: linePlot({
      title: `${title}: messages lost for good`,
      x: { label: xLabel, log: inRuns, ticks: cases.map(x), ...(inRuns ? {} : { from: 0 }) },
      y: { label: 'messages lost for good, %', log: true, from: 1e-4, to: 100 },
      series: shown.map(({ name, residuals }) => ({
        name,
        dashed: name === ADAPTIVE,
        points: cases
          .map((c, i) => [x(c), residuals[from + i] * 100] as const)
          .filter(([, residual]) => residual > 0),
      })),
    }),
  };
}
