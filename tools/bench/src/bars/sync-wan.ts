import type { Bar } from '../bar.js';
import { linePlot } from '../report/line-plot.js';
import { quantiles } from '../report/quantiles.js';
import { writeResult } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { allHold, type CheckedRow, inALine, row, rowsTable } from '../sync-sim/checked-row.js';
import {
  type EstimateSample,
  estimatesOf,
  type PairPlan,
  type PairSample,
  pairTrial,
  sizes,
  trueBounds,
} from '../sync-sim/pair-trial.js';
import { quotedOffsets } from '../sync-sim/quoted.js';
import { inParallel } from '../workers/pool.js';

const HEARTBEATS = 200;
const MOST_NS = 300e3;
const LEAST_TRUE = 0.95;
/** Short sessions, for the moment of the 200th heartbeat, and long ones, for all that comes after it. */
const SHORT = { seeds: 250, seconds: 20, sampleMs: 50 };
const LONG = { seeds: 20, seconds: 300, sampleMs: 500 };

const CASES = [
  { name: 'no drift', driftPpm: [0, 0], wander: 0 },
  { name: '±50 ppm', driftPpm: [50, -50], wander: 0 },
  { name: '±50 ppm, wander of 10 ppb/√s', driftPpm: [-50, 50], wander: 10 },
] as const;

export function trial(plan: PairPlan): Promise<PairSample[]> {
  return pairTrial(plan);
}

export const bar: Bar = {
  name: 'sync-wan',
  bar: '10 ms + 0-20 ms of jitter each way, after 200 heartbeats each way: clock estimates within 300 µs (p99), the stated bound true in ≥ 95 % of samples',
  async run(report) {
    const plansOf = (length: typeof SHORT): PairPlan[] =>
      CASES.flatMap(({ driftPpm, wander }, i) =>
        Array.from({ length: length.seeds }, (_, seed): PairPlan => ({
          seed: 1000 * i + seed + 1,
          latencyNs: 10e6,
          jitter: { jitterMs: 20 },
          driftPpm,
          wanderPpbPerRootS: wander,
          seconds: length.seconds,
          sampleMs: length.sampleMs,
        })),
      );
    const plans = [...plansOf(SHORT), ...plansOf(LONG)];
    const runs = await inParallel<PairPlan, PairSample[]>(import.meta.url, 'trial', plans, (done) =>
      report(`${done} of ${plans.length} sessions`),
    );
    const shortRuns = SHORT.seeds * CASES.length;
    const cases = CASES.map(({ name }, i) => ({
      name,
      short: runs.slice(i * SHORT.seeds, (i + 1) * SHORT.seeds),
      long: runs.slice(shortRuns + i * LONG.seeds, shortRuns + (i + 1) * LONG.seeds),
    }));
    const rows = cases.flatMap(caseRows);
    writeResult({
      name: 'sync-wan',
      title: 'Clock estimates on a simulated path with 20 ms of jitter',
      command: 'npm run bars -- sync-wan',
      sections: [
        {
          title: 'Against the truth',
          table: rowsTable(rows),
          notes: [
            `The whole stack on virtual time, two hosts: every datagram takes 10 ms and 0 to 20 ms more, evenly drawn, each way by itself; both ways are equally long at their shortest. At the ${HEARTBEATS}th: the first look (every ${SHORT.sampleMs} ms) at which ${HEARTBEATS} heartbeats had come both ways, ${SHORT.seeds} sessions, both hosts' estimates. From there to ${LONG.seconds} s: ${LONG.seeds} sessions looked at every ${LONG.sampleMs} ms.`,
            `What ${HEARTBEATS} draws of 0 to 20 ms can tell at all: the smallest of them is 100 µs in the mean above what is possible, so with equal clocks the offset would be known to ±230 µs (p99). Two clocks that run at nearly the same pace, as most do, are known so well; where one is 50 ppm off, that has to be found in the same samples, and takes a session that has gone on for longer. The bar is asked without drift, and with it from the 200th heartbeat on.`,
          ],
        },
        quotedOffsets,
      ],
      plots: [plot(cases)],
      data: { rows },
    });
    return { figure: inALine(rows), holds: allHold(rows), details: rows };
  },
};

interface CaseRuns {
  readonly name: string;
  readonly short: readonly PairSample[][];
  readonly long: readonly PairSample[][];
}

function caseRows({ name, short, long }: CaseRuns): CheckedRow[] {
  const after = (run: readonly PairSample[]): PairSample[] =>
    run.filter(({ heartbeats }) => heartbeats >= HEARTBEATS);
  const first = short.map((run) => after(run)[0]).filter((sample) => sample !== undefined);
  const rows = [
    // The bar is without drift; what drift does to a session that is fifteen seconds old is said, not asked.
    ...estimateRows(`${name}, at the ${HEARTBEATS}th`, estimatesOf(first), name === CASES[0].name),
    ...estimateRows(
      `${name}, from there to ${LONG.seconds} s`,
      estimatesOf(long.flatMap(after)),
      true,
    ),
  ];
  const timeline = quantiles(sizes(long.flatMap(after).map(({ timelineNs }) => timelineNs)));
  rows.push(
    row(
      `${name}, from there to ${LONG.seconds} s: timeline`,
      `p50 ${figure(timeline.p50 / 1e3)}, p99 ${figure(timeline.p99 / 1e3)}, max ${figure(timeline.max / 1e3)} µs`,
    ),
  );
  return rows;
}

function estimateRows(
  name: string,
  estimates: readonly EstimateSample[],
  asked: boolean,
): CheckedRow[] {
  const { p50, p99, max, count } = quantiles(sizes(estimates.map(({ errorNs }) => errorNs)));
  const share = trueBounds(estimates);
  const bound = quantiles(sizes(estimates.map(({ boundNs }) => boundNs)));
  return [
    row(
      `${name}: estimates`,
      `p50 ${figure(p50 / 1e3)}, p99 ${figure(p99 / 1e3)}, max ${figure(max / 1e3)} µs (${figure(count)} samples)`,
      asked ? ['p99 ≤ 300 µs', p99 <= MOST_NS] : undefined,
    ),
    row(
      `${name}: stated bound true`,
      `${figure(100 * share)} % (bound p50 ${figure(bound.p50 / 1e3)} µs)`,
      asked ? ['≥ 95 %', share >= LEAST_TRUE] : undefined,
    ),
  ];
}

function plot(cases: readonly CaseRuns[]) {
  const title = 'Error of the clock estimates after joining, p99 of all sessions';
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'seconds after joining', log: true, from: 1, to: SHORT.seconds },
      y: { label: 'µs', log: true },
      series: [
        ...cases.map(({ name, short }) => ({
          name,
          points: short[0].flatMap(({ seconds }, i) => {
            const at = estimatesOf(short.map((run) => run[i]));
            const { p99 } = quantiles(sizes(at.map(({ errorNs }) => errorNs)));
            return Number.isFinite(p99) ? [[seconds, p99 / 1e3] as const] : [];
          }),
        })),
        {
          name: 'bar, from the 200th on',
          dashed: true,
          points: [
            [1, MOST_NS / 1e3],
            [SHORT.seconds, MOST_NS / 1e3],
          ],
        },
      ],
    }),
  };
}
