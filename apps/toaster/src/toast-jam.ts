import {
  type JamLayers,
  type JoinedSession,
  joinSession,
  type MidiLayerOptions,
} from '@jamnet/jam';
import type { EventInfo } from '@jamnet/jmid';
import type { ImpairedPort } from '@jamnet/testkit';
import { createToast, type Peer, StreamType, type Toast } from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';
import type { Heard, Jam, JamOptions, JamPeer, JamStats } from './jam.js';
import { formatEndpoint } from './options/address.js';
import { countOwnDatagrams, type OwnDatagramCounter } from './own-datagrams.js';
import { addressFamilies, openRoomPort } from './room-port.js';
import { losePart } from './simulated-loss.js';

interface Time {
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * A {@link Jam} on the local network. Rejects with a JamError when the topic cannot be joined: no such interface, no multicast,
 * a port that another program keeps for itself.
 */
export async function openToastJam(options: JamOptions, time: Time): Promise<Jam> {
  const { name, topic, interfaces, discovery, peers, receiveOnly } = options;
  const families = addressFamilies(interfaces, peers);
  const counters = await openCountedPort(options, families, time);
  const { port } = counters.kept;
  let toast: Toast | undefined;
  try {
    toast = await createToast({
      ...time,
      port,
      families,
      ...(name && { name }),
      ...(interfaces && { interfaces }),
      ...(discovery && { discovery }),
    });
    counters.arrived.senderId = counters.kept.senderId = toast.senderId;
    const { midi: withMidi = true, sync: withSync = false, audio } = options;
    const jam = await joinSession<keyof JamLayers>({
      topic,
      toast,
      layers: [
        ...(withMidi ? (['midi'] as const) : []),
        ...(withSync ? (['sync'] as const) : []),
        ...(audio ? (['audio'] as const) : []),
      ],
      ...(audio && { audio }),
      ...(peers && { peers }),
      ...(withMidi && { midi: { send: !receiveOnly, ...midiOptions(options) } }),
    });
    return new ToastJam(jam, counters);
  } catch (error) {
    // Open sockets and running timers would keep the process alive.
    await toast?.close();
    await port.close();
    throw error;
  }
}

function midiOptions({ lateMs, predict }: JamOptions): MidiLayerOptions {
  return { ...(lateMs && { lateMs }), prediction: predict ? 'repeats' : 'off' };
}

/** Counts the datagrams that reach the socket and those that are kept of them, each less this process's own. */
interface PortCounters {
  readonly notice: string | null;
  readonly arrived: OwnDatagramCounter;
  readonly impaired: ImpairedPort | undefined;
  readonly kept: OwnDatagramCounter;
}

async function openCountedPort(
  options: JamOptions,
  families: readonly (4 | 6)[],
  time: Time,
): Promise<PortCounters> {
  const opened = await openRoomPort(options, families, time);
  const { simulatedLoss } = options;
  const arrived = countOwnDatagrams(opened.port);
  const impaired = simulatedLoss ? losePart(arrived.port, simulatedLoss, time) : undefined;
  const { notice } = opened;
  return { notice, arrived, impaired, kept: impaired ? countOwnDatagrams(impaired) : arrived };
}

/** A session with the layers that were asked for. */
type Joined = JoinedSession<keyof JamLayers> & Partial<JamLayers>;

class ToastJam implements Jam {
  readonly sync: JamLayers['sync'] | null;
  readonly audio: JamLayers['audio'] | null;
  readonly #jam: Joined;
  readonly #midi: JamLayers['midi'] | undefined;
  readonly #counters: PortCounters;
  /** Everyone who was ever heard: their counters outlive them. */
  readonly #known = new Set<Peer>();
  #closed = false;

  constructor(jam: Joined, counters: PortCounters) {
    this.#jam = jam;
    this.#midi = jam.midi;
    this.sync = jam.sync ?? null;
    this.audio = jam.audio ?? null;
    this.#counters = counters;
    jam.session.events.addEventListener('peer', ({ peer }) => this.#known.add(peer));
  }

  get topic(): string {
    return this.#jam.topic;
  }

  get senderId(): number {
    return this.#jam.session.senderId;
  }

  get endpoints(): readonly string[] {
    return this.#jam.toast.port.endpoints().map(formatEndpoint);
  }

  get port(): string {
    return this.#jam.toast.port.capabilities.kind;
  }

  get portNotice(): string | null {
    return this.#counters.notice;
  }

  get discoveryNotices(): readonly string[] {
    return this.#jam.toast.discovery?.notices() ?? [];
  }

  send(event: Parameters<Jam['send']>[0]): boolean {
    return this.#midi?.send(event) ?? false;
  }

  onEvent(handler: Parameters<Jam['onEvent']>[0]): void {
    this.#midi?.onMessage((event, info) => {
      // Leaving releases what others hold; by then this room has nobody to tell.
      if (!this.#closed) handler(event, heardFrom(info, this.#jam.session.clock));
    });
  }

  onPeer(handler: Parameters<Jam['onPeer']>[0]): void {
    const tell = ({ peer }: { readonly peer: Peer }) => handler(jamPeer(peer));
    for (const type of ['peer', 'peer-left', 'peer-expired'] as const) {
      this.#jam.session.events.addEventListener(type, tell);
    }
  }

  peers(): JamPeer[] {
    return this.#jam.peers().map(jamPeer);
  }

  stats(): JamStats {
    const { port, rejected } = this.#jam.toast.stats();
    const inner = this.#jam.session.stats();
    const midi = this.#midi?.stats();
    const malformed = (midi?.malformed ?? 0) + (midi?.malformedState ?? 0);
    const { arrived, impaired, kept } = this.#counters;
    const receive = impaired?.counters().receive;
    let duplicates = 0;
    for (const peer of this.#known) {
      for (const stream of peer.streams.values()) duplicates += stream.duplicates;
    }
    const { short, badLength, badCrc, badVersion, badFlags, badBurst, badStreamType } = rejected;
    const badFrames = short + badLength + badCrc + badVersion + badFlags + badBurst + badStreamType;
    return {
      datagramsSent: port.datagramsSent,
      datagramsArrived: (receive?.sent ?? port.datagramsReceived) - arrived.count,
      datagramsThrownAway: (receive?.lost ?? 0) - (arrived.count - kept.count),
      duplicates,
      corrupt: badFrames + inner.rejected.malformed + malformed,
      missing: midi?.missing ?? 0,
      plan: inner.plan,
    };
  }

  async drain(): Promise<void> {
    await this.#jam.drain();
  }

  async close(): Promise<void> {
    this.#closed = true;
    // The goodbye is a player's, so its stream is closed after it.
    await this.#jam.toast.close();
    await this.#jam.close();
  }
}

function heardFrom(info: EventInfo, clock: Clock): Heard {
  const { lateUs, oneWay, late, repaired, stale, synthesised, predicted, confirmed } = info;
  return {
    peer: jamPeer(info.peer),
    arrivalNs: clock.nowNs(),
    lateUs: oneWay ? lateUs : null,
    late,
    repaired,
    stale,
    synthesised,
    predicted,
    confirmed,
  };
}

function jamPeer(peer: Peer): JamPeer {
  const { senderId, name, state, endpoints, lossRate, reportedLossRate } = peer;
  return {
    senderId,
    name,
    state,
    receiveOnly: peer.receiveOnly || onlyCommands(peer),
    sameClock: peer.clockId === '' ? null : peer.sameClock,
    endpoints,
    lossRate,
    reportedLossRate: reportedLossRate < 0 ? null : reportedLossRate,
  };
}

/** All that it sends is commands of the transport. */
function onlyCommands({ streams }: Peer): boolean {
  if (streams.size === 0) return false;
  return [...streams.values()].every(({ streamType }) => streamType === StreamType.TRANSPORT);
}
