import { Worker } from 'node:worker_threads';
import { JamError } from '@jamnet/wire';
import { type CoreExports, coreModule } from './core.js';
import { type Fitting, type FittingPace, SLOW_EVERY } from './fitting.js';
import type { CoreMemory } from './web-assembly.js';
import { createWorkerFitting, type PoolState } from './worker-fitting.js';
import { CONTROL, workerSource } from './worker-source.js';

/** A thread that fits the models of several concealers. It does not keep the process alive. */
export interface FittingPool {
  /** Channels that it works for. */
  readonly channels: number;
  /** Ends the thread; concealers that still use it go on with what they have, fading out in gaps. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What concealers see of a pool. */
export interface OpenPool extends FittingPool {
  attach(memory: CoreMemory, core: CoreExports, pace: FittingPace): Fitting;
}

/** The longest pace that a pool chooses: 8,192 samples. */
const MOST_HOPS = 32;

/** Starts a thread for several concealers. Throws JamError `native-unavailable` on a machine without WebAssembly SIMD. */
export function createFittingPool(): FittingPool {
  return openPool();
}

export function openPool(): OpenPool {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerSource, {
    eval: true,
    // Loaders of the main thread are of no use to it, and would delay it.
    execArgv: [],
    workerData: { module: coreModule(), bell, control: CONTROL, slowEvery: SLOW_EVERY },
  });
  worker.unref();
  const state: PoolState = {
    ended: false,
    ring() {
      Atomics.add(bell, 0, 1);
      Atomics.notify(bell, 0);
    },
  };
  const end = (): void => {
    state.ended = true;
  };
  worker.once('exit', end);
  worker.on('error', end);
  let channels = 0;
  /** Control words of the channels whose pace is the pool's to choose. */
  const paced: Int32Array[] = [];

  /** Two hops for one channel, four for two: the thread's load stays about the same, and channels take turns. */
  const choosePace = (): void => {
    const every = Math.min(MOST_HOPS, 2 ** Math.ceil(Math.log2(2 * Math.max(1, channels))));
    for (const [i, words] of paced.entries()) {
      Atomics.store(words, CONTROL.every, every);
      Atomics.store(words, CONTROL.phase, Math.floor((i * every) / paced.length));
    }
  };

  const attach = (memory: CoreMemory, core: CoreExports, pace: FittingPace): Fitting => {
    if (state.ended) throw new JamError('closed', 'the fitting pool is closed: make another one');
    const words = new Int32Array(memory.buffer, 0, CONTROL.count);
    Atomics.store(words, CONTROL.every, pace.everyHops);
    if (pace.everyHops === 0) paced.push(words);
    channels++;
    choosePace();
    worker.postMessage({ memory, mayskip: !pace.waits });
    state.ring();
    return createWorkerFitting(words, core, pace, state, () => {
      channels--;
      const at = paced.indexOf(words);
      if (at >= 0) paced.splice(at, 1);
      choosePace();
    });
  };

  const close = async (): Promise<void> => {
    state.ended = true;
    await worker.terminate();
  };
  return {
    get channels() {
      return channels;
    },
    attach,
    close,
    [Symbol.asyncDispose]: close,
  };
}
