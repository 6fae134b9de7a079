import type { Clock } from '@jamnet/wire';
import type { SendTarget } from '@jamnet/wire/udp';
import type { SendCounts } from './send-counts.js';
import type { SendSocket } from './send-socket.js';
import type { TimedSends } from './timed-sends.js';

/** What all sockets of a driver send with. */
export interface DgramSending {
  readonly clock: Clock;
  readonly timed: TimedSends<DgramTarget>;
  readonly counts: SendCounts;
}

/** An address as a socket of `node:dgram` sends to it. */
export interface DgramTarget extends SendTarget {
  /** Gives a datagram to the system now. */
  handOver(bytes: Uint8Array, offset: number, length: number): boolean;
}

export function createDgramTarget(
  socket: SendSocket,
  address: string,
  port: number,
  sending: DgramSending,
): DgramTarget {
  return new AddressOfSocket(socket, address, port, sending);
}

class AddressOfSocket implements DgramTarget {
  readonly #socket: SendSocket;
  readonly #address: string;
  readonly #port: number;
  readonly #clock: Clock;
  readonly #timed: TimedSends<DgramTarget>;
  readonly #counts: SendCounts;

  constructor(socket: SendSocket, address: string, port: number, sending: DgramSending) {
    this.#socket = socket;
    this.#address = address;
    this.#port = port;
    this.#clock = sending.clock;
    this.#timed = sending.timed;
    this.#counts = sending.counts;
  }

  send(bytes: Uint8Array, offset: number, length: number, atNs: number): boolean {
    if (!(atNs > 0 && atNs > this.#clock.nowNs())) return this.handOver(bytes, offset, length);
    if (this.#timed.add(bytes, offset, length, this, atNs)) return true;
    this.#counts.queueFull++;
    return false;
  }

  handOver(bytes: Uint8Array, offset: number, length: number): boolean {
    if (this.#socket.closed) return this.#counts.refuse('the socket is closed');
    if (this.#socket.send(bytes, offset, length, this.#port, this.#address)) return true;
    this.#counts.queueFull++;
    return false;
  }
}
