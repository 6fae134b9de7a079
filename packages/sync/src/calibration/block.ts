import type { SyncCalibrationBlockMessage } from '@jamnet/schemas';
import type { PairedReading } from '@jamnet/wire';

export type CalibrationUnit = SyncCalibrationBlockMessage['timestamp_unit'];
export type CalibrationOrigin = SyncCalibrationBlockMessage['origin'];

export interface BlockOptions {
  /** Unit of both readings. @default 'ns' */
  readonly unit?: CalibrationUnit;
  /** In which part the clocks were read: by one who sends media, one who only receives, or one in between. @default 'sender' */
  readonly origin?: CalibrationOrigin;
  /** Which clock of the platform the CPU's reading is of, 1 to 64 characters. @default 'CLOCK_MONOTONIC' */
  readonly clockBase?: string;
  /** The session as its members call it, 1 to 64 characters; left out when absent. */
  readonly sessionId?: string;
}

export const NS_PER_UNIT: Readonly<Record<CalibrationUnit, number>> = { ns: 1, us: 1e3, ms: 1e6 };

/**
 * The block that says of a paired reading how the two clocks stand to each other (row S1, spec/sync/v1 section 2). Both are
 * rounded to the unit, and what rounding adds to the difference is part of `uncertainty`. A clock below 0 counts as 0 and cannot
 * be said; null then, and where a number is none.
 */
export function calibrationBlock(
  reading: PairedReading,
  options: BlockOptions = {},
): SyncCalibrationBlockMessage | null {
  const { unit = 'ns', origin = 'sender', clockBase = 'CLOCK_MONOTONIC', sessionId } = options;
  const perUnit = NS_PER_UNIT[unit];
  const cpu = Math.round(reading.monotonicNs / perUnit);
  const gpu = Math.round(reading.deviceNs / perUnit);
  const moved =
    (gpu * perUnit - reading.deviceNs - (cpu * perUnit - reading.monotonicNs)) / perUnit;
  const uncertainty = Math.ceil(reading.maxDeviationNs / perUnit + Math.abs(moved));
  if (![cpu, gpu, uncertainty].every((value) => value >= 0 && Number.isSafeInteger(value))) {
    return null;
  }
  return {
    type: 'sync_calibration_block',
    timestamp_cpu: cpu,
    timestamp_gpu: gpu,
    timestamp_unit: unit,
    clock_base: clockBase,
    ...(sessionId === undefined ? {} : { session_id: sessionId }),
    origin,
    uncertainty,
  };
}
