import type { SyncStateMessage } from '@jamnet/schemas';
import { createPeerClock, type PeerClock } from '../peer-clock/peer-clock.js';
import type { Epoch } from './epoch.js';
import type { Candidate, ClockKind } from './master-election.js';
import type { HeartbeatTimes } from './session-timeline.js';

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
  /** A time of its clock, the timeline then, and how much faster the timeline runs than its clock. */
  lineOwnNs = NaN;
  lineNs = NaN;
  lineRate = 0;
  readonly reports = new Map<number, ReportedClock & { readonly atNs: number }>();
  #intervalNs = USUAL_INTERVAL_NS;
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

  noteTimes(times: HeartbeatTimes): void {
    const { arrivalNs, previousSentNs, previousArrivalNs, echoSentNs, echoArrivalNs } = times;
    const interval = Math.min(arrivalNs - this.heardNs, 10e9);
    this.#intervalNs += (interval - this.#intervalNs) / 8;
    this.heardNs = arrivalNs;
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
    this.epoch = {
      founder: message.epoch[0],
      foundedNs: arrivalNs - Number(message.epoch[1]) * 1e6,
    };
    if (message.timeline === undefined) this.lineNs = NaN;
    else {
      this.lineOwnNs = Number(message.timeline[0]);
      this.lineNs = Number(message.timeline[1]);
      this.lineRate = message.timeline[2] / 1e9;
    }
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

  /** The timeline that it keeps, at a time of this process's clock; NaN while its clock or its line is unknown. */
  timelineAt(ownNs: number): number {
    const elapsed = this.peerClock.toPeer(ownNs) - this.lineOwnNs;
    return this.lineNs + elapsed + elapsed * this.lineRate;
  }
}
