/** The work that the kernels of audio are measured with: the same input for the processor and for a device. */
import { createRepairBatch } from '@jamnet/jdat';
import { createPredictBatch } from '@jamnet/pnbtr';
import { createRandom } from '@jamnet/testkit';
import type { BatchStats, Compute, MappedArena } from '@jamnet/wire';

export interface KernelRun {
  run(): Promise<void>;
  /** What the last run left. */
  results(): readonly (Int32Array | Uint32Array | Float32Array)[];
  stats(): BatchStats;
  close(): void;
}

export interface Device {
  readonly compute: Compute;
  readonly arena?: MappedArena | undefined;
}

export interface KernelLoad {
  readonly kernel: string;
  readonly about: string;
  /** The largest difference between device and processor that is taken for equal. */
  readonly tolerance: number;
  create(streams: number, device: Partial<Device>): Promise<KernelRun>;
}

const FRAMES = 128;

/** Models of a stream: one, and as many as the concealer has. */
const MODELS = [1, 2];
const ORDER = 2048;

export async function audioKernelLoads(): Promise<KernelLoad[]> {
  return [...(await jellieLoads()), repair, ...MODELS.map(predict)];
}

/** JELLIE is used where it is installed. */
async function jellieLoads(): Promise<KernelLoad[]> {
  const jellie = await import('jellie').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  });
  if (jellie === undefined) return [];
  const encode: KernelLoad = {
    kernel: 'jellie_encode',
    about: `${FRAMES} frames a stream to four parts`,
    tolerance: 0,
    async create(streams, device) {
      const batch = await jellie.createJellieEncodeBatch(device);
      const samples = noise(streams * FRAMES, 1);
      const pairs = samples.length / 2;
      const parts = Array.from({ length: 4 }, () => new Int32Array(pairs));
      return {
        run: () => batch.run(samples, pairs, parts),
        results: () => parts,
        stats: () => batch.stats(),
        close: () => batch.close(),
      };
    },
  };
  const decode: KernelLoad = {
    kernel: 'jellie_decode',
    about: `${FRAMES} frames a stream, two of the parts of half of them, one of the others`,
    tolerance: 16,
    async create(streams, device) {
      const shape = { rows: streams, pairs: FRAMES / 2, channels: 1 };
      const batch = await jellie.createJellieDecodeBatch({ ...shape, ...device });
      const { columns } = batch;
      const encoder = await jellie.createJellieEncodeBatch();
      for (let row = 0; row < streams; row++) {
        const parts = Array.from({ length: 4 }, () => new Int32Array(shape.pairs));
        await encoder.run(noise(FRAMES, row), shape.pairs, parts);
        for (const [k, part] of parts.entries()) {
          columns.parts.set(part, (row * 4 + k) * shape.pairs);
        }
        const bits = row % 2 === 0 ? 0b1010 : 1 << ((row >> 1) % 4);
        columns.present.fill(bits, row * shape.pairs, (row + 1) * shape.pairs);
      }
      return {
        run: () => batch.run(streams),
        results: () => [columns.samples, columns.known],
        stats: () => batch.stats(),
        close: () => batch.close(),
      };
    },
  };
  return [encode, decode];
}

const repair: KernelLoad = {
  kernel: 'pcm_repair',
  about: `${FRAMES} frames a stream from 8 chunks out of order, one of four missing`,
  tolerance: 0,
  async create(streams, device) {
    const batch = await createRepairBatch({ streams, frames: FRAMES, ...device });
    const { columns, chunks, receivedFrames } = batch;
    const random = createRandom(streams);
    columns.received.set(noise(columns.received.length, 2));
    for (let i = 0; i < columns.predicted.length; i++) columns.predicted[i] = random() - 0.5;
    const size = FRAMES / 4;
    for (let at = 0; at < streams * chunks; at++) {
      const quarter = Math.floor(random() * 3);
      const first = Math.floor(random() * (receivedFrames - size));
      columns.chunks.set([quarter * size, first, size], at * 3);
    }
    return {
      run: () => {
        columns.sinceGap.fill(0);
        return batch.run(streams);
      },
      results: () => [columns.pcm, columns.mask],
      stats: () => batch.stats(),
      close: () => batch.close(),
    };
  },
};

const predict = (models: number): KernelLoad => ({
  kernel: 'pnbtr_predict',
  about: `${FRAMES} samples a stream by ${models} of order ${ORDER}`,
  tolerance: 2e-5,
  async create(streams, device) {
    const shape = { streams, models, order: ORDER, samples: FRAMES };
    const batch = await createPredictBatch({ ...shape, ...device });
    const { columns } = batch;
    const random = createRandom(streams);
    columns.weights.fill(1 / models);
    for (let i = 0; i < columns.past.length; i++) columns.past[i] = random() - 0.5;
    // Stable whatever they are: together below 1 in size.
    const coefficients = new Float32Array(models * ORDER);
    for (let stream = 0; stream < streams; stream++) {
      for (let i = 0; i < coefficients.length; i++) {
        coefficients[i] = i % ORDER === ORDER - 1 ? 0.7 : (random() - 0.5) / ORDER;
      }
      batch.setModels(stream, coefficients);
    }
    // As after a fitting: what is measured begins with the loss.
    await batch.upload();
    return {
      run: () => batch.run(streams),
      results: () => [columns.results],
      stats: () => batch.stats(),
      close: () => batch.close(),
    };
  },
});

/** 24-bit noise that is the same each time. */
function noise(length: number, seed: number): Int32Array {
  const random = createRandom(seed);
  return Int32Array.from({ length }, () => Math.floor((random() - 0.5) * 2 ** 24));
}
