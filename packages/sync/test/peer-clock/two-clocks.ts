import type { RandomSource } from '@jamnet/wire';
import { createPeerClock, type PeerClock } from '@jamnet/sync';

export interface Path {
  /** Delay from the peer and to it, microseconds. */
  readonly inUs: (random: RandomSource) => number;
  readonly outUs: (random: RandomSource) => number;
}

export interface Pair {
  readonly random: RandomSource;
  readonly path: Path;
  readonly driftPpm?: number;
  readonly offsetNs?: number;
  readonly wanderPpbPerRootS?: number;
  /** Called before each heartbeat with the seconds since the start; what it gives is added to the offset: a step. */
  readonly stepNs?: (seconds: number) => number;
}

export interface Judged {
  readonly seconds: number;
  readonly heartbeats: number;
  readonly clock: PeerClock;
  readonly nowNs: number;
  /** Estimate less truth. */
  readonly errorUs: number;
  readonly boundUs: number;
  readonly driftErrorPpm: number;
}

/** Heartbeats as toast sends them (20 Hz for 5 s, then 10 Hz, drawn within ±20 %) between two clocks whose difference is known. */
export function runPair(pair: Pair, seconds: number, judge: (judged: Judged) => void): PeerClock {
  const { random, path, wanderPpbPerRootS = 0, stepNs } = pair;
  const clock = createPeerClock();
  const startNs = 1e12;
  let nowNs = startNs;
  let offset = pair.offsetNs ?? 5e14;
  let drift = (pair.driftPpm ?? 0) / 1e6;
  for (let heartbeats = 1; nowNs - startNs < seconds * 1e9; heartbeats++) {
    const hz = nowNs - startNs < 5e9 ? 20 : 10;
    const step = ((0.8 + 0.4 * random()) / hz) * 1e9;
    nowNs += step;
    drift += wanderPpbPerRootS * 1e-9 * Math.sqrt(step / 1e9) * gaussian(random);
    offset += drift * step + (stepNs?.((nowNs - startNs) / 1e9) ?? 0);
    clock.noteIncoming(nowNs + offset - path.inUs(random) * 1e3, nowNs);
    // What the peer reports is a little older.
    const sentNs = nowNs - 30e6;
    clock.noteOutgoing(sentNs, sentNs + offset - drift * 30e6 + path.outUs(random) * 1e3);
    const estimate = clock.estimate(nowNs);
    if (estimate === undefined) continue;
    judge({
      seconds: (nowNs - startNs) / 1e9,
      heartbeats,
      clock,
      nowNs,
      errorUs: (estimate.offsetNs - offset) / 1e3,
      boundUs: estimate.errorBoundNs / 1e3,
      driftErrorPpm: estimate.driftPpm - drift * 1e6,
    });
  }
  return clock;
}

export const exponential =
  (leastUs: number, meanUs: number) =>
  (random: RandomSource): number =>
    leastUs - meanUs * Math.log(1 - random());

export const uniform =
  (leastUs: number, widthUs: number) =>
  (random: RandomSource): number =>
    leastUs + widthUs * random();

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function gaussian(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
