import { spawn } from 'node:child_process';
import process from 'node:process';
import type { JsonLine } from '../report/json-lines.js';
import { createLineSplitter } from './line-splitter.js';

/** How to start this program once more. */
export interface Launcher {
  /** The Node that runs, and its own options: a loader, if there is one, is among them. */
  readonly execPath: string;
  readonly execArgv: readonly string[];
  readonly script: string;
}

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last line of its log. */
  readonly lastLog: string | null;
}

/** Another process of this program, with `--json`. */
export interface Child {
  readonly ended: Promise<ChildEnd>;
  readonly running: boolean;
  /** Asks it to end in order. */
  end(): void;
  /** Ends it at once. */
  kill(): void;
}

/** The children end by themselves when this process is gone, for their standard input ends then. */
export function startChild(
  launcher: Launcher,
  args: readonly string[],
  onLine: (line: JsonLine) => void,
): Child {
  const { execPath, execArgv, script } = launcher;
  const started = spawn(execPath, [...execArgv, script, ...args, '--json', '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: a signal to the group that this process is in (`timeout`, a terminal that is closed) would end a listener before its player.
    // Windows has no such signals, and would open a window.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let lastLog: string | null = null;
  let running = true;
  started.stdout.setEncoding('utf8').on(
    'data',
    createLineSplitter((text) => {
      const line = parseLine(text);
      if (line) onLine(line);
    }),
  );
  const onLog = createLineSplitter((text) => (lastLog = text));
  started.stderr.setEncoding('utf8').on('data', onLog);
  // It may be gone already when it is told to end.
  started.stdin.on('error', () => undefined);
  const ended = new Promise<ChildEnd>((resolve) => {
    const end = (code: number | null, signal: string | null) => {
      running = false;
      resolve({ code, signal, lastLog });
    };
    // `close` comes after the last line has been read, `exit` may come before.
    started.on('close', end);
    started.on('error', (error) => {
      lastLog = error.message;
      end(null, null);
    });
  });
  return {
    ended,
    get running() {
      return running;
    },
    end: () => started.stdin.end(),
    kill: () => started.kill('SIGKILL'),
  };
}

function parseLine(text: string): JsonLine | undefined {
  try {
    return JSON.parse(text) as JsonLine;
  } catch {
    return undefined;
  }
}
