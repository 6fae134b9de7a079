import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRunningNotes } from './support/test-song.js';
import {
  endAllToasters,
  isRunning,
  NODE_ARGS,
  runToaster,
  startToaster,
} from './support/toaster-process.js';

// Not after each: several run at a time.
afterAll(endAllToasters);

/** Processes that this one has started, by their numbers. */
function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').map(Number).filter(Boolean);
}

let folder: string;
let piece: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toaster-'));
  piece = join(folder, 'piece.mid');
  writeRunningNotes(piece);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// Each has a room of its own and mostly waits.
describe('toaster demo without a terminal', () => {
  // That the piece of its own takes less than a minute is seen from the file (play/load-song.test.ts).
  it.concurrent('hears everything that was sent', async () => {
    const { code, stdout, stderr } = await runToaster(['demo', piece, '--seed', '1']);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).not.toContain('\u001b');
    const progress = stdout.match(/^0:0\d of 0:0\d · \d+ sent, \d+ heard, \d+ repaired/gm) ?? [];
    expect(progress.length).toBeGreaterThan(3);
    expect(stdout).toMatch(/^ +400 {2}events sent$/m);
    expect(stdout).toMatch(/^ +400 {2}delivered once$/m);
    expect(stdout).toMatch(/^ +0 {2}lost$/m);
    const [, share] = /thrown away at the listener's socket \((\d+\.\d) %\)/.exec(stdout) ?? [];
    expect(Number(share)).toBeGreaterThan(60);
    expect(Number(share)).toBeLessThan(72);
    expect(stdout).toContain('✔ what was heard is what was played, event for event');
    expect(stdout).toMatch(/bar \d\.\d and \d\.\d, [\d.]+ [µm]s apart/);
    expect(stdout).toMatch(/median between the two timelines, .* p99, .* max$/m);
    expect(stdout).toContain('✔ both were on one timeline, at the same bar and beat');
  });

  it.concurrent(
    'speaks JSON; stopped by SIGINT it has lost nothing without loss either',
    async () => {
      const demo = startToaster(['demo', '--json', '--loss', '0']);
      const playing = await demo.line((line) => (line.demo?.sent ?? 0) > 5);
      expect(playing.demo).toMatchObject({
        phase: 'playing',
        songMs: expect.any(Number) as unknown,
        missing: 0,
      });
      const children = childrenOf(demo.pid);
      demo.kill('SIGINT');
      const { code, lines } = await demo.ended;
      expect(code).toBe(0);
      expect(lines.at(-1)?.summary).toMatchObject({
        lost: 0,
        repeated: 0,
        invented: 0,
        equal: true,
      });
      expect(lines.at(-1)?.summary?.datagrams?.thrownAway).toBe(0);
      expect(children.filter(isRunning)).toEqual([]);
    },
  );

  it.concurrent(
    'stopped by SIGTERM compares what was played so far, and leaves no process',
    async () => {
      const demo = startToaster(['demo', piece, '--json']);
      await demo.line((line) => (line.demo?.sent ?? 0) > 20);
      const children = childrenOf(demo.pid);
      expect(children).toHaveLength(2);
      demo.kill('SIGTERM');
      const { code, lines } = await demo.ended;
      expect(code).toBe(0);
      expect(lines.at(-1)?.summary).toMatchObject({ equal: true, lost: 0 });
      expect(children.filter(isRunning)).toEqual([]);
    },
  );

  it.concurrent(
    'whose reader goes away compares what was played so far, and says so in the log',
    async () => {
      const demo = startToaster(['demo', piece, '--json']);
      await demo.line((line) => (line.demo?.sent ?? 0) > 5);
      demo.closeOutput();
      const { code, stderr } = await demo.ended;
      expect(code).toBe(0);
      expect(stderr).toMatch(/^compared \d+ events: what was heard is what was played/m);
    },
  );

  it.concurrent('says so when one of the two dies, and takes the other with it', async () => {
    const demo = startToaster(['demo', piece, '--json']);
    await demo.line((line) => (line.demo?.sent ?? 0) > 5);
    const children = childrenOf(demo.pid);
    process.kill(children[0], 'SIGKILL');
    const { code, stderr } = await demo.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^toaster: the demo's (listener|player) was killed \(SIGKILL\)/m);
    expect(children.filter(isRunning)).toEqual([]);
  });

  it('killed by force leaves nobody behind', async () => {
    const demo = startToaster(['demo', piece, '--json']);
    await demo.line((line) => (line.demo?.sent ?? 0) > 5);
    const children = childrenOf(demo.pid);
    demo.kill('SIGKILL');
    await demo.ended;
    await expect
      .poll(() => children.filter(isRunning), { timeout: 10_000, interval: 50 })
      .toEqual([]);
  });
});

interface TerminalRun {
  readonly code: number;
  readonly rawBefore: boolean | null;
  readonly rawAfter: boolean;
  readonly screen: string;
}

/** The demo in a terminal of that size, with `keys` typed as soon as `text` is on it. */
async function demoInTerminal(
  [columns, rows]: readonly [number, number],
  text: string,
  keys: string,
  env: NodeJS.ProcessEnv = {},
): Promise<TerminalRun> {
  const { NO_COLOR: _, ...inherited } = process.env;
  const script = fileURLToPath(new URL('support/pseudo_terminal.py', import.meta.url));
  const command = [process.execPath, ...NODE_ARGS, 'demo'];
  const python = spawn('python3', [script, String(columns), String(rows), text, keys, ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...inherited, TERM: 'xterm-256color', ...env },
  });
  let stdout = '';
  python.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  await once(python, 'close');
  const run = JSON.parse(stdout) as TerminalRun;
  return { ...run, screen: Buffer.from(run.screen, 'latin1').toString('utf8') };
}

const canOpenTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;

describe.skipIf(!canOpenTerminal)('toaster demo in a terminal', () => {
  it.concurrent.each([
    ['Ctrl-C', '\u0003'],
    ['q', 'q'],
  ])('draws, ends on %s, and gives the terminal back', async (_name, key) => {
    const { code, rawBefore, rawAfter, screen } = await demoInTerminal([80, 24], 'median', key);
    expect(code).toBe(0);
    expect(rawBefore).toBe(true);
    expect(rawAfter).toBe(false);
    const [before, during, after] = screen.split(/\u001b\[\?1049[hl]/);
    expect(before).toContain('a player and a listener on midi://demo-');
    expect(during).toContain('burst plan');
    expect(during).toContain('bar.beat');
    expect(during).toContain('▀');
    expect(during).toContain('\u001b[?25l');
    expect(during.endsWith('\u001b[?25h')).toBe(true);
    expect(after).toContain('✔ what was heard is what was played');
  });

  it('without colour when NO_COLOR is set', async () => {
    const { code, screen } = await demoInTerminal([100, 30], 'median', 'q', { NO_COLOR: '1' });
    expect(code).toBe(0);
    expect(screen).toContain('burst plan');
    expect(screen).not.toMatch(/\u001b\[[\d;]*m/);
  });

  it.concurrent.each([
    ['narrow', [79, 24], {}],
    ['low', [80, 23], {}],
    ['dumb', [80, 24], { TERM: 'dumb' }],
  ] as const)('prints lines when it is %s', async (_name, size, env) => {
    const { code, rawBefore, screen } = await demoInTerminal(size, 'median', '\u0003', env);
    expect(code).toBe(0);
    expect(rawBefore).toBe(false);
    expect(screen).not.toContain('\u001b[?1049h');
    expect(screen).toMatch(/0:0\d of 0:\d\d · \d+ sent/);
    expect(screen).toContain('✔ what was heard is what was played');
  });
});
