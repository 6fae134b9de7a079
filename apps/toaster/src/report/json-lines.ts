import type { JmidEvent } from '@jamnet/schemas';
import type { Heard, Jam, JamPeer, JamStats } from '../jam.js';
import type { CommandFields } from '../timeline/command-fields.js';
import type { TimelineFields } from '../timeline/timeline-fields.js';
import type { Summary } from './summary.js';

/** What `--json` writes, a line each. The demo reads what its players write, so both ends are checked against these. */
export type JsonLine =
  | PlayingLine
  | SentLine
  | ListeningLine
  | EventLine
  | PeerLine
  | StatsLine
  | TimelineLine
  | CommandLine
  | SummaryLine;

/** First line of `toaster play`. */
export interface PlayingLine {
  readonly playing: {
    readonly topic: string;
    readonly name: string;
    readonly events: number;
    readonly durationMs: number;
    readonly lowestNote: number;
    readonly highestNote: number;
    /** Where others reach it by unicast. */
    readonly endpoints: readonly string[];
    /** What carries the datagrams: `native` or `dgram`. */
    readonly port: string;
    /** Why it is not the native port; null where it is. */
    readonly portNotice: string | null;
  };
}

/** An event as it was sent. */
export interface SentLine {
  readonly sent: JmidEvent;
}

/** First line of `toaster listen`. */
export interface ListeningLine {
  readonly listening: {
    readonly topic: string;
    readonly lateMs: number;
    /** Where others reach it by unicast. */
    readonly endpoints: readonly string[];
    /** What carries the datagrams: `native` or `dgram`. */
    readonly port: string;
    /** Why it is not the native port; null where it is. */
    readonly portNotice: string | null;
  };
}

/** An event as it was heard. */
export interface EventLine {
  readonly event: JmidEvent;
  readonly from: string;
  /** Eight hexadecimal digits. */
  readonly sender: string;
  /** On this machine's monotonic clock. */
  readonly arrivalUs: number;
  readonly latencyUs: number | null;
  readonly late: boolean;
  readonly repaired: boolean;
  readonly stale: boolean;
  readonly synthesised: boolean;
  /** Both with `--predict` alone. */
  readonly predicted: boolean;
  readonly confirmed: boolean;
  /** Left out of what sounds by `--drop-late-notes`. */
  readonly dropped: boolean;
}

/** Someone came, said goodbye or fell silent. */
export interface PeerLine {
  readonly peer: PeerFields;
}

export type PeerFields = Omit<JamPeer, 'senderId'> & { readonly senderId: string };

/** Now and then: counters since the start. */
export interface StatsLine {
  readonly stats: JamStats & {
    readonly peers: readonly PeerFields[];
    /** Of a listener. */
    readonly delivered?: number;
    readonly repaired?: number;
    readonly late?: number;
  };
}

/** Where the timeline and the music are, with `--timeline`: at the same instants in all processes that share a clock. */
export interface TimelineLine {
  readonly timeline: TimelineFields;
}

/** A command of the transport, as soon as it is known. */
export interface CommandLine {
  readonly command: CommandFields;
}

/** The last line. */
export interface SummaryLine {
  readonly summary: Summary;
}

export function statsLine(jam: Jam, counts: Partial<StatsLine['stats']> = {}): StatsLine {
  return { stats: { ...counts, ...jam.stats(), peers: jam.peers().map(peerFields) } };
}

export function peerLine(peer: JamPeer): PeerLine {
  return { peer: peerFields(peer) };
}

export function eventLine(event: JmidEvent, heard: Heard, dropped: boolean): EventLine {
  const { peer, arrivalNs, lateUs, late, repaired, stale, synthesised } = heard;
  const { predicted, confirmed } = heard;
  return {
    event,
    from: peer.name || hexId(peer.senderId),
    sender: hexId(peer.senderId),
    arrivalUs: Math.round(arrivalNs / 1_000),
    latencyUs: lateUs === null ? null : Math.round(lateUs),
    late,
    repaired,
    stale,
    synthesised,
    predicted,
    confirmed,
    dropped,
  };
}

function peerFields(peer: JamPeer): PeerFields {
  return { ...peer, senderId: hexId(peer.senderId) };
}

/** Eight hexadecimal digits, as everywhere a sender is named to people. */
export function hexId(senderId: number): string {
  return senderId.toString(16).padStart(8, '0');
}
