import { createCoreMemory, openCore } from '../fitting/core.js';
import type { Fitting, FittingPace } from '../fitting/fitting.js';
import { openPool, type FittingPool, type OpenPool } from '../fitting/fitting-pool.js';
import { createInlineFitting } from '../fitting/inline-fitting.js';
import type { Predictor } from './concealer.js';

/** Repeats whose trial left less error over energy are sure to come again. */
const SURE_ERROR = 1e-3;

/** Autoregressive models and repeats, see wasm/. Throws JamError `native-unavailable`. */
export function createCorePredictor(
  where: 'inline' | 'worker',
  pool: FittingPool | undefined,
  pace: FittingPace,
): Predictor {
  const memory = createCoreMemory();
  const core = openCore(memory);
  const input = new Float32Array(memory.buffer, core.inputAt(), core.blockSamples());
  const output = new Float32Array(memory.buffer, core.outputAt(), core.blockSamples());
  let own: OpenPool | undefined;
  let fitting: Fitting;
  if (where === 'inline') fitting = createInlineFitting(core, Math.max(1, pace.everyHops));
  else {
    own = pool ? undefined : openPool();
    fitting = ((pool as OpenPool | undefined) ?? own!).attach(memory, core, pace);
  }
  const put = (position: number, from: number, count: number): void => {
    core.putSamples(position, from, count);
    fitting.reached(position + count);
  };
  let sureStep = 0;
  return {
    get sureStep() {
      return sureStep;
    },
    get waits() {
      return fitting.waits;
    },
    get lateModels() {
      return fitting.lateModels;
    },
    know(position, samples, from, count) {
      for (let i = 0; i < count; i++) input[i] = samples[from + i]!;
      put(position, core.inputAt(), count);
    },
    begin(position) {
      const slot = fitting.at(position);
      core.startFill(position, Math.max(0, slot));
      const error = slot < 0 ? 1 : core.expectedError();
      sureStep = error < SURE_ERROR ? core.foreseenStep(position) : 0;
      return error;
    },
    predict(position, samples, count) {
      core.fill(position, count);
      for (let i = 0; i < count; i++) samples[i] = output[i]!;
    },
    keep(position, samples, count) {
      this.know(position, samples, 0, count);
    },
    close() {
      fitting.close();
      void own?.close();
    },
  };
}
