/** How one clock's readings become another's: a line. */
export interface ClockLine {
  /** A reading of the clock, ns: a whole number from 0 to 2^53 − 1. */
  readonly atNs: number;
  /** The other clock then, ns, likewise. */
  readonly resultNs: number;
  /** How much faster the other clock runs, as a share: 50e-6 for 50 ppm; less than 1 either way. @default 0 */
  readonly rate?: number | undefined;
}

/**
 * A reading of the one clock as a reading of the other, in nanoseconds and parts of them, as far as a Number has them. Works on the difference
 * from `atNs`, so it is exact to 1 ns for ±500 ppm over an hour. Does not allocate.
 */
export function warpTime({ atNs, resultNs, rate = 0 }: ClockLine, timeNs: number): number {
  const sinceNs = timeNs - atNs;
  return resultNs + (sinceNs + sinceNs * rate);
}
