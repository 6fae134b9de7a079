import type { SyncStateMessage } from '@jamnet/schemas';
import type { Clock, Timers } from '@jamnet/wire';
import type { Epoch } from './epoch.js';
import type { HeartbeatTimes } from './heartbeat-times.js';
import type { ClockKind } from './master-election.js';
import type { TimelinePeer } from './remote-peers.js';
import type { TimelineEvents, TimelineState } from './timeline-events.js';
import type { TimelineSource } from './timeline-source.js';

export interface SessionTimelineOptions {
  /** This process's clock, that of its heartbeats' time stamps. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** This process's sender id, which can be drawn anew. */
  readonly senderId: () => number;
  /** Given what heartbeats are to repeat from now on, about ten times a second. */
  readonly publish: (state: SyncStateMessage) => void;
  /** Between two of this process's heartbeats, on average. @default ten a second */
  readonly intervalNs?: () => number;
  /** What the timeline runs on while this process is the master. @default its own clock, as `cpu` */
  readonly source?: TimelineSource;
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
  /** A heartbeat of a peer that says that it speaks every `intervalNs`. */
  noteTimes(peer: number, times: HeartbeatTimes, intervalNs: number): void;
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
