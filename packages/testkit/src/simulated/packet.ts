import { copyBytes } from '../copy-bytes.js';
import type { Endpoint } from './endpoint.js';
import type { SimulatedPort } from './port.js';

/** What a pooled buffer is made for; a longer datagram makes its packet's buffer grow, once. */
const USUAL_BYTES = 1_536;

/** A datagram on its way. Packets are pooled, each with the one callback that timers run for it. */
export class Packet {
  from: SimulatedPort | undefined;
  to: Endpoint | undefined;
  /** The one port that this packet is for, where each receiver has a latency of its own; else it is for all of `to`. */
  receiver: SimulatedPort | undefined;
  sourceIndex = 0;
  /** When it is to go out; 0 once it has. */
  sendAtNs = 0;
  length = 0;
  bytes = new Uint8Array(USUAL_BYTES);
  /** Exactly the datagram, so that each of a thousand receivers copies it without making a view. */
  payload = this.bytes.subarray(0, 0);
  readonly step: () => void;

  constructor(step: (packet: Packet) => void) {
    this.step = () => {
      step(this);
    };
  }

  fill(source: Uint8Array, offset: number, length: number): void {
    const grows = length > this.bytes.length;
    if (grows) this.bytes = new Uint8Array(length);
    copyBytes(source, offset, length, this.bytes, 0);
    // Datagrams of one run have few lengths, so the view of the packet's last use is often right.
    if (grows || this.length !== length) this.payload = this.bytes.subarray(0, length);
    this.length = length;
  }
}

/** Packets that are not under way. */
export class PacketPool {
  readonly #free: Packet[] = [];
  readonly #step: (packet: Packet) => void;

  constructor(step: (packet: Packet) => void) {
    this.#step = step;
  }

  take(): Packet {
    return this.#free.pop() ?? new Packet(this.#step);
  }

  giveBack(packet: Packet): void {
    packet.from = undefined;
    packet.to = undefined;
    packet.receiver = undefined;
    this.#free.push(packet);
  }
}
