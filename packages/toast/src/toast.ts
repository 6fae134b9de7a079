import { hostname } from 'node:os';
import {
  type Clock,
  createSystemClock,
  createSystemTimers,
  type DatagramPort,
  type DatagramPortStats,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  type Destination,
  hostClockId,
  JamError,
  type Timers,
} from '@jamnet/wire';
import { createDgramPort } from './dgram/dgram-port.js';
import { createDiscovery, type Discovery, type DiscoveryService } from './discovery/discovery.js';
import { parseEndpoint } from './endpoint.js';
import type { SessionOptions, ToastOptions } from './options.js';
import { countStatus, createSession, type Session, type SessionInlet } from './session/session.js';
import {
  createRejectedStats,
  type Identity,
  type RejectedStats,
  type SessionCore,
} from './session/session-core.js';
import { DISCOVERY_TOPIC, resolveTopic, type TopicAddress } from './topic.js';
import {
  createFrameView,
  decodeFrame,
  endsDatagram,
  SESSION_NAME_BYTES,
  skipFrame,
} from './v2/frame.js';

const TWO_32 = 2 ** 32;

/** A process's place on the network: one port, one identity, any number of sessions. */
export interface Toast {
  readonly senderId: number;
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly port: DatagramPort;
  /** Who is out there on which topic; undefined when it was switched off. */
  readonly discovery: Discovery | undefined;
  /** Joins a topic. Rejects with JamError `bad-topic`, `bad-option`, `multicast-impossible`, `port-in-use`, `closed`. */
  openSession(options: SessionOptions): Promise<Session>;
  sessions(): readonly Session[];
  /** Frames that belonged to no session, or were no frames. */
  stats(): { readonly port: DatagramPortStats; readonly rejected: Readonly<RejectedStats> };
  /** Closes all sessions, saying goodbye, then the port. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a place on the network. Rejects with JamError `no-such-interface`, `bad-option`. */
export async function createToast(options: ToastOptions = {}): Promise<Toast> {
  const clock = options.clock ?? createSystemClock();
  const timers = options.timers ?? createSystemTimers(clock);
  const families = options.families ?? [4];
  if (families.length === 0 || families.some((family) => family !== 4 && family !== 6)) {
    throw new JamError('bad-option', `families is [${families.join(', ')}]: name 4, 6 or both`);
  }
  const port =
    options.port ??
    (await createDgramPort({ clock, timers, families, interfaces: options.interfaces }));
  const toast = new UdpToast(options, clock, timers, port, families);
  if (options.discovery !== false) await toast.startDiscovery();
  options.signal?.addEventListener('abort', () => void toast.close(), { once: true });
  return toast;
}

class UdpToast implements Toast {
  discovery: DiscoveryService | undefined;
  readonly #core: SessionCore;
  readonly #families: readonly (4 | 6)[];
  readonly #rejected = createRejectedStats();
  readonly #frame = createFrameView();
  #sessions: readonly Session[] = [];
  #inlets: readonly SessionInlet[] = [];
  #closed = false;

  constructor(
    options: ToastOptions,
    readonly clock: Clock,
    readonly timers: Timers,
    readonly port: DatagramPort,
    families: readonly (4 | 6)[],
  ) {
    const random = options.random ?? Math.random;
    const identity: Identity = {
      senderId: Math.floor(random() * TWO_32),
      name: (options.name ?? `${hostname()}-${process.pid}`).slice(0, 64),
      clockId: options.clockId ?? hostClockId(),
    };
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

  async startDiscovery(): Promise<void> {
    const address = resolveTopic(DISCOVERY_TOPIC);
    const groups = this.#groups(address);
    for (const group of groups) await this.port.join(group);
    this.discovery = createDiscovery(this.#core, address.sessionName, groups, () =>
      this.#sessions.map((s) => s.topic),
    );
    this.#inlets = [...this.#inlets, this.discovery];
  }

  #groups(address: TopicAddress): Destination[] {
    return this.#families.map((family) => (family === 4 ? address.group4 : address.group6));
  }

  async openSession(options: SessionOptions): Promise<Session> {
    const address = resolveTopic(options.topic);
    const ceiling = options.rateCeilingBitsPerSecond;
    if (ceiling !== undefined && !(ceiling >= 64_000)) {
      throw new JamError(
        'bad-option',
        `rateCeilingBitsPerSecond is ${ceiling}: it must be at least 64000`,
      );
    }
    if (this.#sessions.some((s) => s.topic === address.topic)) {
      throw new JamError(
        'bad-option',
        `this toast has joined ${address.topic} already: use that session`,
      );
    }
    const session = await this.#open(address, options);
    this.discovery?.announce();
    return session;
  }

  async #open(address: TopicAddress, options: SessionOptions): Promise<Session> {
    if (this.#closed) throw new JamError('closed', 'the toast is closed: create another');
    const groups = options.multicast === false ? [] : this.#groups(address);
    const peers = (options.peers ?? []).map(parseEndpoint);
    if (groups.length + peers.length === 0) {
      throw new JamError(
        'bad-option',
        'a session without multicast needs peers: name at least one address:port',
      );
    }
    for (const group of groups) await this.port.join(group);
    const session = createSession({
      core: this.#core,
      address,
      options,
      destinations: [...groups, ...peers],
      redrawSenderId: () => {
        this.#core.identity.senderId = Math.floor(this.#core.random() * TWO_32);
      },
      leave: async () => {
        this.#sessions = this.#sessions.filter((s) => s !== session);
        this.#inlets = this.#inlets.filter((s) => s !== session);
        if (!this.#closed) this.discovery?.announce();
        for (const group of groups) await this.port.leave(group);
      },
    });
    this.#sessions = [...this.#sessions, session];
    this.#inlets = [...this.#inlets, session];
    return session;
  }

  readonly #onBatch = (view: Uint8Array, descriptors: DataView, count: number): void => {
    for (let i = 0; i < count; i++) {
      const at = i * DESCRIPTOR_BYTES;
      const arrivalNs =
        descriptors.getUint32(at + DESCRIPTOR_ARRIVAL + 4, true) * TWO_32 +
        descriptors.getUint32(at + DESCRIPTOR_ARRIVAL, true);
      const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
      this.#datagram(view, offset, descriptors.getUint16(at + DESCRIPTOR_LENGTH, true), arrivalNs);
    }
  };

  #datagram(view: Uint8Array, offset: number, length: number, arrivalNs: number): void {
    const end = offset + length;
    let at = offset;
    let first = true;
    while (at < end) {
      const next = decodeFrame(view, at, end, this.#frame);
      if (next < 0) {
        countStatus(this.#rejected, next);
        if (endsDatagram(next)) return;
        at = skipFrame(view, at);
        continue;
      }
      const session = this.#sessionOf(this.#frame.sessionName);
      if (session === undefined) this.#rejected.otherSession++;
      else session.receive(this.#frame, view, arrivalNs, first, length);
      first = false;
      at = next;
    }
  }

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

  stats(): { port: DatagramPortStats; rejected: RejectedStats } {
    return { port: this.port.stats(), rejected: { ...this.#rejected } };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.discovery?.close();
    for (const session of this.#sessions) await session.close();
    await this.port.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
