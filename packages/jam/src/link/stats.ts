import type { LinkStats } from '@jamnet/sync';

/** What has gone to one side. */
export interface LinkSideStats {
  readonly tempos: number;
  readonly starts: number;
  readonly stops: number;
  /** Moves to the other side's phase, those of `corrections` not counted. */
  readonly moves: number;
}

export interface LinkConnectionStats {
  readonly toLink: LinkSideStats;
  readonly toSession: LinkSideStats;
  /** Shifts of Link's phase by less than 5 ms, as the clocks of the two sides drift apart; the largest of them in microseconds. */
  readonly corrections: number;
  readonly largestCorrectionUs: number;
  /** Commands for which the session's log had no room, or that were out of the transport's range. */
  readonly refused: number;
  readonly link: LinkStats;
}

export interface LinkCounts {
  readonly toLink: { -readonly [K in keyof LinkSideStats]: number };
  readonly toSession: { -readonly [K in keyof LinkSideStats]: number };
  corrections: number;
  largestCorrectionUs: number;
  refused: number;
}

export function createLinkCounts(): LinkCounts {
  const side = (): LinkCounts['toLink'] => ({ tempos: 0, starts: 0, stops: 0, moves: 0 });
  return {
    toLink: side(),
    toSession: side(),
    corrections: 0,
    largestCorrectionUs: 0,
    refused: 0,
  };
}
