import {
  type Clock,
  type Destination,
  JamError,
  type RandomSource,
  type Timers,
} from '@jamnet/wire';
import { closeOnAbort } from '../abort.js';
import type { BurstPlan } from '../burst/burst-plan.js';
import type { CircuitState } from '../burst/congestion-guard.js';
import { createRateCeiling, defaultRateCeiling } from '../burst/rate-ceiling.js';
import { checkLine, checkStreamOptions } from '../check-options.js';
import type { FoundRoom } from '../discovery/found-peers.js';
import type { SessionOptions, StreamOptions } from '../options.js';
import type { Peer } from '../peer/peer.js';
import { createPeerTable, type PeerTable } from '../peer/peer-table.js';
import { createFrameRouter, type FrameHandler, type FrameSelector } from '../router.js';
import type { TopicAddress } from '../topic.js';
import { type FrameView, MAX_DATAGRAM_BYTES } from '../v2/frame.js';
import { createAdaptation } from './adaptation.js';
import { CircuitEvent, PeerEvent, PlanEvent, type SessionEvents } from './events.js';
import { createFrameInlet, type FrameInlet } from './frame-inlet.js';
import { createHeartbeatReader } from './heartbeat-reader.js';
import { createHeartbeatSender, type HeartbeatSender } from './heartbeat-sender.js';
import type { HeartbeatTimesHandler } from './heartbeat-times.js';
import { createLayerLines, type LayerLineHandler } from './layer-lines.js';
import { createOutStream, fixedPlan, type OutStream } from './out-stream.js';
import type { RejectedStats, SessionCore } from './session-core.js';
import type { StreamNumbers } from './stream-numbers.js';
import { createTransmitter, type SentStats, type Transmitter } from './transmitter.js';

/** A snapshot of a session's counters. */
export interface SessionStats {
  readonly sent: SentStats;
  readonly rejected: Readonly<RejectedStats>;
  readonly heartbeatsSent: number;
  /** Heartbeats that shared a datagram with media. */
  readonly heartbeatsRode: number;
  /** Bytes of control frames received, and of everything received. */
  readonly controlBytesReceived: number;
  readonly bytesReceived: number;
  readonly plan: BurstPlan;
  /** Loss at the worst receiver that counts, 0-1. */
  readonly worstReportedLoss: number;
  /** Times that congestion took copies back. */
  readonly congestionTrips: number;
  /** Share of repetitions and bulk data that may be sent now, 1 to 1/32. */
  readonly level: number;
  readonly circuit: CircuitState;
  readonly copiesRefused: number;
  readonly framesRefused: number;
}

/** Taking part in a topic. */
export interface Session {
  readonly topic: string;
  readonly sessionName: Uint8Array;
  /** This process's, in all its sessions; drawn anew when another process turns out to have the same. */
  readonly senderId: number;
  readonly events: SessionEvents;
  /** What the toast was given, for the layers above. */
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  /** Opens a stream to send on. Throws JamError `bad-option`, `closed`. */
  openStream(options: StreamOptions): OutStream;
  /** Calls `handler` with each frame of a type, once per sequence. Returns what ends it. */
  subscribe(selector: FrameSelector, handler: FrameHandler): () => void;
  /** Repeats a line in every heartbeat; it must start with `{"t":"<kind>"` and should be short. null takes it out. Copied. */
  setHeartbeatLine(kind: string, line: Uint8Array | null): void;
  onHeartbeatLine(kind: string, handler: LayerLineHandler): () => void;
  /** Calls `handler` with the times of each heartbeat, before the lines that came with it are delivered. Returns what ends it. */
  onHeartbeatTimes(handler: HeartbeatTimesHandler): () => void;
  /** Asks for heartbeats at twice the rate, as while notes are held. */
  setEagerHeartbeats(eager: boolean): void;
  /** Sends a heartbeat now. */
  beat(): void;
  /** Between two of this process's heartbeats, on average, as things are now. */
  readonly heartbeatIntervalNs: number;
  peers(): Peer[];
  readonly plan: BurstPlan;
  /** Share of repetitions and bulk data that layers may send now, 1 to 1/32: less when the path is congested. */
  readonly level: number;
  /** The most copies that congestion allows now, 1 to 16, for layers that make their own plans. */
  readonly maxCopies: number;
  /** Under which all datagrams of the session stay together. */
  readonly rateCeilingBitsPerSecond: number;
  /**
   * Tells that a layer with plans of its own sends so many times as much from now on as without redundancy, so that it is noticed when more brings
   * nothing. 0 says that it sends no longer: then the session's own plan counts again.
   */
  noteCopies(copies: number): void;
  /** Whether media has stopped because the path cannot carry it, and why. */
  readonly circuit: CircuitState;
  /** Loss at the worst receiver that counts, 0-1. */
  readonly worstReportedLoss: number;
  stats(): SessionStats;
  /** Says goodbye and takes no further part. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What the toast calls on its sessions. */
export interface SessionInlet {
  readonly sessionName: Uint8Array;
  /** A frame of this session. `first`: the first one of its datagram, which is `datagramBytes` long. */
  receive(
    frame: FrameView,
    bytes: Uint8Array,
    arrivalNs: number,
    first: boolean,
    datagramBytes: number,
  ): void;
}

const DEFAULT_MAX_PEERS = 4096;

export interface SessionParts {
  readonly core: SessionCore;
  readonly address: TopicAddress;
  readonly options: SessionOptions;
  readonly numbers: StreamNumbers;
  readonly destinations: readonly Destination[];
  /** Leaves the group. Called once. */
  leave(): Promise<void>;
}

export function createSession(parts: SessionParts): Session & SessionInlet & FoundRoom {
  return new ToastSession(parts);
}

class ToastSession implements Session, SessionInlet, FoundRoom {
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as SessionEvents;
  readonly #parts: SessionParts;
  readonly #router = createFrameRouter();
  readonly #lines = createLayerLines();
  readonly #streams = new Set<OutStream>();
  readonly #timesHandlers = new Set<HeartbeatTimesHandler>();
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  readonly #inlet: FrameInlet;
  readonly #peers: PeerTable;
  readonly #ceiling;
  readonly #transmitter: Transmitter;
  readonly #heartbeat: HeartbeatSender;
  readonly #adaptation = createAdaptation({
    planChanged: (plan) => this.#target.dispatchEvent(new PlanEvent(plan)),
    circuitChanged: (circuit) => this.#target.dispatchEvent(new CircuitEvent(circuit)),
  });
  #found: readonly Destination[] = [];
  #receiveOnly = true;
  #closing: Promise<void> | undefined;
  readonly #endAbort: () => void;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { core, options, address } = parts;
    this.#peers = createPeerTable(options.maxPeers ?? DEFAULT_MAX_PEERS, {
      appeared: (peer) => this.#target.dispatchEvent(new PeerEvent('peer', peer)),
      left: (peer) => this.#target.dispatchEvent(new PeerEvent('peer-left', peer)),
      expired: (peer) => this.#target.dispatchEvent(new PeerEvent('peer-expired', peer)),
    });
    this.#ceiling = createRateCeiling(
      options.rateCeilingBitsPerSecond ?? defaultRateCeiling(address.topic),
    );
    this.#transmitter = createTransmitter({ ...core, ceiling: this.#ceiling });
    this.#transmitter.destinations = parts.destinations;
    this.#heartbeat = createHeartbeatSender(this.#heartbeatSource(address));
    this.#inlet = createFrameInlet({
      core,
      sessionName: address.sessionName,
      peers: this.#peers,
      router: this.#router,
      departures: this.#heartbeat.departures,
      reader: createHeartbeatReader({
        departures: this.#heartbeat.departures,
        identity: core.identity,
        peers: this.#peers,
        lines: this.#lines,
        adaptation: this.#adaptation,
        sentPerSecond: () => this.#transmitter.perSecond(core.clock.nowNs()),
        times: (peer, times) => {
          for (const handler of this.#timesHandlers) handler(peer, times);
        },
      }),
    });
    this.#endAbort = closeOnAbort(options.signal, () => this.close());
  }

  #heartbeatSource(address: TopicAddress): Parameters<typeof createHeartbeatSender>[0] {
    const receiveOnly = (): boolean => this.#receiveOnly;
    const plan = (): BurstPlan => this.plan;
    const level = (): number => this.level;
    return {
      core: this.#parts.core,
      transmitter: this.#transmitter,
      lines: this.#lines,
      sessionName: address.sessionName,
      number: this.#parts.numbers.control,
      peers: this.#peers,
      get receiveOnly() {
        return receiveOnly();
      },
      get plan() {
        return plan();
      },
      get level() {
        return level();
      },
      review: (nowNs) => {
        this.#peers.sweep(nowNs);
        this.#adaptation.review(nowNs, this.#transmitter.perSecond(nowNs));
      },
    };
  }

  get topic(): string {
    return this.#parts.address.topic;
  }

  get sessionName(): Uint8Array {
    return this.#parts.address.sessionName;
  }

  get senderId(): number {
    return this.#parts.core.identity.senderId;
  }

  get clock(): Clock {
    return this.#parts.core.clock;
  }

  get timers(): Timers {
    return this.#parts.core.timers;
  }

  get random(): RandomSource {
    return this.#parts.core.random;
  }

  get plan(): BurstPlan {
    return this.#adaptation.plan;
  }

  get level(): number {
    return this.#adaptation.level;
  }

  get maxCopies(): number {
    return this.#adaptation.maxCopies(this.#parts.core.clock.nowNs());
  }

  get rateCeilingBitsPerSecond(): number {
    return this.#ceiling.bitsPerSecond;
  }

  noteCopies(copies: number): void {
    const nowNs = this.#parts.core.clock.nowNs();
    this.#adaptation.copiesChanged(copies, nowNs, this.#transmitter.perSecond(nowNs));
  }

  get circuit(): CircuitState {
    return this.#adaptation.circuit;
  }

  get worstReportedLoss(): number {
    return this.#adaptation.worstLoss(this.#parts.core.clock.nowNs());
  }

  openStream(options: StreamOptions): OutStream {
    if (this.#closing !== undefined) {
      throw new JamError('closed', `the session ${this.topic} is closed: open it again`);
    }
    checkStreamOptions(options);
    const { numbers, core } = this.#parts;
    const plan = fixedPlan(options.redundancy);
    const number = numbers.take(options.streamType, options.streamId);
    const stream = createOutStream(
      {
        identity: core.identity,
        sessionName: this.sessionName,
        transmitter: this.#transmitter,
        heartbeat: this.#heartbeat,
        adaptation: this.#adaptation,
        datagram: this.#datagram,
        closed: (each) => {
          numbers.giveBack(number);
          this.#streams.delete(each);
          this.#receiveOnly = this.#streams.size === 0;
        },
      },
      number,
      options.formatType,
      plan,
    );
    this.#streams.add(stream);
    this.#receiveOnly = false;
    return stream;
  }

  subscribe(selector: FrameSelector, handler: FrameHandler): () => void {
    return this.#router.subscribe(selector, handler);
  }

  setHeartbeatLine(kind: string, line: Uint8Array | null): void {
    if (line !== null) checkLine(kind, line);
    this.#lines.set(kind, line === null ? null : line.slice());
  }

  onHeartbeatLine(kind: string, handler: LayerLineHandler): () => void {
    return this.#lines.subscribe(kind, handler);
  }

  onHeartbeatTimes(handler: HeartbeatTimesHandler): () => void {
    this.#timesHandlers.add(handler);
    return () => this.#timesHandlers.delete(handler);
  }

  setEagerHeartbeats(eager: boolean): void {
    this.#heartbeat.eager = eager;
  }

  beat(): void {
    if (this.#closing === undefined) this.#heartbeat.beat();
  }

  get heartbeatIntervalNs(): number {
    return this.#heartbeat.intervalNs;
  }

  peers(): Peer[] {
    return [...this.#peers.all.values()].filter((peer) => peer.state === 'alive');
  }

  get takesFound(): boolean {
    return this.#parts.options.multicast !== false;
  }

  reach(found: readonly Destination[]): void {
    const added = found.filter((each) => !this.#found.includes(each));
    if (added.length === 0 && found.length === this.#found.length) return;
    const { destinations } = this.#parts;
    const isListed = ({ address, port }: Destination): boolean =>
      destinations.some((each) => each.address === address && each.port === port);
    this.#found = found;
    this.#transmitter.destinations = [...destinations, ...found.filter((each) => !isListed(each))];
    // They are to know of this process at once.
    if (added.length > 0) this.beat();
  }

  heardNs(senderId: number): number {
    return this.#peers.all.get(senderId)?.lastHeardNs ?? -Infinity;
  }

  receive(
    frame: FrameView,
    bytes: Uint8Array,
    arrivalNs: number,
    first: boolean,
    datagramBytes: number,
  ): void {
    if (this.#closing !== undefined) return;
    this.#inlet.receive(frame, bytes, arrivalNs, first, datagramBytes);
  }

  stats(): SessionStats {
    return {
      sent: { ...this.#transmitter.sent },
      rejected: { ...this.#inlet.rejected },
      heartbeatsSent: this.#heartbeat.sent,
      heartbeatsRode: this.#heartbeat.rode,
      controlBytesReceived: this.#inlet.controlBytes,
      bytesReceived: this.#inlet.bytes,
      plan: this.plan,
      worstReportedLoss: this.worstReportedLoss,
      congestionTrips: this.#adaptation.trips,
      level: this.level,
      circuit: this.circuit,
      copiesRefused: this.#ceiling.copiesRefused,
      framesRefused: this.#ceiling.framesRefused,
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#endAbort();
    this.#heartbeat.close();
    for (const stream of this.#streams) stream.close();
    try {
      await this.#parts.leave();
    } finally {
      this.#target.dispatchEvent(new Event('closed'));
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
