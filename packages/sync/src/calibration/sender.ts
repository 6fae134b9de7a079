import type { SyncCalibrationBlockMessage } from '@jamnet/schemas';
import { JamError, type Clock, type PairedReading, type TimerId, type Timers } from '@jamnet/wire';
import { checkRange } from '../bridge/options.js';
import { calibrationBlock, type BlockOptions } from './block.js';

export interface CalibrationSenderOptions extends BlockOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Reads both clocks; a rejection is counted. */
  readonly read: () => Promise<PairedReading>;
  /** Sends a block to everybody. What it throws is the caller's. */
  readonly send: (block: SyncCalibrationBlockMessage) => void;
  /** Milliseconds from one block to the next at most, 100 to 60,000. @default 5000 */
  readonly intervalMs?: number;
  /** Milliseconds from one look at the clocks to the next, 10 to `intervalMs`. @default 250, or `intervalMs` where that is shorter */
  readonly checkMs?: number;
  /** A block is sent early when the offset of the last one is off by more than this, 1 to 1,000,000. @default 50 */
  readonly driftThresholdUs?: number;
}

export interface CalibrationSenderStats {
  readonly sent: number;
  /** Of those, because of drift. */
  readonly sentOnDrift: number;
  readonly readings: number;
  /** Readings that were rejected, or hold what no block can say. */
  readonly failed: number;
}

/** Sends blocks at the start, in its interval, and when the clocks have drifted apart. */
export interface CalibrationSender {
  /** The last block; null before the first. */
  readonly block: SyncCalibrationBlockMessage | null;
  stats(): CalibrationSenderStats;
  /** Sends no more. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

/**
 * Reads at once and sends the first block as soon as that has ended. A receiver takes the offset of the newest block and no
 * drift, so the sender looks whether it still holds. Throws a JamError `bad-option`.
 */
export function createCalibrationSender(options: CalibrationSenderOptions): CalibrationSender {
  return new Sender(options);
}

class Sender implements CalibrationSender {
  block: SyncCalibrationBlockMessage | null = null;
  readonly #options: CalibrationSenderOptions;
  readonly #intervalNs: number;
  readonly #checkNs: number;
  readonly #thresholdNs: number;
  #timer: TimerId = 0;
  #reading = false;
  #closed = false;
  #sentAtNs = -Infinity;
  #sentOffsetNs = 0;
  #sent = 0;
  #sentOnDrift = 0;
  #readings = 0;
  #failed = 0;

  constructor(options: CalibrationSenderOptions) {
    this.#options = options;
    const intervalMs = checkRange('intervalMs', options.intervalMs ?? 5000, 100, 60_000);
    const checkMs = options.checkMs ?? Math.min(250, intervalMs);
    this.#intervalNs = intervalMs * 1e6;
    this.#checkNs = checkRange('checkMs', checkMs, 10, intervalMs) * 1e6;
    this.#thresholdNs =
      checkRange('driftThresholdUs', options.driftThresholdUs ?? 50, 1, 1e6) * 1e3;
    for (const name of ['clockBase', 'sessionId'] as const) {
      const length = [...(options[name] ?? ' ')].length;
      if (length < 1 || length > 64) {
        throw new JamError('bad-option', `${name} has ${length} characters: it may have 1 to 64`);
      }
    }
    this.#check();
  }

  stats(): CalibrationSenderStats {
    return {
      sent: this.#sent,
      sentOnDrift: this.#sentOnDrift,
      readings: this.#readings,
      failed: this.#failed,
    };
  }

  close(): void {
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  readonly #check = (): void => {
    const { clock, timers } = this.#options;
    this.#timer = timers.schedule(clock.nowNs() + this.#checkNs, this.#check);
    if (!this.#reading) void this.#read();
  };

  async #read(): Promise<void> {
    this.#reading = true;
    let reading: PairedReading | null = null;
    try {
      reading = await this.#options.read();
      this.#readings++;
    } catch {
      this.#failed++;
    }
    this.#reading = false;
    if (reading !== null && !this.#closed) this.#judge(reading);
  }

  #judge(reading: PairedReading): void {
    const nowNs = this.#options.clock.nowNs();
    const offsetNs = reading.deviceNs - reading.monotonicNs;
    // By half a look early rather than late, as the timers' granularity would have it.
    const due = nowNs - this.#sentAtNs >= this.#intervalNs - this.#checkNs / 2;
    // A reading that is too vague to tell is no sign of drift.
    const off = Math.abs(offsetNs - this.#sentOffsetNs) - reading.maxDeviationNs;
    const drifted = this.block !== null && off > this.#thresholdNs;
    if (!due && !drifted) return;
    const block = calibrationBlock(reading, this.#options);
    if (block === null) {
      this.#failed++;
      return;
    }
    this.block = block;
    this.#sentAtNs = nowNs;
    this.#sentOffsetNs = offsetNs;
    this.#sent++;
    if (drifted) this.#sentOnDrift++;
    this.#options.send(block);
  }
}
