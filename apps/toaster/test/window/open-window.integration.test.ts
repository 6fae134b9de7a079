import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedWindow, openWindow, type WindowEnd } from '../../src/window/open-window.js';
import { pageFile } from '../../src/window/page-file.js';
import { browserFault } from './page-stage.js';
import { buildWindowPrograms, isRunning } from './window-programs.js';

const fault = browserFault();
if (fault !== undefined) {
  if (process.env.JAMNET_REQUIRE_BROWSER === '1')
    throw new Error(`JAMNET_REQUIRE_BROWSER=1, but ${fault}`);
  console.warn(`skipped: no window: ${fault}`);
}

const HEADLESS = { arguments: ['--headless=new'] };
/** Browsers start slowly where much else goes on. */
const POLL = { timeout: 20_000, interval: 20 };
const folder = mkdtempSync(join(tmpdir(), 'jamnet-window-test-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let engine = '';
let runs = 0;

interface Run {
  readonly opened: OpenedWindow[];
  readonly lines: string[];
  readonly ended: Promise<WindowEnd>;
  readonly stop: () => void;
  readonly journal: () => string;
}

const running: Run[] = [];

function run(browser: { path?: string; arguments: readonly string[] } = HEADLESS): Run {
  runs += 1;
  const journal = join(folder, `journal-${runs}`);
  const stop = new AbortController();
  const opened: OpenedWindow[] = [];
  const lines: string[] = [];
  const ended = openWindow({
    engineCommand: [process.execPath, engine, journal],
    signal: stop.signal,
    onLine: (line) => lines.push(line),
    onReady: (window) => opened.push(window),
    browser,
  });
  const started: Run = {
    opened,
    lines,
    ended,
    stop: () => stop.abort(),
    journal: () => readFileSync(journal, 'utf8'),
  };
  running.push(started);
  return started;
}

async function opened(started: Run, times = 1): Promise<OpenedWindow> {
  await expect.poll(() => started.opened.length, POLL).toBe(times);
  return started.opened[times - 1];
}

function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) throw new Error('there is no such process');
  process.kill(pid, signal);
}

beforeAll(async () => {
  if (fault !== undefined) return;
  engine = join(await buildWindowPrograms(), 'fake-engine.mjs');
  // As it is in an installation: the page is there.
  await pageFile();
});

afterEach(async () => {
  for (const started of running.splice(0)) {
    started.stop();
    await started.ended;
  }
});

describe.skipIf(fault !== undefined)('the window', () => {
  it('shows the room soon after the start, and ends with everything when it is told to', async () => {
    const started = run();
    const { afterMs, browserPid, enginePid } = await opened(started);
    const pids = [browserPid, enginePid()];
    // Promised on a machine that has a core to spare; tests may run beside much else.
    const busy = Math.max(1, loadavg()[0] / availableParallelism());
    const figure = `${Math.round(afterMs)} ms with ${busy.toFixed(1)} times the work there is time for`;
    console.info(`window ready after ${figure}`);
    expect(afterMs / busy).toBeLessThan(2_000);
    started.stop();
    expect(await started.ended).toEqual({ kind: 'stopped' });
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(started.journal()).toContain('"quit"');
  });

  it('starts an engine that was killed again, and takes it back into its room', async () => {
    const started = run();
    const { browserPid, enginePid } = await opened(started);
    const first = enginePid();
    kill(first);
    await expect.poll(() => started.journal(), POLL).toContain('{"do":"join","room":"main"}');
    expect(started.lines.join('\n')).toContain('The engine ended: it was ended by SIGKILL');
    expect(enginePid()).not.toBe(first);
    expect(isRunning(browserPid)).toBe(true);
    expect(started.opened).toHaveLength(1);
  });

  it('opens a browser that was killed once more, and ends in words when it dies again', async () => {
    const started = run();
    const first = await opened(started);
    const engineBefore = first.enginePid();
    kill(first.browserPid);
    const second = await opened(started, 2);
    expect(started.lines).toEqual([
      'The window ended: the browser was ended by SIGKILL. It is opened again; the session goes on.',
    ]);
    expect(second.enginePid()).toBe(engineBefore);
    kill(second.browserPid);
    const end = await started.ended;
    expect(end).toMatchObject({ kind: 'no-window' });
    expect(JSON.stringify(end)).toContain('The window ended twice');
    expect(isRunning(engineBefore)).toBe(false);
  });

  it('ends everything when the window is closed', async () => {
    const started = run();
    const { browserPid, enginePid } = await opened(started);
    const pids = [browserPid, enginePid()];
    // How the system closes windows when somebody logs out.
    kill(browserPid, 'SIGTERM');
    expect(await started.ended).toEqual({ kind: 'closed' });
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  it('says what to do when the browser cannot be started', async () => {
    const started = run({ ...HEADLESS, path: '/bin/false' });
    const end = await started.ended;
    expect(end).toMatchObject({ kind: 'no-window' });
    expect(JSON.stringify(end)).toMatch(/\/bin\/false shows no window.*JAMNET_BROWSER.*--tui/);
  });
});
