import { type Jam, joinSession } from '@jamnet/jam';
import {
  createRandom,
  createSimulatedClock,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type ImpairedPort,
  type Impairment,
  type SimulatedClock,
  type VirtualTime,
} from '@jamnet/testkit';
import type { SessionTimeline, TimelineSource } from '@jamnet/sync';
import type { RandomSource } from '@jamnet/wire';

export const SECOND = 1e9;

export interface SyncHostOptions {
  readonly driftPpm?: number;
  readonly wanderPpbPerRootS?: number;
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly source?: (clock: SimulatedClock) => TimelineSource;
}

/** A host with a clock of its own, of which it is known what it really says. */
export interface SyncHost {
  readonly name: string;
  readonly clock: SimulatedClock;
  readonly jam: Jam<'sync'>;
  readonly port: ImpairedPort;
  readonly timeline: SessionTimeline;
  readonly id: number;
  /** What its timeline says at this moment of true time. */
  now(): number;
  /** The true time at which its clock says `ownNs`, if it goes on as it does now. */
  trueNs(ownNs: number): number;
  /** Stops as a killed process does: without a word. */
  kill(): Promise<void>;
}

/** The whole stack on virtual time: hosts whose clocks are wrong on a simulated LAN. All of it follows from the seed. */
export interface SyncRoom {
  readonly time: VirtualTime;
  readonly random: RandomSource;
  join(options?: SyncHostOptions): Promise<SyncHost>;
  /** Lets time pass, in whole nanoseconds: a drifting clock draws its next step at whole ones. */
  pass(seconds: number): void;
  /** Ends everyone who is still there. */
  close(): Promise<void>;
}

/** @param latencyNs from anyone to anyone, the same both ways; what an impairment adds comes on top */
export function createSyncRoom(seed: number, latencyNs = 100_000): SyncRoom {
  const time = createVirtualTime({ startNs: 100 * SECOND });
  const random = createRandom(seed);
  const network = createSimulatedNetwork({ ...time, random, latencyNs });
  const hosts: SyncHost[] = [];
  return {
    time,
    random,
    async join(options = {}) {
      const number = hosts.length + 1;
      const host = await openHost(number, options, { time, random, network });
      hosts.push(host);
      return host;
    },
    pass: (seconds) => void time.runFor(Math.round(seconds * SECOND)),
    async close() {
      for (const host of hosts) await host.kill();
    },
  };
}

interface Surroundings {
  readonly time: VirtualTime;
  readonly random: RandomSource;
  readonly network: ReturnType<typeof createSimulatedNetwork>;
}

async function openHost(
  number: number,
  options: SyncHostOptions,
  { time, random, network }: Surroundings,
): Promise<SyncHost> {
  const name = `host ${number}`;
  const clock = createSimulatedClock({
    truth: time,
    random,
    // Uptimes have nothing to do with each other.
    startNs: (number * 1000 + Math.floor(random() * 1000)) * SECOND,
    driftPpm: options.driftPpm ?? 0,
    wanderPpbPerRootS: options.wanderPpbPerRootS ?? 0,
  });
  const { timers } = clock;
  const perfect = network.createPort({ address: `10.0.0.${number}`, host: { clock, timers } });
  const { send = {}, receive = {}, source } = options;
  const port = impair(perfect, { clock, timers, random, send, receive });
  const jam = await joinSession({
    topic: 'sync://bars',
    layers: ['sync'],
    name,
    port,
    clock,
    timers,
    random,
    clockId: `0000000${number}`.slice(-8),
    discovery: 'direct',
    ...(source && { sync: { source: source(clock) } }),
  });
  const { timeline } = jam.sync;
  let killed: Promise<void> | undefined;
  return {
    name,
    clock,
    jam,
    port,
    timeline,
    get id() {
      return jam.session.senderId;
    },
    now: () => timeline.toTimeline(clock.exactNs),
    trueNs: (ownNs) => time.clock.nowNs() + (ownNs - clock.exactNs) / (1 + clock.driftPpm / 1e6),
    kill() {
      killed ??= port.close().then(() => jam.close());
      return killed;
    },
  };
}

export const masterOf = (hosts: readonly SyncHost[]): SyncHost | undefined =>
  hosts.find((host) => host.timeline.isMaster);

/** A LAN: 100 µs that {@link createSyncRoom} has, and an exponential delay of 20 µs in the mean, each way by itself. */
export const LAN_JITTER: Impairment = { jitterMs: 0.02, jitterDistribution: 'exponential' };
