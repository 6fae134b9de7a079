import {
  type BatchHandler,
  type Clock,
  type DatagramCapabilities,
  type DatagramPort,
  type DatagramPortStats,
  type Destination,
  JamError,
} from '@jamnet/wire';
import {
  listInterfaces,
  type NetworkInterface,
  presentInterfaces,
  selectInterfaces,
} from '../interfaces.js';
import { endpointsOf } from './endpoints.js';
import { type GroupSockets, openGroup } from './group-sockets.js';
import { createInterfaceWatch, type InterfaceWatch } from './interface-watch.js';
import { createJoinedGroups, type JoinedGroups } from './joined-groups.js';
import { type FamilySenders, openSenders } from './open-senders.js';
import { checkOptions, DEFAULT_RECEIVE_BUFFER_BYTES, type DgramPortOptions } from './options.js';
import { createPortSockets, type PortSockets } from './port-sockets.js';
import { createReceiver, type Receiver } from './receiver.js';
import { createRoutes, type Route, type Routes } from './routes.js';
import { createTimedSends, type TimedSends } from './timed-sends.js';

/** {@link DatagramPortStats} and what only sockets have. */
export interface DgramPortStats extends DatagramPortStats {
  /** Errors that were no answer to a send: sockets reported them, or an interface that came up could not be taken. */
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
 * Interfaces are followed while the port is open: one that comes up is joined for every group and sent on, one that goes away
 * is left. `scan` lists what there is.
 *
 * Counters: a datagram to a group counts as sent once for each interface that it went out on.
 *
 * Rejects with JamError `bad-option`, `no-such-interface` or `not-permitted`.
 */
export async function createDgramPort(
  options: DgramPortOptions,
  scan: () => readonly NetworkInterface[] = listInterfaces,
): Promise<DgramPort> {
  checkOptions(options);
  const selected = selectInterfaces(options.interfaces, scan());
  const port = new SocketPort(options, selected);
  try {
    await port.open(scan);
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
  readonly #options: DgramPortOptions;
  readonly #clock: Clock;
  #selected: readonly NetworkInterface[];
  readonly #senders = new Map<4 | 6, FamilySenders>();
  readonly #routes: Routes = createRoutes(this.#senders);
  readonly #timed: TimedSends<Destination>;
  readonly #receiver: Receiver;
  readonly #sockets: PortSockets;
  readonly #groups: JoinedGroups = createJoinedGroups((group) => this.#openGroup(group));
  #endpoints: readonly Destination[] = [];
  #watch: InterfaceWatch | undefined;
  /** What failed when interfaces were last followed: it is tried again each time, and counted once. */
  #failures: ReadonlySet<string> = new Set();
  #closing: Promise<void> | undefined;
  #datagramsSent = 0;
  #bytesSent = 0;
  #sendQueueFull = 0;
  #sendErrors = 0;
  #socketErrors = 0;
  #lastError: string | null = null;

  constructor(options: DgramPortOptions, selected: readonly NetworkInterface[]) {
    this.#options = options;
    this.#clock = options.clock;
    this.#selected = selected;
    this.#receiver = createReceiver(options.clock);
    this.#sockets = createPortSockets(
      { onMessage: this.#receiver.onMessage, onError: this.#onError },
      options.receiveBufferBytes ?? DEFAULT_RECEIVE_BUFFER_BYTES,
    );
    // By destination: how it is reached may change while a datagram waits.
    this.#timed = createTimedSends<Destination>(
      options.clock,
      options.timers,
      (bytes, length, destination) => {
        const route = this.#routes.to(destination);
        if (route.refusal === null) this.#handOver(bytes, 0, length, route);
        else this.#refuse(route.refusal);
      },
    );
  }

  async open(scan: () => readonly NetworkInterface[]): Promise<void> {
    const failures: string[] = [];
    await this.#openFamilies(failures);
    this.#tellFailures(failures);
    const { clock, timers } = this.#options;
    this.#watch = createInterfaceWatch(clock, timers, scan, this.#follow, this.#onError);
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
      if (this.#timed.add(bytes, offset, length, destination, atNs)) return true;
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
    await this.#groups.join(group);
    this.#checkOpen();
  }

  leave(group: Destination): Promise<void> {
    return this.#groups.leave(group);
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
      receiveBufferBytes: this.#sockets.receiveBufferBytes,
      pacingLatenessUs: this.#timed.latenessUs(),
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#timed.clear();
    this.#receiver.handler = undefined;
    await this.#watch?.stop();
    // A join that is under way opens its socket first, or it would stay.
    await this.#groups.clear();
    await this.#sockets.closeAll();
  }

  readonly #follow = async (available: readonly NetworkInterface[]): Promise<void> => {
    this.#selected = presentInterfaces(this.#options.interfaces, available);
    const failures: string[] = [];
    for (const senders of this.#senders.values()) {
      failures.push(...(await senders.follow(this.#selected)));
    }
    await this.#openFamilies(failures);
    failures.push(...(await this.#groups.follow(this.#selected)));
    const fresh = failures.filter((each) => !this.#failures.has(each));
    this.#socketErrors += fresh.length;
    this.#failures = new Set(failures);
    if (fresh.length > 0) this.#lastError = fresh.join('; ');
  };

  /** Opens what is asked for, or can be used, and is not open yet. Rejects when a family that is asked for cannot be had. */
  async #openFamilies(failures: string[]): Promise<void> {
    const { families, unicastPort = 0 } = this.#options;
    for (const family of families ?? ([4, 6] as const)) {
      const wanted = families !== undefined || family === 4;
      const usable = wanted || this.#selected.some((each) => each.family === family);
      if (!usable || this.#senders.has(family)) continue;
      try {
        const senders = await openSenders(
          family,
          unicastPort,
          this.#sockets,
          this.#onSent,
          this.#onRoutesChange,
        );
        this.#senders.set(family, senders);
        // It may have been asked for in vain before.
        this.#routes.forget();
        failures.push(...(await senders.follow(this.#selected)));
      } catch (error) {
        if (wanted) throw error;
        failures.push((error as Error).message);
      }
    }
    this.#endpoints = endpointsOf(this.#selected, this.#senders, this.#endpoints);
  }

  async #openGroup(group: Destination): Promise<GroupSockets> {
    const tell = (failures: readonly string[]): void => this.#tellFailures(failures);
    return openGroup(group, this.#selected, this.#sockets, tell);
  }

  #tellFailures(failures: readonly string[]): void {
    if (failures.length === 0) return;
    this.#failures = new Set([...this.#failures, ...failures]);
    this.#lastError = failures.join('; ');
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

  readonly #onRoutesChange = (): void => this.#routes.forget();

  readonly #onError = (error: Error): void => {
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
