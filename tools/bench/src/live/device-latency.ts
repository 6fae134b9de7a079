import { setTimeout } from 'node:timers/promises';
import { startJackServer } from '@jamnet/testkit';
import { quantiles } from '../report/quantiles.js';
import { promoteBelowJack } from './promote-below.js';
import { spawnOn } from '../sync-lan/spawned.js';
import { startJackTrip } from './jacktrip.js';
import type { LatencyNews, LatencyRole } from './latency-probe.js';
import { startEngine } from './live-engine.js';

/** TOASTer with the delay that it finds by itself, JackTrip, and TOASTer with a delay that is set: as much as JackTrip had just before. */
export type Program = 'toaster' | 'jacktrip' | 'set';

/** What was measured of a program in one go. */
export interface LatencyRun {
  readonly program: Program;
  readonly periodFrames: number;
  /** Of each pulse, milliseconds. */
  readonly latenciesMs: number[];
  readonly pulsesPlayed: number;
  readonly wrongFrames: number;
  readonly frames: number;
  readonly faults: number;
  readonly xruns: number;
  /** By TOASTer's own counters, and what it says of the delay at the end; null for the other. */
  readonly predicted: number | null;
  readonly playoutMs: number | null;
  readonly bufferMs: number | null;
}

export interface LatencyPlan {
  readonly periods: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly settleSeconds: number;
  readonly promoted: boolean;
  readonly report: (text: string) => void;
}

const START_MS = 60_000;
const RATE = 48_000;

/** The programs in turn, each with nothing else on the server. */
export async function measureLatency(plan: LatencyPlan, jackTrip: boolean): Promise<LatencyRun[]> {
  const runs: LatencyRun[] = [];
  for (const periodFrames of plan.periods) {
    await using server = await startJackServer({ name: 'live-bar', periodFrames });
    for (let round = 0; round < plan.rounds; round++) {
      const report = (what: string): void =>
        plan.report(`${periodFrames} frames, round ${round + 1}: ${what}`);
      report('TOASTer');
      runs.push(await measureToaster(server.name, plan, null));
      if (!jackTrip) continue;
      report('JackTrip');
      const other = await measureJackTrip(server.name, plan);
      runs.push(other);
      const likeMs = quantiles(Float64Array.from(other.latenciesMs)).p50;
      if (!Number.isFinite(likeMs)) continue;
      report(`TOASTer, set to ${likeMs.toFixed(2)} ms`);
      // From when a sound card would have recorded to when it would play: a period before and one behind what is seen here. Half a frame less, so that it is rounded down.
      const playoutMs = likeMs + ((2 * periodFrames - 0.5) * 1e3) / RATE;
      runs.push(await measureToaster(server.name, plan, playoutMs));
    }
  }
  return runs;
}

async function measureToaster(
  server: string,
  plan: LatencyPlan,
  playoutMs: number | null,
): Promise<LatencyRun> {
  const settings = { interfaces: ['lo'], playoutMs };
  const start = (name: string) => startEngine({ name, server, promoted: plan.promoted, settings });
  const isOpen = ({ audioOut }: { audioOut: { open: boolean } }) => audioOut.open;
  const sender = start('sender');
  const engines = [sender];
  try {
    // The first is called `toaster`, the second gets a number.
    await sender.until(isOpen, START_MS, 'plays');
    const receiver = start('receiver');
    engines.push(receiver);
    await receiver.until((state) => isOpen(state) && state.peers.length === 1, START_MS, 'meets');
    let before = NaN;
    const predicted = (): number => receiver.state?.peers[0]?.repair.predicted ?? NaN;
    const run = await probe(server, plan, 'toaster:in_1', 'toaster-01:out_1', () => {
      before = predicted();
    });
    const program = playoutMs === null ? 'toaster' : 'set';
    const at = receiver.state?.peers[0];
    return {
      ...run,
      program,
      predicted: predicted() - before,
      playoutMs: at?.playoutMs ?? null,
      bufferMs: at?.bufferMs ?? null,
    };
  } finally {
    for (const engine of engines) await engine.quit();
  }
}

async function measureJackTrip(server: string, plan: LatencyPlan): Promise<LatencyRun> {
  const pair = startJackTrip(server);
  try {
    if (plan.promoted) for (const pid of pair.pids) promoteBelowJack(pid);
    await setTimeout(4_000);
    const run = await probe(server, plan, pair.into, pair.outOf, () => undefined);
    return { ...run, program: 'jacktrip', predicted: null, playoutMs: null, bufferMs: null };
  } finally {
    await pair.stop();
  }
}

async function probe(
  server: string,
  { settleSeconds, seconds }: LatencyPlan,
  into: string,
  outOf: string,
  onSettled: () => void,
): Promise<Omit<LatencyRun, 'program' | 'predicted' | 'playoutMs' | 'bufferMs'>> {
  const role: LatencyRole = { name: 'probe', server, into, outOf, settleSeconds, seconds };
  const child = spawnOn<string, LatencyNews>(undefined, 'live/latency-probe.ts', role);
  try {
    await child.hear('ready');
    await setTimeout(settleSeconds * 1000);
    onSettled();
    const { heard, xruns, periodFrames, sampleRate } = await child.hear('result');
    const latenciesMs = heard.latencies.map((frames) => (frames * 1000) / sampleRate);
    const { pulsesPlayed, wrongFrames, frames, faults } = heard;
    return { periodFrames, latenciesMs, pulsesPlayed, wrongFrames, frames, faults, xruns };
  } finally {
    child.stop();
  }
}
