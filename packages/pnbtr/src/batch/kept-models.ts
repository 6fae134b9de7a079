import type { Compute, ComputeKernel, MappedArena } from '@jamnet/wire';
import { pnbtrModelsSpirv } from '../generated/pnbtr-models-kernel.js';

/** The models of many streams as the host writes them, and their copy in memory that the device keeps. */
export interface KeptModels {
  /** As the host writes them. */
  readonly coefficients: Float32Array;
  /** Notes that the models of a stream have changed. */
  changed(stream: number): void;
  /** Gives the device what has changed. Does not reject: what a device fails at shows in the run that follows. */
  upload(): Promise<void>;
  close(): void;
}

const bytesOf = (words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/**
 * `columns` are what a kernel has kept, the coefficients first. Undefined where they are not in the arena, or the device cannot be given
 * models in this way.
 */
export async function createKeptModels(
  compute: Compute,
  arena: MappedArena,
  columns: readonly Uint32Array<ArrayBuffer>[],
  streams: number,
  wordsPerStream: number,
): Promise<KeptModels | undefined> {
  if (columns.some(({ buffer }) => buffer !== arena.buffer)) return undefined;
  const range = arena.allocate(streams * wordsPerStream * 4);
  if (range === undefined) return undefined;
  try {
    const kernel = await compute.load('pnbtr_models', pnbtrModelsSpirv);
    const words = new Float32Array(arena.buffer, range.offset, streams * wordsPerStream);
    return new Models(kernel, words, columns[0]!, streams, wordsPerStream, () => range.free());
  } catch {
    range.free();
    return undefined;
  }
}

class Models implements KeptModels {
  readonly #table = new Uint32Array(4);
  readonly #list: Uint32Array<ArrayBuffer>;
  readonly #isChanged: Uint8Array;
  #count = 0;

  constructor(
    private readonly kernel: ComputeKernel,
    readonly coefficients: Float32Array<ArrayBuffer>,
    private readonly kept: Uint32Array<ArrayBuffer>,
    streams: number,
    private readonly wordsPerStream: number,
    private readonly free: () => void,
  ) {
    this.#list = new Uint32Array(streams);
    this.#isChanged = new Uint8Array(streams);
  }

  changed(stream: number): void {
    if (this.#isChanged[stream] === 1) return;
    this.#isChanged[stream] = 1;
    this.#list[this.#count++] = stream;
  }

  async upload(): Promise<void> {
    const count = this.#count;
    if (count === 0) return;
    this.#table.set([count, this.wordsPerStream]);
    this.#isChanged.fill(0);
    this.#count = 0;
    const bindings = [
      { bytes: bytesOf(this.#table), access: 'read' },
      { bytes: bytesOf(this.#list), access: 'read' },
      { bytes: bytesOf(this.coefficients), access: 'read' },
      { bytes: bytesOf(this.kept), access: 'kept' },
    ] as const;
    await this.kernel.run(bindings, count * this.wordsPerStream).catch(() => undefined);
  }

  close(): void {
    this.kernel.close();
    this.free();
  }
}
