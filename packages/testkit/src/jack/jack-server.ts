import { type ChildProcess, spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { JamError } from '@jamnet/wire';

/** How a JACK server without a sound card is started. */
export interface JackServerOptions {
  /** @default a new name */
  readonly name?: string;
  /** Frames a second. @default 48,000 */
  readonly sampleRate?: number;
  /** Frames a period, a power of two. @default 64 */
  readonly periodFrames?: number;
  /** Channels each way of the card that is none. @default 2 */
  readonly channels?: number;
  /** Starts its programs, on a host of a LAN for example. @default `child_process.spawn` */
  readonly spawn?: (command: string, args: string[], options: SpawnOptions) => ChildProcess;
}

/** A JACK server that runs. */
export interface JackServer {
  readonly name: string;
  readonly pid: number;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const READY_SECONDS = 10;
let count = 0;

/** Why no JACK server can be started here, or undefined. Where `JAMNET_REQUIRE_JACK=1` says that it must be possible, it throws JamError `not-permitted`. */
export function missingJack(): string | undefined {
  const { error } = spawnSync('jackd', ['--version'], { stdio: 'ignore' });
  if (error === undefined) return undefined;
  const reason = "the command jackd does not run; install Debian's package jackd2";
  if (process.env['JAMNET_REQUIRE_JACK'] === '1') {
    throw new JamError('not-permitted', `JAMNET_REQUIRE_JACK=1, but ${reason}`);
  }
  return reason;
}

/**
 * Whether a server takes a client within so long. JACK names the sockets of clients by the client's name alone: one that another server of this machine has at the same
 * moment is refused, and asks again.
 */
async function answers(
  start: NonNullable<JackServerOptions['spawn']>,
  name: string,
  isAlive: () => boolean,
  ended: Promise<unknown>,
): Promise<boolean> {
  const untilMs = performance.now() + READY_SECONDS * 1000;
  do {
    const left = Math.max(1, Math.round((untilMs - performance.now()) / 1000));
    const wait = start('jack_wait', ['-s', name, '-w', '-t', String(left)], { stdio: 'ignore' });
    const stop = (): void => void wait.kill('SIGKILL');
    ended.then(stop, stop);
    const [code] = await once(wait, 'exit');
    if (code === 0) return true;
  } while (isAlive() && performance.now() < untilMs);
  return false;
}

/**
 * Starts `jackd` with the driver that needs no sound card, and waits until it answers. Rejects with a JamError `timed-out` that tells what it printed.
 */
export async function startJackServer(options: JackServerOptions = {}): Promise<JackServer> {
  const { sampleRate = 48_000, periodFrames = 64, channels = 2 } = options;
  const start = options.spawn ?? spawn;
  const name = options.name ?? `jamnet-${process.pid}-${(count += 1)}`;
  const driver = ['-r', sampleRate, '-p', periodFrames, '-C', channels, '-P', channels];
  const args = ['-n', name, '-d', 'dummy', ...driver.map(String)];
  const child = start('jackd', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-2000);
    });
  }
  const ended = once(child, 'exit');
  ended.catch(() => undefined);
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const asking = answers(start, name, isAlive, ended);
  const ready = await Promise.race([asking, ended.then(() => false)]);
  if (!ready) {
    child.kill('SIGKILL');
    throw new JamError('timed-out', `jackd did not start within ${READY_SECONDS} s: ${printed}`);
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isAlive()) child.kill(signal);
    await ended;
  };
  let killed = false;
  const close = async (): Promise<void> => {
    await end('SIGTERM');
    if (!killed) return;
    killed = false;
    // JACK has places for eight servers, and gives that of a killed one back to its name alone: one that ends in order leaves none taken.
    const heir = await startJackServer({ ...options, name }).catch(() => undefined);
    await heir?.close();
  };
  return {
    name,
    pid: child.pid!,
    kill: () => {
      killed = true;
      return end('SIGKILL');
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
