import type { Bar } from '../bar.js';
import { linePlot } from '../report/line-plot.js';
import { quantiles } from '../report/quantiles.js';
import { writeResult } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { allHold, type CheckedRow, inALine, row, rowsTable } from '../sync-sim/checked-row.js';
import {
  estimatesOf,
  type PairPlan,
  type PairSample,
  pairTrial,
  sizes,
  trueBounds,
} from '../sync-sim/pair-trial.js';
import { quotedOffsets } from '../sync-sim/quoted.js';
import { LAN_JITTER } from '../sync-sim/sync-room.js';
import { inParallel } from '../workers/pool.js';

const SEEDS = 60;
const SECONDS = 60;
const SAMPLE_MS = 100;
const SETTLE_SECONDS = 10;
const MOST_NS = 20e3;
const MOST_PPM = 0.5;

/** The bar is on the first two, which are one condition with the signs changed about. */
const CASES = [
  { name: '+50 and -50 ppm', driftPpm: [50, -50], wander: 0, asked: true },
  { name: '-50 and +50 ppm', driftPpm: [-50, 50], wander: 0, asked: true },
  { name: 'no drift', driftPpm: [0, 0], wander: 0, asked: false },
  { name: '±50 ppm, wander of 10 ppb/√s', driftPpm: [50, -50], wander: 10, asked: false },
  { name: '±50 ppm, wander of 50 ppb/√s', driftPpm: [-50, 50], wander: 50, asked: false },
] as const;

export function trial(plan: PairPlan): Promise<PairSample[]> {
  return pairTrial(plan);
}

export const bar: Bar = {
  name: 'sync-lan',
  bar: '±50 ppm drift, 100 µs + exp(20 µs) each way: timeline and clock estimates within 20 µs (p99) after 10 s, frequency known to 0.5 ppm (p99)',
  async run(report) {
    const plans = CASES.flatMap(({ driftPpm, wander }, i) =>
      Array.from({ length: SEEDS }, (_, seed): PairPlan => ({
        seed: 1000 * i + seed + 1,
        latencyNs: 100_000,
        jitter: LAN_JITTER,
        driftPpm,
        wanderPpbPerRootS: wander,
        seconds: SECONDS,
        sampleMs: SAMPLE_MS,
      })),
    );
    const runs = await inParallel<PairPlan, PairSample[]>(import.meta.url, 'trial', plans, (done) =>
      report(`${done} of ${plans.length} sessions`),
    );
    const cases = CASES.map((each, i) => ({
      ...each,
      runs: runs.slice(i * SEEDS, (i + 1) * SEEDS),
    }));
    const rows = cases.flatMap(caseRows);
    writeResult({
      name: 'sync-lan',
      title: 'One timeline on a simulated LAN',
      command: 'npm run bars -- sync-lan',
      sections: [
        {
          title: 'Against the truth',
          table: rowsTable(rows),
          notes: [
            `The whole stack on virtual time, two hosts: every datagram takes 100 µs and an exponential delay of 20 µs in the mean, each way by itself; both ways are equally long at their shortest. ${SEEDS} sessions a row, each looked at every ${SAMPLE_MS} ms from ${SETTLE_SECONDS} s to ${SECONDS} s after the second host joined. Timeline: the second's less the first's, who is its master, at the same true time. Estimates: of each other's clock, at both. Frequency: of the estimates. Wander: a random walk of each clock's frequency, standard deviation after a second.`,
          ],
        },
        quotedOffsets,
      ],
      plots: [plot(cases)],
      data: { seeds: SEEDS, rows },
    });
    return { figure: inALine(rows), holds: allHold(rows), details: rows };
  },
};

interface CaseRuns {
  readonly name: string;
  readonly asked: boolean;
  readonly runs: readonly PairSample[][];
}

function caseRows({ name, asked, runs }: CaseRuns): CheckedRow[] {
  const settled = runs.flat().filter(({ seconds }) => seconds >= SETTLE_SECONDS);
  const estimates = estimatesOf(settled);
  const timeline = quantiles(sizes(settled.map(({ timelineNs }) => timelineNs)));
  const offsets = quantiles(sizes(estimates.map(({ errorNs }) => errorNs)));
  const drifts = quantiles(sizes(estimates.map(({ driftErrorPpm }) => driftErrorPpm)));
  const whole = timeline.count === settled.length && estimates.length === 2 * settled.length;
  const us = ({ p50, p99, max }: { p50: number; p99: number; max: number }): string =>
    `p50 ${figure(p50 / 1e3)}, p99 ${figure(p99 / 1e3)}, max ${figure(max / 1e3)} µs`;
  const ask = (text: string, holds: boolean) =>
    asked ? ([text, holds && whole] as const) : undefined;
  return [
    row(`${name}: timeline`, us(timeline), ask('p99 ≤ 20 µs', timeline.p99 <= MOST_NS)),
    row(`${name}: estimates`, us(offsets), ask('p99 ≤ 20 µs', offsets.p99 <= MOST_NS)),
    row(
      `${name}: frequency`,
      `p99 ${figure(drifts.p99)}, max ${figure(drifts.max)} ppm`,
      ask('p99 ≤ 0.5 ppm', drifts.p99 <= MOST_PPM),
    ),
    row(`${name}: stated bounds true`, `${figure(100 * trueBounds(estimates))} %`),
  ];
}

function plot(cases: readonly CaseRuns[]) {
  const title = 'Error of the timeline after joining, p99 of all sessions';
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'seconds after joining', log: true, from: 0.5, to: SECONDS },
      y: { label: 'µs', log: true },
      series: cases.map(({ name, runs }) => ({
        name,
        points: runs[0].flatMap(({ seconds }, i) => {
          const { p99 } = quantiles(sizes(runs.map((run) => run[i].timelineNs)));
          return Number.isFinite(p99) ? [[seconds, p99 / 1e3] as const] : [];
        }),
      })),
    }),
  };
}
