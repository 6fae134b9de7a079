import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPort } from '@jamnet/toast';
import { createSystemClock, createSystemTimers } from '@jamnet/wire';
import { expect, it } from 'vitest';
import { NODE_ARGS } from './support/toaster-process.js';

const run = promisify(execFile);
const toaster = [process.execPath, ...NODE_ARGS];

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

interface Traced {
  /** Every socket that the command and its children open, as strace writes the call. */
  readonly sockets: readonly string[];
  readonly stdout: string;
}

async function traced(command: readonly string[]): Promise<Traced> {
  const folder = await mkdtemp(join(tmpdir(), 'jamnet-trace-'));
  const trace = join(folder, 'trace');
  try {
    const args = ['-f', '-qq', '-e', 'trace=socket', '-o', trace, ...command];
    const { stdout } = await run('strace', args);
    const lines = (await readFile(trace, 'utf8')).split('\n');
    return { sockets: lines.filter((line) => line.includes('socket(')), stdout };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const nativeFault = await openPort({
  clock: createSystemClock(),
  timers: createSystemTimers(createSystemClock()),
  interfaces: ['lo'],
}).then(async ({ port, notice }) => {
  await port.close();
  return notice;
});
if (nativeFault !== null) {
  if (process.env.JAMNET_REQUIRE_NATIVE === '1') {
    throw new Error(`JAMNET_REQUIRE_NATIVE=1, but the port is on ${nativeFault}`);
  }
  console.warn(`skipped: no trace of the native port: ${nativeFault}`);
}

it.skipIf(fault !== undefined).each(['dgram', ...(nativeFault === null ? ['native'] : [])])(
  'a running session on the %s port opens datagram sockets and no internet stream socket (P1)',
  async (kind) => {
    const { sockets, stdout } = await traced([
      ...toaster,
      '--native',
      kind === 'native' ? 'require' : 'off',
      'listen',
      '--topic',
      'midi://traced',
      '--interface',
      'lo',
      '--for',
      '1s',
      '--json',
    ]);
    expect(JSON.parse(stdout.split('\n')[0])).toMatchObject({ listening: { port: kind } });
    const internet = sockets.filter((line) => /AF_INET6?\b/u.test(line));
    // One that sends, and one for each group: the topic's and that of discovery.
    expect(internet.filter((line) => line.includes('SOCK_DGRAM')).length).toBeGreaterThan(2);
    expect(internet.filter((line) => !line.includes('SOCK_DGRAM'))).toEqual([]);
  },
);

it.skipIf(fault !== undefined)(
  'playing live opens none either, whatever devices there are (P1)',
  async () => {
    const { sockets, stdout } = await traced([
      ...toaster,
      ...['jam', '--topic', 'traced', '--interface', 'lo', '--for', '2s', '--json'],
    ]);
    expect(JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('{'))!)).toMatchObject({
      event: 'state',
      phase: 'joined',
    });
    const internet = sockets.filter((line) => /AF_INET6?\b/u.test(line));
    expect(internet.filter((line) => line.includes('SOCK_DGRAM')).length).toBeGreaterThan(2);
    expect(internet.filter((line) => !line.includes('SOCK_DGRAM'))).toEqual([]);
  },
);

it.skipIf(fault !== undefined)('the trace would show one', async () => {
  // The tracing itself must be able to fail: this opens what no program of this repository may.
  const source =
    "require('node:' + 'net').createServer().listen(0, '127.0.0.1', function () { this.close(); })";
  const { sockets } = await traced([process.execPath, '-e', source]);
  expect(sockets.some((line) => /AF_INET\b.*SOCK_STREAM/u.test(line))).toBe(true);
});
