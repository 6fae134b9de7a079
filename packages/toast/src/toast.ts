import { hostname } from 'node:os';
import {
  type Clock,
  createSystemClock,
  createSystemTimers,
  type DatagramPort,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  type Destination,
  hostClockId,
  JamError,
  type Timers,
} from '@jamnet/wire';
import { closeOnAbort } from './abort.js';
import { asName, checkSessionOptions, checkSignal, checkToastOptions } from './check-options.js';
import { createDiscovery, type Discovery, type DiscoveryService } from './discovery/discovery.js';
import { type DiscoveryMode, waysOf } from './discovery/mode.js';
import { type Surroundings, systemSurroundings } from './discovery/surroundings.js';
import { openPort, type OpenedPort } from './open-port.js';
import type { SessionOptions, ToastOptions } from './options.js';
import { countStatus } from './session/frame-inlet.js';
import { createSession, type Session, type SessionInlet } from './session/session.js';
import { createIdentity, createRejectedStats, type SessionCore } from './session/session-core.js';
import { createStreamNumbers, type StreamNumbers } from './session/stream-numbers.js';
import type { ToastStats } from './toast-stats.js';
import { DISCOVERY_TOPIC, resolveTopic, type TopicAddress } from './topic.js';
import { readDatagram } from './v2/datagram.js';
import { createFrameView, type FrameView, SESSION_NAME_BYTES } from './v2/frame.js';

const TWO_32 = 2 ** 32;

type ToastedSession = ReturnType<typeof createSession>;

/** A process's place on the network: one port, one identity, any number of sessions. */
export interface Toast {
  readonly senderId: number;
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly port: DatagramPort;
  /** Who is out there on which topic; undefined where peers are reached `direct`ly alone. */
  readonly discovery: Discovery | undefined;
  /** Joins a topic, once at a time. Rejects with JamError `bad-topic`, `bad-option`, `multicast-impossible`, `port-in-use`, `not-permitted`, `closed`. */
  openSession(options: SessionOptions): Promise<Session>;
  sessions(): readonly Session[];
  stats(): ToastStats;
  /** Closes all sessions, saying goodbye, then the port. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens a place on the network. Rejects with JamError `bad-option`, `no-such-interface`, `native-unavailable`, `multicast-impossible`, `port-in-use`,
 * `not-permitted`, `closed`.
 */
export async function createToast(
  options: ToastOptions = {},
  surroundings?: Surroundings,
): Promise<Toast> {
  checkToastOptions(options);
  const clock = options.clock ?? createSystemClock();
  const timers = options.timers ?? createSystemTimers(clock);
  const families = options.families ?? [4];
  const { native, interfaces, unicastPort } = options;
  const opened =
    options.port === undefined
      ? await openPort({ clock, timers, families, interfaces, unicastPort, native })
      : { port: options.port, notice: null };
  const toast = new UdpToast(options, clock, timers, opened, families);
  try {
    const { discovery = 'auto' } = options;
    if (discovery !== 'direct') {
      await toast.startDiscovery(
        discovery,
        interfaces,
        surroundings ?? systemSurroundings(clock, timers),
      );
    }
    checkSignal(options.signal, 'the toast');
  } catch (error) {
    await toast.discovery?.close();
    if (options.port === undefined) await opened.port.close();
    throw error;
  }
  toast.closeOnAbort(options.signal);
  return toast;
}

class UdpToast implements Toast {
  readonly port: DatagramPort;
  discovery: DiscoveryService | undefined;
  readonly #portNotice: string | null;
  readonly #core: SessionCore;
  readonly #families: readonly (4 | 6)[];
  readonly #rejected = createRejectedStats();
  readonly #frame = createFrameView();
  /** Topics joined, or being joined or left at the moment. */
  readonly #joined = new Set<string>();
  /** By topic; kept when a session closes, in case that the topic is joined again. */
  readonly #numbers = new Map<string, StreamNumbers>();
  #sessions: readonly ToastedSession[] = [];
  #inlets: readonly SessionInlet[] = [];
  #endAbort: () => void = () => {};
  #closed = false;
  #closing: Promise<void> | undefined;
  /** The datagram that is being read. */
  #view: Uint8Array = new Uint8Array(0);
  #length = 0;
  #arrivalNs = 0;
  #first = true;

  constructor(
    options: ToastOptions,
    readonly clock: Clock,
    readonly timers: Timers,
    { port, notice }: OpenedPort,
    families: readonly (4 | 6)[],
  ) {
    this.port = port;
    this.#portNotice = notice;
    const random = options.random ?? Math.random;
    const identity = createIdentity(
      options.name ?? asName(`${hostname()}-${process.pid}`),
      options.clockId ?? hostClockId(),
      random,
    );
    this.#core = { port, clock, timers, random, identity };
    this.#families = families;
    port.onBatch(this.#onBatch);
  }

  get senderId(): number {
    return this.#core.identity.senderId;
  }

  get name(): string {
    return this.#core.identity.name;
  }

  sessions(): readonly Session[] {
    return this.#sessions;
  }

  closeOnAbort(signal: AbortSignal | undefined): void {
    this.#endAbort = closeOnAbort(signal, () => this.close());
  }

  async startDiscovery(
    mode: DiscoveryMode,
    interfaces: readonly string[] | undefined,
    surroundings: Surroundings | undefined,
  ): Promise<void> {
    const address = resolveTopic(DISCOVERY_TOPIC);
    const groups = waysOf(mode).includes('multicast') ? this.#groups(address) : [];
    for (const group of groups) await this.port.join(group);
    this.discovery = createDiscovery({
      mode,
      core: this.#core,
      sessionName: address.sessionName,
      groups,
      interfaces,
      surroundings,
      rooms: () => this.#sessions,
    });
    this.#inlets = [...this.#inlets, this.discovery];
    await this.discovery.start();
  }

  #groups(address: TopicAddress): Destination[] {
    return this.#families.map((family) => (family === 4 ? address.group4 : address.group6));
  }

  async openSession(options: SessionOptions): Promise<Session> {
    const address = resolveTopic(options.topic);
    const peers = checkSessionOptions(options, this.#families);
    this.#checkFree(address.topic);
    const groups = options.multicast === false ? [] : this.#groups(address);
    this.#joined.add(address.topic);
    try {
      for (const group of groups) await this.port.join(group);
      // Both may have happened while the groups were joined.
      checkSignal(options.signal, `the session ${address.topic}`);
      this.#checkOpen();
    } catch (error) {
      await this.#leave(address.topic, groups);
      throw error;
    }
    const session = this.#createSession(address, options, groups, peers);
    this.#sessions = [...this.#sessions, session];
    this.#inlets = [...this.#inlets, session];
    this.discovery?.announce();
    return session;
  }

  #checkOpen(): void {
    if (this.#closed) throw new JamError('closed', 'the toast is closed: create another');
  }

  #checkFree(topic: string): void {
    this.#checkOpen();
    if (topic === DISCOVERY_TOPIC) {
      throw new JamError('bad-topic', `${topic} is for discovery alone: name another topic`);
    }
    if (this.#joined.has(topic)) {
      throw new JamError('bad-option', `this toast has joined ${topic} already: use that session`);
    }
  }

  #createSession(
    address: TopicAddress,
    options: SessionOptions,
    groups: readonly Destination[],
    peers: readonly Destination[],
  ): ToastedSession {
    const numbers = this.#numbers.get(address.topic) ?? createStreamNumbers();
    this.#numbers.set(address.topic, numbers);
    const session = createSession({
      core: this.#core,
      address,
      options,
      numbers,
      destinations: [...groups, ...peers],
      leave: async () => {
        this.#sessions = this.#sessions.filter((s) => s !== session);
        this.#inlets = this.#inlets.filter((s) => s !== session);
        this.discovery?.announce();
        await this.#leave(address.topic, groups);
      },
    });
    return session;
  }

  async #leave(topic: string, groups: readonly Destination[]): Promise<void> {
    try {
      for (const group of groups) await this.port.leave(group);
    } finally {
      this.#joined.delete(topic);
    }
  }

  readonly #onBatch = (view: Uint8Array, descriptors: DataView, count: number): void =>
    this.#readBatch(view, descriptors, 0, count);

  #readBatch(view: Uint8Array, descriptors: DataView, first: number, count: number): void {
    let next = first;
    try {
      while (next < count) {
        const at = next++ * DESCRIPTOR_BYTES;
        const arrivalNs =
          descriptors.getUint32(at + DESCRIPTOR_ARRIVAL + 4, true) * TWO_32 +
          descriptors.getUint32(at + DESCRIPTOR_ARRIVAL, true);
        const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
        this.#read(view, offset, descriptors.getUint16(at + DESCRIPTOR_LENGTH, true), arrivalNs);
      }
    } finally {
      // What a handler throws comes out, but not at the cost of the datagrams that came along.
      if (next < count) this.#readBatch(view, descriptors, next, count);
    }
  }

  #read(view: Uint8Array, offset: number, length: number, arrivalNs: number): void {
    this.#view = view;
    this.#length = length;
    this.#arrivalNs = arrivalNs;
    this.#first = true;
    readDatagram(view, offset, offset + length, this.#frame, this.#onFrame, this.#onStatus);
  }

  readonly #onFrame = (frame: FrameView): void => {
    const session = this.#sessionOf(frame.sessionName);
    if (session === undefined) this.#rejected.otherSession++;
    else session.receive(frame, this.#view, this.#arrivalNs, this.#first, this.#length);
    this.#first = false;
  };

  readonly #onStatus = (status: number): void => countStatus(this.#rejected, status);

  /** A process has a handful of sessions, so a walk beats a table. */
  #sessionOf(name: Uint8Array): SessionInlet | undefined {
    for (let s = 0; s < this.#inlets.length; s++) {
      const own = this.#inlets[s].sessionName;
      let i = 0;
      while (i < SESSION_NAME_BYTES && own[i] === name[i]) i++;
      if (i === SESSION_NAME_BYTES) return this.#inlets[s];
    }
    return undefined;
  }

  stats(): ToastStats {
    return {
      port: this.port.stats(),
      portNotice: this.#portNotice,
      rejected: { ...this.#rejected },
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#endAbort();
    const endsDiscovery = this.discovery?.close();
    try {
      // All at once, so that none hears more while another leaves.
      await Promise.all(this.#sessions.map((session) => session.close()));
      await endsDiscovery;
    } finally {
      await this.port.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
