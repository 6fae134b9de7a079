import type { Clock } from './ports.js';

const NS_PER_S = 1e9;

/**
 * The system's monotonic clock in nanoseconds: CLOCK_MONOTONIC on Linux, which all processes of a host share (network
 * namespaces included) and which nobody can set; its counterparts on macOS and Windows. Never goes back.
 *
 * It reads `process.hrtime()`, of the three ways that Node has the fastest, and the only one that allocates nothing once it is
 * compiled: the array that it returns is taken apart at once, so the compiler leaves it out. `performance.now()` makes a
 * heap number per call and has an epoch of its own per thread; `process.hrtime.bigint()` makes a BigInt.
 */
export function createSystemClock(): Clock {
  return new SystemClock();
}

class SystemClock implements Clock {
  nowNs(): number {
    const time = process.hrtime();
    return time[0] * NS_PER_S + time[1];
  }
}

/** Whether a clock says what the system's monotonic clock says: readings of the kernel and of devices are on that line. Does not allocate. */
export function isSystemClock(clock: Clock): boolean {
  const beforeNs = system.nowNs();
  const nowNs = clock.nowNs();
  return beforeNs <= nowNs && nowNs <= system.nowNs();
}

const system = createSystemClock();
