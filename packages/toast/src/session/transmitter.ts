import type { Clock, DatagramPort, Destination, RandomSource } from '@jamnet/wire';
import { type BurstPlan, copyOffsetNs } from '../burst/burst-plan.js';
import { DATAGRAM_OVERHEAD_BYTES, type RateCeiling } from '../burst/rate-ceiling.js';
import { MAX_DATAGRAM_BYTES, setBurst, stampFrame } from '../v2/frame.js';
import { createPerSecond, type PerSecond } from './per-second.js';

/** Counters of what a session sent. A live object. */
export interface SentStats {
  /** Datagrams handed to the port, copies and destinations counted one by one. */
  readonly datagrams: number;
  readonly bytes: number;
  /** Of those bytes, heartbeats and announcements (whole datagrams, or their frame when it rode along). */
  readonly controlBytes: number;
  /** Datagrams that the port refused. */
  readonly refused: number;
}

/**
 * Puts frames on the wire: the copies of a burst at their times, to every destination, under the rate ceiling. Nothing here knows what a
 * frame means.
 */
export interface Transmitter {
  readonly sent: SentStats;
  /** Datagrams sent in the last second. */
  perSecond(nowNs: number): number;
  /**
   * Sends the frame of `length` bytes at the start of `datagram` as the plan says. `riderBytes` of further frames that stand behind it ride on the
   * first copy. Returns the number of copies sent; 0 when the ceiling or the port refused the first. Does not allocate.
   */
  burst(
    datagram: Uint8Array,
    length: number,
    riderBytes: number,
    plan: BurstPlan,
    timing: BurstTiming,
  ): number;
  /** Sends one datagram now. Control is not held back by the ceiling, but counted into it. */
  single(datagram: Uint8Array, length: number): boolean;
  destinations: readonly Destination[];
}

export interface BurstTiming {
  /** When the first copy is to go out, on this process's clock; a time that has passed means now. */
  readonly atNs: number;
  /** Each copy carries the moment at which it is handed to the system (spec/toast/v2, section 6). */
  readonly stampCopies: boolean;
}

export interface TransmitterOptions {
  readonly port: DatagramPort;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ceiling: RateCeiling;
}

export function createTransmitter(options: TransmitterOptions): Transmitter {
  return new PortTransmitter(options);
}

class PortTransmitter implements Transmitter {
  readonly sent = { datagrams: 0, bytes: 0, controlBytes: 0, refused: 0 };
  destinations: readonly Destination[] = [];
  readonly #port: DatagramPort;
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #ceiling: RateCeiling;
  readonly #rate: PerSecond = createPerSecond();

  constructor(options: TransmitterOptions) {
    this.#port = options.port;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#ceiling = options.ceiling;
  }

  perSecond(nowNs: number): number {
    return this.#rate.read(nowNs);
  }

  burst(
    datagram: Uint8Array,
    length: number,
    riderBytes: number,
    plan: BurstPlan,
    { atNs, stampCopies }: BurstTiming,
  ): number {
    const nowNs = this.#clock.nowNs();
    const later = atNs > nowNs;
    const startNs = later ? atNs : nowNs;
    const planned = plan.offsetsUs.length;
    const copies = this.#affordable(planned, length, riderBytes, nowNs);
    if (copies === 0) return 0;
    // What is left out is not announced either: a receiver would count it as lost.
    if (copies < planned) setBurst(datagram, 0, 0, copies);
    if (stampCopies) stampFrame(datagram, 0, startNs);
    if (!this.#toAll(datagram, length + riderBytes, later ? atNs : 0, nowNs)) return 0;
    this.sent.controlBytes += riderBytes * this.destinations.length;
    let sent = 1;
    for (let copy = 1; copy < copies; copy++) {
      const copyNs = startNs + copyOffsetNs(plan, copy, this.#random);
      if (stampCopies) stampFrame(datagram, 0, Math.round(copyNs));
      setBurst(datagram, 0, copy, copies);
      if (this.#toAll(datagram, length, copyNs, nowNs)) sent++;
    }
    return sent;
  }

  /** How many copies the ceiling has room for, which it is then taken. */
  #affordable(planned: number, length: number, riderBytes: number, nowNs: number): number {
    if (!this.#ceiling.take(this.#cost(length + riderBytes), true, nowNs)) return 0;
    let copies = 1;
    for (let copy = 1; copy < planned; copy++) {
      if (this.#ceiling.take(this.#cost(length), false, nowNs)) copies++;
    }
    return copies;
  }

  single(datagram: Uint8Array, length: number): boolean {
    const nowNs = this.#clock.nowNs();
    this.#ceiling.charge(this.#cost(length), nowNs);
    this.sent.controlBytes += (length + DATAGRAM_OVERHEAD_BYTES) * this.destinations.length;
    return this.#toAll(datagram, length, 0, nowNs);
  }

  #cost(length: number): number {
    return (length + DATAGRAM_OVERHEAD_BYTES) * this.destinations.length - DATAGRAM_OVERHEAD_BYTES;
  }

  #toAll(datagram: Uint8Array, length: number, atNs: number, nowNs: number): boolean {
    if (length > MAX_DATAGRAM_BYTES) return false;
    let any = false;
    for (let i = 0; i < this.destinations.length; i++) {
      if (this.#port.send(datagram, 0, length, this.destinations[i], atNs)) {
        any = true;
        this.sent.datagrams++;
        this.sent.bytes += length + DATAGRAM_OVERHEAD_BYTES;
      } else this.sent.refused++;
    }
    this.#rate.add(1, nowNs);
    return any;
  }
}
