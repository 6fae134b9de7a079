import {
  type BatchDevice,
  type BatchStats,
  type Compute,
  createBatchDevice,
  type MappedArena,
} from '@jamnet/wire';
import { jellieDecodeSpirv } from '../generated/jellie-decode-kernel.js';
import { halfRateFilters } from '../half-rate-filters.js';
import { PARTS } from '../parts.js';
import { checkWhole } from './check-whole.js';
import { decodeRows, type JellieDecodeColumns, type JellieRows } from './decode-reference.js';

/** How a batch of rows is decoded. */
export interface JellieDecodeBatchOptions extends JellieRows {
  /** Rows that it has room for, 1-65,536. */
  readonly rows: number;
  /** Runs the kernel; without it, and when it fails, the processor computes. @default none */
  readonly compute?: Compute | undefined;
  /** Where the columns lie, so that a device reads them there. @default none: memory of their own */
  readonly arena?: MappedArena | undefined;
}

/** JELLIE frames of many streams decoded at once. */
export interface JellieDecodeBatch {
  /** `present` and `parts` are written by the caller between runs; `samples` and `known` are what the last run left. */
  readonly columns: JellieDecodeColumns;
  /**
   * Decodes the first `rows` rows. The columns belong to the batch until the promise resolves. Rejects with JamError `bad-option` for more
   * rows than there is room for and `closed` after `close`; a device that fails is no error. Allocates little.
   */
  run(rows: number): Promise<void>;
  stats(): BatchStats;
  /** Takes no more runs and lets the kernel go; the columns must not be used any more. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

const HEAD_WORDS = 4;
const PRESENT = 0;
const PART_VALUES = 1;
const SAMPLES = 2;
const KNOWN = 3;

/** Makes a batch. Rejects with JamError `bad-option`; what a device cannot do stands in `stats().fallback`. */
export async function createJellieDecodeBatch(
  options: JellieDecodeBatchOptions,
): Promise<JellieDecodeBatch> {
  const rows = checkWhole('rows', options.rows, 1, 65_536);
  const pairs = checkWhole('pairs', options.pairs, 1, 4096);
  const channels = checkWhole('channels', options.channels, 1, 8);
  const values = pairs * channels;
  const filters = halfRateFilters();
  const device = await createBatchDevice(options.compute, {
    name: 'jellie_decode',
    spirv: jellieDecodeSpirv,
    tableWords: HEAD_WORDS + filters.length,
    columns: [
      { access: 'read', wordsPerItem: pairs },
      { access: 'read', wordsPerItem: PARTS * values },
      { access: 'write', wordsPerItem: 2 * values },
      { access: 'write', wordsPerItem: values },
    ],
    itemsAtOnce: 2 ** Math.ceil(Math.log2(rows)),
    invocationsPerItem: values,
    arena: options.arena,
  });
  return new Batch(device, { pairs, channels }, rows);
}

class Batch implements JellieDecodeBatch {
  readonly columns: JellieDecodeColumns;
  readonly #table: Uint32Array;

  constructor(
    private readonly device: BatchDevice,
    private readonly shape: JellieRows,
    private readonly rows: number,
  ) {
    const { pairs, channels } = shape;
    const filters = halfRateFilters();
    this.#table = new Uint32Array(HEAD_WORDS + filters.length);
    this.#table.set([0, pairs, channels]);
    this.#table.set(new Uint32Array(filters.buffer), HEAD_WORDS);
    this.columns = {
      present: device.unsigned(PRESENT, rows * pairs),
      parts: device.integers(PART_VALUES, rows * PARTS * pairs * channels),
      // Not the device's: one whose time is up may still write there.
      samples: new Int32Array(rows * 2 * pairs * channels),
      known: new Uint32Array(rows * pairs * channels),
    };
  }

  async run(rows: number): Promise<void> {
    checkWhole('rows', rows, 0, this.rows);
    const { device, columns, shape } = this;
    const values = shape.pairs * shape.channels;
    await device.run({
      table: this.#table,
      items: rows,
      // The other columns are the device's own.
      load: () => undefined,
      store: (_, count) => {
        columns.samples.set(device.integers(SAMPLES, count * 2 * values));
        columns.known.set(device.words(KNOWN).subarray(0, count * values));
      },
      compute: (from) => decodeRows(shape, columns, from, rows),
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
