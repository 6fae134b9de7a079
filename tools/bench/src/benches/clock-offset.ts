import type { Bench } from '../bench.js';
import {
  type ClockLane,
  laneFault,
  type Measured,
  measurePair,
  timelineErrors,
} from '../clock/clock-pair.js';
import { linePlot } from '../report/line-plot.js';
import { quantiles } from '../report/quantiles.js';
import { figure } from '../report/table.js';
import { allHold, type CheckedRow, row, rowsTable } from '../sync-sim/checked-row.js';
import { quotedOffsets } from '../sync-sim/quoted.js';

const SETTLE_SECONDS = 10;
const SECONDS = 60;

interface Lane extends ClockLane {
  readonly text: string;
  readonly mostP50Ns?: number;
  readonly mostP99Ns: number;
}

const LANES: readonly Lane[] = [
  {
    text: 'native, loopback',
    native: 'require',
    place: 'loopback',
    mostP50Ns: 2e3,
    mostP99Ns: 10e3,
  },
  { text: 'node:dgram, loopback', native: 'off', place: 'loopback', mostP99Ns: 50e3 },
  {
    text: 'native, two namespaces',
    native: 'require',
    place: 'lan',
    mostP50Ns: 2e3,
    mostP99Ns: 10e3,
  },
  { text: 'node:dgram, two namespaces', native: 'off', place: 'lan', mostP99Ns: 50e3 },
];

interface Run {
  readonly lane: Lane;
  readonly measured: readonly Measured[];
}

export const clockOffset: Bench = {
  name: 'clock-offset',
  about: 'how far two processes of one host, which have one clock, think their clocks are apart',
  async run(say) {
    const runs: Run[] = [];
    const faults: string[] = [];
    for (const lane of LANES) {
      say(`${lane.text}: ${SETTLE_SECONDS} s to settle, ${SECONDS} s measured`);
      const fault = laneFault(lane);
      if (fault === undefined) runs.push({ lane, measured: await measurePair(lane, plan()) });
      else faults.push(`${lane.text}: not measured, ${fault}`);
    }
    const rows = runs.flatMap(laneRows);
    // A bar that was not looked at does not hold.
    for (const fault of faults) rows.push(row(fault, 'none', ['to be measured', false]));
    if (!allHold(rows)) process.exitCode = 1;
    return {
      title: 'Error of the clock estimates, on real sockets',
      sections: [
        {
          title: 'Against the truth',
          table: rowsTable(rows),
          notes: [
            `Two processes that have joined one session; ${SECONDS} s a lane, ten looks a second at both, ${SETTLE_SECONDS} s after their start. All processes of a host share CLOCK_MONOTONIC, namespaces too, so what either thinks the other's clock is ahead is its error, exactly; the timeline's error is the second's less the first's.`,
            "On loopback both processes' copies of one multicast datagram carry the same time stamp of the kernel, and so does what a process hears of its own: with the native port, which goes by these, there is next to nothing left to be wrong. Between two namespaces a datagram goes through a pair of virtual cables and a bridge, and is stamped where it comes out.",
            'The bound is stated for a path that takes equally long both ways at its shortest, which nothing here makes sure of: what the system needs to send is part of the path, and differs with what else it has to do. Half of the shortest round trip is by how much an unequal path can be wrong beside it, and is stated beside it.',
            'To lock: of the process that comes second, from its call of join, with loading the port, until its timeline is that of the session and locked.',
          ],
        },
        quotedOffsets,
      ],
      plots: [plot(runs)],
      data: runs.map(({ lane, measured }) => ({
        lane,
        bothErrorsNs: measured.map(({ errorsNs }) => [...errorsNs].map(Math.round)),
        lockedMs: measured.map(({ lockedMs }) => lockedMs),
        kernelTimestamps: measured.map(({ kernelTimestamps }) => kernelTimestamps),
        rows: laneRows({ lane, measured }),
      })),
    };
  },
};

const plan = () => ({ settleSeconds: SETTLE_SECONDS, seconds: SECONDS });
const sizesOf = (parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(
    parts.flatMap((part) => [...part]),
    Math.abs,
  );

function laneRows({ lane, measured }: Run): CheckedRow[] {
  const { text, mostP50Ns = Infinity, mostP99Ns } = lane;
  const errors = quantiles(sizesOf(measured.map(({ errorsNs }) => errorsNs)));
  const bounds = quantiles(sizesOf(measured.map(({ boundsNs }) => boundsNs)));
  const drifts = quantiles(sizesOf(measured.map(({ driftsPpm }) => driftsPpm)));
  const timeline = quantiles(sizesOf([timelineErrors(measured)]));
  const shareWithin = (halfTrips: number): number => {
    const within = measured.flatMap(({ errorsNs, boundsNs, roundTripNs }) =>
      [...errorsNs].map(
        (error, i) => Math.abs(error) <= boundsNs[i] + (halfTrips * roundTripNs) / 2,
      ),
    );
    return within.filter(Boolean).length / within.length;
  };
  const us = ({ p50, p99, max }: { p50: number; p99: number; max: number }): string =>
    `p50 ${figure(p50 / 1e3)}, p99 ${figure(p99 / 1e3)}, max ${figure(max / 1e3)} µs`;
  const asked =
    mostP50Ns < Infinity
      ? `p50 ≤ ${mostP50Ns / 1e3} µs, p99 ≤ ${mostP99Ns / 1e3} µs`
      : `p99 ≤ ${mostP99Ns / 1e3} µs`;
  const { roundTripNs, inJitterUs, outJitterUs, lockedMs, knownMs, kernelTimestamps } = measured[1];
  return [
    row(`${text}: estimates`, us(errors), [
      asked,
      errors.p50 <= mostP50Ns && errors.p99 <= mostP99Ns,
    ]),
    row(
      `${text}: stated bound true`,
      `${figure(100 * shareWithin(0))} % (bound p50 ${figure(bounds.p50 / 1e3)} µs); with half a round trip for the path ${figure(100 * shareWithin(1))} %`,
    ),
    row(`${text}: timeline`, us(timeline)),
    row(`${text}: frequency`, `p99 ${figure(drifts.p99)} ppm`),
    row(
      `${text}: to lock`,
      Number.isFinite(lockedMs)
        ? `${figure(lockedMs)} ms (the other's clock known after ${figure(knownMs)} ms)`
        : 'never',
      ['at all', Number.isFinite(lockedMs)],
    ),
    row(
      `${text}: path`,
      `round trip ${figure(roundTripNs / 1e3)} µs; in the mean ${figure(inJitterUs)} and ${figure(outJitterUs)} µs more; time stamps of the ${kernelTimestamps ? 'kernel' : 'program'}`,
    ),
  ];
}

function plot(runs: readonly Run[]) {
  const title = 'Error of the estimates over time';
  const startOf = ({ measured }: Run): number => measured[0].startNs;
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'seconds after the start', from: SETTLE_SECONDS },
      y: { label: 'µs (sizes)', log: true, from: 0.001 },
      series: runs.map((run) => ({
        name: run.lane.text,
        points: [...run.measured[1].errorsNs].map((error, i) => [
          (run.measured[1].timesNs[i] - startOf(run)) / 1e9,
          Math.max(1, Math.abs(error)) / 1e3,
        ]),
      })),
    }),
  };
}
