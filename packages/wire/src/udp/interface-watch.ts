import type { Clock, TimerId, Timers } from '../ports.js';
import type { NetworkInterface } from './interfaces.js';

/** Looks at the interfaces of this machine again and again: Node has no event for their coming and going. */
export interface InterfaceWatch {
  /** Looks no more. Resolves when what a look has set off is done. */
  stop(): Promise<void>;
}

/** A look costs about a tenth of a millisecond, and a musician who plugs in a cable waits that long at most. */
export const SCAN_INTERVAL_NS = 2e9;

/**
 * Calls `follow` with what `scan` lists every {@link SCAN_INTERVAL_NS}, changed or not, so that what failed is tried again;
 * not while an earlier call is under way. What either throws goes to `onError`.
 */
export function createInterfaceWatch(
  clock: Clock,
  timers: Timers,
  scan: () => readonly NetworkInterface[],
  follow: (available: readonly NetworkInterface[]) => Promise<void>,
  onError: (error: Error) => void,
): InterfaceWatch {
  let stopped = false;
  let following: Promise<void> | undefined;
  let timer: TimerId = 0;

  const look = (): void => {
    arm();
    following ??= Promise.resolve()
      .then(() => (stopped ? undefined : follow(scan())))
      .catch(onError)
      .finally(() => (following = undefined));
  };
  const arm = (): void => {
    timer = timers.schedule(clock.nowNs() + SCAN_INTERVAL_NS, look);
  };
  arm();
  return {
    async stop() {
      if (!stopped) timers.cancel(timer);
      stopped = true;
      await following;
    },
  };
}
