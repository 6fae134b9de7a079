import type { Clock, DatagramPort, Destination, TimerId, Timers } from '@jamnet/wire';
import type { MeasuredOffset } from './ghost-clock.js';
import type { LinkCounts } from './link-stats.js';
import { isSameNode, type NodeId } from './v1/node-id.js';
import { encodePingInto, type MeasureMessage, PING_BYTES } from './v1/ping-pong.js';

/**
 * Finds the offset of a session's clock by pings to one of its peers, each sent as soon as the one before is answered. Real peers
 * give up after five losses and take the median; this one goes on while anything is answered, and takes the fastest datagram of
 * each direction, whose time in queues was least.
 */
export interface Measurement {
  readonly session: Readonly<NodeId>;
  /** Takes a pong in that may be for this measurement. */
  receive(pong: MeasureMessage, arrivalNs: number): void;
  /** Ends it without a result. */
  cancel(): void;
}

export interface MeasurementOptions {
  readonly session: Readonly<NodeId>;
  readonly peer: Destination;
  /** How many answers it takes at least. */
  readonly exchanges: number;
  /** Goes on beyond that, for three seconds at most, until the error is estimated to be this small; Infinity does not. */
  readonly goodErrorUs: number;
  /** How fast the session's clock is known to run against the host's, in millionths: what it gains meanwhile is taken out. */
  readonly driftPpm: number;
  /** Called once, with undefined where the peer does not answer or is in another session by now. */
  readonly onDone: (result: MeasurementResult | undefined) => void;
}

export interface MeasurementResult extends MeasuredOffset {
  /** The least round trip, microseconds. */
  readonly roundTripUs: number;
}

/** What measurements are made with. */
export interface MeasurementPorts {
  readonly port: DatagramPort;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly counts: LinkCounts;
}

const FIRST_WAIT_NS = 50e6;
const LEAST_WAIT_NS = 5e6;
const MOST_WAIT_NS = 200e6;
/** Pings in a row without an answer that end it: at 20 % loss each way one measurement in a hundred million. */
const MOST_UNANSWERED = 20;
/** A measurement that is answered slowly ends with what it has. */
const LONGEST_NS = 3e9;
/** More would not make it better, and every so many it is looked whether it is good. */
const MOST_EXCHANGES = 256;
const LOOK_EXCHANGES = 4;
/** Answers that may be late: a pong is believed only when it gives back the time of one of the last pings. */
const REMEMBERED = 32;
/** What loops and schedulers add on a quiet network (measured on dgram): less is never claimed. */
const LEAST_ERROR_US = 10;

export function startMeasurement(
  options: MeasurementOptions,
  ports: MeasurementPorts,
): Measurement {
  const measurement = new PingChain(options, ports);
  measurement.ping();
  return measurement;
}

class PingChain implements Measurement {
  readonly session: Readonly<NodeId>;
  readonly #options: MeasurementOptions;
  readonly #ports: MeasurementPorts;
  readonly #startedNs: number;
  readonly #bytes = new Uint8Array(PING_BYTES);
  /** Host times of the last pings as they were sent; NaN once answered. */
  readonly #sentUs = new Float64Array(REMEMBERED).fill(NaN);
  #lastSentUs = -Infinity;
  #pings = 0;
  #answers = 0;
  #unanswered = 0;
  #previousGhostUs = NaN;
  #longestTripNs = 0;
  readonly #there = new Delays();
  readonly #back = new Delays();
  #leastTripUs = Infinity;
  #timer: TimerId = 0;
  #done = false;

  constructor(options: MeasurementOptions, ports: MeasurementPorts) {
    this.session = { ...options.session };
    this.#options = options;
    this.#ports = ports;
    this.#startedNs = ports.clock.nowNs();
  }

  ping(): void {
    const { port, clock, timers, counts } = this.#ports;
    const nowNs = clock.nowNs();
    // Two pings in one microsecond could not be told apart by their answers.
    const hostUs = Math.max(Math.round(nowNs / 1e3), this.#lastSentUs + 1);
    this.#sentUs[this.#pings % REMEMBERED] = hostUs;
    this.#lastSentUs = hostUs;
    this.#pings += 1;
    const length = encodePingInto(hostUs, this.#previousGhostUs, this.#bytes, 0);
    if (port.send(this.#bytes, 0, length, this.#options.peer, 0)) counts.pingsSent += 1;
    timers.cancel(this.#timer);
    this.#timer = timers.schedule(nowNs + this.#waitNs(), this.#onSilence);
  }

  receive(pong: MeasureMessage, arrivalNs: number): void {
    if (this.#done) return;
    const slot = this.#sentUs.indexOf(pong.hostTimeUs);
    if (slot < 0) return;
    if (!isSameNode(pong.session, this.session)) {
      this.#end(undefined);
      return;
    }
    const sentUs = pong.hostTimeUs;
    const arrivalUs = arrivalNs / 1e3;
    this.#sentUs[slot] = NaN;
    const gainedUs = ((sentUs * 1e3 - this.#startedNs) / 1e9) * this.#options.driftPpm;
    this.#there.add(pong.ghostTimeUs - gainedUs - sentUs);
    this.#back.add(arrivalUs - pong.ghostTimeUs + gainedUs);
    this.#leastTripUs = Math.min(this.#leastTripUs, arrivalUs - sentUs);
    this.#longestTripNs = Math.max(this.#longestTripNs, arrivalNs - sentUs * 1e3);
    this.#previousGhostUs = pong.ghostTimeUs;
    this.#answers += 1;
    this.#unanswered = 0;
    if (this.#isLong || this.#isGood()) this.#end(this.#result());
    // A pong that was given up already sets off no second chain.
    else if (sentUs === this.#lastSentUs) this.ping();
  }

  cancel(): void {
    this.#done = true;
    this.#ports.timers.cancel(this.#timer);
  }

  readonly #onSilence = (): void => {
    if (this.#done) return;
    this.#unanswered += 1;
    if (this.#unanswered >= MOST_UNANSWERED || this.#isLong) this.#end(this.#result());
    else this.ping();
  };

  get #isLong(): boolean {
    return this.#ports.clock.nowNs() - this.#startedNs > LONGEST_NS;
  }

  /** Longer than any trip so far, so that an answer is seldom given up for lost. */
  #waitNs(): number {
    if (this.#answers === 0) return FIRST_WAIT_NS;
    return Math.max(LEAST_WAIT_NS, Math.min(2 * this.#longestTripNs, MOST_WAIT_NS));
  }

  #isGood(): boolean {
    const { exchanges, goodErrorUs } = this.#options;
    if (this.#answers < exchanges) return false;
    if (this.#answers >= MOST_EXCHANGES || goodErrorUs === Infinity) return true;
    return this.#answers % LOOK_EXCHANGES === 0 && this.#errorUs() <= goodErrorUs;
  }

  #errorUs(): number {
    return LEAST_ERROR_US + (this.#there.errorOfLeast() + this.#back.errorOfLeast()) / 2;
  }

  #result(): MeasurementResult | undefined {
    if (this.#answers < this.#options.exchanges / 4) return undefined;
    const hostNs = (this.#startedNs + this.#ports.clock.nowNs()) / 2;
    const gainedUs = ((hostNs - this.#startedNs) / 1e9) * this.#options.driftPpm;
    return {
      hostNs,
      offsetUs: (this.#there.least - this.#back.least) / 2 + gainedUs,
      errorUs: this.#errorUs(),
      roundTripUs: this.#leastTripUs,
    };
  }

  #end(result: MeasurementResult | undefined): void {
    this.cancel();
    if (result === undefined) this.#ports.counts.measurementsFailed += 1;
    else this.#ports.counts.measurements += 1;
    this.#options.onDone(result);
  }
}

/** Delays of one direction, with the unknown offset in them; how far most lie from the least says how well that is known. */
class Delays {
  readonly #values = new Float64Array(MOST_EXCHANGES);
  #count = 0;
  least = Infinity;

  add(value: number): void {
    this.#values[this.#count] = value;
    this.#count += 1;
    this.least = Math.min(this.least, value);
  }

  /** The least of n is off by about an n-th of the range, evenly spread or not. Allocates. */
  errorOfLeast(): number {
    const sorted = this.#values.slice(0, this.#count).sort();
    return (4 * (sorted[this.#count >> 2]! - this.least)) / this.#count;
  }
}
