import type { Clock, Timers, TimerId } from '@jamnet/wire';
import { foundGhostClock, type GhostClock, joinGhostClock } from './ghost-clock.js';
import type { LinkCounts } from './link-stats.js';
import {
  type Measurement,
  type MeasurementOptions,
  type MeasurementPorts,
  type MeasurementResult,
  startMeasurement,
} from './measurement.js';
import type { LinkPeer, LinkPeers } from './peers.js';
import { findReference, type Reference } from './reference.js';
import { copyStartStop, createStartStop, isLaterStartStop, type StartStop } from './start-stop.js';
import {
  beatsAt,
  changeTimeline,
  copyTimeline,
  createTimeline,
  isNewerTimeline,
  type Timeline,
} from './timeline.js';
import { compareNodeIds, copyNodeId, createNodeId, isSameNode, type NodeId } from './v1/node-id.js';
import type { MeasureMessage } from './v1/ping-pong.js';

/** What the session tells whoever made it. */
export interface SessionEvents {
  /** Another session is taken over: clock, timeline and id are new. Called before the first use of any of them. */
  onJoin(join: () => void): void;
  /** The timeline has been replaced by one of another peer. */
  onTimeline(before: Readonly<Timeline>): void;
  /** Another peer has started or stopped the session. */
  onStartStop(): void;
}

/** The session that this peer is in: its time, its timeline, its start/stop (spec/sync/v1/link.md, "Joining"). */
export interface LinkSession {
  /** The founder's node id. */
  readonly id: Readonly<NodeId>;
  readonly timeline: Readonly<Timeline>;
  readonly startStop: Readonly<StartStop> | undefined;
  readonly clock: GhostClock;
  readonly roundTripUs: number | null;
  /** Takes in what a peer has said of itself, of this session or another. */
  heard(peer: LinkPeer): void;
  receivePong(pong: MeasureMessage, arrivalNs: number): void;
  /** Makes the timeline go through `beat` at a session time, with this tempo. */
  changeTimeline(usPerBeat: number, ghostUs: number, beat: number): void;
  changeStartStop(playing: boolean, ghostUs: number): void;
  close(): void;
}

export interface LinkSessionOptions extends MeasurementPorts {
  readonly node: Readonly<NodeId>;
  readonly peers: LinkPeers;
  readonly bpm: number;
  readonly events: SessionEvents;
}

/** A session is joined soon, and followed well. */
const JOIN = { exchanges: 30, goodErrorUs: Infinity, driftPpm: 0 };
const FOLLOW = { exchanges: 20, goodErrorUs: 60 };
/** A session is followed closely while its rate is not known. */
const FIRST_FOLLOWS = 10;
const FIRST_FOLLOW_NS = 1e9;
const FOLLOW_NS = 3e9;
/** A session that lost is looked at again, should its peers not have moved. */
const LOSER_AGAIN_NS = 5e9;
const FAILED_AGAIN_NS = 250e6;
/** How long at most until the next attempt: for the own session, and for one that does not answer. */
const FOLLOW_AGAIN_NS = 4e9;
const VISIT_AGAIN_NS = 60e9;
/** This much further ahead, a session wins whatever its id. */
const OLDER_US = 500e3;

export function foundSession(options: LinkSessionOptions): LinkSession {
  return new MergingSession(options);
}

/** Another session, and when it is to be measured next. */
interface Candidate {
  readonly session: NodeId;
  dueNs: number;
  failures: number;
}

class MergingSession implements LinkSession {
  readonly id: NodeId = createNodeId();
  readonly timeline: Timeline;
  startStop: StartStop | undefined;
  clock: GhostClock;
  roundTripUs: number | null = null;
  readonly #options: LinkSessionOptions;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #peers: LinkPeers;
  readonly #counts: LinkCounts;
  readonly #before = createTimeline();
  #candidates: Candidate[] = [];
  #measurement: Measurement | undefined;
  /** Whose clock the offsets of `clock` are of. */
  readonly #followed = createNodeId();
  #follows = 0;
  #followFailures = 0;
  #followDueNs = 0;
  #timer: TimerId = 0;
  #closed = false;

  constructor(options: LinkSessionOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#peers = options.peers;
    this.#counts = options.counts;
    copyNodeId(options.node, this.id);
    this.timeline = createTimeline(options.bpm);
    this.clock = foundGhostClock(this.#clock.nowNs());
  }

  heard(peer: LinkPeer): void {
    if (isSameNode(peer.session, this.id)) {
      this.#takeTimeline(peer.timeline);
      if (peer.startStop !== undefined) this.#takeStartStop(peer.startStop);
    }
    this.#measureNext();
  }

  receivePong(pong: MeasureMessage, arrivalNs: number): void {
    this.#measurement?.receive(pong, arrivalNs);
  }

  changeTimeline(usPerBeat: number, ghostUs: number, beat: number): void {
    changeTimeline(this.timeline, usPerBeat, ghostUs, beat);
  }

  changeStartStop(playing: boolean, ghostUs: number): void {
    const before = this.startStop;
    this.startStop = createStartStop();
    this.startStop.playing = playing;
    this.startStop.timeUs = Math.max(Math.round(ghostUs), (before?.timeUs ?? -Infinity) + 1);
    this.startStop.beat = Math.round(beatsAt(this.timeline, this.startStop.timeUs) * 1e6);
  }

  close(): void {
    this.#closed = true;
    this.#measurement?.cancel();
    this.#timers.cancel(this.#timer);
  }

  #takeTimeline(timeline: Readonly<Timeline>): void {
    if (!isNewerTimeline(timeline, this.timeline)) return;
    copyTimeline(this.timeline, this.#before);
    copyTimeline(timeline, this.timeline);
    this.#options.events.onTimeline(this.#before);
  }

  #takeStartStop(startStop: Readonly<StartStop>): void {
    if (this.startStop !== undefined && !isLaterStartStop(startStop, this.startStop)) return;
    this.startStop ??= createStartStop();
    copyStartStop(startStop, this.startStop);
    this.#options.events.onStartStop();
  }

  readonly #measureNext = (): void => {
    if (this.#closed || this.#measurement !== undefined) return;
    const nowNs = this.#clock.nowNs();
    const others = this.#peers.others(this.id);
    this.#candidates = others.map(({ session }) => this.#candidate(session, nowNs));
    // The time of the own session first: others that do not answer must not keep it from being followed.
    let dueNs = Infinity;
    const reference = findReference(this.#peers.of(this.id), this.id, this.#options.node);
    if (reference !== undefined) {
      if (this.#followDueNs <= nowNs && this.#follow(reference)) return;
      dueNs = Math.min(dueNs, this.#followDueNs);
    }
    for (const candidate of this.#candidates.toSorted((a, b) => a.dueNs - b.dueNs)) {
      if (candidate.dueNs <= nowNs && this.#visit(candidate)) return;
      dueNs = Math.min(dueNs, candidate.dueNs);
    }
    this.#timers.cancel(this.#timer);
    // What is due already and could not be measured waits for a peer to be heard.
    if (dueNs > nowNs && dueNs < Infinity)
      this.#timer = this.#timers.schedule(dueNs, this.#measureNext);
  };

  #candidate(session: Readonly<NodeId>, nowNs: number): Candidate {
    const known = this.#candidates.find((each) => isSameNode(each.session, session));
    return known ?? { session: { ...session }, dueNs: nowNs, failures: 0 };
  }

  #visit(candidate: Candidate): boolean {
    const { session } = candidate;
    const peer = this.#peers.toMeasure(session, candidate.failures);
    return this.#measure(session, peer, JOIN, (result) => {
      const nowNs = this.#clock.nowNs();
      if (result === undefined) {
        candidate.failures += 1;
        candidate.dueNs = nowNs + againNs(candidate.failures, VISIT_AGAIN_NS);
      } else if (this.#isBetter(session, result, nowNs)) {
        this.#join(session, peer, result);
      } else {
        candidate.failures = 0;
        candidate.dueNs = nowNs + LOSER_AGAIN_NS;
      }
    });
  }

  #follow({ peer: wanted, isFollower }: Reference): boolean {
    // One that cannot be reached is stood in for by another, which follows it too.
    const turn = isFollower ? 0 : this.#followFailures;
    const peer = turn === 0 ? wanted : this.#peers.toMeasure(this.id, turn);
    if (peer !== undefined && !isSameNode(peer.node, this.#followed)) {
      copyNodeId(peer.node, this.#followed);
      this.clock.restart();
      this.#follows = 0;
    }
    const { driftPpm } = this.clock;
    return this.#measure(this.id, peer, { ...FOLLOW, driftPpm }, (result) => {
      const nowNs = this.#clock.nowNs();
      if (result === undefined) {
        this.#followFailures += 1;
        this.#followDueNs = nowNs + againNs(this.#followFailures, FOLLOW_AGAIN_NS);
        return;
      }
      this.#followFailures = 0;
      this.#follows += 1;
      this.#followDueNs = nowNs + (this.#follows < FIRST_FOLLOWS ? FIRST_FOLLOW_NS : FOLLOW_NS);
      this.roundTripUs = result.roundTripUs;
      if (this.clock.add(result, !isFollower)) return;
      this.#counts.offsetsRefused += 1;
      // A clock that has jumped, or was suspended, is to be followed soon.
      if (!isFollower) this.#followDueNs = nowNs + FAILED_AGAIN_NS;
    });
  }

  #measure(
    session: Readonly<NodeId>,
    peer: LinkPeer | undefined,
    how: Pick<MeasurementOptions, 'exchanges' | 'goodErrorUs' | 'driftPpm'>,
    onResult: (result: MeasurementResult | undefined) => void,
  ): boolean {
    const endpoint = peer?.endpoint;
    if (endpoint === undefined) return false;
    const onDone = (result: MeasurementResult | undefined): void => {
      this.#measurement = undefined;
      onResult(result);
      this.#measureNext();
    };
    this.#measurement = startMeasurement(
      { session, peer: endpoint, onDone, ...how },
      this.#options,
    );
    return true;
  }

  #isBetter(session: Readonly<NodeId>, { offsetUs }: MeasurementResult, nowNs: number): boolean {
    const aheadUs = nowNs / 1e3 + offsetUs - this.clock.toGhostUs(nowNs);
    if (Math.abs(aheadUs) > OLDER_US) return aheadUs > 0;
    return compareNodeIds(session, this.id) < 0;
  }

  #join(session: Readonly<NodeId>, peer: LinkPeer | undefined, result: MeasurementResult): void {
    const timeline = this.#peers.newestTimeline(session);
    // All of its peers have moved or left meanwhile.
    if (timeline === undefined) return;
    const startStop = this.#peers.latestStartStop(session);
    this.#options.events.onJoin(() => {
      copyNodeId(session, this.id);
      if (peer !== undefined) copyNodeId(peer.node, this.#followed);
      copyTimeline(timeline, this.timeline);
      this.startStop = startStop === undefined ? undefined : { ...startStop };
      this.clock = joinGhostClock(result);
      this.roundTripUs = result.roundTripUs;
      this.#follows = 0;
      this.#followFailures = 0;
      this.#followDueNs = this.#clock.nowNs() + FIRST_FOLLOW_NS / 2;
    });
  }
}

function againNs(failures: number, mostNs: number): number {
  return Math.min(FAILED_AGAIN_NS * 2 ** (failures - 1), mostNs);
}
