import { asU64, encodeCompactInto, type HeartbeatMessage } from '@jamnet/schemas';
import { serialNext, Status, type TimerId } from '@jamnet/wire';
import type { BurstPlan } from '../burst/burst-plan.js';
import type { PeerTable } from '../peer/peer-table.js';
import { EAGER_NS, FULL_RATE_PEERS, heartbeatHz } from '../peer/heartbeat-schedule.js';
import { heardEntry, type HeardEntry } from '../peer/heartbeat.js';
import type { PeerRecord } from '../peer/peer.js';
import { CONTROL_STREAM, FormatType, StreamType } from '../v2/codes.js';
import {
  encodeFrameAround,
  FRAME_HEADER_BYTES,
  FRAME_OVERHEAD_BYTES,
  type FrameHeader,
  MAX_DATAGRAM_BYTES,
  stampFrame,
} from '../v2/frame.js';
import { createDepartures, type Departures } from './departures.js';
import type { LayerLines } from './layer-lines.js';
import { endpointTexts, type SessionCore } from './session-core.js';
import type { StreamNumber } from './stream-numbers.js';
import type { Transmitter } from './transmitter.js';

/** Nothing repeats a goodbye later: at 66 % loss three of them would be missed by 29 listeners of 100, twelve by one. */
const BYE_COPIES = 12;
/** The time between two heartbeats is drawn from 0.8 to 1.2 intervals. */
const EARLIEST = 0.8;
const SPREAD = 0.4;
/** The first one soon, but not at the same instant in a room where everybody starts at once. */
const FIRST_WITHIN_NS = 20e6;
/** Peers are looked after this often at least, however rarely heartbeats are sent. */
const REVIEW_NS = 1e9;
/** A heartbeat names at most so many peers; they take turns. */
const MOST_HEARD = 8;
/** So many of them at least, whatever the layers have to repeat. */
const LEAST_HEARD = 2;
/** So many of them are of the audience where there is a large one. */
const AUDIENCE_HEARD = 2;

/** What a heartbeat needs to know of its session. */
export interface HeartbeatSource {
  readonly core: SessionCore;
  readonly transmitter: Transmitter;
  readonly lines: LayerLines;
  readonly sessionName: Uint8Array;
  readonly number: StreamNumber;
  readonly peers: PeerTable;
  readonly receiveOnly: boolean;
  readonly plan: BurstPlan;
  readonly level: number;
  /** Called before a heartbeat that is due is made, and once a second at least. */
  review(nowNs: number): void;
}

/** Makes and sends a session's heartbeats (spec/toast/v2, section 7). */
export interface HeartbeatSender {
  /** A layer asks for twice the rate, or no longer. */
  eager: boolean;
  /** Heartbeats sent, riders included. */
  readonly sent: number;
  readonly rode: number;
  readonly departures: Departures;
  /** Between two heartbeats, on average, as things are now. */
  readonly intervalNs: number;
  /** Appends a heartbeat frame behind `offset` when one may be sent already and fits. Returns the bytes it took. */
  ride(datagram: Uint8Array, offset: number): number;
  /** To be called when the datagram with the heartbeat has been sent; otherwise the heartbeat has not been. */
  rodeAlong(): void;
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
  readonly departures = createDepartures();
  #eager = false;
  #closed = false;
  readonly #source: HeartbeatSource;
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  readonly #header: FrameHeader;
  readonly #startNs: number;
  #timer: TimerId = 0;
  #lastNs = -Infinity;
  #nextNs: number;
  #intervalNs = 0;
  #rideNs = 0;
  /** Sequence of the last heartbeat; −1 before the first. */
  #previous = -1;
  #rotation = 0;
  #audienceTurn = 0;

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
      senderId: 0,
    };
    this.#nextNs = this.#startNs + source.core.random() * FIRST_WITHIN_NS;
    this.#arm();
  }

  get eager(): boolean {
    return this.#eager;
  }

  set eager(value: boolean) {
    if (value === this.#eager || this.#closed) return;
    this.#eager = value;
    if (!value || this.sent === 0) return;
    this.#nextNs = Math.min(this.#nextNs, this.#lastNs + this.#drawWaitNs());
    this.#arm();
  }

  #nowNs(): number {
    return this.#source.core.clock.nowNs();
  }

  #hz(): number {
    const { peers, receiveOnly, level } = this.#source;
    return heartbeatHz({
      level,
      peers: peers.alive + 1,
      senders: peers.senders.length + (receiveOnly ? 0 : 1),
      receiveOnly,
      eager: this.#eager || this.#nowNs() - this.#startNs < EAGER_NS,
    });
  }

  get intervalNs(): number {
    return 1e9 / this.#hz();
  }

  #drawWaitNs(): number {
    this.#intervalNs = 1e9 / this.#hz();
    return this.#intervalNs * (EARLIEST + SPREAD * this.#source.core.random());
  }

  #arm(): void {
    const { timers } = this.#source.core;
    timers.cancel(this.#timer);
    this.#timer = timers.schedule(Math.min(this.#nextNs, this.#nowNs() + REVIEW_NS), this.#look);
  }

  readonly #look = (): void => {
    const nowNs = this.#nowNs();
    this.#source.review(nowNs);
    if (nowNs >= this.#nextNs) {
      // A room that has grown since puts it off.
      this.#nextNs = this.#lastNs + (EARLIEST * 1e9) / this.#hz();
      if (nowNs >= this.#nextNs) {
        this.beat();
        return;
      }
    }
    this.#arm();
  };

  beat(): void {
    this.#send(false);
    this.#nextNs = this.#nowNs() + this.#drawWaitNs();
    this.#arm();
  }

  #send(bye: boolean): void {
    const length = this.#make(this.#datagram, 0, bye);
    const nowNs = this.#nowNs();
    stampFrame(this.#datagram, 0, nowNs);
    if (this.#source.transmitter.single(this.#datagram, length)) this.#done(nowNs);
  }

  ride(datagram: Uint8Array, offset: number): number {
    const nowNs = this.#nowNs();
    if (this.#closed || this.sent === 0) return 0;
    if (nowNs - this.#lastNs < this.#intervalNs * EARLIEST) return 0;
    const length = this.#make(datagram, offset, false);
    if (length === 0) return 0;
    stampFrame(datagram, offset, nowNs);
    this.#rideNs = nowNs;
    return length;
  }

  rodeAlong(): void {
    this.rode++;
    this.#done(this.#rideNs);
    this.#nextNs = this.#rideNs + this.#drawWaitNs();
  }

  #done(stampedNs: number): void {
    const { number } = this.#source;
    this.sent++;
    this.#lastNs = stampedNs;
    this.#previous = number.sequence;
    // Never later than it really left: whoever takes the smallest of many delays is led astray by a single one that is too small.
    this.departures.handedOver(number.sequence, stampedNs);
    number.sequence = serialNext(number.sequence);
  }

  /**
   * Writes a heartbeat frame. Layers' lines come before the list of peers heard, but for two of these: without its echo no peer knows this
   * one's clock. Lines and peers take turns where they do not all fit; a heartbeat that rides along is not made at all (0) unless it can take the
   * lines with it.
   */
  #make(datagram: Uint8Array, offset: number, bye: boolean): number {
    const { lines, number, core } = this.#source;
    const start = offset + FRAME_HEADER_BYTES;
    const end = MAX_DATAGRAM_BYTES - 4;
    const message = this.#message(bye);
    const heard = this.#heard();
    let at = this.#write(message, heard, datagram, start, end - lines.byteLength);
    const mute = at < 0 || (heard.length > 0 && message.heard === undefined);
    if (mute && offset === 0) {
      at = this.#write(message, heard.slice(0, LEAST_HEARD), datagram, start, end);
    }
    if (at < 0) return 0;
    const payload = lines.append(datagram, at, end) - start;
    this.#header.senderId = core.identity.senderId;
    this.#header.sequence = number.sequence;
    encodeFrameAround(this.#header, payload, datagram, offset);
    return FRAME_OVERHEAD_BYTES + payload;
  }

  /** Writes the heartbeat's own line with as many peers heard as fit before `end`; a negative status when not even none does. */
  #write(
    message: HeartbeatMessage,
    heard: readonly HeardEntry[],
    datagram: Uint8Array,
    start: number,
    end: number,
  ): number {
    if (end <= start) return Status.noSpace;
    let kept = heard.length;
    for (;;) {
      if (kept > 0) message.heard = heard.slice(0, kept);
      else delete message.heard;
      const at = encodeCompactInto(message, datagram.subarray(0, end), start);
      if (at >= 0) this.#rotation += kept;
      if (at >= 0 || kept === 0) return at;
      kept >>= 1;
    }
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
    if (this.#previous >= 0) {
      message.previous = [this.#previous, asU64(this.departures.of(this.#previous))];
    }
    return message;
  }

  /**
   * In a small session everyone who was heard, since their clocks are needed; in a large one those who send media, and of its audience some
   * in turn, so that a listener too learns now and then how it is heard.
   */
  #heard(): HeardEntry[] {
    const { peers, core } = this.#source;
    const nowNs = core.clock.nowNs();
    const isHeard = (peer: PeerRecord): boolean =>
      peer.state === 'alive' && peer.heartbeatSequence >= 0;
    const everyone = peers.alive <= FULL_RATE_PEERS;
    const entries: HeardEntry[] = [];
    const take = (some: readonly PeerRecord[], turn: number, most: number): void => {
      for (let i = 0; i < some.length && i < most; i++) {
        const peer = some[(turn + i) % some.length];
        entries.push(heardEntry(peer, peer.lossReport(nowNs)));
      }
    };
    const all = [...peers.all.values()].filter(isHeard);
    if (everyone) take(all, this.#rotation, MOST_HEARD);
    else {
      // First, since what does not fit is left out from the end, and senders come round sooner.
      const audience = all.filter((peer) => peer.receiveOnly);
      take(audience, this.#audienceTurn, AUDIENCE_HEARD);
      this.#audienceTurn += AUDIENCE_HEARD;
      take(peers.senders.filter(isHeard), this.#rotation, MOST_HEARD - AUDIENCE_HEARD);
    }
    return entries;
  }

  close(): void {
    this.#closed = true;
    this.#source.core.timers.cancel(this.#timer);
    for (let i = 0; i < BYE_COPIES; i++) this.#send(true);
  }
}
