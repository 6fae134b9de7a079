import type { Clock } from '@jamnet/wire';
import type { BridgeEvents, BridgeState } from './events.js';
import type { BridgeMaster } from './options.js';

/** What a bridge did so far. */
export interface TimeBridgeStats {
  readonly readings: number;
  /** Readings that were rejected. */
  readonly failed: number;
  /** Why the last one was; null while none was. */
  readonly lastError: string | null;
  /** Readings that hold no numbers, or are older than one before them. */
  readonly unusable: number;
  /** Intervals in which no reading began because the one before had not ended. */
  readonly skipped: number;
  /** Readings that lay far off and that no second one agreed with. */
  readonly outliers: number;
  /** Readings that contradicted the ones before by less than a step: a clock drifts or wanders more than the options say. */
  readonly contradictions: number;
  readonly steps: number;
}

/**
 * Two clocks, one of the GPU and one of the CPU, as one (row S2). It reads them together again and again, knows how far one is
 * ahead of the other and how fast that changes, and says how wrong it may be at most. Conversions run on without a jump and never
 * back, but for the first reading and for steps of a clock, which are told. They do not allocate.
 */
export interface TimeBridge extends BridgeEvents {
  /** The CPU's time at a time of the GPU, nanoseconds; NaN before the first reading. Also for times to come and some seconds past. */
  gpuToCpu(gpuNs: number): number;
  /** The GPU's time at a time of the CPU, nanoseconds; NaN before the first reading. */
  cpuToGpu(cpuNs: number): number;
  /** How far the GPU's clock is ahead of the CPU's now, microseconds; NaN before the first reading. */
  readonly offsetUs: number;
  /** How much faster the GPU's clock runs. */
  readonly driftPpm: number;
  /** 1 where conversions are right within 1 µs, 0 at `failedUs` and beyond, a straight line over the logarithm in between. */
  readonly quality: number;
  /**
   * How wrong a conversion of the present moment is at most, nanoseconds; Infinity before the first reading. It holds as long as each
   * reading's own deviation does, the clocks drift no more than `maxDriftPpm` and their drift wanders no faster than `wanderPpmPerS`;
   * a step is known from the first reading after it on.
   */
  readonly uncertaintyNs: number;
  /** The same for a conversion of another time of the CPU's clock. */
  uncertaintyAtNs(cpuNs: number): number;
  readonly state: BridgeState;
  readonly master: BridgeMaster;
  /** The master's time, beginning as the CPU's: a clock that runs at the master's rate. See {@link TimeBridge.setMaster}. */
  readonly clock: Clock;
  /** The master's time at a time of the CPU. */
  timeAtCpu(cpuNs: number): number;
  /** The time of the CPU at a time of the master. */
  cpuAtTime(timeNs: number): number;
  /**
   * Which clock the master's time follows from now on, without a jump: `gpu` runs at the GPU's rate, `cpu` is the CPU's clock moved by a
   * constant, `hybrid` runs at the mean of both rates, so that either side corrects by half of the drift. Conversions between GPU and
   * CPU are the same whoever is master. Throws a JamError `bad-option`.
   */
  setMaster(master: BridgeMaster): void;
  /** Throws a JamError `bad-option`. */
  setIntervalMs(intervalMs: number): void;
  setDriftCorrection(on: boolean): void;
  stats(): TimeBridgeStats;
  /** Reads no more. Conversions go on with what is known. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}
