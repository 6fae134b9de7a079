import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import process from 'node:process';
import { createLineSplitter } from '../../src/demo/line-splitter.js';
import type {
  EngineMessage,
  JamCommand,
  JamSettings,
  JamState,
} from '../../src/engine/jam-state.js';
import { NODE_ARGS } from '../support/toaster-process.js';

/** Before ordinary processes, for a machine that others use meanwhile: what is late by their doing is no fault of the engine's. Needs root, as a LAN does. */
const PROMOTE = ['-n', '-15'];

export interface LiveEngineOptions {
  readonly room: string;
  readonly settings: Partial<JamSettings>;
  /** The JACK server it plays by. */
  readonly server: string;
  readonly spawn?: (command: string, args: string[], options: SpawnOptions) => ChildProcess;
}

/** `toaster engine` in a process of its own. */
export interface LiveEngine {
  readonly pid: number;
  /** The last state that it told. */
  readonly state: JamState | undefined;
  tell(command: JamCommand): void;
  /** Resolves with the first state from now on that is so. Rejects after `timeoutMs`, and when it ends. */
  until(is: (state: JamState) => boolean, timeoutMs: number, what: string): Promise<JamState>;
  /** As a crash would. */
  kill(): Promise<void>;
  /** Ends it in order; how it ended. */
  quit(): Promise<{ readonly code: number | null; readonly last: EngineMessage | undefined }>;
}

export function startLiveEngine(options: LiveEngineOptions): LiveEngine {
  const { room, settings, server } = options;
  const start = options.spawn ?? spawn;
  const args = [
    ...PROMOTE,
    process.execPath,
    ...NODE_ARGS,
    'engine',
    '--settings',
    JSON.stringify({ ...settings, room }),
    '--join',
    room,
  ];
  const child = start('nice', args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, JACK_DEFAULT_SERVER: server, NO_COLOR: '1' },
  });
  let state: JamState | undefined;
  let last: EngineMessage | undefined;
  let complaints = '';
  const watchers = new Set<() => void>();
  const split = createLineSplitter((line) => {
    last = JSON.parse(line) as EngineMessage;
    if (last.kind === 'state') ({ state } = last);
    for (const watch of [...watchers]) watch();
  });
  child.stdout!.setEncoding('utf8').on('data', split);
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.stdin!.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      resolve(code);
      for (const watch of [...watchers]) watch();
    });
  });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid!,
    get state() {
      return state;
    },
    tell: (command) => void child.stdin!.write(`${JSON.stringify(command)}\n`),
    until: (is, timeoutMs, what) =>
      new Promise((resolve, reject) => {
        const settle = (then: () => void): void => {
          clearTimeout(timer);
          watchers.delete(watch);
          then();
        };
        const fail = (why: string): void =>
          settle(() =>
            reject(new Error(`${what}: ${why}; ${JSON.stringify(state)} ${complaints}`)),
          );
        const watch = (): void => {
          if (isOver()) fail('the engine ended');
          else if (state !== undefined && is(state)) settle(() => resolve(state!));
        };
        const timer = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
        watchers.add(watch);
      }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async quit() {
      child.stdin!.end('{"do":"quit"}\n');
      return { code: await ended, last };
    },
  };
}
