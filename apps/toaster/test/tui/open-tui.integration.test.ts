import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWindowPrograms } from '../window/window-programs.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../support/pseudo_terminal.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) {
  if (process.env.JAMNET_REQUIRE_PYTHON === '1')
    throw new Error('JAMNET_REQUIRE_PYTHON=1, but there is no python3');
  console.warn('skipped: no pseudo-terminal: python3 is not installed');
}

interface Seen {
  readonly code: number;
  readonly rawBefore: boolean | null;
  readonly rawAfter: boolean;
  /** As a person reads it: without what moves and colours. */
  readonly text: string;
  readonly screen: string;
}

const folder = mkdtempSync(join(tmpdir(), 'jamnet-tui-'));
let programs = '';

beforeAll(async () => {
  programs = await buildWindowPrograms();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function seen(
  size: readonly [number, number],
  text: string,
  keys: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Seen> {
  const args = [script, ...size.map(String), text, keys, process.execPath, ...command];
  // Continuous integration is no reason for ink to draw nothing: there is a terminal.
  const { stdout } = await run('python3', args, { env: { ...env, CI: 'false' }, maxBuffer: 1e8 });
  const result = JSON.parse(stdout) as Omit<Seen, 'text'>;
  const screen = Buffer.from(result.screen, 'latin1').toString('utf8');
  return { ...result, screen, text: screen.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '') };
}

describe.skipIf(!hasPython)('the terminal', () => {
  it.each([
    [80, 24],
    [120, 40],
  ] as const)('shows the lobby at %i × %i, obeys keys and gives itself back', async (...size) => {
    const journal = join(folder, `lobby-${size[0]}`);
    // With a journal there already the engine begins in the lobby.
    spawnSync('touch', [journal]);
    const result = await seen(size, 'late-night-trio', 'vcq', [
      join(programs, 'tui-run.mjs'),
      process.execPath,
      join(programs, 'fake-engine.mjs'),
      journal,
    ]);
    expect(result.code).toBe(0);
    expect([result.rawBefore, result.rawAfter]).toEqual([true, false]);
    for (const wanted of ['TOASTer', 'Where do you want to play?', 'Scarlett 2i2', 'q quit'])
      expect(result.text).toContain(wanted);
    expect(result.text).toContain('left the terminal');
    expect(readFileSync(journal, 'utf8').trim().split('\n')).toEqual([
      '{"do":"set","settings":{"discovery":"multicast"}}',
      '{"do":"quit"}',
    ]);
    // The picture lies beside what was there before, and is taken away.
    expect(result.screen).toContain('\u001b[?1049h');
    expect(result.screen).toContain('\u001b[?1049l');
  });

  it('shows the room, and gives the terminal back on Ctrl-C', async () => {
    const result = await seen([80, 24], 'Dmitri', '\u0003', [
      join(programs, 'tui-run.mjs'),
      process.execPath,
      join(programs, 'fake-engine.mjs'),
      join(folder, 'room'),
    ]);
    expect(result).toMatchObject({ code: 0, rawAfter: false });
    for (const wanted of ['with Anna', 'latency', 'JELLIE', 'Björn']) {
      expect(result.text).toContain(wanted);
    }
  });

  it('takes over a session whose window cannot be shown', async () => {
    const result = await seen(
      [80, 24],
      'Dmitri',
      'q',
      [
        join(programs, 'window-run.mjs'),
        '1000',
        process.execPath,
        join(programs, 'fake-engine.mjs'),
        join(folder, 'fallback'),
      ],
      { ...process.env, JAMNET_BROWSER: '/bin/false' },
    );
    expect(result.text).toContain('The session goes on in this terminal');
    expect(result.text).toContain('{"end":{"kind":"closed"}}');
    expect(result).toMatchObject({ code: 0, rawAfter: false });
  });
});
