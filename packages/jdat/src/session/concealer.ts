import { createConcealer, createFittingPool } from '@jamnet/pnbtr';
import type { Concealment } from '../receive-options.js';

/**
 * Fills what is missing in one channel, from the past alone. Everything that is played is given to it in order, each frame once: what came by `accept`,
 * what did not by `fill`.
 */
export interface Concealer {
  /** Frames that came. `output` is what to play: the same, but for a cross-fade of at most 10 ms after what was filled. */
  accept(input: Float32Array, output: Float32Array): void;
  /** As many frames as `output` is long. Returns the confidence, 0 to 1. */
  fill(output: Float32Array): number;
  /**
   * What `fill` would give, for at most 256 frames that may still come: it is told later what became of them. Without it they are filled, and what comes of them after all
   * is not told.
   */
  preview?(output: Float32Array): number;
  close(): void;
}

/** Makes the concealer of a channel. */
export type ConcealerFactory = (sampleRate: number) => Concealer;

/** Where the concealers of all streams come from. */
export interface ConcealerSource {
  readonly create: ConcealerFactory;
  /** After all concealers have been closed. */
  close(): void;
}

/**
 * Those of PNBTR share one thread that fits their models. The first of a process blocks for some tenths of a second, until all that fills gaps is compiled.
 * Throws JamError `native-unavailable` where they cannot run.
 */
export function concealerSource(concealment: Concealment): ConcealerSource {
  if (concealment !== 'pnbtr') {
    const method = concealment === 'none' ? 'zero' : 'repeat';
    return {
      create: (sampleRate) => createConcealer({ sampleRate, method }),
      close: () => {},
    };
  }
  // What it needs is found out now, when it can be said, and its thread is started and its code made fast now: with a stream's first message there is no time.
  const pool = createFittingPool();
  createConcealer({ sampleRate: 48_000, fitting: 'worker', lateFit: 'previous', pool }).close();
  return {
    create: (sampleRate) =>
      createConcealer({
        sampleRate,
        fitting: 'worker',
        // The thread of a live stream must not stand still.
        lateFit: 'previous',
        pool,
      }),
    close: () => void pool.close(),
  };
}
