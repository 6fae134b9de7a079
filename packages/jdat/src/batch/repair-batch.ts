import {
  type BatchDevice,
  type BatchStats,
  type Compute,
  createBatchDevice,
  JamError,
  type MappedArena,
} from '@jamnet/wire';
import { pcmRepairSpirv } from '../generated/pcm-repair-kernel.js';
import {
  CHUNK_WORDS,
  fadeStep,
  type RepairColumns,
  type RepairShape,
  repairStreams,
} from './repair-reference.js';

/** How a batch of repairs is made. */
export interface RepairBatchOptions {
  /** Streams that it has room for, 1-65,536. */
  readonly streams: number;
  /** Frames of a stretch of play-out, 1-512. @default 128 */
  readonly frames?: number;
  /** 1-8. @default 1 */
  readonly channels?: number;
  /** Chunks that a stream can have in a run, copies included, 1-256. @default 8 */
  readonly chunks?: number;
  /** Received frames that a stream has room for in a run, copies included, 1-65,536. @default 4 × frames */
  readonly receivedFrames?: number;
  /** Frames over which real ones take over after a gap, 0-512. @default 128 */
  readonly fadeFrames?: number;
  /** Runs the kernel; without it, and when it fails, the processor computes the same. @default none */
  readonly compute?: Compute | undefined;
  /** Where the columns lie, so that a device reads them there. @default none: memory of their own */
  readonly arena?: MappedArena | undefined;
}

/** Play-out of many streams at once: what was received in its place, what was predicted where nothing was. */
export interface RepairBatch extends RepairShape {
  /** Chunks, received and predicted are written by the caller between runs; `pcm`, `mask` and `sinceGap` are what the last run left. */
  readonly columns: RepairColumns;
  /**
   * Repairs one stretch of each of the first `streams` streams. The columns belong to the batch until the promise resolves. Rejects with
   * JamError `bad-option` for more streams than there is room for and `closed` after `close`; a device that fails is no error. Allocates little.
   */
  run(streams: number): Promise<void>;
  stats(): BatchStats;
  /** Takes no more runs and lets the kernel go; the columns must not be used any more. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

const GROUP = 128;
const TABLE_WORDS = 8;
const CHUNKS = 0;
const RECEIVED = 1;
const PREDICTED = 2;
const SINCE = 3;
const SINCE_AFTER = 4;
const PCM = 5;
const MASK = 6;

/** Makes a batch of streams that come out of no gap. Rejects with JamError `bad-option`; what a device cannot do stands in `stats().fallback`. */
export async function createRepairBatch(options: RepairBatchOptions): Promise<RepairBatch> {
  const streams = whole('streams', options.streams, 1, 65_536);
  const frames = whole('frames', options.frames ?? 128, 1, 512);
  const shape: RepairShape = {
    frames,
    channels: whole('channels', options.channels ?? 1, 1, 8),
    chunks: whole('chunks', options.chunks ?? 8, 1, 256),
    receivedFrames: whole('receivedFrames', options.receivedFrames ?? 4 * frames, 1, 65_536),
    fadeFrames: whole('fadeFrames', options.fadeFrames ?? 128, 0, 512),
  };
  const device = await createBatchDevice(options.compute, {
    name: 'pcm_repair',
    spirv: pcmRepairSpirv,
    tableWords: TABLE_WORDS,
    columns: [
      { access: 'read', wordsPerItem: shape.chunks * CHUNK_WORDS },
      { access: 'read', wordsPerItem: shape.receivedFrames * shape.channels },
      { access: 'read', wordsPerItem: frames * shape.channels },
      { access: 'read', wordsPerItem: 1 },
      { access: 'write', wordsPerItem: 1 },
      { access: 'write', wordsPerItem: frames * shape.channels },
      { access: 'write', wordsPerItem: frames },
    ],
    itemsAtOnce: 2 ** Math.ceil(Math.log2(streams)),
    invocationsPerItem: GROUP,
    arena: options.arena,
  });
  return new Batch(device, shape, streams);
}

function whole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new JamError(
    'bad-option',
    `${name} is ${value}: give a whole number from ${least} to ${most}`,
  );
}

class Batch implements RepairBatch {
  readonly columns: RepairColumns;
  readonly frames: number;
  readonly channels: number;
  readonly chunks: number;
  readonly receivedFrames: number;
  readonly fadeFrames: number;
  readonly #table = new Uint32Array(TABLE_WORDS);

  constructor(
    private readonly device: BatchDevice,
    shape: RepairShape,
    private readonly streams: number,
  ) {
    const { frames, channels, chunks, receivedFrames, fadeFrames } = shape;
    this.frames = frames;
    this.channels = channels;
    this.chunks = chunks;
    this.receivedFrames = receivedFrames;
    this.fadeFrames = fadeFrames;
    this.#table.set([0, frames, channels, chunks, receivedFrames, fadeFrames]);
    new Float32Array(this.#table.buffer)[6] = fadeStep(fadeFrames);
    this.columns = {
      chunks: device.integers(CHUNKS, streams * chunks * CHUNK_WORDS),
      received: device.integers(RECEIVED, streams * receivedFrames * channels),
      predicted: device.floats(PREDICTED, streams * frames * channels),
      // What a run leaves is not the device's: one whose time is up may still write there.
      sinceGap: new Uint32Array(streams).fill(fadeFrames + 1),
      pcm: new Float32Array(streams * frames * channels),
      mask: new Uint32Array(streams * frames),
    };
  }

  async run(streams: number): Promise<void> {
    whole('streams', streams, 0, this.streams);
    const { device, columns, frames, channels } = this;
    await device.run({
      table: this.#table,
      items: streams,
      // The other columns are the device's own.
      load: (_, count) => device.words(SINCE).set(columns.sinceGap.subarray(0, count)),
      store: (_, count) => {
        columns.sinceGap.set(device.words(SINCE_AFTER).subarray(0, count));
        columns.pcm.set(device.floats(PCM, count * frames * channels));
        columns.mask.set(device.words(MASK).subarray(0, count * frames));
      },
      compute: (from) => repairStreams(this, columns, from, streams),
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
