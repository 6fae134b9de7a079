import { checkOptions } from '../check-options.js';
import type { ConcealerOptions } from '../options.js';
import { createShapedPredictor } from '../neural/shaped-predictor.js';
import type { Concealer, Predictor } from './concealer.js';
import { createCorePredictor } from './core-predictor.js';
import { GapFiller } from './gap-filler.js';
import { createSplitPredictor, WHOLE_RATE } from './split-predictor.js';
import { warmUp } from './warm-up.js';
import { createRepeatPredictor, createZeroPredictor } from './repeat-predictor.js';

/**
 * A concealer for one channel. But with `lateFit: 'previous'`, what it makes up depends on the calls alone: the models that it uses at a sample
 * were fitted on samples up to a fixed lag before it, whatever the machine's speed. Takes 8 MiB.
 *
 * Throws JamError `bad-option`, `closed` (the pool) and `native-unavailable` (no WebAssembly SIMD).
 */
export function createConcealer(options: ConcealerOptions): Concealer {
  const checked = checkOptions(options);
  let predictor: Predictor;
  if (checked.method === 'repeat') predictor = createRepeatPredictor(checked.sampleRate);
  else if (checked.method === 'zero') predictor = createZeroPredictor();
  else {
    if (checked.neural && checked.fitting === 'worker') warmUp(checked);
    const plain = createCorePredictor(checked.fitting, options.pool, checked.pace);
    const low = checked.neural ? createShapedPredictor(plain) : plain;
    const { sampleRate } = checked;
    predictor = sampleRate > WHOLE_RATE ? createSplitPredictor(sampleRate, low) : low;
  }
  return new GapFiller(checked, predictor);
}
