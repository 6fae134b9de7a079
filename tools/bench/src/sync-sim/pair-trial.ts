import type { Impairment } from '@jamnet/testkit';
import { createSyncRoom, type SyncHost } from './sync-room.js';

/** Two hosts on one path, one of them there before the other. */
export interface PairPlan {
  readonly seed: number;
  readonly latencyNs: number;
  readonly jitter: Impairment;
  /** Of the first, who is the master as a rule, and of the one who joins. */
  readonly driftPpm: readonly [number, number];
  readonly wanderPpbPerRootS?: number;
  /** From when the second joins. */
  readonly seconds: number;
  readonly sampleMs: number;
}

/** What is so at one time, against what is true. Nanoseconds and parts per million. */
export interface PairSample {
  readonly seconds: number;
  /** Heartbeats that have come, of the direction in which fewer have. */
  readonly heartbeats: number;
  /** The second's timeline less the first's, and the bound that the second states. Null before they are on one. */
  readonly timelineNs: number | null;
  readonly timelineBoundNs: number;
  /** Of the two estimates, the first's and the second's: error, stated bound, error of the drift. Null while there is none. */
  readonly estimates: readonly [EstimateSample | null, EstimateSample | null];
}

export interface EstimateSample {
  readonly errorNs: number;
  readonly boundNs: number;
  readonly driftErrorPpm: number;
}

const ALONE_SECONDS = 1;

export async function pairTrial(plan: PairPlan): Promise<PairSample[]> {
  const room = createSyncRoom(plan.seed, plan.latencyNs);
  const wander = { wanderPpbPerRootS: plan.wanderPpbPerRootS ?? 0 };
  const join = (driftPpm: number): Promise<SyncHost> =>
    room.join({ driftPpm, ...wander, receive: plan.jitter });
  const first = await join(plan.driftPpm[0]);
  room.pass(ALONE_SECONDS + room.random());
  const second = await join(plan.driftPpm[1]);
  const heard = [0, 0];
  for (const [i, host] of [first, second].entries())
    host.jam.session.onHeartbeatTimes(() => heard[i]++);
  const samples: PairSample[] = [];
  const startNs = room.time.clock.nowNs();
  for (let ms = plan.sampleMs; ms <= plan.seconds * 1000; ms += plan.sampleMs) {
    room.time.run(startNs + ms * 1e6);
    const joined =
      second.timeline.epoch.founder === first.timeline.epoch.founder && second.timeline.joined;
    samples.push({
      seconds: ms / 1000,
      heartbeats: Math.min(...heard),
      timelineNs: joined ? second.now() - first.now() : null,
      timelineBoundNs: joined ? second.timeline.errorBoundNs : 0,
      estimates: [estimateOf(first, second), estimateOf(second, first)],
    });
  }
  await room.close();
  return samples;
}

function estimateOf(own: SyncHost, other: SyncHost): EstimateSample | null {
  const row = own.timeline.peers().find(({ id }) => id === other.id);
  if (row?.estimate === undefined) return null;
  const { offsetNs, errorBoundNs, driftPpm } = row.estimate;
  const truePpm = ((1 + other.clock.driftPpm / 1e6) / (1 + own.clock.driftPpm / 1e6) - 1) * 1e6;
  return {
    errorNs: offsetNs - (other.clock.exactNs - own.clock.exactNs),
    boundNs: errorBoundNs,
    driftErrorPpm: driftPpm - truePpm,
  };
}

/** Sizes of all of them, whichever way they are off. */
export function sizes(values: Iterable<number | null | undefined>): Float64Array {
  const known = [...values].filter((value) => value !== null && value !== undefined);
  return Float64Array.from(known, (value) => Math.abs(value));
}

export const estimatesOf = (samples: readonly PairSample[]): EstimateSample[] =>
  samples.flatMap(({ estimates }) => estimates.filter((each) => each !== null));

/** How many of the stated bounds are true, 0-1. */
export const trueBounds = (estimates: readonly EstimateSample[]): number =>
  estimates.filter(({ errorNs, boundNs }) => Math.abs(errorNs) <= boundNs).length /
  estimates.length;
