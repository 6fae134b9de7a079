import { spawnSync } from 'node:child_process';

/** Continuous processor time after which the system ends a promoted process: one that runs away must not take the machine with it. */
const MOST_RTTIME_US = 2_000_000;
const PRIORITY = 10;

/**
 * Lets the main thread of a process, and no other, go before ordinary threads (SCHED_FIFO): what stands in for an idle machine on one that others
 * use. False where the system does not permit that.
 */
export function promote(pid: number): boolean {
  const limit = `--rttime=${MOST_RTTIME_US}:${MOST_RTTIME_US}`;
  const done = (file: string, args: readonly string[]): boolean =>
    spawnSync(file, args, { stdio: 'ignore' }).status === 0;
  return (
    done('prlimit', [`--pid=${pid}`, limit]) && done('chrt', ['-f', '-p', `${PRIORITY}`, `${pid}`])
  );
}
