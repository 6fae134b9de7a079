import {
  JamError,
  type Clock,
  type DatagramPort,
  type Destination,
  type RandomSource,
  type Timers,
} from '@jamnet/wire';
import { checkInteger, checkNumber } from '../check-option.js';
import { forkRandom } from '../random.js';
import { EndpointTable, isMulticast, type Endpoint } from './endpoint.js';
import { PacketPool, type Packet } from './packet.js';
import { SimulatedPort, type Medium, type OwnAddress } from './port.js';

/** Sees each datagram once, as it goes out. `bytes` is borrowed until the call returns; the datagram begins at 0. */
export type Tap = (
  from: Destination,
  to: Destination,
  bytes: Uint8Array,
  length: number,
  atNs: number,
) => void;

export interface SimulatedNetworkOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Draws the latencies where `latencyJitterNs` is given. */
  readonly random: RandomSource;
  /**
   * From sending to arrival, in nanoseconds.
   * @default 50_000
   */
  readonly latencyNs?: number;
  /**
   * Each receiver of each datagram waits up to this much longer, evenly drawn; so datagrams overtake each other.
   * @default 0
   */
  readonly latencyJitterNs?: number;
  /** Called with each datagram as it goes out. */
  readonly tap?: Tap;
}

export interface SimulatedPortOptions {
  /** The numeric address of the port's host, or one of each family. Ports with the same address are on one host. */
  readonly address: string | readonly string[];
  /**
   * The UDP port that it receives unicast on.
   * @default the next free one of the host from 49152 on
   */
  readonly port?: number;
  /**
   * Hands over together what arrives at one instant, as a native engine does, instead of one by one.
   * @default false
   */
  readonly batches?: boolean;
  /**
   * Timed sends that may wait to go out; one more is refused.
   * @default 65_536
   */
  readonly sendQueueDatagrams?: number;
  /**
   * What the port's host calls the time: arrivals are stamped with it, timed sends wait for it. A {@link SimulatedClock}.
   * @default the network's own
   */
  readonly host?: { readonly clock: Clock; readonly timers: Timers };
}

/** A LAN without faults: every datagram arrives once, unchanged, in order. Faults are added with {@link impair}. */
export interface SimulatedNetwork {
  /** Opens a port on a host. Throws a JamError `bad-option` or `port-in-use`. */
  createPort(options: SimulatedPortOptions): DatagramPort;
}

const FIRST_EPHEMERAL_PORT = 49_152;
const LAST_PORT = 65_535;
/** A source index has 16 bits: after this many addresses the oldest are forgotten. */
const REMEMBERED_SOURCES = 65_536;

export function createSimulatedNetwork(options: SimulatedNetworkOptions): SimulatedNetwork {
  return new PerfectLan(options);
}

class PerfectLan implements SimulatedNetwork, Medium {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #random: RandomSource;
  readonly #latencyNs: number;
  readonly #jitterNs: number;
  readonly #tap: Tap | undefined;
  readonly #endpoints = new EndpointTable();
  readonly #sources: Destination[] = [];
  readonly #nextPorts = new Map<string, number>();
  readonly #pool = new PacketPool((packet) => {
    this.#step(packet);
  });
  #sourceCount = 0;

  constructor(options: SimulatedNetworkOptions) {
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#random = forkRandom(options.random);
    this.#latencyNs = checkNumber('latencyNs', options.latencyNs ?? 50_000, 0, 2 ** 53);
    this.#jitterNs = checkNumber('latencyJitterNs', options.latencyJitterNs ?? 0, 0, 2 ** 53);
    this.#tap = options.tap;
  }

  createPort(options: SimulatedPortOptions): DatagramPort {
    const hosts = typeof options.address === 'string' ? [options.address] : options.address;
    const queueLimit = options.sendQueueDatagrams ?? 65_536;
    checkInteger('sendQueueDatagrams', queueLimit, 0, 2 ** 24);
    const number = this.#choosePort(hosts, options.port);
    const addresses = hosts.map((host) => this.#remember(destinationOf(host, number)));
    const { clock, timers } = options.host ?? { clock: this.#clock, timers: this.#timers };
    const port = new SimulatedPort({
      medium: this,
      clock,
      timers,
      addresses,
      batches: options.batches ?? false,
      queueLimit,
    });
    for (const { destination } of addresses) this.#endpoints.add(destination, port);
    return port;
  }

  transmit(
    from: SimulatedPort,
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean {
    const later = atNs > from.clock.nowNs();
    if (later && from.queued >= from.queueLimit) return false;
    const packet = this.#pool.take();
    packet.fill(bytes, offset, length);
    packet.from = from;
    packet.to = this.#endpoints.find(destination);
    if (later) {
      from.queued += 1;
      packet.sendAtNs = atNs;
      from.timers.schedule(atNs, packet.step);
    } else {
      this.#goOut(packet, from, packet.to);
    }
    return true;
  }

  join(port: SimulatedPort, group: Destination): void {
    this.#endpoints.add(group, port);
    port.groups.add(group);
  }

  leave(port: SimulatedPort, group: Destination): void {
    if (!isMulticast(group)) return;
    this.#endpoints.remove(group, port);
    port.groups.delete(group);
  }

  remove(port: SimulatedPort): void {
    for (const group of port.groups) this.#endpoints.remove(group, port);
    port.groups.clear();
    for (const own of port.endpoints()) this.#endpoints.remove(own, port);
  }

  source(index: number): Destination | undefined {
    return this.#sources[index];
  }

  flushSoon(port: SimulatedPort): void {
    // Behind everything that is already under way to this instant.
    this.#timers.schedule(this.#clock.nowNs(), () => {
      port.flush();
    });
  }

  #step(packet: Packet): void {
    const { from, to } = packet;
    if (!from || !to) return;
    if (packet.sendAtNs === 0) {
      this.#arrive(packet, to);
      return;
    }
    from.queued -= 1;
    from.lateness.add(packet.sendAtNs, from.clock.nowNs());
    packet.sendAtNs = 0;
    if (from.closed) this.#pool.giveBack(packet);
    else this.#goOut(packet, from, to);
  }

  #goOut(packet: Packet, from: SimulatedPort, to: Endpoint): void {
    const nowNs = this.#clock.nowNs();
    const source = from.addressOf(to.destination.family);
    if (!source) throw new RangeError('a port sent to a family that it has no address of');
    packet.sourceIndex = source.sourceIndex;
    from.wentOut(packet.length);
    this.#tap?.(source.destination, to.destination, packet.bytes, packet.length, nowNs);
    if (this.#jitterNs === 0) {
      this.#timers.schedule(nowNs + this.#latencyNs, packet.step);
      return;
    }
    for (const receiver of to.receivers) {
      const own = this.#pool.take();
      own.fill(packet.bytes, 0, packet.length);
      own.from = from;
      own.to = to;
      own.receiver = receiver;
      own.sourceIndex = packet.sourceIndex;
      const latencyNs = this.#latencyNs + Math.floor(this.#random() * this.#jitterNs);
      this.#timers.schedule(nowNs + latencyNs, own.step);
    }
    this.#pool.giveBack(packet);
  }

  #arrive(packet: Packet, to: Endpoint): void {
    const { payload, length, sourceIndex, receiver } = packet;
    const receivers = to.receivers;
    for (let i = 0; i < receivers.length; i += 1) {
      const port = receivers[i];
      if (port.closed || (receiver !== undefined && port !== receiver)) continue;
      port.receive(payload, length, sourceIndex);
    }
    this.#pool.giveBack(packet);
  }

  #choosePort(hosts: readonly string[], asked: number | undefined): number {
    if (hosts.length === 0) {
      throw new JamError('bad-option', 'address is an empty list; give at least one address');
    }
    if (asked !== undefined) {
      checkInteger('port', asked, 1, LAST_PORT);
      if (hosts.every((host) => this.#isFree(host, asked))) return asked;
      throw new JamError(
        'port-in-use',
        `port ${asked} of ${hosts.join(' and ')} is in use; give another or leave it out`,
      );
    }
    const key = hosts[0];
    for (let number = this.#nextPorts.get(key) ?? FIRST_EPHEMERAL_PORT; ; number += 1) {
      checkInteger('the next free port', number, 1, LAST_PORT);
      if (!hosts.every((host) => this.#isFree(host, number))) continue;
      this.#nextPorts.set(key, number + 1);
      return number;
    }
  }

  #isFree(host: string, port: number): boolean {
    return this.#endpoints.find(destinationOf(host, port)).receivers.length === 0;
  }

  #remember(destination: Destination): OwnAddress {
    const sourceIndex = this.#sourceCount % REMEMBERED_SOURCES;
    this.#sourceCount += 1;
    this.#sources[sourceIndex] = destination;
    return { destination, sourceIndex };
  }
}

function destinationOf(address: string, port: number): Destination {
  return { family: address.includes(':') ? 6 : 4, address, port };
}
