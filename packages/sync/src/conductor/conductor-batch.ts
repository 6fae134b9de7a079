import {
  type BatchDevice,
  type BatchStats,
  type Compute,
  createBatchDevice,
  JamError,
} from '@jamnet/wire';
import { conductorSpirv } from '../generated/conductor-kernel.js';
import { type ConductorColumns, conductTimes } from './conductor-reference.js';
import { createConductorTable, TABLE_WORDS } from './conductor-table.js';
import { newScore } from './new-score.js';
import type { Score } from './score.js';

/** How a batch of positions is made. */
export interface ConductorBatchOptions {
  /** Runs the kernel; without it, and when it fails, the processor computes the same. @default none */
  readonly compute?: Compute | undefined;
}

/** Positions at many times at once, equal to the last bit with a device and without one. */
export interface ConductorBatch {
  /** What the following runs go by. Throws JamError `bad-option` for a score that does not fit a table, and then keeps the one before. */
  setScore(score: Score): void;
  /**
   * Writes the positions at the first `count` of `times` (ns on the timeline) into the first rows of `out`, by the score at the call. Both
   * belong to the batch until the promise resolves; runs follow one another in the order of the calls. Rejects with JamError `bad-option`
   * for columns that are too short and `closed` after `close`; a device that fails is no error. Allocates.
   *
   * @param count @default all
   */
  run(times: BigUint64Array, out: ConductorColumns, count?: number): Promise<void>;
  stats(): BatchStats;
  /** Takes no more runs and lets the kernel go; the device stays the caller's. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

/** Columns for so many positions. */
export function createConductorColumns(count: number): ConductorColumns {
  return {
    beats: new BigInt64Array(count),
    bars: new Int32Array(count),
    beatsInBar: new Uint32Array(count),
    ticks: new Uint32Array(count),
  };
}

const TIMES = 0;
const BEATS = 1;
const BARS = 2;
const BEATS_IN_BAR = 3;
const TICKS = 4;

/** Makes a batch for a score at rest. What a device cannot do does not reject; it stands in `stats().fallback`. */
export async function createConductorBatch(
  options: ConductorBatchOptions = {},
): Promise<ConductorBatch> {
  const device = await createBatchDevice(options.compute, {
    name: 'conductor',
    spirv: conductorSpirv,
    tableWords: TABLE_WORDS,
    columns: [
      { access: 'read', wordsPerItem: 2 },
      { access: 'write', wordsPerItem: 2 },
      { access: 'write', wordsPerItem: 1 },
      { access: 'write', wordsPerItem: 1 },
      { access: 'write', wordsPerItem: 1 },
    ],
  });
  return new Batch(device);
}

class Batch implements ConductorBatch {
  readonly #table = createConductorTable();
  readonly #times: BigUint64Array;
  readonly #beats: BigInt64Array;
  readonly #bars: Int32Array;

  constructor(private readonly device: BatchDevice) {
    this.#times = new BigUint64Array(device.words(TIMES).buffer);
    this.#beats = new BigInt64Array(device.words(BEATS).buffer);
    this.#bars = new Int32Array(device.words(BARS).buffer);
    this.#table.set(newScore());
  }

  setScore(score: Score): void {
    this.#table.set(score);
  }

  async run(times: BigUint64Array, out: ConductorColumns, count = times.length): Promise<void> {
    const { device } = this;
    const { beats, bars, beatsInBar, ticks } = out;
    const room = Math.min(times.length, beats.length, bars.length, beatsInBar.length, ticks.length);
    if (!Number.isInteger(count) || count < 0 || count > room) {
      throw new JamError('bad-option', `count is ${count}: the columns have room for ${room}`);
    }
    const table = this.#table.words.slice();
    await device.run({
      table,
      items: count,
      load: (from, n) => this.#times.set(times.subarray(from, from + n)),
      store: (from, n) => {
        beats.set(this.#beats.subarray(0, n), from);
        bars.set(this.#bars.subarray(0, n), from);
        beatsInBar.set(device.words(BEATS_IN_BAR).subarray(0, n), from);
        ticks.set(device.words(TICKS).subarray(0, n), from);
      },
      compute: (from) => conductTimes(table, times, from, count, out),
    });
  }

  stats(): BatchStats {
    return this.device.stats();
  }

  close(): void {
    this.device.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
