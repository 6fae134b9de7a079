import { pathToFileURL } from 'node:url';
import { runTerminal } from '../tui/open-tui.js';
import { openBrowserWindow, type BrowserWindow } from './browser-window.js';
import { type EngineKeeper, keepEngine } from './engine-keeper.js';
import { findBrowsers } from './find-browser.js';
import { pageFile } from './page-file.js';
import type { PageMessage } from './window-view.js';

export interface WindowOptions {
  /** What starts the engine: a program and its arguments. */
  readonly engineCommand: readonly string[];
  /** Closes the window and ends the engine. */
  readonly signal: AbortSignal;
  /** Is given what happens to the engine and the browser, a line at a time. */
  readonly onLine: (line: string) => void;
  /** @default the first of the installed ones, or what JAMNET_BROWSER names */
  readonly browser?: {
    readonly path?: string | undefined;
    /** Given to it in addition: `--headless=new` needs no display. */
    readonly arguments?: readonly string[];
  };
  /** The window shows its first view, that long after it was asked for. */
  readonly onReady?: (opened: OpenedWindow) => void;
}

export interface OpenedWindow {
  readonly afterMs: number;
  readonly browserPid: number | undefined;
  readonly enginePid: () => number | undefined;
}

/** Why it is over. A problem is for whoever started it to say; everything is ended either way. */
export type WindowEnd =
  | { readonly kind: 'closed' | 'stopped' | 'quit' }
  | { readonly kind: 'no-window'; readonly problem: string };

/** A browser that dies is opened again that often. */
const MOST_REOPENED = 1;
const MOST_HELD_LINES = 50;

/** Opens TOASTer's window and keeps an engine behind it. Resolves when the window is closed and everything has ended. */
export async function openWindow(options: WindowOptions): Promise<WindowEnd> {
  const { engineCommand, signal } = options;
  // While the screen is on the terminal, lines would spoil it.
  let held: string[] | null = null;
  const onLine = (line: string) => {
    if (held === null) options.onLine(line);
    else held = [...held.slice(-MOST_HELD_LINES), line];
  };
  // First of all: it looks for rooms while the browser starts.
  const keeper = keepEngine({ command: engineCommand, onLine });
  try {
    const end = await showInBrowser(keeper, { ...options, onLine });
    if (end.kind !== 'no-window' || !hasTerminal()) return end;
    onLine(`${end.problem} The session goes on in this terminal.`);
    held = [];
    await runTerminal(keeper, { signal });
    return { kind: signal.aborted ? 'stopped' : 'closed' };
  } finally {
    await keeper.end();
    held?.forEach(options.onLine);
  }
}

async function showInBrowser(keeper: EngineKeeper, options: WindowOptions): Promise<WindowEnd> {
  const { signal, onLine } = options;
  const startedMs = performance.now();
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  const quit = keeper.ended.then(() => 'quit' as const);

  for (let opened = 0; ; opened += 1) {
    const window = await openFirst(keeper, options);
    if (typeof window === 'string') return { kind: 'no-window', problem: window };
    options.onReady?.({
      afterMs: performance.now() - startedMs,
      browserPid: window.pid,
      enginePid: () => keeper.pid,
    });
    const unwatch = keeper.watch((view) => window.show(view));
    window.show(keeper.view);
    const end = await Promise.race([window.ended, stopped, quit]);
    unwatch();
    if (end === 'stopped' || end === 'quit') {
      await window.close();
      return { kind: end };
    }
    if (end.kind === 'closed') return { kind: 'closed' };
    if (opened >= MOST_REOPENED) {
      const problem = `The window ended twice: ${end.problem}; update the browser, name another in JAMNET_BROWSER, or start with --tui.`;
      return { kind: 'no-window', problem };
    }
    onLine(`The window ended: ${end.problem}. It is opened again; the session goes on.`);
  }
}

/** The first browser that shows a window, or why none does. */
async function openFirst(
  keeper: EngineKeeper,
  options: WindowOptions,
): Promise<BrowserWindow | string> {
  const { browser, onLine } = options;
  const moreArguments = browser?.arguments ?? [];
  const headless = moreArguments.some((argument) => argument.startsWith('--headless'));
  if (!headless && !hasDisplay()) return 'There is no display here; start with --tui.';
  let problem =
    'Neither Chrome nor Chromium nor Edge is installed; install one, name it in JAMNET_BROWSER, or start with --tui.';
  try {
    const pageUrl = pathToFileURL(await pageFile()).href;
    for (const path of browser?.path ? [browser.path] : findBrowsers()) {
      try {
        return await openBrowserWindow({
          browser: path,
          moreArguments,
          pageUrl,
          firstView: keeper.view,
          onMessage: (message) => onPageMessage(keeper, message),
        });
      } catch (error) {
        problem = `${(error as Error).message}.`;
        onLine(problem);
      }
    }
  } catch (error) {
    problem = `${(error as Error).message}.`;
  }
  return problem;
}

function onPageMessage(keeper: EngineKeeper, message: PageMessage): void {
  if (message.page === 'command') keeper.tell(message.command);
  else if (message.page === 'start-engine') keeper.startNow();
}

function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}
