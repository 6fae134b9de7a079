import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Destination } from '@jamnet/wire';
import type { UdpPortStats } from '@jamnet/wire/udp';
import type { News, Order } from './port-process.js';
import type { PortKind } from './port-kinds.js';

export interface Arrival {
  readonly byte: number;
  readonly from: Destination;
}

/** A port in another process. */
export interface RemotePort {
  /** As they were when it was opened. */
  readonly endpoints: readonly Destination[];
  currentEndpoints(): Promise<readonly Destination[]>;
  readonly arrivals: readonly Arrival[];
  join(group: Destination): Promise<void>;
  send(byte: number, to: Destination, options?: { length?: number; times?: number }): Promise<void>;
  stats(): Promise<UdpPortStats>;
  /** Waits for the first datagram with this byte. */
  arrival(byte: number): Promise<Arrival>;
  /** Resolves with the exit code of a process that ended by itself. */
  close(): Promise<number | null>;
  kill(): void;
}

type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

export async function openRemotePort(
  kind: PortKind,
  interfaces?: readonly string[],
  start: Spawn = spawn,
): Promise<RemotePort> {
  const script = fileURLToPath(new URL('./port-process.ts', import.meta.url));
  const child = start(
    process.execPath,
    ['--import', 'tsx', '--conditions=@jamnet/source', script],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const exit = once(child, 'exit');
  const arrivals: Arrival[] = [];
  const waiting: (() => void)[] = [];
  let answer = (_news: News): void => {};
  child.on('message', (news: News) => {
    if ('byte' in news) arrivals.push({ byte: news.byte, from: news.from! });
    else answer(news);
    for (const check of waiting.splice(0)) check();
  });
  // One order at a time.
  const ask = async (order: Order): Promise<unknown> => {
    const answered = new Promise<News>((resolve) => (answer = resolve));
    child.send(order);
    const news = await answered;
    if ('failure' in news) throw new Error(news.failure);
    return (news as { answer: unknown }).answer;
  };
  const endpoints = (await ask({ order: 'open', kind, interfaces })) as Destination[];
  return {
    endpoints,
    currentEndpoints: async () => (await ask({ order: 'endpoints' })) as Destination[],
    arrivals,
    join: async (group) => void (await ask({ order: 'join', group })),
    async send(byte, to, { length = 1, times = 1 } = {}) {
      await ask({ order: 'send', bytes: Array<number>(length).fill(byte), to, times });
    },
    stats: async () => (await ask({ order: 'stats' })) as UdpPortStats,
    async arrival(byte) {
      for (;;) {
        const found = arrivals.find((each) => each.byte === byte);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async close() {
      child.send({ order: 'close' } satisfies Order);
      return (await exit)[0] as number | null;
    },
    kill: () => void child.kill(),
  };
}
