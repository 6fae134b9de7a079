import { spawn } from 'node:child_process';
import type { DemoSummary } from '../../src/demo/demo-report.js';
import type { DemoProgress } from '../../src/display/demo-line.js';
import type {
  CommandLine,
  EventLine,
  ListeningLine,
  PlayingLine,
  SentLine,
  StatsLine,
  TimelineLine,
} from '../../src/report/json-lines.js';
import { createLineSplitter } from '../../src/demo/line-splitter.js';
import type { SyncView } from '../../src/timeline/sync-view.js';
import { buildToaster } from './build-toaster.js';

/** What Node needs to run this program from its sources. */
export const NODE_ARGS: readonly string[] = [await buildToaster()];

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON, a value a line; lines that are none are left out. */
  readonly lines: AnyLine[];
}

/** A line of any command: what a line does not have is undefined. */
export type AnyLine = Partial<
  PlayingLine &
    SentLine &
    ListeningLine &
    EventLine &
    StatsLine &
    TimelineLine &
    CommandLine & {
      readonly peer: object;
      readonly interface: object;
      readonly demo: DemoProgress;
      readonly sync: SyncView;
      readonly summary: Partial<DemoSummary> & Partial<Omit<SyncView, 'port'>>;
    }
>;

/** The command line program in a process of its own. */
export interface ToasterProcess {
  readonly pid: number;
  readonly ended: Promise<ProcessEnd>;
  /** Resolves with the first line of JSON, past or to come, that `wanted` accepts. Rejects when the process ends without it. */
  line(wanted: (line: AnyLine) => boolean): Promise<AnyLine>;
  kill(signal: NodeJS.Signals): void;
  /** Ends its standard input. */
  endInput(): void;
  /** As if the reader of its standard output had gone. */
  closeOutput(): void;
}

const started = new Set<ToasterProcess>();

export function startToaster(args: readonly string[], env: NodeJS.ProcessEnv = {}): ToasterProcess {
  const child = spawn(process.execPath, [...NODE_ARGS, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  let stdout = '';
  let stderr = '';
  const lines: AnyLine[] = [];
  const watchers = new Set<() => void>();
  const split = createLineSplitter((line) => {
    if (!line.startsWith('{')) return;
    lines.push(JSON.parse(line) as AnyLine);
    for (const watch of watchers) watch();
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    split(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr, lines }));
  });
  const toaster: ToasterProcess = {
    pid: child.pid ?? 0,
    ended,
    line(wanted) {
      return new Promise((resolve, reject) => {
        const watch = () => {
          const found = lines.find(wanted);
          if (!found) return;
          watchers.delete(watch);
          resolve(found);
        };
        watchers.add(watch);
        watch();
        void ended.then(() => reject(new Error(`it ended without that line; it said: ${stderr}`)));
      });
    },
    kill: (signal) => child.kill(signal),
    endInput: () => child.stdin.end(),
    closeOutput: () => child.stdout.destroy(),
  };
  started.add(toaster);
  void ended.then(() => started.delete(toaster));
  return toaster;
}

export function runToaster(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ProcessEnd> {
  const toaster = startToaster(args, env);
  toaster.endInput();
  return toaster.ended;
}

/** Ends what a failed test has left. */
export async function endAllToasters(): Promise<void> {
  for (const toaster of started) toaster.kill('SIGKILL');
  await Promise.all([...started].map(({ ended }) => ended));
}

/** Whether a process of that number exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A topic that no other test and no other run has. */
export function freshTopic(): string {
  return `midi://test-${process.pid}-${Math.random().toString(36).slice(2)}`;
}
