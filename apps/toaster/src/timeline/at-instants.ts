import type { Clock, Timers } from '@jamnet/wire';

/**
 * Calls `run` at each multiple of `everyMs` on the clock, as soon as the timers get round to it, with that very instant: processes that share the clock
 * all see the same ones. Returns what ends it.
 */
export function atInstants(
  { clock, timers }: { readonly clock: Clock; readonly timers: Timers },
  everyMs: number,
  run: (instantNs: number) => void,
): () => void {
  const everyNs = everyMs * 1e6;
  let timer = 0;
  const next = (): void => {
    const instantNs = (Math.floor(clock.nowNs() / everyNs) + 1) * everyNs;
    timer = timers.schedule(instantNs, () => {
      next();
      run(instantNs);
    });
  };
  next();
  return () => timers.cancel(timer);
}
