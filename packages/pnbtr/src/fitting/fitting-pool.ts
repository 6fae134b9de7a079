import { Worker } from 'node:worker_threads';
import { JamError } from '@jamnet/wire';
import { coreModule } from './core.js';
import type { Fitting } from './fitting.js';
import type { CoreMemory } from './web-assembly.js';
import { workerSource } from './worker-source.js';

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
  attach(memory: CoreMemory, hop: number): Fitting;
}

const TAKEN = 0;
const DONE = 1;
const CLOSED = 2;
/** Hops that the worker may be behind before a caller with real samples waits for it: the history must outlast it. */
const MOST_BEHIND = 32;
/** A worker that does not answer for this long has died. */
const GIVE_UP_MS = 30_000;

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
    workerData: { module: coreModule(), bell },
  });
  worker.unref();
  let ended = false;
  let channels = 0;
  const end = (): void => {
    ended = true;
  };
  worker.once('exit', end);
  worker.on('error', end);

  const ring = (): void => {
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  };

  const attach = (memory: CoreMemory, hop: number): Fitting => {
    if (ended) throw new JamError('closed', 'the fitting pool is closed: make another one');
    const words = new Int32Array(memory.buffer, 0, 4);
    channels++;
    worker.postMessage({ memory });
    ring();
    let open = true;
    let waits = 0;
    const waitFor = (refresh: number): boolean => {
      const until = Date.now() + GIVE_UP_MS;
      for (;;) {
        const done = Atomics.load(words, DONE);
        if (done >= refresh) return true;
        if (ended || Date.now() > until) return false;
        Atomics.wait(words, DONE, done, 50);
      }
    };
    return {
      get waits() {
        return waits;
      },
      reached(position) {
        const taken = Math.floor(position / hop);
        if (taken <= Atomics.load(words, TAKEN)) return;
        Atomics.store(words, TAKEN, taken);
        ring();
        if (taken - Atomics.load(words, DONE) > MOST_BEHIND) this.need(taken - MOST_BEHIND);
      },
      need(refresh) {
        if (Atomics.load(words, DONE) >= refresh || ended) return;
        waits++;
        if (!waitFor(refresh)) ended = true;
      },
      close() {
        if (!open) return;
        open = false;
        channels--;
        Atomics.store(words, CLOSED, 1);
        ring();
      },
    };
  };

  const close = async (): Promise<void> => {
    ended = true;
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
