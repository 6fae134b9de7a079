import {
  impair,
  type Impairment,
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
} from '@jamnet/testkit';
import type { Tap, VirtualTime } from '@jamnet/testkit';
import type { DatagramPort } from '@jamnet/wire';
import { createLink } from '../../src/link/link-peer.js';
import type { Link } from '../../src/link/link.js';
import type { LinkOptions } from '../../src/link/options.js';
import { createDriftingHost, type DriftingHost } from './drifting-host.js';

export interface Musician {
  readonly link: Link;
  readonly host: DriftingHost;
  readonly port: DatagramPort;
  /** Phase of 4 now, by this one's own clock. */
  phase(): number;
  now(): number;
}

export interface MusicianOptions extends Partial<Omit<LinkOptions, 'port' | 'clock' | 'timers'>> {
  readonly ppm?: number;
  readonly offsetNs?: number;
  readonly send?: Impairment;
  readonly receive?: Impairment;
}

/** Link peers on a simulated network in virtual time. */
export interface LinkRoom {
  readonly time: VirtualTime;
  enter(options?: MusicianOptions): Promise<Musician>;
  /** A port of a stranger on the network. */
  stranger(): DatagramPort;
  runMs(ms: number): void;
}

export interface LinkRoomOptions {
  readonly seed?: number;
  readonly latencyNs?: number;
  readonly latencyJitterNs?: number;
  readonly tap?: Tap;
}

export function createLinkRoom(options: LinkRoomOptions = {}): LinkRoom {
  const { seed = 1, latencyNs = 50_000, latencyJitterNs = 0, tap } = options;
  const time = createVirtualTime({ startNs: 1e9 });
  const { clock, timers } = time;
  const random = createRandom(seed);
  const network = createSimulatedNetwork({
    clock,
    timers,
    random,
    latencyNs,
    latencyJitterNs,
    ...(tap ? { tap } : {}),
  });
  let hosts = 0;
  const address = (): string => `10.0.0.${++hosts}`;
  return {
    time,
    stranger: () => network.createPort({ address: address() }),
    runMs: (ms) => void time.runFor(ms * 1e6),
    async enter({ ppm = 0, offsetNs = 0, send, receive, ...rest } = {}) {
      const host = createDriftingHost(time, ppm, offsetNs);
      const bare = network.createPort({ address: address() });
      const bad = { ...(send ? { send } : {}), ...(receive ? { receive } : {}) };
      const port = host.wrap(impair(bare, { clock, timers, random, ...bad }));
      const link = await createLink({
        random,
        ...rest,
        port,
        clock: host.clock,
        timers: host.timers,
      });
      const now = (): number => host.clock.nowNs();
      return { link, host, port, now, phase: () => link.phaseAt(now(), 4) };
    },
  };
}

/** How far apart two phases of 4 are, in microseconds at this tempo. */
export function apartUs(a: number, b: number, bpm: number): number {
  const around = Math.abs(a - b) % 4;
  return (Math.min(around, 4 - around) * 60e6) / bpm;
}
