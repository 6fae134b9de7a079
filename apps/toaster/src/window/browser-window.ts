import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { JamError } from '@jamnet/wire';
import { systemReason } from '../failure.js';
import { browserArguments } from './browser-arguments.js';
import { createDevtoolsPipe } from './devtools-pipe.js';
import { createPageSession } from './page-session.js';
import type { PageMessage, WindowView } from './window-view.js';

/** From its start to the first picture; on two busy cores it takes one second. */
const START_WITHIN_MS = 15_000;
const CLOSE_WITHIN_MS = 2_000;
const KEPT_REMARKS = 400;

/** How a window ended: by the wish of who sits before it, or by an accident that is told in words. */
export type WindowOutcome =
  { readonly kind: 'closed' } | { readonly kind: 'died'; readonly problem: string };

/** A window of the user's browser on TOASTer's page. */
export interface BrowserWindow {
  readonly pid: number | undefined;
  show(view: WindowView): void;
  readonly ended: Promise<WindowOutcome>;
  close(): Promise<void>;
}

export interface BrowserWindowOptions {
  /** Path of the browser. */
  readonly browser: string;
  readonly moreArguments: readonly string[];
  readonly pageUrl: string;
  readonly firstView: WindowView;
  readonly onMessage: (message: PageMessage) => void;
}

/**
 * Resolves when the first view has been painted.
 *
 * @throws {JamError} `timed-out` or `closed` when the browser shows nothing
 */
export async function openBrowserWindow(options: BrowserWindowOptions): Promise<BrowserWindow> {
  const { browser, moreArguments, pageUrl, firstView, onMessage } = options;
  const dataFolder = await mkdtemp(join(tmpdir(), 'jamnet-window-'));
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    browser,
    browserArguments({ pageUrl, dataFolder, isRoot, more: moreArguments }),
    // In a group of its own: Ctrl-C in the terminal is the host's to handle, and its parts can be ended together.
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  let remarks = '';
  let wasClosed = false;
  let hasCrashed = false;
  let onPainted: () => void = () => undefined;
  const painted = new Promise<void>((resolve) => {
    onPainted = resolve;
  });

  const pipe = createDevtoolsPipe({
    toBrowser: child.stdio[3] as Writable,
    fromBrowser: child.stdio[4] as Readable,
    onEvent: (event) => page.onEvent(event),
  });
  const page = createPageSession({
    pipe,
    onMessage,
    onPainted,
    onClosed: () => void close(),
    onCrashed() {
      hasCrashed = true;
      kill();
    },
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    remarks = (remarks + chunk.toString('utf8')).slice(-KEPT_REMARKS);
  });

  const ended = new Promise<WindowOutcome>((resolve) => {
    const finish = (how: string) => {
      pipe.close();
      page.close();
      // What is left of the browser's parts goes with it.
      kill();
      const outcome: WindowOutcome = wasClosed
        ? { kind: 'closed' }
        : { kind: 'died', problem: how };
      // Parts of the browser may still write there; what then stays behind is in the system's folder for such things.
      rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
        .catch(() => undefined)
        .finally(() => resolve(outcome));
    };
    child.on('error', (error) => finish(`${browser} cannot be started: ${systemReason(error)}`));
    child.on('exit', (code, signal) => {
      // Some systems end the browser with its last window, before it could say which one it was.
      if (code === 0 && !hasCrashed) wasClosed = true;
      if (hasCrashed) finish('what draws the page crashed');
      else
        finish(
          signal === null
            ? `the browser ended with exit code ${code}`
            : `the browser was ended by ${signal}`,
        );
    });
  });

  function kill(): void {
    if (child.pid === undefined) return;
    try {
      if (process.platform === 'win32') child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of them are gone.
    }
  }

  async function close(): Promise<void> {
    wasClosed = true;
    pipe.call('Browser.close').catch(() => undefined);
    const forced = setTimeout(kill, CLOSE_WITHIN_MS);
    await ended;
    clearTimeout(forced);
  }

  page.show(firstView);
  // Tells of the page that is there and of those to come.
  pipe.call('Target.setDiscoverTargets', { discover: true }).catch(() => undefined);
  let slow: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'late'>((resolve) => {
    slow = setTimeout(() => resolve('late'), START_WITHIN_MS);
  });
  const first = await Promise.race([painted, tooLate, ended]);
  clearTimeout(slow);
  if (first === 'late') {
    await close();
    const code = 'timed-out';
    throw new JamError(
      code,
      `${browser} showed no window within ${START_WITHIN_MS / 1_000} s; ${ADVICE}`,
    );
  }
  if (first !== undefined) {
    const why = first.kind === 'died' ? first.problem : 'it closed at once';
    const last = remarks.trim().split('\n').at(-1);
    throw new JamError(
      'closed',
      `${browser} shows no window: ${why}${last ? ` (${last})` : ''}; ${ADVICE}`,
    );
  }
  return { pid: child.pid, show: (view) => page.show(view), ended, close };
}

const ADVICE = 'name another browser in JAMNET_BROWSER, or start with --tui';
