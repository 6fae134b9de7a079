import type { Bar } from '../bar.js';
import { median } from '../report/quantiles.js';
import { figure } from '../report/table.js';
import type { RouterSays } from '../router-process.js';
import type { RouterPathName } from '../router-path.js';
import type { MemorySample, RouterFigures, RouterPlan } from '../router-run.js';
import { startChild } from '../workers/child.js';

const PLAN = {
  streams: 1000,
  copies: 2,
  messagesPerSecond: 100_000,
  seconds: 60,
  flatOutSeconds: 5,
} as const;
const PATHS = ['session', 'batch'] as const;
const MOST_GROWTH = 1.05;
const WINDOW_SECONDS = 10;
/** A machine that falls behind the rate by more than that has not carried it. */
const SLACK = 1.01;

type Memory = 'heapBytes' | 'residentBytes';

/** The median of the last ten seconds beside that of the second ten. */
export function growth(samples: readonly MemorySample[], seconds: number, memory: Memory): number {
  const of = (from: number): number =>
    median(
      samples
        .filter(({ second }) => second >= from && second < from + WINDOW_SECONDS)
        .map((sample) => sample[memory]),
    );
  return of(seconds - WINDOW_SECONDS) / of(WINDOW_SECONDS);
}

export const bar: Bar = {
  name: 'router',
  bar: '1,000 streams, 100,000 messages a second for 60 s through frame check, duplicate filter and router, in real time: none lost, memory flat (≤ 1.05)',
  async run(report) {
    const runs = [];
    for (const path of PATHS) runs.push(await runPath(path, report));
    return {
      figure: runs.map(({ text }) => text).join('. '),
      holds: runs.every(({ holds }) => holds),
      details: { plan: PLAN, runs: runs.map(({ text: _text, ...details }) => details) },
    };
  },
};

async function runPath(path: RouterPathName, report: (progress: string) => void) {
  const plan: RouterPlan = { ...PLAN, path };
  const argument = [JSON.stringify(plan)];
  const child = startChild<never, RouterSays>('router-process.ts', argument, ['--expose-gc']);
  const { figures } = await child.hear(
    (message): message is RouterSays & { kind: 'end' } => message.kind === 'end',
    (message) => {
      if (message.kind !== 'sample') return;
      const { second, heapBytes, residentBytes } = message.sample;
      report(
        `${path}: ${second.toFixed(0)} of ${plan.seconds} s, heap ${mebibytes(heapBytes)}, resident ${mebibytes(residentBytes)} MiB`,
      );
    },
  );
  child.stop();
  const heap = growth(figures.samples, plan.seconds, 'heapBytes');
  const resident = growth(figures.samples, plan.seconds, 'residentBytes');
  const holds = isWhole(figures, plan) && heap <= MOST_GROWTH && resident <= MOST_GROWTH;
  return { path, holds, heap, resident, ...figures, text: sentence(path, figures, heap, resident) };
}

/** Every message once, in order and at the rate, every further copy filtered out. */
export function isWhole(figures: RouterFigures, plan: RouterPlan): boolean {
  const { sent, seconds, received, outOfOrder, failures, duplicates } = figures;
  return (
    seconds <= plan.seconds * SLACK &&
    received === sent &&
    outOfOrder === 0 &&
    failures === 0 &&
    duplicates === sent * (plan.copies - 1) &&
    sent >= plan.messagesPerSecond * plan.seconds
  );
}

function sentence(
  path: RouterPathName,
  figures: RouterFigures,
  heap: number,
  resident: number,
): string {
  const { sent, received, duplicates, samples, cpuShare, makingShare, flatOutPerSecond } = figures;
  const perSecond = (PLAN.messagesPerSecond * PLAN.seconds) / figures.seconds;
  const last = samples[samples.length - 1];
  return (
    `${path}: ${figure(received)} of ${figure(sent)} messages in order at ${figure(perSecond)} a second, ${figure(duplicates)} copies filtered out; ` +
    `heap × ${heap.toFixed(3)} (${mebibytes(last.heapBytes)} MiB), resident × ${resident.toFixed(3)} (${mebibytes(last.residentBytes)} MiB); ` +
    `${figure(cpuShare * 100)} % of a core, of which making the frames ${figure(makingShare * 100)} points; ` +
    `flat out ${figure(flatOutPerSecond)} messages for a second of processor time`
  );
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
