import type { Clock, Timers } from '@jamnet/wire';
import type { Jam, JamOptions } from '../jam.js';
import type { Lookout, LookoutOptions } from '../lookout.js';
import type { Output } from '../output.js';

/** What a command is given instead of reaching for it, so that it runs in a test without a socket or a real clock. */
export interface CommandContext {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly output: Output;
  /** Aborts when the command shall end in order. */
  readonly stop: AbortSignal;
  /** Makes it abort. */
  requestStop(): void;
  openJam(options: JamOptions): Promise<Jam>;
  openLookout(options: LookoutOptions): Promise<Lookout>;
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(context: CommandContext, ms: number, signal = context.stop): Promise<void> {
  const { clock, timers } = context;
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      timers.cancel(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = timers.schedule(clock.nowNs() + ms * 1e6, end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Calls `run` every `intervalMs` until the returned function is called. */
export function every(context: CommandContext, intervalMs: number, run: () => void): () => void {
  const { clock, timers } = context;
  let dueNs = clock.nowNs();
  let timer = 0;
  const next = () => {
    dueNs = Math.max(dueNs + intervalMs * 1e6, clock.nowNs());
    timer = timers.schedule(dueNs, () => {
      next();
      run();
    });
  };
  next();
  return () => timers.cancel(timer);
}
