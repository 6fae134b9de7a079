import { type EngineKeeper, keepEngine } from '../window/engine-keeper.js';

export interface TuiOptions {
  /** What starts the engine: a program and its arguments. */
  readonly engineCommand: readonly string[];
  /** Gives the terminal back and ends the engine. */
  readonly signal: AbortSignal;
  /** Is given what happened to the engine, once the terminal can be written to again. */
  readonly onLine: (line: string) => void;
}

/** Lines that are kept while the screen is on the terminal. */
const MOST_KEPT_LINES = 50;
const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';

/** The whole of TOASTer in the terminal, for where there is no browser or no wish for one. Resolves when it is left and everything has ended. */
export async function openTui(options: TuiOptions): Promise<void> {
  const lines: string[] = [];
  const keeper = keepEngine({
    command: options.engineCommand,
    onLine: (line) => lines.push(line) > MOST_KEPT_LINES && lines.shift(),
  });
  try {
    await runTerminal(keeper, options);
  } finally {
    await keeper.end();
    lines.forEach(options.onLine);
  }
}

/** The screen on an engine that runs already; it still runs afterwards. */
export async function runTerminal(
  keeper: EngineKeeper,
  options: { readonly signal: AbortSignal },
): Promise<void> {
  if (options.signal.aborted) return;
  // React is told before it is loaded: as it is for its developers it is slow, and keeps a mark of every picture for good.
  process.env['NODE_ENV'] ??= 'production';
  const [{ render }, { createElement }, { TuiApp }] = await Promise.all([
    import('ink'),
    import('react'),
    import('./tui-app.js'),
  ]);
  const output = process.stdout;
  const leave = () => output.write(LEAVE);
  output.write(ENTER);
  process.on('exit', leave);
  const screen = render(createElement(TuiApp, { keeper, output, onQuit: () => screen.unmount() }), {
    exitOnCtrlC: false,
    incrementalRendering: true,
    maxFps: 20,
  });
  const stop = () => screen.unmount();
  options.signal.addEventListener('abort', stop, { once: true });
  void keeper.ended.then(stop);
  try {
    await screen.waitUntilExit();
  } finally {
    options.signal.removeEventListener('abort', stop);
    process.off('exit', leave);
    leave();
  }
}
