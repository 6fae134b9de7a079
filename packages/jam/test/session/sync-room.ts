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
import { type BatchHandler, type DatagramPort, DESCRIPTOR_PEER } from '@jamnet/wire';
import { createToast, type Session, type Toast } from '@jamnet/toast';
import type { SessionTimeline, TimelineSource } from '@jamnet/sync';
import { type JamSync, openSyncLayer } from '../../src/session/sync-layer.js';

export interface HostOptions {
  readonly driftPpm?: number;
  readonly wanderPpbPerRootS?: number;
  readonly startNs?: number;
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly source?: (clock: SimulatedClock) => TimelineSource;
}

export interface Host {
  readonly name: string;
  readonly clock: SimulatedClock;
  readonly toast: Toast;
  readonly session: Session;
  readonly port: ImpairedPort;
  readonly sync: JamSync;
  readonly timeline: SessionTimeline;
  /** What its timeline says at this very moment of true time. */
  now(): number;
  /** Stops as a killed process does: without a word. */
  kill(): Promise<void>;
}

/** Hosts with clocks of their own on a simulated LAN, all on one true time. */
export interface SyncRoom {
  readonly time: VirtualTime;
  open(options?: HostOptions): Promise<Host>;
  /** Has a host hear nothing of those for which `deaf` says so. */
  cut(host: Host, deaf: (from: Host) => boolean): void;
}

export const SECOND = 1e9;

export function createSyncRoom(seed = 1, latencyNs = 50_000): SyncRoom {
  const time = createVirtualTime({ startNs: 100 * SECOND });
  const random = createRandom(seed);
  const network = createSimulatedNetwork({ ...time, random, latencyNs });
  let hosts = 0;
  const byAddress = new Map<string, Host>();
  const deafness = new Map<string, (from: Host) => boolean>();
  return {
    time,
    cut: (host, deaf) => void deafness.set(host.name, deaf),
    async open(options = {}) {
      hosts++;
      const name = `host ${hosts}`;
      const clock = createSimulatedClock({
        truth: time,
        random,
        startNs: options.startNs ?? hosts * 1000 * SECOND,
        driftPpm: options.driftPpm ?? 0,
        wanderPpbPerRootS: options.wanderPpbPerRootS ?? 0,
      });
      const { timers } = clock;
      const inner = network.createPort({ address: `10.0.0.${hosts}`, host: { clock, timers } });
      const { send = {}, receive = {} } = options;
      const port = impair(
        behindWall(inner, (from) => {
          const sender = byAddress.get(from);
          return sender !== undefined && deafness.get(name)?.(sender) === true;
        }),
        { clock, timers, random, send, receive },
      );
      const toast = await createToast({
        name,
        port,
        clock,
        timers,
        random,
        clockId: `0000000${hosts}`.slice(-8),
        discovery: 'direct',
      });
      const session = await toast.openSession({ topic: 'sync://room' });
      const source = options.source?.(clock);
      const sync = openSyncLayer(session, source && { source });
      const { timeline } = sync;
      const host: Host = {
        name,
        clock,
        toast,
        session,
        port,
        sync,
        timeline,
        now: () => timeline.toTimeline(clock.exactNs),
        async kill() {
          await port.close();
          sync.close();
          await toast.close();
        },
      };
      byAddress.set(`10.0.0.${hosts}`, host);
      return host;
    },
  };
}

/** A port that hears nothing of some senders. */
function behindWall(inner: DatagramPort, isDeafTo: (address: string) => boolean): DatagramPort {
  return Object.assign(Object.create(inner) as DatagramPort, {
    onBatch: (handler: BatchHandler) =>
      inner.onBatch((view, descriptors, count) => {
        // The simulated network hands over one by one.
        const source = inner.source(descriptors.getUint16(DESCRIPTOR_PEER, true));
        if (source === undefined || !isDeafTo(source.address)) handler(view, descriptors, count);
      }),
    send: inner.send.bind(inner),
    join: inner.join.bind(inner),
    leave: inner.leave.bind(inner),
    endpoints: inner.endpoints.bind(inner),
    source: inner.source.bind(inner),
    stats: inner.stats.bind(inner),
    close: inner.close.bind(inner),
  });
}
