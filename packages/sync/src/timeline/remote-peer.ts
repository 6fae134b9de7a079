import type { SyncStateMessage } from '@jamnet/schemas';
import { createPeerClock, type PeerClock } from '../peer-clock/peer-clock.js';
import { MOST_DRIFT } from '../peer-clock/strip-fit.js';
import type { Epoch } from './epoch.js';
import type { HeartbeatTimes } from './heartbeat-times.js';
import { type Candidate, type ClockKind, SELDOM_NS } from './master-election.js';

/** What a peer says of the clocks of others. */
export interface ReportedClock {
  readonly peer: number;
  /** That peer's clock less the reporter's, and the error bound, nanoseconds. */
  readonly offsetNs: number;
  readonly errorBoundNs: number;
  readonly driftPpm: number;
  readonly jitterUs: number;
  /** 0-1. */
  readonly quality: number;
}

const LEAST_SILENCE_NS = 1e9;
const SILENT_INTERVALS = 8;
const USUAL_INTERVAL_NS = 1e8;
/** What a peer said of somebody it says nothing of any more. */
const REPORT_NS = 10e9;
const MOST_REPORTS = 64;
/** For so long a step is measured again with each heartbeat. */
const MEASURED_NS = 1e9;
/** A change that is smaller than this is worked off, and nothing to hesitate for. */
const NOTICEABLE_NS = 1e6;
/** A century. What is older is none, and must not keep this process from writing its own age. */
const OLDEST_MS = 3.2e12;

/** A peer of the session as the timeline keeps it: its clock, and what it says of itself. */
export class RemotePeer implements Candidate {
  readonly peerClock: PeerClock = createPeerClock();
  heardNs: number;
  clock: ClockKind = 'cpu';
  quality = 0;
  state: SyncStateMessage['state'] = 'joining';
  master = 0;
  term = 0;
  epoch: Epoch | undefined;
  /** Its clock has been known here: both directions are heard. A step of a clock, which is measured anew, does not change that. */
  reachable = false;
  /** When its clock was found to have stepped, and once that is measured, by how much and since when that is known. */
  steppedNs = -Infinity;
  stepNs = NaN;
  stepKnownNs = -Infinity;
  readonly reports = new Map<number, ReportedClock & { readonly atNs: number }>();
  /** A time of its clock, the timeline then, and how much faster the timeline runs than its clock. */
  #lineOwnNs = NaN;
  #lineNs = NaN;
  lineRate = 0;
  #intervalNs = USUAL_INTERVAL_NS;
  /** The offset before a step that is not measured yet. */
  #offsetBefore = NaN;
  /** It has said when a heartbeat really left. */
  #exact = false;

  constructor(
    readonly id: number,
    nowNs: number,
  ) {
    this.heardNs = nowNs;
  }

  get locked(): boolean {
    return this.state !== 'joining';
  }

  /** How often it says that it speaks. */
  get intervalNs(): number {
    return this.#intervalNs;
  }

  get seldom(): boolean {
    return this.#intervalNs > SELDOM_NS;
  }

  /** Its clock is known here, and it says what the timeline is by it: only such a one can be followed. */
  get measurable(): boolean {
    return this.peerClock.known && !Number.isNaN(this.#lineNs);
  }

  noteTimes(times: HeartbeatTimes, intervalNs: number): void {
    const { arrivalNs, previousSentNs, previousArrivalNs, echoSentNs, echoArrivalNs } = times;
    this.#intervalNs = intervalNs;
    this.heardNs = arrivalNs;
    const before = this.peerClock.estimate(arrivalNs)?.offsetNs ?? NaN;
    const { steps } = this.peerClock;
    if (previousSentNs >= 0) {
      this.#exact = true;
      this.peerClock.noteIncoming(previousSentNs, previousArrivalNs);
    } else if (!this.#exact && times.sentNs >= 0) {
      // A stamp is a while before the sending, which is better than nothing, and worse than to wait for the next heartbeat.
      this.peerClock.noteIncoming(times.sentNs, arrivalNs);
    }
    if (echoSentNs >= 0 && echoArrivalNs >= 0) {
      this.peerClock.noteOutgoing(echoSentNs, echoArrivalNs);
    }
    const after = this.peerClock.estimate(arrivalNs);
    if (after !== undefined) this.reachable = true;
    const small = after !== undefined && Math.abs(after.offsetNs - before) < NOTICEABLE_NS;
    if (this.peerClock.steps !== steps && !small) {
      this.steppedNs = arrivalNs;
      // One direction shows it first, the other soon after: what was before both is what counts.
      if (Number.isNaN(this.#offsetBefore)) this.#offsetBefore = before;
    }
    if (after === undefined || Number.isNaN(this.#offsetBefore)) return;
    this.stepNs = after.offsetNs - this.#offsetBefore;
    this.stepKnownNs = arrivalNs;
    // It looked like a step, and was none.
    if (Math.abs(this.stepNs) < NOTICEABLE_NS) this.steppedNs = -Infinity;
    // What came while a machine slept was stamped when it woke: the first measure can be far off.
    if (arrivalNs - this.steppedNs > MEASURED_NS) this.#offsetBefore = NaN;
  }

  /** The step has been dealt with. */
  forgetStep(): void {
    this.stepKnownNs = -Infinity;
    this.#offsetBefore = NaN;
  }

  /** Whether it has been silent for so long that it must be counted as gone. */
  isSilent(nowNs: number): boolean {
    const silence = Math.max(LEAST_SILENCE_NS, SILENT_INTERVALS * this.#intervalNs);
    return nowNs - this.heardNs > silence;
  }

  read(message: SyncStateMessage, arrivalNs: number): void {
    this.clock = message.clock;
    this.quality = message.quality;
    this.state = message.state;
    [this.master, this.term] = message.master;
    this.#readLine(message.timeline);
    this.#readEpoch(message.epoch, arrivalNs);
    for (const [peer, offsetNs, errorBoundNs, driftPpb, jitterNs, quality] of message.peers ?? []) {
      this.reports.delete(peer);
      this.reports.set(peer, {
        peer,
        offsetNs,
        errorBoundNs,
        driftPpm: driftPpb / 1e3,
        jitterUs: jitterNs / 1e3,
        quality: quality / 1e3,
        atNs: arrivalNs,
      });
    }
    // The oldest stand first.
    for (const [peer, { atNs }] of this.reports) {
      if (arrivalNs - atNs < REPORT_NS && this.reports.size <= MOST_REPORTS) break;
      this.reports.delete(peer);
    }
  }

  /** A line that no clock can run by would stop this process's timeline, or turn it back. */
  #readLine(line: SyncStateMessage['timeline']): void {
    const rate = (line?.[2] ?? 0) / 1e9;
    const usable = line !== undefined && Math.abs(rate) <= MOST_DRIFT;
    this.#lineOwnNs = usable ? Number(line[0]) : NaN;
    this.#lineNs = usable ? Number(line[1]) : NaN;
    this.lineRate = usable ? rate : 0;
  }

  /** The age is that of the moment at which the line was made, which is known where the peer's clock is. */
  #readEpoch([founder, ageMs]: SyncStateMessage['epoch'], arrivalNs: number): void {
    const saidNs = this.measurable ? this.peerClock.toOwn(this.#lineOwnNs) : arrivalNs;
    const foundedNs = saidNs - Math.min(Number(ageMs), OLDEST_MS) * 1e6;
    this.epoch = { founder, foundedNs };
  }

  /** The timeline that it keeps, at a time of this process's clock; NaN while its clock or its line is unknown. */
  timelineAt(ownNs: number): number {
    const elapsed = this.peerClock.toPeer(ownNs) - this.#lineOwnNs;
    return this.#lineNs + elapsed + elapsed * this.lineRate;
  }
}
