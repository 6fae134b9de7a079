import { serialDistance } from '@jamnet/wire';
import { createDuplicateFilter, type DuplicateFilter } from '../duplicate-filter.js';
import { createLossMeter, type LossMeter } from '../burst/loss-meter.js';
import { createLossReport, type LossReport } from '../burst/loss-report.js';
import { createDelayMeter, type DelayMeter } from './delay-meter.js';

/** Counters of one of a peer's streams. A live object: reading it does not allocate. */
export interface StreamStats {
  readonly streamId: number;
  readonly streamType: number;
  /** Frames delivered: the first copy of each sequence. */
  readonly received: number;
  /** Sequences of which no copy came, so far. */
  readonly lost: number;
  /** Further copies. */
  readonly duplicates: number;
  /** Frames too old for the duplicate filter. */
  readonly late: number;
  /** Copies judged, copies that did not come. */
  readonly copiesExpected: number;
  readonly copiesLost: number;
  /** Runs of lost copies by length: 1, 2, 3-4, 5-8, 9-16, more. */
  readonly lossRuns: Readonly<Uint32Array>;
  /** Mean deviation of (arrival − timestamp) from one frame to the next, of frames whose first copy came, microseconds (RFC 3550, 6.4.1). */
  readonly jitterUs: number;
}

/** Someone in the session. A live object that stays the same for as long as the peer is known. */
export interface Peer {
  /** 32 random bits, drawn at each start of the peer's process. */
  readonly senderId: number;
  /** Empty until its first heartbeat. */
  readonly name: string;
  /** Eight hexadecimal digits; empty until its first heartbeat. */
  readonly clockId: string;
  /** Whether its clock is this process's: only then is one-way delay known. */
  readonly sameClock: boolean;
  /** Where it is reached by unicast, `address:port`. */
  readonly endpoints: readonly string[];
  readonly receiveOnly: boolean;
  /** `left` said goodbye, `expired` fell silent. */
  readonly state: 'alive' | 'left' | 'expired';
  /** Arrival of its first and its latest frame, nanoseconds on this process's clock. */
  readonly firstHeardNs: number;
  readonly lastHeardNs: number;
  /** How often it says that it speaks. */
  readonly heartbeatIntervalNs: number;
  /** Mean deviation of the delay of its heartbeats and refresh frames, microseconds. */
  readonly jitterUs: number;
  /** Smallest (arrival − sent) of its heartbeats and refresh frames in the last 30 s: its fastest way here, clocks' difference included. NaN at first. */
  readonly fastestNs: number;
  /** The share of its datagrams that do not arrive here, 0-1. */
  readonly lossRate: number;
  /** What it says of the share of this process's datagrams that do not arrive there, 0-1; −1 while it says nothing. */
  readonly reportedLossRate: number;
  /** All that it says of them; a live object, `rate` 0 and the rest −1 or 0 while it says nothing. */
  readonly reportedLoss: Readonly<LossReport>;
  readonly streams: ReadonlyMap<number, StreamStats>;
}

const MAX_STREAMS = 16;
const STREAM_SILENCE_NS = 5e9;

/** One stream of a peer, as the receiver keeps it. */
export class PeerStream implements StreamStats {
  received = 0;
  duplicates = 0;
  late = 0;
  jitterUs = 0;
  readonly filter: DuplicateFilter = createDuplicateFilter();
  readonly meter: LossMeter = createLossMeter();
  lastHeardNs: number;
  #newest: number;
  /** How many sequences after the first one the newest is. */
  #span = 0;
  #transitNs = NaN;

  constructor(
    readonly streamId: number,
    readonly streamType: number,
    first: number,
    nowNs: number,
  ) {
    this.#newest = first;
    this.lastHeardNs = nowNs;
  }

  /** Notes how long a frame took after its timestamp, clocks' difference included. */
  noteTransit(transitNs: number): void {
    if (!Number.isNaN(this.#transitNs)) {
      this.jitterUs += (Math.abs(transitNs - this.#transitNs) / 1000 - this.jitterUs) / 16;
    }
    this.#transitNs = transitNs;
  }

  /** Keeps count of how many sequences there should be. */
  reached(sequence: number): void {
    const ahead = serialDistance(sequence, this.#newest);
    if (ahead > 0) {
      this.#newest = sequence;
      this.#span += ahead;
    } else if (this.#span + ahead < 0) this.#span = -ahead;
  }

  get lost(): number {
    return Math.max(0, this.#span + 1 - this.received);
  }

  get copiesExpected(): number {
    return this.meter.expected;
  }

  get copiesLost(): number {
    return this.meter.lost;
  }

  get lossRuns(): Readonly<Uint32Array> {
    return this.meter.runs;
  }
}

/** A peer as the session keeps it. */
export class PeerRecord implements Peer {
  name = '';
  clockId = '';
  sameClock = false;
  endpoints: readonly string[] = [];
  receiveOnly = true;
  state: 'alive' | 'left' | 'expired' = 'alive';
  /** The program has been told of it. */
  announced = false;
  lastHeardNs: number;
  heartbeatIntervalNs = 1e8;
  reportedLossRate = -1;
  readonly reportedLoss: LossReport = createLossReport();
  /** The plan it announced. */
  planOffsetsUs: readonly number[] = [0];
  /** Its latest heartbeat: sequence, the time it was stamped with, and when it came; −1 before the first. */
  heartbeatSequence = -1;
  heartbeatSentNs = 0;
  heartbeatArrivalNs = 0;
  /** The last of this process's heartbeats that it said it heard; −1 before the first. */
  echoSequence = -1;
  readonly streams = new Map<number, PeerStream>();
  readonly #report: LossReport = createLossReport();
  #delay: DelayMeter | undefined;
  #control: LossMeter | undefined;
  #secondStartNs = 0;
  #arrivalsNow = 0;
  #arrivalsBefore = 0;

  constructor(
    readonly senderId: number,
    readonly firstHeardNs: number,
  ) {
    this.lastHeardNs = firstHeardNs;
    this.#secondStartNs = firstHeardNs;
  }

  get jitterUs(): number {
    return this.#delay?.jitterUs ?? 0;
  }

  get fastestNs(): number {
    return this.#delay?.baseNs ?? NaN;
  }

  get lossRate(): number {
    return this.#report.rate;
  }

  /**
   * The stream a frame belongs to, made at its first frame; undefined when the peer has more streams than it may. One that has been silent
   * makes room for a new one.
   */
  stream(
    streamId: number,
    streamType: number,
    sequence: number,
    nowNs: number,
  ): PeerStream | undefined {
    const known = this.streams.get(streamId);
    if (known !== undefined) {
      known.lastHeardNs = nowNs;
      return known;
    }
    if (this.streams.size >= MAX_STREAMS && !this.#forgetSilentStream(nowNs)) return undefined;
    const stream = new PeerStream(streamId, streamType, sequence, nowNs);
    this.streams.set(streamId, stream);
    return stream;
  }

  #forgetSilentStream(nowNs: number): boolean {
    let oldest: PeerStream | undefined;
    for (const stream of this.streams.values()) {
      if (oldest === undefined || stream.lastHeardNs < oldest.lastHeardNs) oldest = stream;
    }
    if (oldest === undefined || nowNs - oldest.lastHeardNs < STREAM_SILENCE_NS) return false;
    return this.streams.delete(oldest.streamId);
  }

  /** Counts a datagram by its first frame. */
  countArrival(nowNs: number): void {
    if (nowNs - this.#secondStartNs >= 1e9) {
      this.#arrivalsBefore = nowNs - this.#secondStartNs < 2e9 ? this.#arrivalsNow : 0;
      this.#arrivalsNow = 0;
      this.#secondStartNs = nowNs;
    }
    this.#arrivalsNow++;
  }

  noteHeartbeat(sequence: number, sentNs: number, arrivalNs: number): void {
    this.heartbeatSequence = sequence;
    this.heartbeatSentNs = sentNs;
    this.heartbeatArrivalNs = arrivalNs;
    // A listener sends nothing that could be lost, so an audience of thousands costs no meters.
    if (this.receiveOnly) return;
    this.noteDelay(sentNs, arrivalNs);
    (this.#control ??= createLossMeter()).note(sequence, 0, 1, arrivalNs);
  }

  /** A frame came that was stamped when it was sent. */
  noteDelay(sentNs: number, arrivalNs: number): void {
    if (sentNs > 0) (this.#delay ??= createDelayMeter()).note(sentNs, arrivalNs);
  }

  /** Judges what is old enough and gives the present report on this peer. The object is reused. */
  lossReport(nowNs: number): LossReport {
    let meter = this.#control;
    meter?.settle(nowNs, [0]);
    for (const stream of this.streams.values()) {
      stream.meter.settle(nowNs, this.planOffsetsUs);
      if (meter === undefined || stream.meter.weight > meter.weight) meter = stream.meter;
    }
    meter?.report(this.#report);
    this.#report.queueUs = this.#delay?.queueUs(nowNs) ?? 0;
    this.#report.arrivals = this.#arrivals(nowNs);
    return this.#report;
  }

  /** Datagrams of the last second, as if those of each second had come evenly. */
  #arrivals(nowNs: number): number {
    const seconds = (nowNs - this.#secondStartNs) / 1e9;
    if (seconds < 1) return this.#arrivalsNow + this.#arrivalsBefore * (1 - seconds);
    return seconds < 2 ? this.#arrivalsNow * (2 - seconds) : 0;
  }
}
