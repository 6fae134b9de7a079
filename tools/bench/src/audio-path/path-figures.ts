import { median, type Quantiles, quantiles } from '../report/quantiles.js';
import type { PathRun } from './path-run.js';

export { median };

/** What is real again is faded in over so long at most. */
const FADE_NS = 10e6;

/** What runs over an audio path came to, taken together. */
export interface PathFigures {
  /** Sample-in to sample-out, milliseconds. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Share of periods in which a frame was predicted or missing. */
  readonly underruns: number;
  /** Periods whose samples were not what was recorded, beyond those with an underrun and the 10 ms after one in which it is faded back. */
  readonly wrong: number;
  /** From the end of a chunk to the receiving handler, microseconds. */
  readonly underWay: Quantiles;
  readonly senderCpuShare: number;
  readonly receiverCpuShare: number;
}

export function pathFigures(runs: readonly PathRun[]): PathFigures {
  const latencies = quantiles(joined(runs.map(({ latenciesNs }) => latenciesNs)));
  const underWay = joined(runs.map(({ got }) => got.underWayNs));
  const sum = (of: (run: PathRun) => number): number =>
    runs.reduce((total, run) => total + of(run), 0);
  return {
    medianMs: latencies.p50 / 1e6,
    p99Ms: latencies.p99 / 1e6,
    underruns: sum(({ got }) => got.underruns) / sum(({ periods }) => periods),
    wrong: sum(({ inexact, got, periodNs }) => {
      const faded = 1 + Math.ceil(FADE_NS / periodNs);
      return Math.max(0, inexact - got.underruns * (1 + faded));
    }),
    underWay: quantiles(underWay.map((ns) => ns / 1000)),
    senderCpuShare: sum(({ sent }) => sent.cpuShare) / runs.length,
    receiverCpuShare: sum(({ got }) => got.cpuShare) / runs.length,
  };
}

function joined(all: readonly Float64Array[]): Float64Array {
  return Float64Array.from(all.flatMap((each) => [...each]));
}
