import { JamError } from '../errors.js';
import type {
  BatchHandler,
  DatagramCapabilities,
  DatagramPort,
  DatagramPortStats,
  Destination,
} from '../ports.js';
import { endpointsOf } from './endpoints.js';
import { type GroupSockets, openGroup } from './group-sockets.js';
import { createInterfaceWatch, type InterfaceWatch } from './interface-watch.js';
import {
  listInterfaces,
  type NetworkInterface,
  presentInterfaces,
  selectInterfaces,
} from './interfaces.js';
import { createJoinedGroups, type JoinedGroups } from './joined-groups.js';
import { type FamilySenders, openSenders } from './open-senders.js';
import { checkOptions, DEFAULT_RECEIVE_BUFFER_BYTES, type UdpPortOptions } from './options.js';
import { createPortSockets, type PortSockets } from './port-sockets.js';
import { createRoutes, type Routes } from './routes.js';
import type { SocketDriver } from './socket-driver.js';

/** {@link DatagramPortStats} and what only sockets have. */
export interface UdpPortStats extends DatagramPortStats {
  /** Errors that were no answer to a send: sockets reported them, or an interface that came up could not be taken. */
  readonly socketErrors: number;
}

/** A port on UDP sockets of the system. */
export interface UdpPort extends DatagramPort {
  stats(): UdpPortStats;
}

/** The most that a UDP datagram over IPv4 carries. */
const LARGEST_DATAGRAM_BYTES = 65_507;

/**
 * Opens a port on the sockets of `driver`, which is the port's from then on: for each family one socket that sends and that
 * peers reach by unicast, and for each joined group one that is shared with the other programs on its port. Open sockets keep
 * the process running until `close()`.
 *
 * Interfaces are followed while the port is open: one that comes up is joined for every group and sent on, one that goes away
 * is left. `scan` lists what there is.
 *
 * Counters: a datagram to a group counts as sent once for each interface that it went out on.
 *
 * Rejects with JamError `bad-option`, `no-such-interface` or `not-permitted`, the driver closed.
 */
export async function createUdpPort(
  options: UdpPortOptions,
  driver: SocketDriver,
  scan: () => readonly NetworkInterface[] = listInterfaces,
): Promise<UdpPort> {
  try {
    checkOptions(options);
    const port = new SocketPort(options, driver, selectInterfaces(options.interfaces, scan()));
    await port.open(scan);
    return port;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

class SocketPort implements UdpPort {
  readonly capabilities: DatagramCapabilities;
  readonly #options: UdpPortOptions;
  readonly #driver: SocketDriver;
  #selected: readonly NetworkInterface[];
  readonly #senders = new Map<4 | 6, FamilySenders>();
  readonly #routes: Routes = createRoutes(this.#senders);
  readonly #sockets: PortSockets;
  readonly #groups: JoinedGroups = createJoinedGroups((group) => this.#openGroup(group));
  #endpoints: readonly Destination[] = [];
  #watch: InterfaceWatch | undefined;
  /** What failed when interfaces were last followed: it is tried again each time, and counted once. */
  #failures: ReadonlySet<string> = new Set();
  #closing: Promise<void> | undefined;
  /** Sends that did not get as far as the driver. */
  #refusedSends = 0;
  #interfaceErrors = 0;
  #lastError: string | null = null;
  #lastErrorAtNs = 0;

  constructor(
    options: UdpPortOptions,
    driver: SocketDriver,
    selected: readonly NetworkInterface[],
  ) {
    this.#options = options;
    this.#driver = driver;
    this.#selected = selected;
    this.capabilities = driver.capabilities;
    this.#sockets = createPortSockets(
      driver,
      options.receiveBufferBytes ?? DEFAULT_RECEIVE_BUFFER_BYTES,
    );
  }

  async open(scan: () => readonly NetworkInterface[]): Promise<void> {
    const failures: string[] = [];
    await this.#openFamilies(failures);
    this.#tellFailures(failures);
    const { clock, timers } = this.#options;
    this.#watch = createInterfaceWatch(clock, timers, scan, this.#follow, this.#onWatchError);
  }

  send(
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean {
    if (this.#closing !== undefined) return this.#refuse('the port is closed');
    if (!(Number.isInteger(length) && length >= 0 && length <= LARGEST_DATAGRAM_BYTES)) {
      return this.#refuse(`no datagram has ${length} bytes; the most is ${LARGEST_DATAGRAM_BYTES}`);
    }
    if (!(Number.isInteger(offset) && offset >= 0 && offset + length <= bytes.length)) {
      return this.#refuse(`${length} bytes from ${offset} are not within ${bytes.length}`);
    }
    const { targets, refusal } = this.#routes.to(destination);
    if (refusal !== null) return this.#refuse(refusal);
    let taken = false;
    for (let i = 0; i < targets.length; i++) {
      if (targets[i]!.send(bytes, offset, length, atNs)) taken = true;
    }
    return taken;
  }

  onBatch(handler: BatchHandler): void {
    if (this.#closing === undefined) this.#driver.onBatch(handler);
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
    return this.#driver.source(index);
  }

  stats(): UdpPortStats {
    const { lastError, lastErrorAtNs, ...counted } = this.#driver.stats();
    return {
      ...counted,
      sendErrors: counted.sendErrors + this.#refusedSends,
      socketErrors: counted.socketErrors + this.#interfaceErrors,
      lastError: lastErrorAtNs > this.#lastErrorAtNs ? lastError : (this.#lastError ?? lastError),
      receiveBufferBytes: this.#sockets.receiveBufferBytes,
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#driver.onBatch(undefined);
    await this.#watch?.stop();
    // A join that is under way opens its socket first, or it would stay.
    await this.#groups.clear();
    await this.#driver.close();
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
    this.#interfaceErrors += fresh.length;
    this.#failures = new Set(failures);
    if (fresh.length > 0) this.#setLastError(fresh.join('; '));
  };

  /** Opens what is asked for, or can be used, and is not open yet. Rejects when a family that is asked for cannot be had. */
  async #openFamilies(failures: string[]): Promise<void> {
    const { families, unicastPort = 0 } = this.#options;
    for (const family of families ?? ([4, 6] as const)) {
      const wanted = families !== undefined || family === 4;
      const usable = wanted || this.#selected.some((each) => each.family === family);
      if (!usable || this.#senders.has(family)) continue;
      try {
        const senders = await openSenders(family, unicastPort, this.#sockets, this.#onRoutesChange);
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
    this.#setLastError(failures.join('; '));
  }

  readonly #onRoutesChange = (): void => this.#routes.forget();

  readonly #onWatchError = (error: Error): void => {
    this.#interfaceErrors++;
    this.#setLastError(error.message);
  };

  #refuse(why: string): false {
    this.#refusedSends++;
    this.#setLastError(why);
    return false;
  }

  #setLastError(what: string): void {
    this.#lastError = what;
    this.#lastErrorAtNs = this.#options.clock.nowNs();
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) {
      throw new JamError('closed', 'the port is closed; open another one');
    }
  }
}
