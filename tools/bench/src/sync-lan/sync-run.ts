import { createLan, createRandom } from '@jamnet/testkit';
import { createSyncWindows } from '../sync-sim/sync-windows.js';
import { type Spawned, spawnOn } from './spawned.js';
import type { HostStart, SyncOrder, SyncRole, SyncSays } from './sync-messages.js';

const HOSTS = 3;
const SETTLE_MS = 10_000;
const LOCK_WITHIN_MS = 30_000;
const LEAST_BETWEEN_MS = 250;
const MORE_BETWEEN_MS = 150;
/** The last command is repeated for so long, and its time is over by then. */
const LAST_MS = 1500;
const SAMPLE_MS = 20;

export interface SyncRunOptions {
  /** Of what comes in at each host, dropped by the kernel. */
  readonly loss: number;
  readonly spinUs: number;
  report(progress: string): void;
}

/** One start, with what each host made of it; undefined where the command never came there. */
export interface Start {
  readonly timestampNs: number;
  readonly hosts: readonly (HostStart | undefined)[];
}

export interface StartsResult {
  readonly starts: readonly Start[];
  readonly refused: number;
  readonly kernelTimestamps: boolean;
  readonly dropped: readonly number[];
}

export interface SteadyResult {
  /** Of each host: one-second windows, those in sync, the furthest from the master's timeline. */
  readonly hosts: readonly {
    readonly windows: number;
    readonly inSync: number;
    readonly worstNs: number;
  }[];
  readonly dropped: readonly number[];
}

type Host = Spawned<SyncOrder, SyncSays>;

/** Has the hosts in turn give a start every few hundred milliseconds. */
export function runStarts(options: SyncRunOptions, count: number): Promise<StartsResult> {
  return withHosts(options, async (hosts, kernelTimestamps, dropped) => {
    const random = createRandom(1);
    for (let n = 0; n < count; n++) {
      options.report(`start ${n + 1} of ${count}`);
      hosts[n % HOSTS].tell({ kind: 'start' });
      await pause(LEAST_BETWEEN_MS + random() * MORE_BETWEEN_MS);
    }
    await pause(LAST_MS);
    for (const host of hosts) host.tell({ kind: 'tell' });
    const told = await Promise.all(hosts.map((host) => host.hear('told')));
    const times = new Set(told.flatMap(({ starts }) => starts.map((each) => each.timestampNs)));
    return {
      starts: [...times]
        .sort((a, b) => a - b)
        .map((timestampNs) => ({
          timestampNs,
          hosts: told.map(({ starts }) => starts.find((each) => each.timestampNs === timestampNs)),
        })),
      refused: told.reduce((total, { refused }) => total + refused, 0),
      kernelTimestamps,
      dropped: await dropped(),
    };
  });
}

/** Has all hosts note their timeline at the same instants of the clock that they share. */
export function runSteady(options: SyncRunOptions, seconds: number): Promise<SteadyResult> {
  return withHosts(options, async (hosts, _, dropped) => {
    options.report(`noting the timeline for ${seconds} s`);
    for (const host of hosts) host.tell({ kind: 'sample', everyMs: SAMPLE_MS, seconds });
    const sampled = await Promise.all(hosts.map((host) => host.hear('sampled')));
    const firstNs = Math.max(...sampled.map(({ timesNs }) => timesNs[0]));
    const windows = hosts.map(() => createSyncWindows());
    // They began within milliseconds of each other; instant for instant they are the same multiples.
    const shifts = sampled.map(({ timesNs }) =>
      Math.round((firstNs - timesNs[0]) / (SAMPLE_MS * 1e6)),
    );
    const looks = Math.min(...sampled.map(({ timesNs }, i) => timesNs.length - shifts[i]));
    for (let n = 0; n < looks; n++) {
      const at = sampled.map((_each, i) => n + shifts[i]);
      const master = sampled.findIndex((each, i) => each.master[at[i]] === 1);
      for (const [i, each] of sampled.entries()) {
        const offNs = master < 0 ? null : each.aheadNs[at[i]] - sampled[master].aheadNs[at[master]];
        windows[i].look((n * SAMPLE_MS) / 1000, each.locked[at[i]] === 1, offNs);
      }
    }
    return {
      hosts: windows.map(({ windows: all, inSync, worstNs }) => ({
        windows: all,
        inSync,
        worstNs,
      })),
      dropped: await dropped(),
    };
  });
}

async function withHosts<T>(
  { loss, spinUs, report }: SyncRunOptions,
  run: (
    hosts: readonly Host[],
    kernelTimestamps: boolean,
    dropped: () => Promise<number[]>,
  ) => Promise<T>,
): Promise<T> {
  const lan = await createLan({ hosts: HOSTS });
  const hosts: Host[] = [];
  try {
    await lan.setLoss(loss);
    const topic = 'sync://lan-bar';
    for (const [i, { interfaceName }] of lan.hosts.entries()) {
      const role: SyncRole = { name: `host ${i + 1}`, topic, interfaceName, spinUs };
      hosts.push(spawnOn(lan.host(i), 'sync-lan/sync-process.ts', role));
    }
    const ready = await Promise.all(hosts.map((host) => host.hear('ready')));
    report('waiting for all to be locked');
    await Promise.race([
      Promise.all(hosts.map((host) => host.hear('locked'))),
      pause(LOCK_WITHIN_MS).then(() => {
        throw new Error(`not all were locked after ${LOCK_WITHIN_MS / 1000} s`);
      }),
    ]);
    report('letting the clocks settle');
    await pause(SETTLE_MS);
    const dropped = (): Promise<number[]> =>
      Promise.all(lan.hosts.map(async (host) => (await host.dropped()).input));
    const result = await run(
      hosts,
      ready.every(({ kernelTimestamps }) => kernelTimestamps),
      dropped,
    );
    for (const host of hosts) host.tell({ kind: 'end' });
    await Promise.all(hosts.map(({ ended }) => ended));
    return result;
  } finally {
    for (const host of hosts) host.stop();
    await lan.close();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
