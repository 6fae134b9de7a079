import { JamError, type Clock, type PairedReading, type Timers } from '@jamnet/wire';

/** Which clock the bridge's own time follows: the GPU's, the CPU's, or the middle of both. */
export type BridgeMaster = 'gpu' | 'cpu' | 'hybrid';

export interface TimeBridgeOptions {
  /** The monotonic clock that readings are of. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** Reads both clocks. One at a time; a rejection is counted and another try is made at the next interval. */
  readonly read: () => Promise<PairedReading>;
  /** Milliseconds between readings, 10 to 1,000. @default 50 */
  readonly intervalMs?: number;
  /** Whether conversions run on between readings at the drift that was found; otherwise at the clocks' nominal rate. @default true */
  readonly driftCorrection?: boolean;
  /** @default 'gpu' */
  readonly master?: BridgeMaster;
  /** How far the rates of the two clocks may differ. Oscillators are within 100, a host's clock while it is being set within 500. @default 500 */
  readonly maxDriftPpm?: number;
  /** How fast that difference may change, in ppm a second. Oscillators warming up are far below. @default 0.1 */
  readonly wanderPpmPerS?: number;
  /** Readings of this long give the drift. @default 16000 */
  readonly windowMs?: number;
  /** A reading farther off than its bounds allow by this much is a step, once a second one agrees. @default 100 */
  readonly stepUs?: number;
  /** An uncertainty above this is `failed`; quality is 0 there. @default 100 */
  readonly failedUs?: number;
  /** A change of the drift that is told. @default 1 */
  readonly driftEventPpm?: number;
}

export type CheckedBridgeOptions = Required<TimeBridgeOptions>;

/** Throws a JamError `bad-option`. */
export function checkIntervalMs(intervalMs: number): number {
  return checkRange('intervalMs', intervalMs, 10, 1000);
}

/** Throws a JamError `bad-option`. */
export function checkMaster(master: BridgeMaster): BridgeMaster {
  if (!['gpu', 'cpu', 'hybrid'].includes(master)) {
    throw new JamError('bad-option', `master is '${master}': it is 'gpu', 'cpu' or 'hybrid'`);
  }
  return master;
}

/** Throws a JamError `bad-option`. */
export function checkRange(name: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most)) {
    throw new JamError('bad-option', `${name} is ${value}: it may be ${least} to ${most}`);
  }
  return value;
}

/** All options with their defaults. Throws a JamError `bad-option`. */
export function checkBridgeOptions(options: TimeBridgeOptions): CheckedBridgeOptions {
  return {
    clock: options.clock,
    timers: options.timers,
    read: options.read,
    intervalMs: checkIntervalMs(options.intervalMs ?? 50),
    driftCorrection: options.driftCorrection ?? true,
    master: checkMaster(options.master ?? 'gpu'),
    maxDriftPpm: checkRange('maxDriftPpm', options.maxDriftPpm ?? 500, 1, 10_000),
    wanderPpmPerS: checkRange('wanderPpmPerS', options.wanderPpmPerS ?? 0.1, 0, 1000),
    windowMs: checkRange('windowMs', options.windowMs ?? 16_000, 100, 600_000),
    stepUs: checkRange('stepUs', options.stepUs ?? 100, 1, 1e6),
    failedUs: checkRange('failedUs', options.failedUs ?? 100, 2, 1e6),
    driftEventPpm: checkRange('driftEventPpm', options.driftEventPpm ?? 1, 0.001, 10_000),
  };
}
