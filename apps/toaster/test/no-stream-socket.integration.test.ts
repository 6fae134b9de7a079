import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const node = [process.execPath, '--import', 'tsx', '--conditions=@jamnet/source'];

/** The trace needs Debian's strace and the right to trace one's own children. */
function straceFault(): string | undefined {
  const probe = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (probe.error !== undefined) return 'strace is not installed (Debian: apt-get install strace)';
  return probe.status === 0 ? undefined : `strace cannot trace here: ${probe.stderr.trim()}`;
}

const fault = straceFault();
if (fault !== undefined) {
  if (process.env.JAMNET_REQUIRE_STRACE === '1')
    throw new Error(`JAMNET_REQUIRE_STRACE=1, but ${fault}`);
  console.warn(`skipped: no trace of system calls: ${fault}`);
}

/** Every socket that the command and its children open, as strace writes the call. */
async function tracedSockets(command: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'jamnet-trace-'));
  const trace = join(folder, 'trace');
  try {
    await run('strace', ['-f', '-qq', '-e', 'trace=socket', '-o', trace, ...command]);
    return (await readFile(trace, 'utf8')).split('\n').filter((line) => line.includes('socket('));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it.skipIf(fault !== undefined)(
  'a running session opens datagram sockets and no internet stream socket (P1)',
  async () => {
    const sockets = await tracedSockets([
      ...node,
      cli,
      'listen',
      '--topic',
      'midi://traced',
      '--interface',
      'lo',
      '--for',
      '2s',
      '--json',
    ]);
    const internet = sockets.filter((line) => /AF_INET6?\b/u.test(line));
    expect(internet.some((line) => line.includes('SOCK_DGRAM'))).toBe(true);
    expect(internet.filter((line) => !line.includes('SOCK_DGRAM'))).toEqual([]);
  },
);

it.skipIf(fault !== undefined)('the trace would show one', async () => {
  // The tracing itself must be able to fail: this opens what no program of this repository may.
  const source =
    "require('node:' + 'net').createServer().listen(0, '127.0.0.1', function () { this.close(); })";
  const sockets = await tracedSockets([process.execPath, '-e', source]);
  expect(sockets.some((line) => /AF_INET\b.*SOCK_STREAM/u.test(line))).toBe(true);
});
