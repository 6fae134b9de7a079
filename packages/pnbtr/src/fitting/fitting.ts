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
  /** The longest wait for models that are late, in ms; then older ones are used. */
  readonly mostWaitMs: number;
}

/** Samples between the end of what a refresh has seen and its first use. */
export const LAG_SAMPLES = 256;

/** The slow model is made with every eighth fit of the fast one, and used from the one after that on. */
export const SLOW_EVERY = 8;
