import type { SyncStateMessage } from '@jamnet/schemas';
import type { PeerClockEstimate } from '../peer-clock/peer-clock.js';
import type { Epoch } from './epoch.js';
import type { ClockKind } from './master-election.js';
import { type ReportedClock, RemotePeer } from './remote-peer.js';
import type { TimelineState } from './timeline-events.js';

/** A row of the table of peers. */
export interface TimelinePeer {
  readonly id: number;
  /** Undefined until both directions have been heard. A copy. */
  readonly estimate: PeerClockEstimate | undefined;
  readonly clock: ClockKind;
  /** What it says of itself. */
  readonly state: TimelineState;
  /** How good a master it would make, 0-1. */
  readonly quality: number;
  readonly isMaster: boolean;
  /** Whom it follows. */
  readonly master: number;
  /** What it says of the others' clocks: the table as it sees it. */
  readonly reports: readonly ReportedClock[];
}

type ReportRow = NonNullable<SyncStateMessage['peers']>[number];

const REPORTED_PEERS = 2;
const MOST_PEERS = 4096;
const LARGEST_BOUND = 2 ** 32 - 1;
const LARGEST_DRIFT = 2 ** 31 - 1;
/** What is thought of the paths while nobody has been heard. */
const UNHEARD_QUALITY = 0.5;

/** Everyone else on the timeline. Bounded: the silent make room. */
export class RemotePeers {
  readonly #byId = new Map<number, RemotePeer>();
  #reported = 0;

  get size(): number {
    return this.#byId.size;
  }

  get(id: number): RemotePeer | undefined {
    return this.#byId.get(id);
  }

  /** The peer of that id, taken in when it is new; undefined when there are too many. */
  find(id: number, nowNs: number): RemotePeer | undefined {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    if (this.#byId.size >= MOST_PEERS && !this.#forgetSilent(nowNs)) return undefined;
    const peer = new RemotePeer(id, nowNs);
    this.#byId.set(id, peer);
    return peer;
  }

  forget(id: number): boolean {
    return this.#byId.delete(id);
  }

  #forgetSilent(nowNs: number): boolean {
    for (const peer of this.#byId.values()) {
      if (peer.isSilent(nowNs)) return this.#byId.delete(peer.id);
    }
    return false;
  }

  /** Those on the same timeline that can be heard, and hear this process: of another nothing could be followed. */
  electorate(epoch: Epoch, nowNs: number): RemotePeer[] {
    return [...this.#byId.values()].filter(
      (peer) => peer.epoch?.founder === epoch.founder && peer.reachable && !peer.isSilent(nowNs),
    );
  }

  /** What was found of their steps has been dealt with. */
  forgetSteps(): void {
    for (const peer of this.#byId.values()) peer.forgetStep();
  }

  /** How well the others are heard on average, 0-1. */
  quality(nowNs: number): number {
    let sum = 0;
    let known = 0;
    for (const peer of this.#byId.values()) {
      if (peer.isSilent(nowNs)) continue;
      const estimate = peer.peerClock.estimate(nowNs);
      if (estimate === undefined) continue;
      sum += estimate.quality;
      known++;
    }
    return known === 0 ? UNHEARD_QUALITY : sum / known;
  }

  /** What is to be said of the others' clocks this time: they take turns. */
  nextReports(nowNs: number): ReportRow[] {
    const known = this.#known(nowNs);
    const count = Math.min(known.length, REPORTED_PEERS);
    const rows: ReportRow[] = [];
    for (let i = 0; i < count; i++) {
      const peer = known[(this.#reported + i) % known.length];
      const estimate = peer.peerClock.estimate(nowNs);
      // A clock that is further off than a number can say is none.
      if (estimate !== undefined && Number.isSafeInteger(Math.round(estimate.offsetNs)))
        rows.push(reportRow(peer.id, estimate));
    }
    this.#reported += count;
    return rows;
  }

  #known(nowNs: number): RemotePeer[] {
    const known: RemotePeer[] = [];
    for (const peer of this.#byId.values()) {
      if (peer.peerClock.known && !peer.isSilent(nowNs)) known.push(peer);
    }
    return known;
  }

  table(master: number, nowNs: number): TimelinePeer[] {
    return [...this.#byId.values()].map((peer) => {
      const estimate = peer.peerClock.estimate(nowNs);
      return {
        id: peer.id,
        estimate: estimate && { ...estimate },
        clock: peer.clock,
        state: peer.state,
        quality: peer.quality / 1000,
        isMaster: peer.id === master,
        master: peer.master,
        reports: [...peer.reports.values()],
      };
    });
  }
}

function reportRow(id: number, estimate: PeerClockEstimate): ReportRow {
  return [
    id,
    Math.round(estimate.offsetNs),
    Math.min(LARGEST_BOUND, Math.round(estimate.errorBoundNs)),
    Math.max(-LARGEST_DRIFT, Math.min(LARGEST_DRIFT, Math.round(estimate.driftPpm * 1e3))),
    Math.min(LARGEST_BOUND, Math.round(estimate.inJitterUs * 1e3)),
    Math.round(estimate.quality * 1e3),
  ];
}
