import { asU64, type SyncStateMessage } from '@jamnet/schemas';
import { nextTickNs, type TimerId } from '@jamnet/wire';
import { createSlewedLine } from '../slewed-line.js';
import { type Epoch, SAME_AGE_NS, STANDOFF_AGE_NS, STANDOFF_NS, yieldsTo } from './epoch.js';
import type { HeartbeatTimes } from './heartbeat-times.js';
import { type Candidate, type ClockKind, SELDOM_NS } from './master-election.js';
import { createMasterSeat, type MasterSeat } from './master-seat.js';
import { ownStepNs } from './own-step.js';
import type { RemotePeer } from './remote-peer.js';
import { RemotePeers, type TimelinePeer } from './remote-peers.js';
import type { SessionTimeline, SessionTimelineOptions } from './session-timeline.js';
import { createSourceFollower, type SourceFollower } from './source-follower.js';
import {
  MasterEvent,
  type TimelineEvents,
  type TimelineState,
  TimelineStateEvent,
  TimelineStepEvent,
} from './timeline-events.js';
import type { TimelineSource } from './timeline-source.js';

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
const HOLDOVER_INTERVALS = 3;
const DISTRUST_NS = 1.5e9;
const STEPS_SETTLE_NS = 3e9;
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
  /** Founder of another timeline that stands beside this one, and since when. */
  #rival = NaN;
  #rivalSinceNs = 0;
  /** When anybody's clock was last found to have stepped. */
  #steppedNs = -Infinity;
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

  get seldom(): boolean {
    return (this.#options.intervalNs?.() ?? 0) > SELDOM_NS;
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
    const known = this.#peers.get(peer);
    // One that is still joining names the timeline already, and speaks of its former one.
    return (
      this.joined && known?.measurable === true && known.epoch?.founder === this.#epoch.founder
    );
  }

  noteTimes(peer: number, times: HeartbeatTimes, intervalNs: number): void {
    if (peer === this.id || this.#closed) return;
    const known = this.#peers.find(peer, times.arrivalNs);
    if (known === undefined) return;
    known.noteTimes(times, intervalNs);
    this.#steppedNs = Math.max(this.#steppedNs, known.steppedNs);
    if (peer === this.master && !this.isMaster) this.#follow(known);
  }

  noteState(peer: number, state: SyncStateMessage, arrivalNs: number): void {
    if (peer === this.id || this.#closed) return;
    const known = this.#peers.find(peer, arrivalNs);
    if (known === undefined) return;
    known.read(state, arrivalNs);
    this.#compare(known, arrivalNs);
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

  /** Whether the timeline of a peer is to be gone on with instead of this one. One that cannot be measured could not be followed either. */
  #compare({ epoch, measurable }: RemotePeer, nowNs: number): void {
    if (epoch === undefined || !measurable || epoch.founder === this.#epoch.founder) return;
    if (this.#rival !== epoch.founder) {
      this.#rival = epoch.founder;
      this.#rivalSinceNs = nowNs;
    }
    const standoff = nowNs - this.#rivalSinceNs > STANDOFF_NS;
    if (yieldsTo(this.#epoch, epoch, standoff ? STANDOFF_AGE_NS : SAME_AGE_NS)) this.#adopt(epoch);
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
    this.#publish(nowNs);
    this.#target.dispatchEvent(new MasterEvent(master, term, isSelf));
  }

  /** From here on this process's source carries the line, at the pace that it had. */
  #takeOver(nowNs: number): void {
    // Who never got onto the timeline has none to carry on, but its own.
    if (!this.joined) this.#epoch = { founder: this.id, foundedNs: nowNs };
    this.#steer(nowNs, this.toTimeline(nowNs), this.#targetRate);
    this.#source.begin(nowNs, this.#targetRate);
    this.#followError = 0;
    this.joined = true;
    this.#setState('locked');
  }

  #follow(master: RemotePeer): void {
    const nowNs = this.#options.clock.nowNs();
    if (this.#isDoubtful(master, nowNs)) return;
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

  /**
   * A master whose clock has stepped, or that has slept, says something wrong of the timeline until it notices. It is given the time, or until it
   * loses the seat; what it says then counts. A clock of this process's own that stepped looks the same, and is the same to wait for.
   */
  #isDoubtful({ steppedNs }: RemotePeer, nowNs: number): boolean {
    return this.state !== 'joining' && nowNs < steppedNs + DISTRUST_NS;
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
    // Of one that speaks once a minute three samples are too much to ask for.
    const enough =
      Math.min(incoming, outgoing) >= (this.seldom || master.seldom ? 1 : LOCK_SAMPLES);
    if (enough && boundNs <= LOCK_BOUND_NS) this.#setState('locked');
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
    this.#timer = timers.schedule(nextTickNs(nowNs, TICK_NS), this.#tick);
    this.#lookAround(nowNs);
    if (this.isMaster) this.#carryOn(nowNs);
    else if (this.state === 'locked' && nowNs - this.#followedNs > this.#patienceNs()) {
      // What was left of a slew must not go on for ever.
      this.#steer(nowNs, this.toTimeline(nowNs), this.#targetRate);
      this.#setState('holdover');
    }
    const every = this.#peers.size <= FEW_PEERS ? PUBLISH_TICKS : MANY_PEERS_TICKS;
    if (this.#ticks++ % every === 0) this.#publish(nowNs);
  };

  /** With a thousand peers a look at all of them is not for every tick, unless the seat is empty and turns are being waited for. */
  #lookAround(nowNs: number): void {
    const few = this.#peers.size <= FEW_PEERS;
    const led = this.isMaster || this.#peers.get(this.master)?.isSilent(nowNs) === false;
    if (!few && led && this.#ticks % MANY_PEERS_TICKS !== 0) return;
    this.quality = Math.round(1000 * this.#peers.quality(nowNs) * this.#source.quality);
    this.#elect(nowNs);
  }

  /** How long the master may say nothing until it has to be gone on without it. */
  #patienceNs(): number {
    const intervalNs = this.#peers.get(this.master)?.intervalNs ?? 0;
    return Math.max(HOLDOVER_NS, HOLDOVER_INTERVALS * intervalNs);
  }

  #carryOn(nowNs: number): void {
    if (nowNs - this.#steppedNs < STEPS_SETTLE_NS) {
      const stepNs = ownStepNs(this.#peers.electorate(this.#epoch, nowNs), nowNs);
      if (stepNs !== 0) this.#mendOwnStep(nowNs, stepNs);
    }
    const heading = this.#source.next(nowNs, this.toTimeline(nowNs));
    if (heading === undefined) return;
    this.#targetRate = heading.rate;
    this.#steer(nowNs, heading.lineNs, heading.rate);
  }

  /** This machine has slept: its timeline is put where everybody else's has gone on to. */
  #mendOwnStep(nowNs: number, stepNs: number): void {
    this.#peers.forgetSteps();
    this.#line.restart(nowNs, this.#line.at(nowNs) + stepNs, this.#line.rateAt(nowNs));
    this.#source.begin(nowNs, this.#line.rateAt(nowNs));
    this.#publish(nowNs);
    this.#target.dispatchEvent(new TimelineStepEvent(stepNs, false));
  }

  #publish(nowNs: number): void {
    const { joined, state, master, term, clock, quality } = this;
    const message: SyncStateMessage = {
      type: 'sync_state',
      epoch: [this.#epoch.founder, asU64((nowNs - this.#epoch.foundedNs) / 1e6)],
      master: [master, term],
      clock,
      state,
      quality,
    };
    const timelineNs = this.toTimeline(nowNs);
    if (joined && timelineNs >= 0) {
      const rate = Math.round(this.#line.rateAt(nowNs) * 1e9);
      message.timeline = [asU64(nowNs), asU64(timelineNs), rate];
    }
    const reports = this.#peers.nextReports(nowNs);
    if (reports.length > 0) message.peers = reports;
    this.#options.publish(message);
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
