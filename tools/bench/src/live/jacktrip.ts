import { spawn, spawnSync } from 'node:child_process';

/** Two of Debian's JackTrip, one to the other over loopback. */
export interface JackTripPair {
  readonly into: string;
  readonly outOf: string;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** As short a way as it has: the shortest queue, and its receiving thread before ordinary ones. */
export const JACKTRIP_OPTIONS = ['-q', '2', '--udprt', '-n', '1', '-D'];
const PORTS = [4464, 4465] as const;
const NAMES = ['jacktrip-a', 'jacktrip-b'] as const;

/** Its version, or undefined where there is none. */
export function jackTripVersion(): string | undefined {
  const { stdout, error } = spawnSync('jacktrip', ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' },
  });
  if (error !== undefined) return undefined;
  return /VERSION: (\S+)/i.exec(stdout)?.[1] ?? 'of some version';
}

export function startJackTrip(server: string): JackTripPair {
  const env = { ...process.env, JACK_DEFAULT_SERVER: server, QT_QPA_PLATFORM: 'offscreen' };
  const both = [['-s'], ['-c', '127.0.0.1']].map((mode, i) => {
    const ports = ['-B', String(PORTS[i]), '-P', String(PORTS[1 - i])];
    const args = [...mode, ...JACKTRIP_OPTIONS, '-J', NAMES[i]!, ...ports];
    return spawn('jacktrip', args, { env, stdio: 'ignore' });
  });
  const ended = both.map(
    (child) => new Promise<void>((resolve) => child.on('exit', () => resolve())),
  );
  return {
    into: `${NAMES[0]}:send_1`,
    outOf: `${NAMES[1]}:receive_1`,
    pids: both.map(({ pid }) => pid!),
    async stop() {
      const timer = setTimeout(() => both.forEach((child) => child.kill('SIGKILL')), 3_000);
      for (const child of both) child.kill('SIGTERM');
      await Promise.all(ended);
      clearTimeout(timer);
    },
  };
}
