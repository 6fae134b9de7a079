import type { Link } from '@jamnet/sync';
import type { LinkConnectionEvents } from './events.js';
import type { LinkConnectionStats } from './stats.js';

/** A session that shares tempo, phase, start and stop with Link. */
export interface LinkConnection {
  readonly events: LinkConnectionEvents;
  /** This process as a Link peer: who is there, its tempo, its own events. */
  readonly link: Link;
  /** Whether this process is the one that keeps the two together; of several that are connected one is. */
  readonly active: boolean;
  /** Why Link is not on the native port, one line; null where it is, and where the port was given. */
  readonly notice: string | null;
  /** How far the session's phase is ahead of Link's now, nanoseconds; NaN while nothing runs. */
  phaseErrorNs(): number;
  /**
   * The first time on the timeline, from `fromNs` on, at which Link's phase is that of a beat of the session: a PLAY given for it moves nobody
   * on Link. @param fromNs @default 150 ms from now
   */
  timeInPhase(beat: number, fromNs?: number): number;
  /** Allocates. */
  stats(): LinkConnectionStats;
  /** Leaves Link; the session goes on. It is closed with the session as well. A second call does nothing. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
