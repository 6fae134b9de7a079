import type { FittingPool } from './fitting/fitting-pool.js';

/** How lost samples are made up. */
export type ConcealMethod = 'pnbtr' | 'repeat' | 'zero';

/** How a concealer is made. */
export interface ConcealerOptions {
  /** Samples per second, 8,000 to 192,000. Above 50,000 the signal is predicted below 24 kHz only. */
  readonly sampleRate: number;
  /**
   * Where the models are fitted: in the calls themselves when a gap needs them (`inline`: for files), or by a worker thread while real
   * samples arrive (`worker`: for live streams). The samples are the same, bit for bit.
   * @default 'inline'
   */
  readonly fitting?: 'inline' | 'worker';
  /**
   * What happens when a gap begins and the worker has not yet fitted the models that belong there. `wait`: the call waits, and the samples are the
   * same whatever the machine's speed. `previous`: the newest that there are are used, also where these are more than 256 samples older than they should
   * be (`stats().lateModels`): for live streams, whose thread must not stand still. Counts with `fitting: 'worker'`.
   * @default 'wait'
   */
  readonly lateFit?: 'wait' | 'previous';
  /**
   * Samples between two fits: 256 times a power of two, at most 8,192. Fewer fits cost less and foresee less (README). Above 50,000 samples per
   * second counted at the rate that is predicted.
   * @default 256; with `lateFit: 'previous'` as many as the pool's channels leave time for
   */
  readonly refreshSamples?: number;
  /** `repeat` (the last 10 ms over and over) and `zero` are there to compare with. @default 'pnbtr' */
  readonly method?: ConcealMethod;
  /** The thread that several concealers share; used with `fitting: 'worker'`. @default one of its own, closed with it */
  readonly pool?: FittingPool;
  /**
   * Whether a small network sets the level of each band and adds texture of the past, the more the less sure the models are of themselves and the
   * longer the gap lasts. It sounds nearer to the truth and costs a little of the waveform (docs/results/concealment.md).
   * @default true
   */
  readonly neural?: boolean;
  /** When a gap has lasted this long it begins to fade out, in ms, 0 to 1,000. @default 60 */
  readonly fadeAfterMs?: number;
  /** How long it takes to fade, in ms, 1 to 5,000. @default 100 */
  readonly fadeMs?: number;
  /** How long the real signal takes to replace the made-up one after a gap, in ms, 0 to 10. @default 2.67 */
  readonly returnMs?: number;
}
