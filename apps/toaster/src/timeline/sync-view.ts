import type { ClockKind, TimelinePeer, TimelineState } from '@jamnet/sync';
import type { Jam } from '../jam.js';
import { hexId } from '../report/json-lines.js';
import { type CommandFields, commandFields } from './command-fields.js';
import { isOnTimeline, presentPeers } from './present-peers.js';
import { type TimelineFields, timelineFields } from './timeline-fields.js';

/** What one peer says of another one's clock. */
export interface Report {
  /** Sender id of whose clock it is. */
  readonly senderId: string;
  /** That clock less the reporter's, and its error bound. */
  readonly offsetNs: number;
  readonly errorBoundNs: number;
  readonly driftPpm: number;
  readonly jitterUs: number;
  /** 0-1. */
  readonly quality: number;
}

/** A peer's clock as it is known here. What is not known yet is null. */
export interface ClockRow {
  readonly senderId: string;
  readonly name: string;
  readonly isSelf: boolean;
  readonly isMaster: boolean;
  /** It is on this process's timeline. */
  readonly shares: boolean;
  /** Its clock less this one, within the bound at 95 %, if the way there takes as long as the way back. */
  readonly offsetNs: number | null;
  readonly errorBoundNs: number | null;
  /** Half of the smallest round trip: what no exchange of time stamps can tell. */
  readonly asymmetryNs: number | null;
  readonly roundTripNs: number | null;
  readonly driftPpm: number | null;
  readonly driftBoundPpm: number | null;
  readonly inJitterUs: number | null;
  readonly outJitterUs: number | null;
  /** How good a master it would make, by its own word, 0-1. */
  readonly quality: number | null;
  readonly clock: ClockKind | null;
  /** What it says of itself; null while it has said nothing, as those do that are on no timeline. */
  readonly state: TimelineState | null;
  /** Sender id of whom it follows. */
  readonly master: string | null;
  readonly reports: readonly Report[];
}

/** All that `toaster sync` shows, and the value of `sync` in its lines of JSON. */
export interface SyncView extends TimelineFields {
  readonly topic: string;
  readonly port: string;
  /** This process first, then by name. */
  readonly peers: readonly ClockRow[];
  /** Commands that are to come. */
  readonly pending: readonly CommandFields[];
}

/** @param ownName what this process is called @param ownNs a time of this process's clock, not long ago */
export function syncView(jam: Jam, ownName: string, ownNs: number): SyncView {
  const { timeline, transport } = jam.sync!;
  const names = new Map(jam.peers().map(({ senderId, name }) => [senderId, name]));
  const others = presentPeers(jam)
    .map((peer) => otherRow(peer, names.get(peer.id) ?? '', timeline.sharesTimeline(peer.id)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.senderId < b.senderId ? -1 : 1));
  const own = ownRow(jam, ownName);
  return {
    topic: jam.topic,
    port: jam.port,
    ...timelineFields(jam.sync!, ownNs),
    peers: [own, ...others],
    pending: transport.pending().map((command) => commandFields(command, jam)),
  };
}

function ownRow(jam: Jam, name: string): ClockRow {
  const { timeline } = jam.sync!;
  const { state, isMaster, master } = timeline;
  const reports = presentPeers(jam).flatMap(({ id, estimate }) => {
    if (estimate === undefined) return [];
    const { offsetNs, errorBoundNs, driftPpm, inJitterUs, quality } = estimate;
    return [
      {
        senderId: hexId(id),
        offsetNs: Math.round(offsetNs),
        errorBoundNs: Math.round(errorBoundNs),
        driftPpm: thousandths(driftPpm),
        jitterUs: thousandths(inJitterUs),
        quality: thousandths(quality),
      },
    ];
  });
  return {
    senderId: hexId(jam.senderId),
    name,
    isSelf: true,
    isMaster,
    shares: true,
    offsetNs: 0,
    errorBoundNs: 0,
    asymmetryNs: 0,
    roundTripNs: 0,
    driftPpm: 0,
    driftBoundPpm: 0,
    inJitterUs: null,
    outJitterUs: null,
    quality: thousandths(timeline.own.quality),
    clock: timeline.own.clock,
    state,
    master: master === 0 ? null : hexId(master),
    reports,
  };
}

function otherRow(peer: TimelinePeer, name: string, shares: boolean): ClockRow {
  const { id, estimate, clock, state, quality, isMaster, master, reports } = peer;
  const said = isOnTimeline(peer);
  return {
    senderId: hexId(id),
    name: name || hexId(id),
    isSelf: false,
    isMaster,
    shares,
    ...estimateFields(estimate),
    quality: said ? quality : null,
    clock: said ? clock : null,
    state: said ? state : null,
    master: master === 0 ? null : hexId(master),
    reports: reports.map(({ peer: of, offsetNs, errorBoundNs, driftPpm, jitterUs, quality: q }) => {
      return { senderId: hexId(of), offsetNs, errorBoundNs, driftPpm, jitterUs, quality: q };
    }),
  };
}

type EstimateFields = Pick<
  ClockRow,
  | 'offsetNs'
  | 'errorBoundNs'
  | 'asymmetryNs'
  | 'roundTripNs'
  | 'driftPpm'
  | 'driftBoundPpm'
  | 'inJitterUs'
  | 'outJitterUs'
>;

/** In whole nanoseconds and thousandths: the rest says nothing. */
function estimateFields(estimate: TimelinePeer['estimate']): EstimateFields {
  return {
    offsetNs: estimate ? Math.round(estimate.offsetNs) : null,
    errorBoundNs: estimate ? Math.round(estimate.errorBoundNs) : null,
    asymmetryNs: estimate ? Math.round(estimate.asymmetryNs) : null,
    roundTripNs: estimate ? Math.round(estimate.roundTripNs) : null,
    driftPpm: estimate ? thousandths(estimate.driftPpm) : null,
    driftBoundPpm: estimate ? thousandths(estimate.driftBoundPpm) : null,
    inJitterUs: estimate ? thousandths(estimate.inJitterUs) : null,
    outJitterUs: estimate ? thousandths(estimate.outJitterUs) : null,
  };
}

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

/** What a sender is called in a view. */
export function nameIn(view: SyncView, senderId: string | null): string {
  if (senderId === null) return 'none';
  return view.peers.find((each) => each.senderId === senderId)?.name ?? senderId;
}
