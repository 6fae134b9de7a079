import type { SyncCalibrationBlockMessage } from '@jamnet/schemas';
import type { Clock, TimerId, Timers } from '@jamnet/wire';
import { checkRange } from '../bridge/options.js';
import { NS_PER_UNIT, type CalibrationUnit } from './block.js';
import { correctedStamp, type U64 } from './correct.js';

/** A GPU stamp on the CPU clock of its sender. */
export interface Correction {
  /** In the block's unit; a number, or decimal digits beyond 2^53 - 1. */
  readonly timestamp: U64;
  readonly unit: CalibrationUnit;
  /** How far off it may be as the block was read, in its unit; null where the block does not say. Drift since then comes on top. */
  readonly uncertainty: U64 | null;
}

export interface CalibrationReceiverOptions<T> {
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Takes each message once, in the order in which they came: with its correction, or with null where no block came in time. A
   * message that cannot be corrected is handed on all the same, so that what it plays is not lost for want of a clock.
   */
  readonly deliver: (message: T, correction: Correction | null) => void;
  /** How long a message waits for the first block, milliseconds, 0 to 10,000. @default 100 */
  readonly waitMs?: number;
  /** Messages that wait at most; what comes beyond goes on uncorrected at once. 1 to 65,536. @default 256 */
  readonly capacity?: number;
}

/** What the receiver of one peer did so far. */
export interface CalibrationReceiverStats {
  readonly blocks: number;
  /** Blocks that are older than one before them, or the same. */
  readonly old: number;
  /** Blocks of another version than jamnet/1.0. */
  readonly refused: number;
  readonly corrected: number;
  /** Messages that waited and were corrected then. Among those above. */
  readonly waited: number;
  /** Messages handed on uncorrected because no block came in time. */
  readonly late: number;
  /** Messages handed on uncorrected at once because too many waited. */
  readonly overflowed: number;
  /** Stamps that are no u64: handed on uncorrected. */
  readonly malformed: number;
}

/** Corrects the GPU stamps of one peer by the blocks of that peer (row S1, spec/sync/v1 section 2.3). */
export interface CalibrationReceiver<T> {
  /** The newest block; null before the first. */
  readonly block: SyncCalibrationBlockMessage | null;
  /** Takes a block. The newest by `timestamp_cpu` counts; false for an older one and for one of another version. */
  take(block: SyncCalibrationBlockMessage): boolean;
  /** Hands a message on with `timestampGpu` corrected: at once when a block is there, otherwise when one comes or the wait is over. */
  correct(timestampGpu: U64, message: T): void;
  /** Messages that wait. */
  readonly waiting: number;
  stats(): CalibrationReceiverStats;
  /** Hands on what waits, uncorrected and counted, and holds nothing any more. For a peer that left. */
  close(): void;
  [Symbol.dispose](): void;
}

interface Waiting<T> {
  readonly timestampGpu: U64;
  readonly message: T;
  readonly untilNs: number;
}

const VERSION = 'jamnet/1.0';
const DIGITS = /^(0|[1-9][0-9]{0,19})$/;

/** One for each peer. Throws a JamError `bad-option`. */
export function createCalibrationReceiver<T>(
  options: CalibrationReceiverOptions<T>,
): CalibrationReceiver<T> {
  return new Receiver(options);
}

class Receiver<T> implements CalibrationReceiver<T> {
  block: SyncCalibrationBlockMessage | null = null;
  readonly #options: CalibrationReceiverOptions<T>;
  readonly #waitNs: number;
  readonly #capacity: number;
  #waitingFirst: Waiting<T>[] = [];
  #timer: TimerId = 0;
  #blockAtNs = 0;
  #closed = false;
  readonly #counts = {
    blocks: 0,
    old: 0,
    refused: 0,
    corrected: 0,
    waited: 0,
    late: 0,
    overflowed: 0,
    malformed: 0,
  };

  constructor(options: CalibrationReceiverOptions<T>) {
    this.#options = options;
    this.#waitNs = checkRange('waitMs', options.waitMs ?? 100, 0, 10_000) * 1e6;
    this.#capacity = checkRange('capacity', options.capacity ?? 256, 1, 65_536);
  }

  get waiting(): number {
    return this.#waitingFirst.length;
  }

  take(block: SyncCalibrationBlockMessage): boolean {
    if ((block.version ?? VERSION) !== VERSION) {
      this.#counts.refused++;
      return false;
    }
    if (this.block !== null && !isLater(block, this.block)) {
      this.#counts.old++;
      return false;
    }
    this.#counts.blocks++;
    this.block = block;
    this.#blockAtNs = this.#options.clock.nowNs();
    this.#options.timers.cancel(this.#timer);
    const waiting = this.#waitingFirst;
    this.#waitingFirst = [];
    for (const { timestampGpu, message } of waiting) {
      this.#counts.waited++;
      this.#handOn(block, timestampGpu, message);
    }
    return true;
  }

  correct(timestampGpu: U64, message: T): void {
    if (!isU64(timestampGpu)) {
      this.#counts.malformed++;
      this.#options.deliver(message, null);
    } else if (this.block !== null) {
      this.#handOn(this.block, timestampGpu, message);
    } else if (this.#closed || this.#waitingFirst.length >= this.#capacity) {
      this.#counts.overflowed++;
      this.#options.deliver(message, null);
    } else {
      const untilNs = this.#options.clock.nowNs() + this.#waitNs;
      this.#waitingFirst.push({ timestampGpu, message, untilNs });
      if (this.#waitingFirst.length === 1) this.#arm();
    }
  }

  stats(): CalibrationReceiverStats {
    return { ...this.#counts };
  }

  close(): void {
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
    this.#giveUp(Infinity);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #handOn(block: SyncCalibrationBlockMessage, timestampGpu: U64, message: T): void {
    const { timestamp_unit: unit, uncertainty = null } = block;
    const elapsed = (this.#options.clock.nowNs() - this.#blockAtNs) / NS_PER_UNIT[unit];
    const timestamp = correctedStamp(timestampGpu, block, elapsed);
    this.#counts.corrected++;
    this.#options.deliver(message, { timestamp, unit, uncertainty });
  }

  #arm(): void {
    const { timers } = this.#options;
    this.#timer = timers.schedule(this.#waitingFirst[0]!.untilNs, () => {
      this.#giveUp(this.#options.clock.nowNs());
      if (this.#waitingFirst.length > 0) this.#arm();
    });
  }

  #giveUp(nowNs: number): void {
    while (this.#waitingFirst.length > 0 && this.#waitingFirst[0]!.untilNs <= nowNs) {
      this.#counts.late++;
      this.#options.deliver(this.#waitingFirst.shift()!.message, null);
    }
  }
}

function isU64(value: U64): boolean {
  return typeof value === 'number'
    ? Number.isSafeInteger(value) && value >= 0
    : DIGITS.test(value) && BigInt(value) < 2n ** 64n;
}

/** By the CPU's time, whatever the units. */
function isLater(block: SyncCalibrationBlockMessage, than: SyncCalibrationBlockMessage): boolean {
  const ns = ({ timestamp_cpu: cpu, timestamp_unit: unit }: SyncCalibrationBlockMessage): bigint =>
    BigInt(cpu) * BigInt(NS_PER_UNIT[unit]);
  return ns(block) > ns(than);
}
