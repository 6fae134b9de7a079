import type { CoreExports } from './core.js';
import { type Fitting, LAG_SAMPLES, SLOW_EVERY } from './fitting.js';

/** Fits in the caller's thread, and only what is asked for. Running sums follow as late as a worker's results would be used. */
export function createInlineFitting(core: CoreExports, everyHops: number): Fitting {
  const hop = core.hopSamples();
  const slowHops = SLOW_EVERY * everyHops;
  const keptAs = (refresh: number): number => (refresh / slowHops) & 1;
  let advanced = 0;
  let fitted = 0;
  let slow = 0;
  return {
    waits: 0,
    lateModels: 0,
    reached(position) {
      while ((advanced + everyHops) * hop + LAG_SAMPLES <= position) {
        for (let i = 0; i < everyHops; i++) {
          advanced++;
          core.advance(advanced, advanced % slowHops === 0 ? keptAs(advanced) : -1);
        }
      }
    },
    at() {
      if (fitted === advanced) return fitted > 0 ? 0 : -1;
      fitted = advanced;
      const early = fitted - 1 - ((fitted - 1) % slowHops);
      if (slow !== early) core.fitModel(1, (slow = early), 0, keptAs(early));
      core.fitModel(0, fitted, 0, 0);
      core.mix(fitted, 0, 0, 0);
      return 0;
    },
    close() {},
  };
}
