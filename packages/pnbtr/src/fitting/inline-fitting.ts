import type { CoreExports } from './core.js';
import { type Fitting, SLOW_EVERY } from './fitting.js';

/** Fits in the caller's thread, and only what is asked for. */
export function createInlineFitting(core: CoreExports, everyHops: number): Fitting {
  const hop = core.hopSamples();
  const slowHops = SLOW_EVERY * everyHops;
  const slowParts = core.slowParts();
  const keptAs = (refresh: number): number => (refresh / slowHops) & 1;
  let advanced = 0;
  let fitted = 0;
  let slow = 0;
  return {
    waits: 0,
    lateModels: 0,
    reached(position) {
      while ((advanced + everyHops) * hop <= position) {
        for (let i = 0; i < everyHops; i++) {
          advanced++;
          core.advance(advanced, advanced % slowHops === 0 ? keptAs(advanced) : -1);
          // Repeats are looked for one refresh behind: a worker does that when the models are out.
          if (advanced > everyHops) core.search(advanced - everyHops);
        }
      }
    },
    at() {
      if (fitted === advanced) return fitted > 0 ? 0 : -1;
      fitted = advanced;
      const ready = Math.max(0, fitted - slowParts * everyHops);
      const early = ready - (ready % slowHops);
      if (slow !== early) {
        slow = early;
        for (let part = 0; part < slowParts; part++) core.fitSlow(slow, 0, keptAs(slow), part);
      }
      core.fitFast(fitted, 0);
      if (fitted > everyHops) core.find(fitted - everyHops);
      core.mix(fitted, 0, 0, 0);
      return 0;
    },
    close() {},
  };
}
