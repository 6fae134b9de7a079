import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of a process since it began, in the program and in the system; seconds. */
export interface ProcessCpu {
  /** Of all threads, those that have ended as well. */
  readonly seconds: number;
  /** Of each that runs, by its number; the main thread has that of the process. */
  readonly threads: ReadonlyMap<number, number>;
}

/** What a process took between two looks, as a share of a core. */
export interface CpuShares {
  readonly all: number;
  readonly main: number;
  readonly others: number;
  /** Of each of the others that still runs, the largest first. */
  readonly ofOthers: readonly number[];
}

/** Linux tells processor times to programs in these, whatever its own timer does. */
const TICKS_PER_S = 100;
/** Fields of `stat` behind the name in brackets. */
const USER = 11;
const SYSTEM = 12;

/** Linux alone: reads /proc. */
export function processCpu(pid: number): ProcessCpu {
  const threads = new Map<number, number>();
  for (const id of readdirSync(`/proc/${pid}/task`)) {
    try {
      threads.set(Number(id), secondsIn(`/proc/${pid}/task/${id}/stat`));
    } catch {
      // It has ended since.
    }
  }
  return { seconds: secondsIn(`/proc/${pid}/stat`), threads };
}

function secondsIn(path: string): number {
  const stat = readFileSync(path, 'utf8');
  // A name may hold spaces and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS_PER_S;
}

export function cpuShares(
  pid: number,
  before: ProcessCpu,
  after: ProcessCpu,
  seconds: number,
): CpuShares {
  const all = (after.seconds - before.seconds) / seconds;
  const shareOf = (id: number): number =>
    ((after.threads.get(id) ?? 0) - (before.threads.get(id) ?? 0)) / seconds;
  const main = shareOf(pid);
  const ofOthers = [...after.threads.keys()].filter((id) => id !== pid).map(shareOf);
  ofOthers.sort((one, other) => other - one);
  return { all, main, others: all - main, ofOthers };
}
