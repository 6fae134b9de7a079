import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { JmidEvent } from '@jamnet/schemas';
import type { Answer, OpenOrder, Order, Report } from './player-process.js';

/** A player in another process. */
export interface RemotePlayer {
  open(order: Omit<OpenOrder, 'order'>): Promise<void>;
  /** Resolves when all has been sent and repeated. Gives how many events were refused. */
  play(events: readonly { readonly atMs: number; readonly event: JmidEvent }[]): Promise<number>;
  report(): Promise<Report>;
  /** Resolves with the exit code of a process that ended by itself. */
  close(): Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

const SCRIPT = fileURLToPath(new URL('./player-process.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export function startPlayer(start: Spawn = spawn): RemotePlayer {
  const args = ['--import', LOADER, '--conditions=@jamnet/source', SCRIPT];
  const child = start(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exit = once(child, 'exit');
  // One order at a time.
  const ask = async (order: Order): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(order);
    const ended = exit.then(() => Promise.reject(new Error('the player has ended')));
    const [answer] = (await Promise.race([answered, ended])) as [Answer];
    if ('failure' in answer) throw new Error(answer.failure);
    return answer.answer;
  };
  return {
    open: async (order) => void (await ask({ order: 'open', ...order })),
    play: async (events) => (await ask({ order: 'play', events })) as number,
    report: async () => (await ask({ order: 'report' })) as Report,
    async close() {
      child.send({ order: 'close' } satisfies Order);
      return (await exit)[0] as number | null;
    },
    kill: (signal) => void child.kill(signal),
  };
}
