import type { PairedReading } from '@jamnet/wire';

/** Whether the numbers can be a reading at all. */
export function isReading({ deviceNs, monotonicNs, maxDeviationNs }: PairedReading): boolean {
  return (
    Number.isFinite(deviceNs) &&
    Number.isFinite(monotonicNs) &&
    Number.isFinite(maxDeviationNs) &&
    maxDeviationNs >= 0
  );
}
