import type { Bench } from '../bench.js';
import { compiledProgram } from '../native-program.js';
import { linePlot } from '../report/line-plot.js';
import { median, type Quantiles, quantiles } from '../report/quantiles.js';
import type { Section } from '../report/result-files.js';
import { FRAME_BYTES, type Lane } from './latency-lanes.js';
import { runLatency } from './latency-run.js';

const RUNS = 9;
const ROUNDS = 1_000;
const BUSY_ROUNDS = 700;
const WARM_UP_ROUNDS = 100;
const MEDIAN_BAR = 0.75;
const P99_BAR = 1.25;
const BUSY_BAR = 1;
const BLOCKING_AIM = 1.3;

const LANE_TEXTS: Partial<Record<Lane, string>> = {
  dgram: 'node:dgram port',
  'dgram again': 'node:dgram port, again (A/A)',
  native: 'native port',
  'native again': 'native port, again (A/A)',
  busy: 'native port that polls busily',
  'blocking C': 'native port to C that blocks in recv',
  'C to C': 'C to C that blocks in recv',
};

/** What one lane came to against another, run by run. */
interface Ratio {
  readonly name: string;
  readonly medians: readonly number[];
  readonly p99s: readonly number[];
}

interface Pass {
  readonly lanes: readonly Lane[];
  /** Run by run, lane by lane; in microseconds. */
  readonly runs: (readonly Quantiles[])[];
  lost: number;
}

export const nativeLatency: Bench = {
  name: 'native-latency',
  about: 'one way between two processes: native port, node:dgram port, blocking C',
  async run(say) {
    const program = compiledProgram('udp_lane.c');
    const c: Lane[] = program === undefined ? [] : ['blocking C', 'C to C'];
    const quiet = emptyPass(['dgram', 'dgram again', 'native', 'native again', ...c]);
    const busy = emptyPass(['busy', ...c]);
    const busyAlone = emptyPass(['busy']);
    for (let run = 0; run < RUNS; run++) {
      for (const [pass, rounds, what] of [
        [quiet, ROUNDS, ''],
        [busy, BUSY_ROUNDS, 'polling, '],
        [busyAlone, BUSY_ROUNDS, 'polling alone, '],
      ] as const) {
        await addRun(pass, rounds, program, (round) =>
          say(`${what}run ${run + 1} of ${RUNS}, round ${round}`),
        );
      }
    }
    const ratios = [
      ratio('native / node:dgram', quiet, 'native', 'dgram'),
      ratio('node:dgram / itself (A/A)', quiet, 'dgram again', 'dgram'),
      ratio('native / itself (A/A)', quiet, 'native again', 'native'),
    ];
    if (program !== undefined) {
      ratios.push(
        ratio('native / C that blocks', quiet, 'native', 'blocking C'),
        ratio('native / C to C', quiet, 'native', 'C to C'),
        ratio('native that polls / C that blocks beside it', busy, 'busy', 'blocking C'),
        ratio('native that polls / C that blocks, apart', busyAlone, 'busy', 'blocking C', quiet),
        ratio('native that polls / C to C, apart', busyAlone, 'busy', 'C to C', quiet),
      );
    }
    return {
      title: 'One way between two processes: native and node:dgram ports',
      sections: [
        passSection('Receivers that sleep until something comes', quiet, ROUNDS),
        passSection('A receiver that polls busily, beside C programs', busy, BUSY_ROUNDS),
        passSection('A receiver that polls busily, alone', busyAlone, BUSY_ROUNDS),
        ratioSection(ratios),
        barSection(ratios, program !== undefined),
      ],
      plots: [ratioPlot(ratios)],
      data: { quiet, busy, busyAlone, ratios },
    };
  },
};

function emptyPass(lanes: readonly Lane[]): Pass {
  return { lanes, runs: [], lost: 0 };
}

async function addRun(
  pass: Pass,
  rounds: number,
  program: string | undefined,
  progress: (round: number) => void,
): Promise<void> {
  const { latenciesNs } = await runLatency(
    { lanes: pass.lanes, rounds, warmUpRounds: WARM_UP_ROUNDS, copies: 1, topic: '', program },
    progress,
  );
  const all = latenciesNs.map((ns) =>
    quantiles(ns.filter((each) => !isNaN(each)).map((each) => each / 1000)),
  );
  pass.lost += all.reduce((sum, { count }) => sum + rounds - count, 0);
  pass.runs.push(all);
}

/** `other` is the pass that `to` is of, where it is not the same: run by run, one after the other. */
function ratio(name: string, pass: Pass, of: Lane, to: Lane, other = pass): Ratio {
  const [a, b] = [pass.lanes.indexOf(of), other.lanes.indexOf(to)];
  return {
    name,
    medians: pass.runs.map((run, i) => run[a].p50 / other.runs[i][b].p50),
    p99s: pass.runs.map((run, i) => run[a].p99 / other.runs[i][b].p99),
  };
}

function passSection(title: string, pass: Pass, rounds: number): Section {
  const figures = (lane: number, of: (q: Quantiles) => number): number =>
    median(pass.runs.map((run) => of(run[lane])));
  return {
    title,
    table: {
      columns: ['lane', 'fastest hundredth µs', 'median µs', 'p99 µs'],
      rows: pass.lanes.map((lane, i) => [
        LANE_TEXTS[lane] ?? lane,
        figures(i, (q) => q.p1),
        figures(i, (q) => q.p50),
        figures(i, (q) => q.p99),
      ]),
    },
    notes: [
      `Medians over ${RUNS} runs, each with processes of its own and ${rounds.toLocaleString('en-GB')} packets of ${FRAME_BYTES} bytes a lane: one every one or two milliseconds over loopback multicast, the lanes in a new order each round. From just before send to the handler, or to just after recv. Lost: ${pass.lost}.`,
    ],
  };
}

function ratioSection(ratios: readonly Ratio[]): Section {
  return {
    title: 'Ratios within each run',
    table: {
      columns: [
        'what',
        'median of the ratios of medians',
        'least',
        'most',
        'median of the ratios of p99',
        'least',
        'most',
      ],
      rows: ratios.map(({ name, medians, p99s }) => [
        name,
        ...[medians, p99s].flatMap((all) => [median(all), Math.min(...all), Math.max(...all)]),
      ]),
    },
  };
}

function barSection(ratios: readonly Ratio[], hasProgram: boolean): Section {
  const verdict = (measured: number, bar: number): string => (measured <= bar ? 'yes' : 'NO');
  const row = (name: string, of: 'medians' | 'p99s', bar: number, word = '≤') => {
    const measured = median(ratios.find((each) => each.name === name)?.[of] ?? []);
    const what = `${name}, ${of === 'medians' ? 'medians' : 'p99'}`;
    return [what, measured, `${word} ${bar}`, verdict(measured, bar)];
  };
  const rows = [
    row('native / node:dgram', 'medians', MEDIAN_BAR),
    row('native / node:dgram', 'p99s', P99_BAR),
  ];
  if (hasProgram) {
    rows.push(
      row('native / C that blocks', 'medians', BLOCKING_AIM, 'aim'),
      row('native that polls / C that blocks, apart', 'medians', BUSY_BAR),
      row('native that polls / C that blocks beside it', 'medians', BUSY_BAR),
    );
  }
  return {
    title: 'Bars',
    table: { columns: ['what', 'measured', 'bar', 'holds'], rows },
    notes: hasProgram
      ? [
          `Medians of ${RUNS} runs. The C program gets what the same native port sends. A receiver that polls takes one of the two cores: beside it the C programs and the sender share the other. Apart: the one that polls has processes of its own, and the C program is that of the pass before, in which nothing polls.`,
        ]
      : ['No C compiler here: the ratios to a C program are missing.'],
  };
}

function ratioPlot(ratios: readonly Ratio[]) {
  const title = 'Ratio of medians, run by run';
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'run', from: 1, ticks: Array.from({ length: RUNS }, (_, i) => i + 1) },
      y: { label: 'ratio' },
      series: ratios.map(({ name, medians }) => ({
        name,
        points: medians.map((value, i) => [i + 1, value] as const),
        dashed: name.endsWith('(A/A)'),
      })),
    }),
  };
}
