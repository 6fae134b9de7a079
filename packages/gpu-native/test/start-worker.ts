import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface TestWorker {
  /** The first message that it sends by itself. Rejects when it fails before. */
  ready(): Promise<unknown>;
  ask(command: string, argument?: unknown): Promise<unknown>;
  /** Ends the thread wherever it is. */
  terminate(): Promise<unknown>;
}

/** Starts a TypeScript file of this folder in a thread of its own. */
export function startWorker(file: string, workerData?: unknown): TestWorker {
  const worker = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
    workerData: { file: new URL(file, import.meta.url).href, data: workerData },
    execArgv: ['--conditions=@jamnet/source'],
  });
  return {
    ready: async () => ((await once(worker, 'message')) as [unknown])[0],
    async ask(command, argument) {
      worker.postMessage([command, argument]);
      const [answer] = (await once(worker, 'message')) as [unknown];
      return answer;
    },
    terminate: () => worker.terminate(),
  };
}
