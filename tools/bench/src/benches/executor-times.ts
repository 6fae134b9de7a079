import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeArena, openCompute, type NativeCompute } from '@jamnet/gpu-native';
import { type Quantiles, quantiles } from '../report/quantiles.js';
import { INPUTS } from './gpu-runner.js';

const RUNS = 4_000;
const WARM_UP_RUNS = 200;
const CLOCK_READINGS = 200;
/** As long as a run of an event now and then finds everything asleep. */
const SLEEPS = 300;

/** Longer than any short run takes. */
const SPIN_US = 500;

export interface ExecutorTimes {
  readonly device: string;
  readonly isGpu: boolean;
  readonly ways: readonly {
    readonly way: string;
    /** One run after the other, in microseconds. */
    readonly busy: Quantiles;
    /** After one or two milliseconds of sleep each. */
    readonly asleep: Quantiles;
  }[];
  readonly clock: { readonly calibrated: boolean; readonly deviationNs: Quantiles } | null;
}

/** Times an empty kernel from JavaScript: from the call of run to the turn in which its promise resolves. */
export async function timeExecutor(say: (text: string) => void): Promise<ExecutorTimes | string> {
  const arena = nativeArena();
  if (!arena.ok) return arena.reason;
  const spirv = readFileSync(join(INPUTS, 'empty.spv'));
  const ways = [];
  let first: NativeCompute | undefined;
  let clock: ExecutorTimes['clock'] = null;
  for (const [way, options] of [
    ['mapped', { memory: 'mapped' }],
    ['mapped, busy wait', { memory: 'mapped', spinUs: SPIN_US }],
    ['staged', { memory: 'staged' }],
  ] as const) {
    say(way);
    const opened = await openCompute(options);
    if (!opened.ok) return `${opened.reason}; ${opened.hint}`;
    const { compute } = opened;
    const kernel = await compute.load('empty', spirv);
    const range = arena.arena.allocate(256);
    if (range === undefined) return 'the arena is full';
    const bindings = [{ bytes: range.bytes, access: 'read-write' }] as const;
    const run = (): Promise<void> => kernel.run(bindings, 64);
    const busy = await sample(RUNS + WARM_UP_RUNS, run);
    const asleep = await sample(SLEEPS, run, 1);
    ways.push({
      way,
      busy: quantiles(busy.slice(WARM_UP_RUNS)),
      asleep: quantiles(asleep),
    });
    if (first === undefined) clock = await readClocks(compute);
    first ??= compute;
    range.free();
    await compute.close();
  }
  return { device: first!.name, isGpu: first!.isGpu, ways, clock };
}

async function sample(count: number, run: () => Promise<void>, pauseMs = 0): Promise<Float64Array> {
  const us = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs + (i % 2)));
    const startMs = performance.now();
    await run();
    us[i] = (performance.now() - startMs) * 1000;
  }
  return us;
}

async function readClocks(compute: NativeCompute): Promise<ExecutorTimes['clock']> {
  const deviations = new Float64Array(CLOCK_READINGS);
  let calibrated = false;
  try {
    for (let i = 0; i < CLOCK_READINGS; i++) {
      const readings = await compute.readClocks();
      deviations[i] = readings.maxDeviationNs;
      calibrated = readings.calibrated;
    }
  } catch {
    return null;
  }
  return { calibrated, deviationNs: quantiles(deviations) };
}
