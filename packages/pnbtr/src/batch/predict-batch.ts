import {
  type BatchDevice,
  type BatchStats,
  type Compute,
  createBatchDevice,
  JamError,
  type MappedArena,
} from '@jamnet/wire';
import { pnbtrPredictSpirv } from '../generated/pnbtr-predict-kernel.js';
import { createKeptModels, type KeptModels } from './kept-models.js';
import { type PredictColumns, type PredictShape, predictStreams } from './predict-reference.js';

/** How a batch of predictions is made. */
export interface PredictBatchOptions {
  /** Streams that it has room for, 1-65,536. */
  readonly streams: number;
  /** Autoregressive models of a stream, 1-16. @default 2 */
  readonly models?: number;
  /** Coefficients of a model, 1-2,048. @default 2048 */
  readonly order?: number;
  /** Samples that are predicted in a run, 1-512. @default 128 */
  readonly samples?: number;
  /** Runs the kernel; without it, and when it fails, the processor computes. @default none */
  readonly compute?: Compute | undefined;
  /**
   * Where the columns lie, so that a device reads them there; with it a device that can keeps models and what they said in memory of its
   * own from run to run. @default none: memory of their own, and all of it travels with each run
   */
  readonly arena?: MappedArena | undefined;
}

/** The next samples of many streams at once, each by several autoregressive models. */
export interface PredictBatch extends PredictShape {
  /**
   * Written by the caller between runs and read by them, but for `coefficients`, which `setModels` writes; `results` are what the last run
   * left. What has not changed need not be written again. For the next block of the same gap `samples` are added to the stream's `gaps`.
   */
  readonly columns: PredictColumns;
  /**
   * Writes the coefficients of a stream, `models * order` of them: after each fitting, not within a gap. A device that keeps memory is given
   * them by the next `upload`, or `run`. Throws JamError `bad-option` for a stream or a number that does not fit.
   */
  setModels(stream: number, coefficients: Float32Array): void;
  /** Gives the device the models that have changed, so that `run` need not: off the deadline. Does not reject. */
  upload(): Promise<void>;
  /**
   * Predicts for the first `streams` rows. The columns belong to the batch until the promise resolves; a run that is called before another
   * has ended follows it. Rejects with JamError `bad-option` for more streams than there is room for and `closed` after `close`; a device
   * that fails is no error. Allocates little.
   */
  run(streams: number): Promise<void>;
  stats(): BatchStats;
  /** Takes no more runs and lets the kernel go; the device stays the caller's. The columns must not be used any more. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

const MOST_MODELS = 16;
const MOST_ORDER = 2048;
const MOST_SAMPLES = 512;
const MOST_STREAMS = 65_536;
const GROUP = 128;
const TABLE_WORDS = 4;

const WEIGHTS = 0;
const COEFFICIENTS = 1;
const PAST = 2;
const GAPS = 3;
const REPEATS = 4;
const RESULTS = 5;
const SAID = 6;

/** Makes a batch whose columns are 0. Rejects with JamError `bad-option`; what a device cannot do stands in `stats().fallback`. */
export async function createPredictBatch(options: PredictBatchOptions): Promise<PredictBatch> {
  const { compute, arena } = options;
  const streams = whole('streams', options.streams, MOST_STREAMS);
  const models = whole('models', options.models ?? 2, MOST_MODELS);
  const order = whole('order', options.order ?? MOST_ORDER, MOST_ORDER);
  const samples = whole('samples', options.samples ?? 128, MOST_SAMPLES);
  const make = (keeps: boolean): Promise<BatchDevice> =>
    createBatchDevice(compute, {
      name: 'pnbtr_predict',
      spirv: pnbtrPredictSpirv,
      tableWords: TABLE_WORDS,
      columns: [
        { access: 'read', wordsPerItem: models },
        { access: keeps ? 'kept' : 'read', wordsPerItem: models * order },
        { access: 'read', wordsPerItem: order },
        { access: 'read', wordsPerItem: 1 },
        { access: 'read', wordsPerItem: samples },
        { access: 'write', wordsPerItem: samples },
        { access: keeps ? 'kept' : 'read-write', wordsPerItem: models * (order + samples) },
      ],
      itemsAtOnce: 2 ** Math.ceil(Math.log2(streams)),
      invocationsPerItem: GROUP,
      arena,
    });
  if (compute?.keeps === true && arena !== undefined) {
    const device = await make(true);
    const columns = [device.words(COEFFICIENTS), device.words(SAID)];
    const kept = await createKeptModels(compute, arena, columns, streams, models * order);
    if (kept !== undefined) return new Batch(device, kept, models, order, samples, streams);
    device.close();
  }
  return new Batch(await make(false), undefined, models, order, samples, streams);
}

function whole(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new JamError('bad-option', `${name} is ${value}: give a whole number from 1 to ${most}`);
}

class Batch implements PredictBatch {
  readonly columns: PredictColumns;
  readonly #table: Uint32Array;

  constructor(
    private readonly device: BatchDevice,
    private readonly kept: KeptModels | undefined,
    readonly models: number,
    readonly order: number,
    readonly samples: number,
    private readonly streams: number,
  ) {
    this.#table = Uint32Array.of(0, samples, models, order);
    this.columns = {
      weights: device.floats(WEIGHTS, streams * models),
      coefficients: kept?.coefficients ?? device.floats(COEFFICIENTS, streams * models * order),
      past: device.floats(PAST, streams * order),
      gaps: device.unsigned(GAPS, streams),
      repeats: device.floats(REPEATS, streams * samples),
      // Not the device's: one whose time is up may still write there.
      results: new Float32Array(streams * samples),
    };
  }

  setModels(stream: number, coefficients: Float32Array): void {
    const each = this.models * this.order;
    if (!Number.isInteger(stream) || stream < 0 || stream >= this.streams) {
      throw new JamError('bad-option', `stream is ${stream}: there is room for ${this.streams}`);
    }
    if (coefficients.length !== each) {
      throw new JamError('bad-option', `${coefficients.length} coefficients: give it ${each}`);
    }
    this.columns.coefficients.set(coefficients, stream * each);
    this.kept?.changed(stream);
  }

  async upload(): Promise<void> {
    await this.kept?.upload();
  }

  async run(streams: number): Promise<void> {
    if (!Number.isInteger(streams) || streams < 0 || streams > this.streams) {
      throw new JamError('bad-option', `streams is ${streams}: there is room for ${this.streams}`);
    }
    const { device, columns, samples } = this;
    // Runs of a device follow one another in the order of the calls.
    void this.upload();
    await device.run({
      table: this.#table,
      items: streams,
      // The other columns are the device's own.
      load: () => undefined,
      store: (_, count) => columns.results.set(device.floats(RESULTS, count * samples)),
      compute: (from) => predictStreams(this, columns, from, streams),
    });
  }

  stats(): BatchStats {
    return this.device.stats();
  }

  close(): void {
    this.device.close();
    this.kept?.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
