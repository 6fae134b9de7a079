/** Who keeps the models of one channel up to date. */
export interface Fitting {
  /** All samples before `position` are in the history. */
  reached(position: number): void;
  /** @returns the slot of the mixture to be used at `position`, up to which all samples are in the history; -1 where there is none yet */
  at(position: number): number;
  /** How often a caller had to wait for the worker. */
  readonly waits: number;
  /** How often a gap had to begin with older models than it should have. */
  readonly lateModels: number;
  close(): void;
}

/** How often models are fitted, and what happens when they are late. */
export interface FittingPace {
  /** Hops between two fits, a power of two; 0 = the pool chooses by the number of its channels. */
  readonly everyHops: number;
  /** Whether models that are late are waited for; otherwise older ones are used. */
  readonly waits: boolean;
}

/** How old models may get before a live stream's count as late, in samples beyond the pace. */
export const LIVE_LAG_SAMPLES = 256;

/**
 * The slow model is fitted for every eighth refresh, one of its parts after each from there on: the one after the last part is the first to use it. A worker
 * is never kept from a refresh by more than a part.
 */
export const SLOW_EVERY = 8;
