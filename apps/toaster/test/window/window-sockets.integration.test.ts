import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { pageFile } from '../../src/window/page-file.js';
import { browserFault } from './page-stage.js';
import { buildWindowPrograms } from './window-programs.js';

const run = promisify(execFile);
const SHOWN_MS = 3_000;

/** The filter lets calls that are not traced run at their own speed: a browser makes many. */
function straceFault(): string | undefined {
  const probe = spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], {
    encoding: 'utf8',
  });
  if (probe.error !== undefined) return 'strace is not installed (Debian: apt-get install strace)';
  return probe.status === 0 ? undefined : `strace cannot trace here: ${probe.stderr.trim()}`;
}

const [noStrace, noBrowser] = [straceFault(), browserFault()];
if (noStrace !== undefined && process.env.JAMNET_REQUIRE_STRACE === '1')
  throw new Error(`JAMNET_REQUIRE_STRACE=1, but ${noStrace}`);
if (noBrowser !== undefined && process.env.JAMNET_REQUIRE_BROWSER === '1')
  throw new Error(`JAMNET_REQUIRE_BROWSER=1, but ${noBrowser}`);
const fault = noStrace ?? noBrowser;
if (fault !== undefined) console.warn(`skipped: no trace of the window: ${fault}`);

it.skipIf(fault !== undefined)(
  'host, engine and browser open no internet stream socket while a room is on show (P1)',
  async () => {
    const programs = await buildWindowPrograms();
    await pageFile();
    const folder = await mkdtemp(join(tmpdir(), 'jamnet-trace-'));
    const trace = join(folder, 'trace');
    try {
      const { stdout } = await run('strace', [
        ...['-f', '--seccomp-bpf', '-qq', '-e', 'trace=socket,connect', '-o', trace],
        ...[process.execPath, join(programs, 'window-run.mjs'), String(SHOWN_MS)],
        ...[process.execPath, join(programs, 'fake-engine.mjs'), join(folder, 'journal')],
      ]);
      expect(stdout).toContain('readyAfterMs');
      expect(stdout).toContain('{"end":{"kind":"stopped"}}');
      const calls = (await readFile(trace, 'utf8')).split('\n');
      const sockets = calls.filter((line) => line.includes('socket('));
      // The browser's parts speak through local ones: the trace has seen them.
      expect(sockets.filter((line) => line.includes('AF_UNIX')).length).toBeGreaterThan(0);
      const internet = sockets.filter((line) => /AF_INET6?\b/u.test(line));
      console.info(`${sockets.length} sockets, ${internet.length} of the internet, all datagram`);
      expect(internet.filter((line) => !line.includes('SOCK_DGRAM'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

it.skipIf(noStrace !== undefined)('the trace would show one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jamnet-trace-'));
  const trace = join(folder, 'trace');
  // What no program of this repository may do, in a grandchild, as deep as the browser's parts are.
  const source =
    "require('node:' + 'net').createServer().listen(0, '127.0.0.1', function () { this.close(); })";
  const args = ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=socket,connect', '-o', trace];
  await run('strace', [...args, 'sh', '-c', '"$0" -e "$1"; true', process.execPath, source]);
  const calls = await readFile(trace, 'utf8');
  await rm(folder, { recursive: true, force: true });
  expect(calls).toMatch(/AF_INET\b.*SOCK_STREAM/u);
});
