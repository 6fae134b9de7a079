import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { engineCommand, type EngineFlags } from '@jamnet/toaster';
import { promoteBelowJack } from './promote-below.js';

/** What is looked at of an engine's state: apps/toaster/src/engine/jam-state.ts. */
export interface EngineState {
  readonly phase: string;
  readonly settings: { readonly click: boolean };
  readonly peers: readonly {
    readonly playoutMs: number | null;
    readonly bufferMs: number | null;
    readonly repair: {
      readonly direct: number;
      readonly copies: number;
      readonly jellie: number;
      readonly predicted: number;
    };
  }[];
  readonly audio: { readonly xruns: number } | null;
  readonly audioOut: { readonly open: boolean };
  readonly sync: {
    readonly state: string;
    readonly isMaster: boolean;
    readonly boundUs: number | null;
  };
}

export interface EngineOptions {
  readonly name: string;
  /** null leaves it in the lobby. @default one for all */
  readonly room?: string | null;
  readonly server: string;
  readonly settings: EngineFlags['settings'];
  readonly promoted: boolean;
  readonly spawn?: (command: string, args: string[], options: SpawnOptions) => ChildProcess;
}

/** `toaster engine` in a process of its own. */
export interface LiveEngine {
  readonly pid: number;
  readonly state: EngineState | undefined;
  tell(command: object): void;
  until(is: (state: EngineState) => boolean, timeoutMs: number, what: string): Promise<EngineState>;
  quit(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

const CLI = fileURLToPath(new URL('../../../../apps/toaster/src/cli.ts', import.meta.url));
const ROOM = 'live-bar';

export function startEngine(options: EngineOptions): LiveEngine {
  const { name, server, promoted, spawn: start = spawn } = options;
  const { room = ROOM } = options;
  const settings = { name, room: ROOM, discovery: 'multicast' as const, ...options.settings };
  const [node, ...args] = engineCommand({ settings, join: room ?? undefined }, CLI);
  const child = start(node!, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, JACK_DEFAULT_SERVER: server },
  });
  if (promoted) promoteBelowJack(child.pid!);
  let state: EngineState | undefined;
  let isGone = false;
  let look = (): void => undefined;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const message = JSON.parse(line) as { readonly kind: string; readonly state?: EngineState };
    if (message.kind === 'state') ({ state } = message);
    look();
  });
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      isGone = true;
      look();
      resolve();
    });
  });
  return {
    pid: child.pid!,
    get state() {
      return state;
    },
    tell: (command) => void child.stdin!.write(`${JSON.stringify(command)}\n`),
    until: (is, timeoutMs, what) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${name}, ${what}: ${why}`));
        const timer = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
        look = () => {
          if (isGone) fail('it ended');
          else if (state === undefined || !is(state)) return;
          else resolve(state);
          clearTimeout(timer);
          look = () => undefined;
        };
        look();
      }),
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
    async quit() {
      child.stdin!.end('{"do":"quit"}\n');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
