import type { PlayedCounters } from './played-line.js';

/** What came of a stream and what became of it. Messages where it says so, else frames of the reader's rate. A live object: reading it does not allocate. */
export interface AudioCounters extends PlayedCounters {
  /** Messages read; those that told nothing new; those that could not be read; those of a coding or form that is not known. */
  messages: number;
  duplicates: number;
  malformed: number;
  unknownForm: number;
  /** Frames that came after they had been read. */
  late: number;
  /** Frames that came by a later copy first: the first copy was lost. */
  byCopy: number;
  /** Frames that became exact by a coding other than PCM: JELLIE. */
  byCoding: number;
  /** Reads in which some frame had to be predicted. */
  underruns: number;
  /** Frames inserted while the stream waited for its delay to grow, and frames skipped for a reader that was far behind. */
  held: number;
  skipped: number;
  /** Times that the stream went on at another rate, with other channels, or from another position or time. */
  rateChanges: number;
  channelChanges: number;
  restarts: number;
}

export function noCounters(): AudioCounters {
  return {
    messages: 0,
    duplicates: 0,
    malformed: 0,
    unknownForm: 0,
    exact: 0,
    halfRate: 0,
    concealed: 0,
    faded: 0,
    late: 0,
    byCopy: 0,
    byCoding: 0,
    underruns: 0,
    held: 0,
    skipped: 0,
    rateChanges: 0,
    channelChanges: 0,
    restarts: 0,
  };
}

export function addCounters(sums: AudioCounters, counters: Readonly<AudioCounters>): void {
  for (const name of Object.keys(sums) as (keyof AudioCounters)[]) sums[name] += counters[name];
}
