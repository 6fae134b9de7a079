import type { SyncStateMessage } from '@jamnet/schemas';
import type { Clock, TimerId, Timers } from '@jamnet/wire';
import { createSlewedLine } from '../slewed-line.js';
import { type Epoch, yieldsTo } from './epoch.js';
import { createMasterSeat, type MasterSeat } from './master-seat.js';
import type { Candidate, ClockKind } from './master-election.js';
import type { RemotePeer } from './remote-peer.js';
import { RemotePeers, type TimelinePeer } from './remote-peers.js';
import {
  MasterEvent,
  type TimelineEvents,
  type TimelineState,
  TimelineStateEvent,
  TimelineStepEvent,
} from './timeline-events.js';
import { createSourceFollower, type SourceFollower } from './source-follower.js';
import type { TimelineSource } from './timeline-source.js';

export interface SessionTimelineOptions {
  /** This process's clock, that of its heartbeats' time stamps. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** This process's sender id, which can be drawn anew. */
  readonly senderId: () => number;
  /** Given what heartbeats are to repeat from now on, about ten times a second. */
  readonly publish: (state: SyncStateMessage) => void;
  /** What the timeline runs on while this process is the master. @default its own clock, as `cpu` */
  readonly source?: TimelineSource;
}

/** The times that a heartbeat brings, nanoseconds; those that it does not bring are NaN. An object that is reused. */
export interface HeartbeatTimes {
  /** When the peer stamped it, on the peer's clock, and when it came, on this one. */
  readonly sentNs: number;
  readonly arrivalNs: number;
  /** The same of the heartbeat before, by when that one really left. */
  readonly previousSentNs: number;
  readonly previousArrivalNs: number;
  /** When the heartbeat of this process that the peer heard last really left, on this clock, and when that came there, on the peer's. */
  readonly echoSentNs: number;
  readonly echoArrivalNs: number;
}

/**
 * One timeline for everybody in a session (rows S3, S4): a master's clock, carried on without a jump when the master changes. It is itself a
 * clock; until `joined` it is the process's own. Pure: what it hears is handed to it, what it says goes to `publish`.
 */
export interface SessionTimeline extends Clock {
  readonly events: TimelineEvents;
  readonly state: TimelineState;
  /** Whether this process is on the session's timeline, alone or with others. */
  readonly joined: boolean;
  /** Sender id of who is followed, and whether that is this process. */
  readonly master: number;
  readonly isMaster: boolean;
  readonly term: number;
  readonly epoch: Epoch;
  /** What the timeline runs on, or would, while this process is the master, and how good a master it makes, 0-1. */
  readonly own: { readonly clock: ClockKind; readonly quality: number };
  /** The timeline is within this of the master's with 95 % probability, beside the path's asymmetry; 0 at the master. */
  readonly errorBoundNs: number;
  /** How much faster the timeline runs than this process's clock. */
  readonly ratePpm: number;
  /** Times of the timeline for times of this process's clock, and back. Do not allocate. */
  toTimeline(ownNs: number): number;
  toOwn(timelineNs: number): number;
  /** Whether a peer is on this process's timeline, so that times of the timeline in what it says mean the same here. */
  sharesTimeline(peer: number): boolean;
  /** A time of a peer's clock (what its frames are stamped with) on the timeline; NaN while that clock is unknown. */
  peerToTimeline(peer: number, peerNs: number): number;
  noteTimes(peer: number, times: HeartbeatTimes): void;
  noteState(peer: number, state: SyncStateMessage, arrivalNs: number): void;
  /** The peer has gone. */
  forget(peer: number): void;
  /** Runs on another source from now on, without a jump. */
  setSource(source: TimelineSource | undefined): void;
  /** Allocates. */
  peers(): TimelinePeer[];
  close(): void;
  [Symbol.dispose](): void;
}

const TICK_NS = 50e6;
const PUBLISH_TICKS = 2;
const FEW_PEERS = 32;
const MANY_PEERS_TICKS = 10;
/** The timeline is known well enough to be carried on. */
const LOCK_SAMPLES = 3;
const LOCK_BOUND_NS = 5e6;
/** What is further off than this is not worked off, which would take minutes, but jumped over. */
const JUMP_NS = 50e6;
const HOLDOVER_NS = 1.5e9;
/** In this time a phase error is worked off, or as soon after as the limit allows. */
const SETTLE_NS = 1e9;
const MOST_SLEW_PPM = 500;

export function createSessionTimeline(options: SessionTimelineOptions): SessionTimeline {
  return new Timeline(options);
}

class Timeline implements SessionTimeline, Candidate {
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as TimelineEvents;
  state: TimelineState = 'joining';
  joined = false;
  /** In thousandths: how well the others are heard, and how far the source can be trusted. */
  quality = 500;
  readonly #options: SessionTimelineOptions;
  /** Timeline less this process's clock. */
  readonly #line = createSlewedLine(MOST_SLEW_PPM);
  readonly #peers = new RemotePeers();
  readonly #seat: MasterSeat;
  #source: SourceFollower;
  #epoch: Epoch;
  #followedNs = -Infinity;
  #followError = 0;
  #targetRate = 0;
  #timer: TimerId = 0;
  #ticks = 0;
  #closed = false;

  constructor(options: SessionTimelineOptions) {
    this.#options = options;
    const nowNs = options.clock.nowNs();
    this.#epoch = { founder: options.senderId(), foundedNs: nowNs };
    this.#seat = createMasterSeat(this);
    this.#source = createSourceFollower(options.source);
    this.#line.restart(nowNs, 0, 0);
    // Alone it is the master of a timeline of its own, which a session that is older makes it give up.
    this.joined = true;
    this.state = 'locked';
    this.#seat.claim(1);
    this.#source.begin(nowNs, 0);
    this.#timer = options.timers.schedule(nowNs, this.#tick);
  }

  get id(): number {
    return this.#options.senderId();
  }

  get clock(): ClockKind {
    return this.#source.kind;
  }

  get locked(): boolean {
    return this.state !== 'joining';
  }

  get master(): number {
    return this.#seat.master;
  }

  get term(): number {
    return this.#seat.term;
  }

  get isMaster(): boolean {
    return this.#seat.master === this.id;
  }

  get epoch(): Epoch {
    return this.#epoch;
  }

  get own(): { clock: ClockKind; quality: number } {
    return { clock: this.clock, quality: this.quality / 1000 };
  }

  get ratePpm(): number {
    return this.#line.rateAt(this.#options.clock.nowNs()) * 1e6;
  }

  get errorBoundNs(): number {
    if (this.isMaster) return 0;
    const nowNs = this.#options.clock.nowNs();
    const estimate = this.#peers.get(this.master)?.peerClock.estimate(nowNs);
    return (estimate?.errorBoundNs ?? Infinity) + Math.abs(this.#followError);
  }

  nowNs(): number {
    return this.toTimeline(this.#options.clock.nowNs());
  }

  toTimeline(ownNs: number): number {
    return ownNs + this.#line.at(ownNs);
  }

  toOwn(timelineNs: number): number {
    return this.#line.timeOf(timelineNs, 1);
  }

  peerToTimeline(peer: number, peerNs: number): number {
    const known = this.#peers.get(peer);
    return known === undefined ? NaN : this.toTimeline(known.peerClock.toOwn(peerNs));
  }

  sharesTimeline(peer: number): boolean {
    return this.joined && this.#peers.get(peer)?.epoch?.founder === this.#epoch.founder;
  }

  noteTimes(peer: number, times: HeartbeatTimes): void {
    if (peer === this.id || this.#closed) return;
    const known = this.#peers.find(peer, times.arrivalNs);
    if (known === undefined) return;
    known.noteTimes(times);
    if (peer === this.master && !this.isMaster) this.#follow(known);
  }

  noteState(peer: number, state: SyncStateMessage, arrivalNs: number): void {
    if (peer === this.id || this.#closed) return;
    const known = this.#peers.find(peer, arrivalNs);
    if (known === undefined) return;
    known.read(state, arrivalNs);
    if (known.epoch !== undefined && yieldsTo(this.#epoch, known.epoch)) this.#adopt(known.epoch);
    if (known.epoch?.founder !== this.#epoch.founder) return;
    // What others say changes nothing before the next tick.
    if (known.master === peer || peer === this.master) this.#elect(this.#options.clock.nowNs());
    if (peer === this.master && !this.isMaster) this.#follow(known);
  }

  forget(peer: number): void {
    if (this.#peers.forget(peer) && !this.#closed) this.#elect(this.#options.clock.nowNs());
  }

  setSource(source: TimelineSource | undefined): void {
    this.#source = createSourceFollower(source);
    const nowNs = this.#options.clock.nowNs();
    if (this.isMaster) this.#source.begin(nowNs, this.#line.rateAt(nowNs));
  }

  /** Another timeline is older: everything of this one is given up. */
  #adopt(epoch: Epoch): void {
    this.#epoch = epoch;
    this.joined = false;
    this.#followError = 0;
    this.#seat.vacate();
    this.#setState('joining');
  }

  #elect(nowNs: number): void {
    const wasMaster = this.isMaster;
    if (!this.#seat.review(this.#peers.electorate(this.#epoch, nowNs), nowNs)) return;
    const { master, term } = this.#seat;
    const isSelf = master === this.id;
    if (isSelf && !wasMaster) this.#takeOver(nowNs);
    this.#options.publish(this.#message(nowNs));
    this.#target.dispatchEvent(new MasterEvent(master, term, isSelf));
  }

  /** From here on this process's source carries the line, at the pace that it had. */
  #takeOver(nowNs: number): void {
    this.#steer(nowNs, this.toTimeline(nowNs), this.#targetRate);
    this.#source.begin(nowNs, this.#targetRate);
    this.#followError = 0;
    this.joined = true;
    this.#setState('locked');
  }

  #follow(master: RemotePeer): void {
    const nowNs = this.#options.clock.nowNs();
    const target = master.timelineAt(nowNs);
    const estimate = master.peerClock.estimate(nowNs);
    if (Number.isNaN(target) || estimate === undefined) return;
    const drift = estimate.driftPpm / 1e6;
    this.#targetRate = drift + master.lineRate + drift * master.lineRate;
    this.#followedNs = nowNs;
    if (this.state === 'joining') {
      this.#join(master, nowNs, target, estimate.errorBoundNs);
      return;
    }
    this.#followError = target - this.toTimeline(nowNs);
    if (Math.abs(this.#followError) <= JUMP_NS) this.#steer(nowNs, target, this.#targetRate);
    else {
      this.#line.restart(nowNs, target - nowNs, this.#targetRate);
      this.#target.dispatchEvent(new TimelineStepEvent(this.#followError, false));
      this.#followError = 0;
    }
    this.#setState('locked');
  }

  /** Until it is locked nobody relies on it yet, so it is put where it belongs at once. */
  #join(master: RemotePeer, nowNs: number, target: number, boundNs: number): void {
    const step = target - this.toTimeline(nowNs);
    this.#line.restart(nowNs, target - nowNs, this.#targetRate);
    if (!this.joined) {
      this.joined = true;
      this.#target.dispatchEvent(new TimelineStepEvent(step, true));
    }
    const { incoming, outgoing } = master.peerClock;
    if (Math.min(incoming, outgoing) >= LOCK_SAMPLES && boundNs <= LOCK_BOUND_NS)
      this.#setState('locked');
  }

  /** Bends the line, which is never broken, towards a target. */
  #steer(nowNs: number, target: number, rate: number): void {
    this.#line.turn(nowNs, target - nowNs, rate, SETTLE_NS);
  }

  #setState(state: TimelineState): void {
    if (state === this.state) return;
    this.state = state;
    this.#target.dispatchEvent(new TimelineStateEvent(state));
  }

  readonly #tick = (): void => {
    if (this.#closed) return;
    const { clock, timers } = this.#options;
    const nowNs = clock.nowNs();
    this.#timer = timers.schedule(nowNs + TICK_NS, this.#tick);
    // With a thousand peers a look at all of them is not for every tick.
    if (this.#peers.size <= FEW_PEERS || this.#ticks % MANY_PEERS_TICKS === 0) {
      this.quality = Math.round(1000 * this.#peers.quality(nowNs) * this.#source.quality);
      this.#elect(nowNs);
    }
    if (this.isMaster) this.#carryOn(nowNs);
    else if (this.state === 'locked' && nowNs - this.#followedNs > HOLDOVER_NS) {
      // What was left of a slew must not go on for ever.
      this.#steer(nowNs, this.toTimeline(nowNs), this.#targetRate);
      this.#setState('holdover');
    }
    const every = this.#peers.size <= FEW_PEERS ? PUBLISH_TICKS : MANY_PEERS_TICKS;
    if (this.#ticks++ % every === 0) this.#options.publish(this.#message(nowNs));
  };

  #carryOn(nowNs: number): void {
    const heading = this.#source.next(nowNs, this.toTimeline(nowNs));
    if (heading !== undefined) this.#steer(nowNs, heading.lineNs, heading.rate);
  }

  #message(nowNs: number): SyncStateMessage {
    const message: SyncStateMessage = {
      type: 'sync_state',
      epoch: [this.#epoch.founder, Math.max(0, Math.round((nowNs - this.#epoch.foundedNs) / 1e6))],
      master: [this.master, this.term],
      clock: this.clock,
      state: this.state,
      quality: this.quality,
    };
    const timelineNs = Math.round(this.toTimeline(nowNs));
    if (this.joined && timelineNs >= 0) {
      message.timeline = [
        Math.round(nowNs),
        timelineNs,
        Math.round(this.#line.rateAt(nowNs) * 1e9),
      ];
    }
    const reports = this.#peers.nextReports(nowNs);
    if (reports.length > 0) message.peers = reports;
    return message;
  }

  peers(): TimelinePeer[] {
    return this.#peers.table(this.master, this.#options.clock.nowNs());
  }

  close(): void {
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
