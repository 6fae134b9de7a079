import type { CoreExports } from './core.js';
import { type Fitting, type FittingPace, LIVE_LAG_SAMPLES } from './fitting.js';
import { CONTROL } from './worker-source.js';

/** What the channels of a pool share. */
export interface PoolState {
  ended: boolean;
  /** Tells the worker that there is news. */
  ring(): void;
}

const SLOTS = 8;
/** Hops that the worker may be behind before a caller with real samples waits for it: the history must outlast it. */
const MOST_BEHIND = 32;
/** A worker that does not answer for this long has died. */
const GIVE_UP_MS = 30_000;

/** One channel's side of the worker. With a pace that waits the models at a sample are always the same; otherwise nothing here ever does. */
export function createWorkerFitting(
  words: Int32Array,
  core: CoreExports,
  pace: FittingPace,
  state: PoolState,
  detach: () => void,
): Fitting {
  const hop = core.hopSamples();
  const lagSamples = pace.waits ? 0 : LIVE_LAG_SAMPLES;
  let open = true;
  let waits = 0;
  let lateModels = 0;

  const isDone = (refresh: number): boolean => Atomics.load(words, CONTROL.done) >= refresh;

  /** @returns whether refresh `refresh` is done */
  const waitFor = (refresh: number): boolean => {
    if (isDone(refresh)) return true;
    if (state.ended) return false;
    waits++;
    const until = performance.now() + GIVE_UP_MS;
    for (let left = GIVE_UP_MS; left > 0; left = until - performance.now()) {
      const done = Atomics.load(words, CONTROL.done);
      if (done >= refresh) return true;
      if (state.ended) return false;
      Atomics.wait(words, CONTROL.done, done, Math.min(50, left));
    }
    state.ended = true;
    return false;
  };

  return {
    get waits() {
      return waits;
    },
    get lateModels() {
      return lateModels;
    },
    reached(position) {
      const taken = Math.floor(position / hop);
      if (taken <= Atomics.load(words, CONTROL.taken)) return;
      Atomics.store(words, CONTROL.taken, taken);
      state.ring();
      if (pace.waits && taken - Atomics.load(words, CONTROL.done) > MOST_BEHIND)
        waitFor(taken - MOST_BEHIND);
    },
    at(position) {
      const hops = Math.floor((position - lagSamples) / hop);
      const phase = Atomics.load(words, CONTROL.phase);
      const wanted = hops - ((hops + phase) % Atomics.load(words, CONTROL.every));
      const isThere = wanted <= 0 || (pace.waits ? waitFor(wanted) : isDone(wanted));
      if (!isThere) lateModels++;
      // No worker is ahead of what has been accepted: the latest are what is wanted, or newer.
      const latest = Atomics.load(words, CONTROL.latest);
      return latest === 0 ? -1 : latest % SLOTS;
    },
    close() {
      if (!open) return;
      open = false;
      detach();
      Atomics.store(words, CONTROL.closed, 1);
      state.ring();
    },
  };
}
