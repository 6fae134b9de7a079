import {
  type Clock,
  type Destination,
  JamError,
  type RandomSource,
  Status,
  type Timers,
} from '@jamnet/wire';
import type { BurstPlan } from '../burst/burst-plan.js';
import type { CircuitState } from '../burst/congestion-guard.js';
import { createRateCeiling, DEFAULT_RATE_CEILING_BITS_PER_SECOND } from '../burst/rate-ceiling.js';
import { Verdict } from '../duplicate-filter.js';
import type { SessionOptions, StreamOptions } from '../options.js';
import type { Peer, PeerRecord } from '../peer/peer.js';
import { createPeerTable, type PeerTable } from '../peer/peer-table.js';
import {
  createFrameRouter,
  type FrameHandler,
  type FrameSelector,
  type ReceivedFrame,
} from '../router.js';
import type { TopicAddress } from '../topic.js';
import { CONTROL_STREAM, Flag, StreamType } from '../v2/codes.js';
import { createFrameView, type FrameView, MAX_DATAGRAM_BYTES } from '../v2/frame.js';
import { createAdaptation } from './adaptation.js';
import { CircuitEvent, PeerEvent, PlanEvent, type SessionEvents } from './events.js';
import { createHeartbeatReader, type HeartbeatReader } from './heartbeat-reader.js';
import { createHeartbeatSender, type HeartbeatSender } from './heartbeat-sender.js';
import { createLayerLines, type LayerLineHandler } from './layer-lines.js';
import { createOutStream, type OutStream } from './out-stream.js';
import { createRejectedStats, type RejectedStats, type SessionCore } from './session-core.js';
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
  /** Share of history and bulk that may be sent now, 1 to 1/8. */
  readonly level: number;
  readonly circuit: CircuitState;
  readonly copiesRefused: number;
  readonly framesRefused: number;
}

/** Taking part in a topic. */
export interface Session {
  readonly topic: string;
  readonly sessionName: Uint8Array;
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
  /** Asks for heartbeats at twice the rate, as while notes are held. */
  setEagerHeartbeats(eager: boolean): void;
  /** Sends a heartbeat now. */
  beat(): void;
  peers(): Peer[];
  readonly plan: BurstPlan;
  readonly level: number;
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

interface MutableReceivedFrame extends ReceivedFrame {
  peer: Peer;
  arrivalNs: number;
  bytes: Uint8Array;
}

const DEFAULT_MAX_PEERS = 4096;

export interface SessionParts {
  readonly core: SessionCore;
  readonly address: TopicAddress;
  readonly options: SessionOptions;
  readonly destinations: readonly Destination[];
  /** Another process has this one's sender id. */
  redrawSenderId(): void;
  /** Leaves the group. Called once. */
  leave(): Promise<void>;
}

export function createSession(parts: SessionParts): Session & SessionInlet {
  return new ToastSession(parts);
}

class ToastSession implements Session, SessionInlet {
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as SessionEvents;
  readonly #parts: SessionParts;
  readonly #rejected = createRejectedStats();
  readonly #router = createFrameRouter();
  readonly #lines = createLayerLines();
  readonly #streams = new Map<number, OutStream>();
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  readonly #frame: MutableReceivedFrame;
  readonly #peers: PeerTable;
  readonly #ceiling;
  readonly #transmitter: Transmitter;
  readonly #heartbeat: HeartbeatSender;
  readonly #reader: HeartbeatReader;
  readonly #adaptation = createAdaptation({
    planChanged: (plan) => this.#target.dispatchEvent(new PlanEvent(plan)),
    circuitChanged: (circuit) => this.#target.dispatchEvent(new CircuitEvent(circuit)),
  });
  #controlBytes = 0;
  #bytes = 0;
  #receiveOnly = true;
  #closed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { core, options, address } = parts;
    this.#frame = {
      ...createFrameView(),
      peer: undefined as never,
      arrivalNs: 0,
      bytes: this.#datagram,
    };
    this.#peers = createPeerTable(options.maxPeers ?? DEFAULT_MAX_PEERS, {
      appeared: (peer) => this.#target.dispatchEvent(new PeerEvent('peer', peer)),
      left: (peer) => this.#target.dispatchEvent(new PeerEvent('peer-left', peer)),
      expired: (peer) => this.#target.dispatchEvent(new PeerEvent('peer-expired', peer)),
    });
    this.#ceiling = createRateCeiling(
      options.rateCeilingBitsPerSecond ?? DEFAULT_RATE_CEILING_BITS_PER_SECOND,
    );
    this.#transmitter = createTransmitter({ ...core, ceiling: this.#ceiling });
    this.#transmitter.destinations = parts.destinations;
    this.#heartbeat = createHeartbeatSender(this.#heartbeatSource(address));
    this.#reader = createHeartbeatReader({
      identity: core.identity,
      peers: this.#peers,
      lines: this.#lines,
      adaptation: this.#adaptation,
      sentPerSecond: () => this.#transmitter.perSecond(core.clock.nowNs()),
    });
    if (options.signal?.aborted === true) void this.close();
    options.signal?.addEventListener('abort', () => void this.close(), { once: true });
  }

  #heartbeatSource(address: TopicAddress): Parameters<typeof createHeartbeatSender>[0] {
    const receiveOnly = (): boolean => this.#receiveOnly;
    const plan = (): BurstPlan => this.plan;
    return {
      core: this.#parts.core,
      transmitter: this.#transmitter,
      lines: this.#lines,
      sessionName: address.sessionName,
      peers: this.#peers,
      get receiveOnly() {
        return receiveOnly();
      },
      get plan() {
        return plan();
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

  get worstReportedLoss(): number {
    return this.#adaptation.worstLoss(this.#parts.core.clock.nowNs());
  }

  openStream(options: StreamOptions): OutStream {
    if (this.#closed)
      throw new JamError('closed', `the session ${this.topic} is closed: open it again`);
    const streamId = options.streamId ?? this.#freeStreamId();
    if (
      !Number.isInteger(streamId) ||
      streamId < 1 ||
      streamId > 255 ||
      this.#streams.has(streamId)
    ) {
      throw new JamError(
        'bad-option',
        `stream id ${streamId} is taken or out of range: it may be 1 to 255, each once`,
      );
    }
    const stream = createOutStream(
      {
        identity: this.#parts.core.identity,
        sessionName: this.sessionName,
        transmitter: this.#transmitter,
        heartbeat: this.#heartbeat,
        adaptation: this.#adaptation,
        datagram: this.#datagram,
        closed: (id) => {
          this.#streams.delete(id);
          this.#receiveOnly = this.#streams.size === 0;
        },
      },
      streamId,
      options,
    );
    this.#streams.set(streamId, stream);
    this.#receiveOnly = false;
    return stream;
  }

  #freeStreamId(): number {
    let id = 1;
    while (this.#streams.has(id)) id++;
    return id;
  }

  subscribe(selector: FrameSelector, handler: FrameHandler): () => void {
    return this.#router.subscribe(selector, handler);
  }

  setHeartbeatLine(kind: string, line: Uint8Array | null): void {
    this.#lines.set(kind, line === null ? null : line.slice());
  }

  onHeartbeatLine(kind: string, handler: LayerLineHandler): () => void {
    return this.#lines.subscribe(kind, handler);
  }

  setEagerHeartbeats(eager: boolean): void {
    this.#heartbeat.eager = eager;
  }

  beat(): void {
    if (!this.#closed) this.#heartbeat.beat();
  }

  peers(): Peer[] {
    return [...this.#peers.all.values()].filter((peer) => peer.state === 'alive');
  }

  receive(
    frame: FrameView,
    bytes: Uint8Array,
    arrivalNs: number,
    first: boolean,
    datagramBytes: number,
  ): void {
    if (this.#closed) return;
    const { identity } = this.#parts.core;
    if (frame.senderId === identity.senderId) {
      if (frame.streamType === StreamType.HEARTBEAT) this.#checkOwn(frame, bytes);
      return;
    }
    const peer = this.#peers.find(frame.senderId, arrivalNs);
    if (peer === undefined) {
      this.#rejected.tooMany++;
      return;
    }
    this.#peers.heard(peer, arrivalNs);
    if (first) {
      peer.countArrival(arrivalNs);
      this.#bytes += datagramBytes + 28;
    }
    if ((frame.flags & Flag.SEALED) !== 0) {
      this.#rejected.sealed++;
      return;
    }
    this.#fill(frame, peer, bytes, arrivalNs);
    if (frame.streamId === CONTROL_STREAM)
      this.#control(peer, first ? datagramBytes + 28 : frame.payloadLength + 42);
    else this.#media(peer);
  }

  /** The group brings a sender its own frames too. Somebody else's under its id make it draw another. */
  #checkOwn(frame: FrameView, bytes: Uint8Array): void {
    if (this.#reader.isOwn(frame, bytes)) return;
    this.#rejected.collisions++;
    this.#parts.redrawSenderId();
  }

  #fill(frame: FrameView, peer: PeerRecord, bytes: Uint8Array, arrivalNs: number): void {
    const into = this.#frame;
    into.streamType = frame.streamType;
    into.formatType = frame.formatType;
    into.flags = frame.flags;
    into.burstIndex = frame.burstIndex;
    into.burstSize = frame.burstSize;
    into.messageType = frame.messageType;
    into.streamId = frame.streamId;
    into.timestampNs = frame.timestampNs;
    into.sequence = frame.sequence;
    into.senderId = frame.senderId;
    into.payloadOffset = frame.payloadOffset;
    into.payloadLength = frame.payloadLength;
    into.peer = peer;
    into.bytes = bytes;
    into.arrivalNs = arrivalNs;
  }

  #control(peer: PeerRecord, wireBytes: number): void {
    const frame = this.#frame;
    this.#controlBytes += wireBytes;
    if (frame.streamType !== StreamType.HEARTBEAT) {
      this.#route();
      return;
    }
    const ahead = (frame.sequence - peer.heartbeatSequence) | 0;
    if (peer.heartbeatSequence >= 0 && ahead <= 0) return;
    if (!this.#reader.read(frame, peer)) this.#rejected.malformed++;
  }

  #media(peer: PeerRecord): void {
    const frame = this.#frame;
    const stream = peer.stream(frame.streamId, frame.streamType, frame.sequence);
    if (stream === undefined) {
      this.#rejected.tooMany++;
      return;
    }
    this.#peers.setReceiveOnly(peer, false);
    stream.meter.note(frame.sequence, frame.burstIndex, frame.burstSize, frame.arrivalNs);
    const verdict = stream.filter.accept(frame.sequence);
    if (verdict === Verdict.DUPLICATE) stream.duplicates++;
    else if (verdict === Verdict.LATE) stream.late++;
    else {
      stream.received++;
      stream.reached(frame.sequence);
      this.#route();
    }
  }

  #route(): void {
    if (this.#router.route(this.#frame) === 0) this.#rejected.unrouted++;
  }

  stats(): SessionStats {
    return {
      sent: { ...this.#transmitter.sent },
      rejected: { ...this.#rejected },
      heartbeatsSent: this.#heartbeat.sent,
      heartbeatsRode: this.#heartbeat.rode,
      controlBytesReceived: this.#controlBytes,
      bytesReceived: this.#bytes,
      plan: this.plan,
      worstReportedLoss: this.worstReportedLoss,
      congestionTrips: this.#adaptation.trips,
      level: this.level,
      circuit: this.#adaptation.circuit,
      copiesRefused: this.#ceiling.copiesRefused,
      framesRefused: this.#ceiling.framesRefused,
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#heartbeat.close();
    this.#closed = true;
    await this.#parts.leave();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Counts a frame status among the rejected. */
export function countStatus(rejected: RejectedStats, status: number): void {
  if (status === Status.short) rejected.short++;
  else if (status === Status.badLength) rejected.badLength++;
  else if (status === Status.badCrc) rejected.badCrc++;
  else if (status === Status.badVersion) rejected.badVersion++;
  else if (status === Status.badFlags) rejected.badFlags++;
  else if (status === Status.badBurst) rejected.badBurst++;
  else rejected.badStreamType++;
}
