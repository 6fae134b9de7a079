import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('worker.ts', import.meta.url));
const MOST_WORKERS = 16;

export interface Task {
  readonly module: string;
  readonly exported: string;
  readonly argument: unknown;
}

export interface Answer {
  readonly value?: unknown;
  readonly error?: string;
}

/**
 * Calls an exported function of a module once for each argument, in processes of their own: as many at a time as there are cores, and a
 * heap for each, so that one run's rubbish is not another's pause. Results stand in the order of the arguments; the first failure
 * ends all. Arguments and results travel as JSON does.
 */
export async function inParallel<A, R>(
  module: string,
  exported: string,
  argumentList: readonly A[],
  done: (count: number) => void = () => undefined,
): Promise<R[]> {
  const results = new Array<R>(argumentList.length);
  const workers: ChildProcess[] = [];
  let next = 0;
  let finished = 0;
  const work = async (): Promise<void> => {
    const worker = fork(SCRIPT);
    workers.push(worker);
    while (next < argumentList.length) {
      const index = next++;
      const task: Task = { module, exported, argument: argumentList[index] };
      results[index] = (await ask(worker, task)) as R;
      done(++finished);
    }
    worker.disconnect();
  };
  const count = Math.min(MOST_WORKERS, availableParallelism(), argumentList.length);
  try {
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    for (const worker of workers) worker.kill();
  }
  return results;
}

function ask(worker: ChildProcess, task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`a worker ended with ${code}`));
    worker.once('exit', gone);
    worker.once('message', (answer) => {
      worker.off('exit', gone);
      const { value, error } = answer as Answer;
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    });
    worker.send(task);
  });
}
