import type { Socket } from 'node:dgram';
import {
  type BatchHandler,
  type Clock,
  type DatagramCapabilities,
  type DatagramPort,
  type DatagramPortStats,
  type Destination,
  JamError,
} from '@jamnet/wire';
import { listInterfaces, type NetworkInterface, selectInterfaces } from '../interfaces.js';
import { type GroupSockets, openGroup } from './group-sockets.js';
import { endpointAddresses, isMulticast, joinInterfaces } from './multicast-interfaces.js';
import { openSenders } from './open-senders.js';
import { closeSocket, grantReceiveBuffer, type SocketEvents } from './open-socket.js';
import { checkOptions, DEFAULT_RECEIVE_BUFFER_BYTES, type DgramPortOptions } from './options.js';
import { createReceiver, type Receiver } from './receiver.js';
import { createRoutes, type Route, type Routes, type Senders } from './routes.js';
import { createTimedSends, type TimedSends } from './timed-sends.js';

/** {@link DatagramPortStats} and what only sockets have. */
export interface DgramPortStats extends DatagramPortStats {
  /** Errors that sockets reported by themselves, not in answer to a send. */
  readonly socketErrors: number;
}

/** A port on UDP sockets of the system. */
export interface DgramPort extends DatagramPort {
  stats(): DgramPortStats;
}

/** The most that a UDP datagram over IPv4 carries. */
const LARGEST_DATAGRAM_BYTES = 65_507;
/** Node's timers count milliseconds and are up to one late (bench/dgram-send.ts). */
const TIMER_GRANULARITY_US = 1_000;

/**
 * Opens a port on `node:dgram`: for each family one socket that sends and that peers reach by unicast, and for each joined group
 * one that is shared with the other programs on its port. Open sockets keep the process running until `close()`.
 *
 * Counters: a datagram to a group counts as sent once for each interface that it went out on.
 *
 * Rejects with JamError `bad-option`, `no-such-interface` or `not-permitted`.
 */
export async function createDgramPort(options: DgramPortOptions): Promise<DgramPort> {
  checkOptions(options);
  const selected = selectInterfaces(options.interfaces, listInterfaces());
  const port = new SocketPort(options, selected);
  try {
    await port.open(options.families);
  } catch (error) {
    await port.close();
    throw error;
  }
  return port;
}

class SocketPort implements DgramPort {
  readonly capabilities: DatagramCapabilities = {
    pacingGranularityUs: TIMER_GRANULARITY_US,
    kernelTimestamps: false,
    batches: false,
    multicast: true,
  };
  readonly #clock: Clock;
  readonly #selected: readonly NetworkInterface[];
  readonly #unicastPort: number;
  readonly #wantedBufferBytes: number;
  readonly #senders = new Map<4 | 6, Senders>();
  readonly #routes: Routes = createRoutes(this.#senders);
  readonly #timed: TimedSends<Route>;
  readonly #receiver: Receiver;
  readonly #events: SocketEvents;
  readonly #sockets = new Set<Socket>();
  /** By address and port. A promise, so that joins of one group at the same time share the socket. */
  readonly #groups = new Map<string, Promise<GroupSockets>>();
  readonly #endpoints: Destination[] = [];
  #closing: Promise<void> | undefined;
  #datagramsSent = 0;
  #bytesSent = 0;
  #sendQueueFull = 0;
  #sendErrors = 0;
  #socketErrors = 0;
  #lastError: string | null = null;
  #receiveBufferBytes = 0;

  constructor(options: DgramPortOptions, selected: readonly NetworkInterface[]) {
    this.#clock = options.clock;
    this.#selected = selected;
    this.#unicastPort = options.unicastPort ?? 0;
    this.#wantedBufferBytes = options.receiveBufferBytes ?? DEFAULT_RECEIVE_BUFFER_BYTES;
    this.#receiver = createReceiver(options.clock);
    this.#events = { onMessage: this.#receiver.onMessage, onError: this.#onSocketError };
    this.#timed = createTimedSends<Route>(options.clock, options.timers, (bytes, length, route) => {
      this.#handOver(bytes, 0, length, route);
    });
  }

  async open(families: readonly (4 | 6)[] | undefined): Promise<void> {
    for (const family of families ?? ([4, 6] as const)) {
      const wanted = families !== undefined || family === 4;
      if (!wanted && !this.#selected.some((each) => each.family === family)) continue;
      try {
        await this.#openFamily(family);
      } catch (error) {
        if (wanted) throw error;
        this.#lastError = (error as Error).message;
      }
    }
  }

  send(
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean {
    if (this.#closing !== undefined) return this.#refuse('the port is closed');
    if (!(length >= 0 && length <= LARGEST_DATAGRAM_BYTES)) {
      return this.#refuse(`no datagram has ${length} bytes; the most is ${LARGEST_DATAGRAM_BYTES}`);
    }
    if (!(offset >= 0 && offset + length <= bytes.length)) {
      return this.#refuse(`${length} bytes from ${offset} are not within ${bytes.length}`);
    }
    const route = this.#routes.to(destination);
    if (route.refusal !== null) return this.#refuse(route.refusal);
    if (atNs > 0 && atNs > this.#clock.nowNs()) {
      if (this.#timed.add(bytes, offset, length, route, atNs)) return true;
      this.#sendQueueFull++;
      return false;
    }
    return this.#handOver(bytes, offset, length, route);
  }

  onBatch(handler: BatchHandler): void {
    this.#receiver.handler = handler;
  }

  async join(group: Destination): Promise<void> {
    this.#checkOpen();
    if (!isMulticast(group.address, group.family)) {
      throw new JamError(
        'multicast-impossible',
        `${group.address} is not an IPv${group.family} multicast group; groups are in 224.0.0.0/4 and ff00::/8`,
      );
    }
    const key = groupKey(group);
    let joined = this.#groups.get(key);
    if (joined === undefined) {
      joined = this.#openGroup(group);
      this.#groups.set(key, joined);
      // A group that could not be joined may be tried again.
      joined.catch(() => this.#groups.delete(key));
    }
    await joined;
    this.#checkOpen();
  }

  async leave(group: Destination): Promise<void> {
    const key = groupKey(group);
    const joined = this.#groups.get(key);
    if (joined === undefined) return;
    this.#groups.delete(key);
    const opened = await joined.catch(() => undefined);
    await this.#closeAll(opened?.sockets ?? []);
  }

  endpoints(): readonly Destination[] {
    return this.#endpoints;
  }

  source(index: number): Destination | undefined {
    return this.#receiver.source(index);
  }

  stats(): DgramPortStats {
    return {
      datagramsSent: this.#datagramsSent,
      bytesSent: this.#bytesSent,
      datagramsReceived: this.#receiver.datagrams,
      bytesReceived: this.#receiver.bytes,
      sendQueueFull: this.#sendQueueFull,
      sendErrors: this.#sendErrors,
      socketErrors: this.#socketErrors,
      lastError: this.#lastError,
      receiveBufferBytes: this.#receiveBufferBytes,
      pacingLatenessUs: this.#timed.latenessUs(),
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#timed.clear();
    this.#receiver.handler = undefined;
    // A join that is under way opens its socket first, or it would stay.
    await Promise.allSettled(this.#groups.values());
    this.#groups.clear();
    await this.#closeAll([...this.#sockets]);
  }

  async #openFamily(family: 4 | 6): Promise<void> {
    const opened = await openSenders(
      family,
      this.#selected,
      this.#unicastPort,
      this.#events,
      this.#onSent,
    );
    this.#senders.set(family, opened.senders);
    this.#keep(opened.sockets, opened.failures);
    const { port } = opened.senders.unicast.socket.address();
    for (const address of endpointAddresses(this.#selected, family)) {
      this.#endpoints.push({ family, address, port });
    }
  }

  async #openGroup(group: Destination): Promise<GroupSockets> {
    const interfaces = joinInterfaces(this.#selected, group.family);
    const opened = await openGroup(group, interfaces, this.#events);
    this.#keep(opened.sockets, opened.failures);
    return opened;
  }

  #keep(sockets: readonly Socket[], failures: readonly string[]): void {
    for (const socket of sockets) {
      this.#sockets.add(socket);
      const granted = grantReceiveBuffer(socket, this.#wantedBufferBytes);
      this.#receiveBufferBytes = Math.min(this.#receiveBufferBytes || granted, granted);
    }
    if (failures.length > 0) this.#lastError = failures.join('; ');
  }

  async #closeAll(sockets: readonly Socket[]): Promise<void> {
    const open = sockets.filter((socket) => this.#sockets.delete(socket));
    await Promise.all(open.map(closeSocket));
  }

  #handOver(bytes: Uint8Array, offset: number, length: number, route: Route): boolean {
    const { sockets, addresses, port } = route;
    let taken = false;
    for (let i = 0; i < sockets.length; i++) {
      if (sockets[i]!.send(bytes, offset, length, port, addresses[i]!)) taken = true;
      else this.#sendQueueFull++;
    }
    return taken;
  }

  readonly #onSent = (error: Error | null, bytes: number): void => {
    if (error === null) {
      this.#datagramsSent++;
      this.#bytesSent += bytes;
    } else {
      this.#refuse(error.message);
    }
  };

  readonly #onSocketError = (error: Error): void => {
    this.#socketErrors++;
    this.#lastError = error.message;
  };

  #refuse(why: string): false {
    this.#sendErrors++;
    this.#lastError = why;
    return false;
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) {
      throw new JamError('closed', 'the port is closed; open another one');
    }
  }
}

function groupKey(group: Destination): string {
  return `${group.family} ${group.address} ${group.port}`;
}
