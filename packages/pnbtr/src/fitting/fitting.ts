/** Who keeps the models of one channel up to date. */
export interface Fitting {
  /** All samples before `position` are in the history. */
  reached(position: number): void;
  /** Returns when refresh `refresh` can be used. */
  need(refresh: number): void;
  /** How often a caller had to wait for the worker. */
  readonly waits: number;
  close(): void;
}

/** Samples between the end of what a refresh has seen and its first use. */
export const LAG_SAMPLES = 256;

/** The slow model is made every eighth refresh, and used from the one after that on. */
export const SLOW_EVERY = 8;
