/** Two clocks at one moment: what `NativeCompute.readClocks()` gives, and whatever else can read two clocks together. */
export interface PairedReading {
  /** The device's clock in nanoseconds, its wraps undone (see {@link createCounter}). */
  readonly deviceNs: number;
  /** The host's monotonic clock in nanoseconds, the line of the `Clock` that goes with it. */
  readonly monotonicNs: number;
  /** The two were read at most this far apart. Taken at its word: what is said about errors rests on it. */
  readonly maxDeviationNs: number;
}

/** Whether the numbers can be a reading at all. */
export function isReading({ deviceNs, monotonicNs, maxDeviationNs }: PairedReading): boolean {
  return (
    Number.isFinite(deviceNs) &&
    Number.isFinite(monotonicNs) &&
    Number.isFinite(maxDeviationNs) &&
    maxDeviationNs >= 0
  );
}
