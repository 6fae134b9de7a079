import { spawnSync } from 'node:child_process';

/** Below the threads of a JACK server and of its clients, which are 10 and 5: these must not wait for it. */
const PRIORITY = 2;
/** Continuous processor time after which the system ends it. */
const MOST_RTTIME_US = 5_000_000;

/** Lets the main thread of a process go before ordinary ones, but not before JACK's. False where the system does not permit that. */
export function promoteBelowJack(pid: number): boolean {
  const limit = `--rttime=${MOST_RTTIME_US}:${MOST_RTTIME_US}`;
  const done = (file: string, args: readonly string[]): boolean =>
    spawnSync(file, args, { stdio: 'ignore' }).status === 0;
  return (
    done('prlimit', [`--pid=${pid}`, limit]) && done('chrt', ['-f', '-p', `${PRIORITY}`, `${pid}`])
  );
}
