import type {
  BatchHandler,
  Clock,
  DatagramCapabilities,
  DatagramPort,
  DatagramPortStats,
  Destination,
  RandomSource,
  Timers,
} from '@jamnet/wire';
import { PacingLateness } from '../pacing-lateness.js';
import type { ImpairmentCounters } from './counters.js';
import { planImpairment, type Impairment, type ImpairmentPlan } from './impairment.js';
import { Lane } from './lane.js';
import { ReceiveLane } from './receive-lane.js';

export interface ImpairOptions {
  readonly clock: Clock;
  /** On the time line of `clock`, virtual or real. */
  readonly timers: Timers;
  /** Seeds the processes, each direction's and each kind's its own. */
  readonly random: RandomSource;
  /** What happens to what the port sends. */
  readonly send?: Impairment;
  /** What happens to what the port receives. */
  readonly receive?: Impairment;
}

/** A port that goes through a bad network. */
export interface ImpairedPort extends DatagramPort {
  /** What has been done to the datagrams of each direction: a snapshot. */
  counters(): { readonly send: ImpairmentCounters; readonly receive: ImpairmentCounters };
}

/**
 * Puts a bad network before a port. The result behaves as the port does, `stats()` included: what is lost on its way has
 * been sent all the same, and what does not arrive was not received. `counters()` tells the rest.
 *
 * With loss alone, datagrams pass in the same call, uncopied, timed sends keep the port's own pacing, and nothing is
 * allocated. Otherwise datagrams are copied, and held on `timers`.
 *
 * Throws a JamError `bad-option`.
 */
export function impair(port: DatagramPort, options: ImpairOptions): ImpairedPort {
  return new PortInBadNetwork(port, options);
}

class PortInBadNetwork implements ImpairedPort {
  readonly capabilities: DatagramCapabilities;
  readonly #port: DatagramPort;
  readonly #clock: Clock;
  readonly #sendPlan: ImpairmentPlan;
  readonly #lane: Lane<Destination>;
  readonly #receiveLane: ReceiveLane;
  readonly #lateness = new PacingLateness();
  #closed = false;
  /** With loss alone, what was lost: the port counts the rest. Otherwise all, since the port gets them late. */
  #datagramsSent = 0;
  #bytesSent = 0;
  #sendQueueFull = 0;

  constructor(port: DatagramPort, options: ImpairOptions) {
    const { clock, timers, random } = options;
    this.#port = port;
    this.#clock = clock;
    this.capabilities = port.capabilities;
    this.#sendPlan = planImpairment('send', options.send ?? {});
    const receivePlan = planImpairment('receive', options.receive ?? {});
    this.#lane = new Lane<Destination>({
      clock,
      timers,
      random,
      plan: this.#sendPlan,
      pass: (bytes, offset, length, to) => port.send(bytes, offset, length, to, 0),
      keep: (to) => to,
      wentOut: (length, askedNs, nowNs) => {
        this.#countSent(length);
        this.#lateness.add(askedNs, nowNs);
      },
    });
    this.#receiveLane = new ReceiveLane({ clock, timers, random, plan: receivePlan });
  }

  send(
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean {
    // A closed port refuses and counts.
    if (this.#closed) return this.#port.send(bytes, offset, length, destination, 0);
    if (this.#sendPlan.lossOnly) return this.#sendOrLose(bytes, offset, length, destination, atNs);
    if (atNs > this.#clock.nowNs()) {
      const taken = this.#lane.enterAt(bytes, offset, length, destination, atNs);
      if (!taken) this.#sendQueueFull += 1;
      return taken;
    }
    const taken = this.#lane.enter(bytes, offset, length, destination);
    if (taken) this.#countSent(length);
    return taken;
  }

  onBatch(handler: BatchHandler): void {
    this.#port.onBatch(this.#receiveLane.handle(handler));
  }

  join(group: Destination): Promise<void> {
    return this.#port.join(group);
  }

  leave(group: Destination): Promise<void> {
    return this.#port.leave(group);
  }

  endpoints(): readonly Destination[] {
    return this.#port.endpoints();
  }

  source(index: number): Destination | undefined {
    return this.#port.source(index);
  }

  stats(): DatagramPortStats {
    const inner = this.#port.stats();
    const { lossOnly } = this.#sendPlan;
    return {
      ...inner,
      datagramsSent: this.#datagramsSent + (lossOnly ? inner.datagramsSent : 0),
      bytesSent: this.#bytesSent + (lossOnly ? inner.bytesSent : 0),
      datagramsReceived: this.#receiveLane.datagrams,
      bytesReceived: this.#receiveLane.bytes,
      sendQueueFull: inner.sendQueueFull + this.#sendQueueFull,
      pacingLatenessUs: lossOnly ? inner.pacingLatenessUs : this.#lateness.medianUs(),
    };
  }

  counters(): { readonly send: ImpairmentCounters; readonly receive: ImpairmentCounters } {
    return { send: { ...this.#lane.counters }, receive: { ...this.#receiveLane.counters } };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#lane.close();
    this.#receiveLane.close();
    await this.#port.close();
  }

  #sendOrLose(
    bytes: Uint8Array,
    offset: number,
    length: number,
    destination: Destination,
    atNs: number,
  ): boolean {
    const { counters, loss } = this.#lane;
    const nowNs = this.#clock.nowNs();
    counters.sent += 1;
    if (loss.isLost(atNs > nowNs ? atNs : nowNs, nowNs)) {
      counters.lost += 1;
      this.#countSent(length);
      return true;
    }
    const taken = this.#port.send(bytes, offset, length, destination, atNs);
    if (taken) counters.delivered += 1;
    else counters.refused += 1;
    return taken;
  }

  #countSent(length: number): void {
    this.#datagramsSent += 1;
    this.#bytesSent += length;
  }
}
