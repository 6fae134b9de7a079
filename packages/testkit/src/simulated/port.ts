import {
  JamError,
  type BatchHandler,
  type Clock,
  type DatagramCapabilities,
  type DatagramPort,
  type DatagramPortStats,
  type Destination,
  type Timers,
} from '@jamnet/wire';
import { MAX_DATAGRAM_BYTES } from '../datagram-limits.js';
import { PacingLateness } from '../pacing-lateness.js';
import { isMulticast } from './endpoint.js';
import { Inbox } from './inbox.js';

/** What a simulated port needs of its network. */
export interface Medium {
  /** Takes a copy and sends it at `atNs`, or now where that has passed. False when the port's queue is full. */
  transmit(
    from: SimulatedPort,
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean;
  join(port: SimulatedPort, group: Destination): void;
  leave(port: SimulatedPort, group: Destination): void;
  remove(port: SimulatedPort): void;
  source(index: number): Destination | undefined;
  /** Has `port.flush` called once everything that arrives at this instant has arrived. */
  flushSoon(port: SimulatedPort): void;
}

/** One address of a simulated port, and the index under which receivers find it. */
export interface OwnAddress {
  readonly destination: Destination;
  readonly sourceIndex: number;
}

export interface SimulatedPortParts {
  readonly medium: Medium;
  /** The time of the port's host, which need not be the network's. */
  readonly clock: Clock;
  readonly timers: Timers;
  readonly addresses: readonly OwnAddress[];
  readonly batches: boolean;
  readonly queueLimit: number;
}

export class SimulatedPort implements DatagramPort {
  readonly capabilities: DatagramCapabilities;
  readonly lateness = new PacingLateness();
  closed = false;
  /** Timed sends that have not gone out. */
  queued = 0;
  readonly queueLimit: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** What has been joined, to be left when the port closes. */
  readonly groups = new Set<Destination>();
  readonly #medium: Medium;
  readonly #addresses: readonly OwnAddress[];
  readonly #endpoints: readonly Destination[];
  readonly #inbox: Inbox;
  #datagramsSent = 0;
  #bytesSent = 0;
  #datagramsReceived = 0;
  #bytesReceived = 0;
  #sendQueueFull = 0;
  #sendErrors = 0;
  #lastError: string | null = null;

  constructor({ medium, clock, timers, addresses, batches, queueLimit }: SimulatedPortParts) {
    this.clock = clock;
    this.timers = timers;
    this.#medium = medium;
    this.queueLimit = queueLimit;
    this.#inbox = new Inbox(batches);
    this.#addresses = addresses;
    this.#endpoints = addresses.map((address) => address.destination);
    this.capabilities = {
      kind: 'simulated',
      pacingGranularityUs: 0,
      kernelTimestamps: false,
      batches,
      multicast: true,
    };
  }

  send(
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean {
    if (this.closed) return this.#refuse('the port is closed');
    if (!(length >= 0 && length <= MAX_DATAGRAM_BYTES)) {
      return this.#refuse(`EMSGSIZE: a datagram of ${length} bytes`);
    }
    if (!(offset >= 0 && offset + length <= bytes.length)) {
      return this.#refuse(`EINVAL: ${length} bytes from ${offset} of ${bytes.length}`);
    }
    if (!this.addressOf(destination.family)) {
      return this.#refuse(`EAFNOSUPPORT: no IPv${destination.family} address to send from`);
    }
    const taken = this.#medium.transmit(this, bytes, offset, length, destination, atNs);
    if (!taken) this.#sendQueueFull += 1;
    return taken;
  }

  onBatch(handler: BatchHandler): void {
    this.#inbox.handler = handler;
  }

  async join(group: Destination): Promise<void> {
    if (this.closed) throw new JamError('closed', 'the port is closed; open a new one to join');
    if (!isMulticast(group)) {
      throw new JamError(
        'multicast-impossible',
        `${group.address} is no multicast address; give one of 224.0.0.0/4 or ff00::/8`,
      );
    }
    if (!this.addressOf(group.family)) {
      throw new JamError(
        'multicast-impossible',
        `the port has no IPv${group.family} address to join ${group.address} with; open it with one`,
      );
    }
    this.#medium.join(this, group);
  }

  async leave(group: Destination): Promise<void> {
    this.#medium.leave(this, group);
  }

  endpoints(): readonly Destination[] {
    return this.#endpoints;
  }

  source(index: number): Destination | undefined {
    return this.#medium.source(index);
  }

  stats(): DatagramPortStats {
    return {
      datagramsSent: this.#datagramsSent,
      bytesSent: this.#bytesSent,
      datagramsReceived: this.#datagramsReceived,
      bytesReceived: this.#bytesReceived,
      sendQueueFull: this.#sendQueueFull,
      sendErrors: this.#sendErrors,
      lastError: this.#lastError,
      receiveBufferBytes: 0,
      pacingLatenessUs: this.lateness.medianUs(),
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.#medium.remove(this);
  }

  addressOf(family: 4 | 6): OwnAddress | undefined {
    for (const address of this.#addresses) {
      if (address.destination.family === family) return address;
    }
    return undefined;
  }

  wentOut(length: number): void {
    this.#datagramsSent += 1;
    this.#bytesSent += length;
  }

  receive(payload: Uint8Array, length: number, sourceIndex: number): void {
    this.#datagramsReceived += 1;
    this.#bytesReceived += length;
    if (!this.#inbox.handler) return;
    this.#inbox.put(payload, length, this.clock.nowNs(), sourceIndex);
    if (!this.capabilities.batches) this.#inbox.deliver();
    else if (this.#inbox.count === 1) this.#medium.flushSoon(this);
  }

  flush(): void {
    if (!this.closed) this.#inbox.deliver();
  }

  #refuse(error: string): false {
    this.#sendErrors += 1;
    this.#lastError = error;
    return false;
  }
}
