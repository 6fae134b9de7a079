import type { CoreExports } from './core.js';
import { type Fitting, LAG_SAMPLES, SLOW_EVERY } from './fitting.js';

/** Fits in the caller's thread, and only what is asked for. Running sums follow as late as a worker's results would be used. */
export function createInlineFitting(core: CoreExports): Fitting {
  const hop = core.hopSamples();
  let advanced = 0;
  let fast = 0;
  let slow = 0;
  let mixed = 0;
  return {
    waits: 0,
    reached(position) {
      while ((advanced + 1) * hop + LAG_SAMPLES <= position) core.advance(++advanced);
    },
    need(refresh) {
      const early = refresh - 1 - ((refresh - 1) % SLOW_EVERY);
      if (fast !== refresh) core.fitModel(0, (fast = refresh));
      if (slow !== early) core.fitModel(1, (slow = early));
      if (mixed !== refresh) core.mix((mixed = refresh));
    },
    close() {},
  };
}
