import type { Form } from './device-reader.js';

/** From how many lines on the device is faster than the CPU, and what was measured to say so. */
export interface Crossing {
  readonly form: Form;
  /** The device's own name. */
  readonly device: string;
  /** Lines of a batch from which on the device reads it faster; Infinity where it never does. */
  readonly lines: number;
  /** What the CPU takes for one line. */
  readonly cpuNsPerLine: number;
  /** What a batch costs on the device however small it is. */
  readonly deviceFixedUs: number;
  /** What a line more costs on the device. */
  readonly deviceNsPerLine: number;
}

/** How a measurement reads a batch of `lines` lines: once on the CPU, once on the device. Both finish every line. */
export interface CrossingTrial {
  cpu(lines: number): void;
  device(lines: number): Promise<void>;
}

const SMALL = 16;
const LARGE = 4096;
const CPU_LINES = 256;
const LEAST_TRIES = 3;
const MOST_TRIES = 200;
/** The CPU's share of the time: the compiler of JavaScript needs some of it before the figure means anything. */
const CPU_SHARE = 0.4;

/**
 * Measures for at most about `limitMs`, the CPU in pieces of less than a millisecond between which the loop turns. Each figure is
 * the shortest of several tries: what is slower was disturbed. Rejects as the device does.
 */
export async function measureCrossing(
  form: Form,
  device: string,
  trial: CrossingTrial,
  nowMs: () => number,
  limitMs: number,
): Promise<Crossing> {
  const from = nowMs();
  // The first run of each size sets up memory, records and compiles; it is not counted.
  trial.cpu(CPU_LINES);
  const cpu = await shortest(async () => trial.cpu(CPU_LINES), nowMs, from + CPU_SHARE * limitMs);
  await trial.device(SMALL);
  await trial.device(LARGE);
  const half = (from + limitMs - nowMs()) / 2;
  const small = await shortest(() => trial.device(SMALL), nowMs, nowMs() + half);
  const large = await shortest(() => trial.device(LARGE), nowMs, from + limitMs);

  const perLine = Math.max(0, (large - small) / (LARGE - SMALL));
  const fixed = Math.max(0, small - perLine * SMALL);
  const cpuPerLine = cpu / CPU_LINES;
  const gain = cpuPerLine - perLine;
  return {
    form,
    device,
    lines: gain > 0 ? Math.max(1, Math.ceil(fixed / gain)) : Infinity,
    cpuNsPerLine: cpuPerLine * 1e6,
    deviceFixedUs: fixed * 1e3,
    deviceNsPerLine: perLine * 1e6,
  };
}

/** Of several tries, fewer where the time is up. */
async function shortest(
  run: () => Promise<void>,
  nowMs: () => number,
  deadlineMs: number,
): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < MOST_TRIES && (i < LEAST_TRIES || nowMs() < deadlineMs); i++) {
    const from = nowMs();
    await run();
    best = Math.min(best, nowMs() - from);
    await turnOfTheLoop();
  }
  return best;
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
