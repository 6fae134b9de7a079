import { createSimulatedNetwork, createRandom, createSimulatedClock } from '@jamnet/testkit';
import { createLink, type Link, type LinkOptions } from '@jamnet/sync';
import type { DatagramPort } from '@jamnet/wire';
import { connectLink } from '../../src/link/connect-link.js';
import type { LinkConnection } from '../../src/link/connection.js';
import type { ConnectLinkOptions } from '../../src/link/options.js';
import { phaseApart } from '../../src/link/phase.js';
import { placeAt } from '../../src/link/session-line.js';
import {
  createSyncRoom,
  type Host,
  type HostOptions,
  SECOND,
  type SyncRoom,
} from '../session/sync-room.js';

/** A Link application on a host of its own. */
export interface Player {
  readonly link: Link;
  now(): number;
  beat(): number;
  leave(): Promise<void>;
}

export interface PlayerOptions extends Partial<Omit<LinkOptions, 'port' | 'clock' | 'timers'>> {
  readonly driftPpm?: number;
}

/** A JAMNet session and Link applications, all on one true time. Link has a network of its own in it. */
export interface LinkRooms {
  readonly room: SyncRoom;
  open(options?: HostOptions): Promise<Host>;
  connect(host: Host, options?: ConnectLinkOptions): Promise<LinkConnection>;
  player(options?: PlayerOptions): Promise<Player>;
  run(seconds: number): void;
  /** How far a host's beat is ahead of a player's in phase, microseconds. */
  apartUs(host: Host, player: Player, quantum?: number): number;
  close(): Promise<void>;
}

export function createLinkRooms(seed = 1): LinkRooms {
  const room = createSyncRoom(seed);
  const random = createRandom(seed + 1000);
  const network = createSimulatedNetwork({
    ...room.time,
    random,
    latencyNs: 60_000,
    latencyJitterNs: 20_000,
  });
  let places = 0;
  const endings: (() => Promise<void>)[] = [];
  const portOn = (host: { clock: Host['clock'] }): DatagramPort => {
    const { clock } = host;
    return network.createPort({
      address: `10.1.0.${++places}`,
      host: { clock, timers: clock.timers },
    });
  };
  return {
    room,
    async open(options) {
      const host = await room.open({
        receive: { jitterMs: 0.02, jitterDistribution: 'exponential' },
        ...options,
      });
      endings.push(() => host.kill());
      return host;
    },
    async connect(host, options = {}) {
      const connection = await connectLink(host, { port: portOn(host), ...options });
      endings.push(() => connection.close());
      return connection;
    },
    async player({ driftPpm = 0, ...options } = {}) {
      const startNs = (places + 1) * 77 * SECOND;
      const clock = createSimulatedClock({ truth: room.time, random, startNs, driftPpm });
      const port = portOn({ clock });
      const link = await createLink({ random, ...options, port, clock, timers: clock.timers });
      const leave = (): Promise<void> => link.close().then(() => port.close());
      endings.push(leave);
      return {
        link,
        leave,
        now: () => clock.nowNs(),
        beat: () => link.beatAt(clock.exactNs),
      };
    },
    run: (seconds) => void room.time.runFor(seconds * SECOND),
    apartUs(host, player, quantum = 4) {
      const place = placeAt(host.sync, host.now());
      return (phaseApart(place.lineBeat, player.beat(), quantum) * 60e6) / place.bpm;
    },
    async close() {
      for (const end of endings.reverse()) await end();
    },
  };
}
