import { encodeCompactInto, type HeartbeatMessage } from '@jamnet/schemas';
import { Status, type TimerId } from '@jamnet/wire';
import type { BurstPlan } from '../burst/burst-plan.js';
import type { PeerTable } from '../peer/peer-table.js';
import { EAGER_NS, FULL_RATE_PEERS, heartbeatHz } from '../peer/heartbeat-schedule.js';
import { heardEntry, type HeardEntry } from '../peer/heartbeat.js';
import { CONTROL_STREAM, FormatType, StreamType } from '../v2/codes.js';
import {
  encodeFrameAround,
  FRAME_HEADER_BYTES,
  FRAME_OVERHEAD_BYTES,
  type FrameHeader,
  MAX_DATAGRAM_BYTES,
  stampFrame,
} from '../v2/frame.js';
import type { LayerLines } from './layer-lines.js';
import { endpointTexts, type SessionCore } from './session-core.js';
import type { Transmitter } from './transmitter.js';

const BYE_COPIES = 3;
/** A heartbeat rides on a media datagram when this part of its interval has passed: it saves a datagram and is a little early. */
const RIDE_PART = 0.6;
/** A heartbeat names at most so many peers; they take turns. */
const MOST_HEARD = 8;

/** What a heartbeat needs to know of its session. */
export interface HeartbeatSource {
  readonly core: SessionCore;
  readonly transmitter: Transmitter;
  readonly lines: LayerLines;
  readonly sessionName: Uint8Array;
  readonly peers: PeerTable;
  readonly receiveOnly: boolean;
  readonly plan: BurstPlan;
  /** Called when a heartbeat was due, before it is made. */
  review(nowNs: number): void;
}

/** Makes and sends a session's heartbeats (spec/toast/v2, section 7). */
export interface HeartbeatSender {
  /** A layer asks for twice the rate, or no longer. */
  eager: boolean;
  /** Heartbeats sent, riders included. */
  readonly sent: number;
  readonly rode: number;
  /** Appends a heartbeat frame behind `offset` when one is nearly due and fits. Returns the bytes it took. */
  ride(datagram: Uint8Array, offset: number): number;
  /** Sends one now and starts the next interval. */
  beat(): void;
  close(): void;
}

export function createHeartbeatSender(source: HeartbeatSource): HeartbeatSender {
  return new Sender(source);
}

class Sender implements HeartbeatSender {
  sent = 0;
  rode = 0;
  #eager = false;
  readonly #source: HeartbeatSource;
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  readonly #header: FrameHeader;
  readonly #startNs: number;
  #timer: TimerId = 0;
  #lastNs = 0;
  #intervalNs = 0;
  #previous: readonly [number, number] | undefined;
  #rotation = 0;

  constructor(source: HeartbeatSource) {
    this.#source = source;
    this.#startNs = source.core.clock.nowNs();
    this.#header = {
      streamType: StreamType.HEARTBEAT,
      formatType: FormatType.COMPACT_JSONL,
      flags: 0,
      burstIndex: 0,
      burstSize: 1,
      messageType: 0,
      streamId: CONTROL_STREAM,
      timestampNs: 0,
      sequence: 0,
      sessionName: source.sessionName,
      senderId: source.core.identity.senderId,
    };
    // The first one soon, but not at the same instant in a room where everybody starts at once.
    this.#arm(source.core.random() * 20e6);
  }

  get eager(): boolean {
    return this.#eager;
  }

  set eager(value: boolean) {
    if (value === this.#eager) return;
    this.#eager = value;
    if (value) this.#arm(Math.max(0, this.#lastNs + this.#drawIntervalNs() - this.#nowNs()));
  }

  #nowNs(): number {
    return this.#source.core.clock.nowNs();
  }

  #hz(): number {
    const { peers, receiveOnly } = this.#source;
    return heartbeatHz({
      peers: peers.alive + 1,
      senders: peers.senders.length + (receiveOnly ? 0 : 1),
      receiveOnly,
      eager: this.#eager || this.#nowNs() - this.#startNs < EAGER_NS,
    });
  }

  #drawIntervalNs(): number {
    this.#intervalNs = 1e9 / this.#hz();
    return this.#intervalNs * (0.8 + 0.4 * this.#source.core.random());
  }

  #arm(waitNs: number): void {
    this.#source.core.timers.cancel(this.#timer);
    this.#timer = this.#source.core.timers.schedule(this.#nowNs() + waitNs, this.#due);
  }

  readonly #due = (): void => {
    const nowNs = this.#nowNs();
    this.#source.review(nowNs);
    // Heartbeats that rode since, or a room that has grown, put this one off.
    const untilNs = this.#lastNs + this.#drawIntervalNs() * (this.#lastNs === 0 ? 0 : RIDE_PART);
    if (nowNs < untilNs) this.#arm(untilNs - nowNs);
    else this.beat();
  };

  beat(): void {
    const length = this.#make(this.#datagram, 0, false);
    const before = this.#nowNs();
    stampFrame(this.#datagram, 0, before);
    if (this.#source.transmitter.single(this.#datagram, length)) this.#done(before, this.#nowNs());
    this.#arm(this.#drawIntervalNs());
  }

  ride(datagram: Uint8Array, offset: number): number {
    const nowNs = this.#nowNs();
    if (nowNs - this.#lastNs < this.#intervalNs * RIDE_PART || this.#lastNs === 0) return 0;
    const length = this.#make(datagram, offset, false);
    if (length === 0) return 0;
    stampFrame(datagram, offset, nowNs);
    this.rode++;
    this.#done(nowNs, nowNs);
    return length;
  }

  #done(stampedNs: number, afterNs: number): void {
    this.sent++;
    this.#lastNs = stampedNs;
    this.#previous = [this.#header.sequence, Math.round((stampedNs + afterNs) / 2)];
    this.#header.sequence = (this.#header.sequence + 1) >>> 0;
  }

  /** Writes a heartbeat frame; 0 when not even its first line fits. What does not fit of the rest is left for the next one. */
  #make(datagram: Uint8Array, offset: number, bye: boolean): number {
    const { lines } = this.#source;
    const start = offset + FRAME_HEADER_BYTES;
    const end = MAX_DATAGRAM_BYTES - 4;
    const message = this.#message(bye);
    const heard = this.#heard();
    let at: number = Status.noSpace;
    // Layers' lines come before the list of peers heard: the list rotates, they do not.
    const lineEnd = Math.max(start, end - lines.byteLength);
    for (let kept = heard.length; at < 0 && kept >= 0; kept = kept === 0 ? -1 : kept >> 1) {
      if (kept > 0) message.heard = heard.slice(0, kept);
      else delete message.heard;
      at = encodeCompactInto(message, datagram.subarray(0, lineEnd), start);
      if (at >= 0) this.#rotation += kept;
    }
    if (at < 0) return 0;
    const payload = lines.append(datagram, at, end) - start;
    this.#header.senderId = this.#source.core.identity.senderId;
    encodeFrameAround(this.#header, payload, datagram, offset);
    return FRAME_OVERHEAD_BYTES + payload;
  }

  #message(bye: boolean): HeartbeatMessage {
    const { core, receiveOnly, plan } = this.#source;
    const message: HeartbeatMessage = {
      type: 'heartbeat',
      name: core.identity.name,
      clock: core.identity.clockId,
      endpoints: endpointTexts(core.port),
      rate: Math.max(1, Math.round(this.#hz() * 100)),
    };
    if (bye) message.bye = true;
    if (receiveOnly) message.receiveOnly = true;
    else message.plan = [...plan.offsetsUs];
    if (this.#previous !== undefined)
      message.prev = { sequence: this.#previous[0], tx: this.#previous[1] };
    return message;
  }

  /** Those who send media first; in a small session the others too: their clocks are needed, their loss is not. */
  #heard(): HeardEntry[] {
    const { peers, core } = this.#source;
    const nowNs = core.clock.nowNs();
    const small = peers.alive <= FULL_RATE_PEERS;
    const all = small
      ? [...peers.all.values()].filter((peer) => peer.state === 'alive')
      : peers.senders;
    const most = Math.min(all.length, MOST_HEARD);
    const entries: HeardEntry[] = [];
    for (let i = 0; i < most; i++) {
      const peer = all[(this.#rotation + i) % all.length];
      if (peer.heartbeatSequence >= 0) entries.push(heardEntry(peer, peer.lossReport(nowNs)));
    }
    return entries;
  }

  close(): void {
    this.#source.core.timers.cancel(this.#timer);
    for (let i = 0; i < BYE_COPIES; i++) {
      const length = this.#make(this.#datagram, 0, true);
      const nowNs = this.#nowNs();
      stampFrame(this.#datagram, 0, nowNs);
      this.#source.transmitter.single(this.#datagram, length);
      this.#done(nowNs, nowNs);
    }
  }
}
