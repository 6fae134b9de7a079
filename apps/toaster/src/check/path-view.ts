import type { AudioAdvice, MidiAdvice, Playable } from './advice.js';
import type { DelaySpread } from './delay-series.js';

/** Runs of lost datagrams. */
export interface RunFigures {
  readonly meanMs: number;
  /** Null where the mean is reckoned from what the other side reports: only who receives can count runs. */
  readonly count: number | null;
  readonly longestMs: number | null;
  /** Runs by length: 1, 2, 3-4, 5-8, 9-16, 17 and more probes of 2.67 ms. */
  readonly lengths: readonly number[] | null;
}

/** One of the two ways between this process and a peer. */
export interface WayView {
  /** What the loss is known by: the other side's reports, its probes, its media, its heartbeats; null while it is not known. */
  readonly by: 'report' | 'probes' | 'media' | 'heartbeats' | null;
  /** Datagrams that the loss was counted in; of `report` how many reports there were. */
  readonly counted: number;
  readonly lossRate: number | null;
  /** In stretches of the whole time, oldest first. */
  readonly lossTicks: ReadonlyArray<number | null>;
  /** Null where no run is known: nothing is lost, or each by itself. */
  readonly runs: RunFigures | null;
  /** Null between different clocks. */
  readonly oneWay: DelaySpread | null;
  readonly aboveFastest: DelaySpread | null;
  readonly jitterUs: number | null;
  /** The longest queue that stood in it. */
  readonly queueUs: number | null;
}

/** The path to a peer. */
export interface PathView {
  readonly senderId: number;
  readonly name: string;
  readonly state: 'alive' | 'left' | 'expired';
  readonly silentMs: number;
  /** How long there has been something to measure. */
  readonly measuredMs: number;
  readonly sameClock: boolean;
  readonly there: WayView;
  readonly here: WayView;
  readonly roundTrip: DelaySpread | null;
  /** Of the worse way; null while too little is known. */
  readonly midi: MidiAdvice | null;
  readonly audio: AudioAdvice | null;
  readonly verdict: Verdict;
}

export type Verdict =
  /** Too little is known yet. */
  | 'unknown'
  /** The other side does not say that it hears this one. */
  | 'one-way'
  | Playable;

/** A check as it stands. */
export interface CheckView {
  readonly topic: string;
  readonly forMs: number;
  /** Since somebody was there; null while nobody is. */
  readonly elapsedMs: number | null;
  readonly waitedMs: number;
  readonly probesSent: number;
  readonly probesRefused: number;
  readonly paths: readonly PathView[];
}
