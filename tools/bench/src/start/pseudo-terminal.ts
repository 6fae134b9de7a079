import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A command line on a terminal of its own. */
export interface OnTerminal {
  /** All that has been shown, without what colours it and moves. */
  readonly shown: string;
  /** When a text has been shown, nanoseconds on CLOCK_MONOTONIC. Rejects when the command ends first. */
  shows(text: string): Promise<bigint>;
  type(keys: string): void;
  /** Whether it ended by itself within so long; what is left of it is ended. */
  end(timeoutMs: number): Promise<boolean>;
}

export interface OnTerminalOptions {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

const COLUMNS = 120;
const ROWS = 40;
const TOLD_CHARACTERS = 2000;

/** Why no program can be given a terminal here, or undefined. */
export function missingTerminal(): string | undefined {
  const { status } = spawnSync('script', ['--version'], { stdio: 'ignore' });
  return status === 0
    ? undefined
    : 'the command script, which gives a program a terminal, does not run; install util-linux';
}

export function runOnTerminal(command: string, options: OnTerminalOptions): OnTerminal {
  // A terminal of `script` that is started without one has no size.
  const sized = `stty cols ${COLUMNS} rows ${ROWS}; exec ${command}`;
  const child = spawn('script', ['-qefc', sized, '/dev/null'], {
    cwd: options.folder,
    env: { ...options.env, TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // What is typed to one that has ended goes nowhere.
  child.stdin.on('error', () => undefined);
  let raw = '';
  let isGone = false;
  let look = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    look();
  });
  const ended = once(child, 'close').then(() => {
    isGone = true;
    look();
  });
  const terminal: OnTerminal = {
    get shown() {
      return raw.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
    },
    shows: (text) =>
      new Promise((resolve, reject) => {
        look = () => {
          if (terminal.shown.includes(text)) resolve(process.hrtime.bigint());
          else if (isGone) {
            const last = terminal.shown.slice(-TOLD_CHARACTERS);
            reject(new Error(`${command} ended before it showed “${text}”:\n${last}`));
          } else return;
          look = () => undefined;
        };
        look();
      }),
    type: (keys) => void child.stdin.write(keys),
    async end(timeoutMs) {
      let byItself = true;
      const timer = setTimeout(() => {
        byItself = false;
        // Its terminal goes with it, and every program on that is told.
        child.kill('SIGTERM');
      }, timeoutMs);
      await ended;
      clearTimeout(timer);
      return byItself;
    },
  };
  return terminal;
}
