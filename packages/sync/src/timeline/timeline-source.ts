import type { ClockKind } from './master-election.js';

/** What a timeline runs on while this process is the master (row S3). */
export interface TimelineSource {
  readonly kind: ClockKind;
  /** 0 to 1: how far it can be trusted; a time bridge's quality, for example. */
  readonly quality: number;
  /** The source's own time for a time of this process's clock, nanoseconds: what a time bridge's `timeAtCpu`, or a sound card's clock, says. */
  read(ownNs: number): number;
}
