import { JamError } from '@jamnet/wire';
import { loadAddon } from './addon.js';

/** The monotonic clock and the time of day at one moment. */
export interface ClockReadings {
  /** CLOCK_MONOTONIC in nanoseconds, the line of `process.hrtime()` and of every JAMNet clock. */
  readonly monotonicNs: number;
  /** CLOCK_REALTIME in nanoseconds since 1970. Too large for a Number to be exact. */
  readonly realtimeNs: bigint;
  /** The two were read less than this far apart. */
  readonly maxDeviationNs: number;
}

/**
 * Reads both clocks at one moment: `realtimeNs - BigInt(monotonicNs)` turns kernel stamps into monotonic time until somebody
 * sets the clock. The closest of `tries` readings (1 to 1,000), since the thread may be held up between two clocks; each
 * takes about 0.1 µs. Allocates. Throws a JamError `native-unavailable` where the native part is not there.
 */
export function clockReadings(tries = 16): ClockReadings {
  const loaded = loadAddon();
  if (!loaded.ok) {
    throw new JamError('native-unavailable', `${loaded.reason}; ${loaded.hint}`);
  }
  const [monotonicNs, realtimeNs, maxDeviationNs] = loaded.addon.clockReadings(tries);
  return { monotonicNs, realtimeNs, maxDeviationNs };
}
