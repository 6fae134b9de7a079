import {
  type BatchDevice,
  type BatchStats,
  type Compute,
  createBatchDevice,
  JamError,
} from '@jamnet/wire';
import { timewarpSpirv } from '../generated/timewarp-kernel.js';
import type { ClockLine } from './timewarp.js';
import { warpTimes } from './timewarp-reference.js';
import { createTimewarpTable, type TimewarpTable } from './timewarp-table.js';

/** How a batch of timestamps is made. */
export interface TimewarpBatchOptions {
  /** Runs the kernel; without it, and when it fails, the processor computes the same. @default none */
  readonly compute?: Compute | undefined;
  /** Clocks that it has room for, 1-65,536. @default 256 */
  readonly clocks?: number;
}

/** Timestamps of many clocks converted at once, equal to the last bit with a device and without one. */
export interface TimewarpBatch {
  /** How a clock's readings are converted from now on. Throws JamError `bad-option` for a clock or a line that does not fit. */
  setClock(clock: number, line: ClockLine): void;
  /** Its readings become 0. Throws JamError `bad-option` for a clock that there is no room for. */
  clearClock(clock: number): void;
  /**
   * Converts the first `count` of `times` (ns), each by the line of the clock whose number stands in `clocks`, into `out`; 0 stands for a
   * clock that is not known. By the lines at the call; the arrays belong to the batch until the promise resolves, and runs follow one another
   * in the order of the calls. `out` may be `times`. Rejects with JamError `bad-option` for arrays that are too short and `closed` after
   * `close`; a device that fails is no error. Allocates.
   *
   * @param count @default all
   */
  run(
    times: BigUint64Array,
    clocks: Uint32Array,
    out: BigUint64Array,
    count?: number,
  ): Promise<void>;
  stats(): BatchStats;
  /** Takes no more runs and lets the kernel go; the device stays the caller's. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

const TIMES = 0;
const CLOCKS = 1;
const RESULTS = 2;

/** Makes a batch that knows no clock yet. Rejects with JamError `bad-option`; what a device cannot do stands in `stats().fallback`. */
export async function createTimewarpBatch(
  options: TimewarpBatchOptions = {},
): Promise<TimewarpBatch> {
  const table = createTimewarpTable(options.clocks ?? 256);
  const device = await createBatchDevice(options.compute, {
    name: 'timewarp',
    spirv: timewarpSpirv,
    tableWords: table.words.length,
    columns: [
      { access: 'read', wordsPerItem: 2 },
      { access: 'read', wordsPerItem: 1 },
      { access: 'write', wordsPerItem: 2 },
    ],
  });
  return new Batch(device, table);
}

class Batch implements TimewarpBatch {
  readonly #times: BigUint64Array;
  readonly #results: BigUint64Array;

  constructor(
    private readonly device: BatchDevice,
    private readonly table: TimewarpTable,
  ) {
    this.#times = new BigUint64Array(device.words(TIMES).buffer);
    this.#results = new BigUint64Array(device.words(RESULTS).buffer);
  }

  setClock(clock: number, line: ClockLine): void {
    this.table.set(clock, line);
  }

  clearClock(clock: number): void {
    this.table.clear(clock);
  }

  async run(
    times: BigUint64Array,
    clocks: Uint32Array,
    out: BigUint64Array,
    count = times.length,
  ): Promise<void> {
    const room = Math.min(times.length, clocks.length, out.length);
    if (!Number.isInteger(count) || count < 0 || count > room) {
      throw new JamError('bad-option', `count is ${count}: the arrays have room for ${room}`);
    }
    const { device } = this;
    const table = this.table.words.slice();
    await device.run({
      table,
      items: count,
      load: (from, n) => {
        this.#times.set(times.subarray(from, from + n));
        device.words(CLOCKS).set(clocks.subarray(from, from + n));
      },
      store: (from, n) => out.set(this.#results.subarray(0, n), from),
      compute: (from) => warpTimes(table, times, clocks, from, count, out),
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
