import { type Compute, type ComputeBinding, type ComputeKernel, JamError } from '@jamnet/wire';

/** A column of a batch on its way to the device or back. */
export interface DeviceColumn {
  readonly access: ComputeBinding['access'];
  readonly wordsPerItem: number;
}

/** One call's work, in pieces. */
export interface BatchWork {
  /** Read at the item's turn; the device's copy of it gets the number of items as word 0. */
  readonly table: Uint32Array;
  readonly items: number;
  /** Copies `count` items from item `from` on into the device's columns. */
  load(from: number, count: number): void;
  /** Copies results from the device's columns to where they belong. */
  store(from: number, count: number): void;
  /** Computes items from `from` to the end without a device. */
  compute(from: number): void;
}

export interface BatchStats {
  /** Items since the batch was made. */
  readonly items: number;
  /** Runs of the kernel that ended well. */
  readonly deviceRuns: number;
  /** Why the device is used no more, or was never; null while it is in use or none was given. */
  readonly fallback: string | null;
}

/**
 * One kernel with a table and columns in memory of its own, so that a device that writes after its time is up hits nothing of the caller's.
 */
export interface BatchDevice {
  /** The words of a column; empty without a device. */
  words(column: number): Uint32Array<ArrayBuffer>;
  /** Does a call's work after those before it. Rejects with JamError `closed` only. */
  run(work: BatchWork): Promise<void>;
  stats(): BatchStats;
  close(): void;
}

/** Items that go to the device at once: a power of 2. */
export const DEVICE_ITEMS = 2 ** 14;
const LEAST_ITEMS = 64;
const NO_WORDS = new Uint32Array(0);

/** Loads a kernel. A device that cannot load it is an answer (`fallback`), since there is the processor. */
export async function createBatchDevice(
  compute: Compute | undefined,
  name: string,
  spirv: Uint8Array,
  tableWords: number,
  columns: readonly DeviceColumn[],
): Promise<BatchDevice> {
  if (compute === undefined) return new Device(undefined, null, 0, []);
  try {
    return new Device(await compute.load(name, spirv), null, tableWords, columns);
  } catch (error) {
    return new Device(undefined, messageOf(error), 0, []);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const bytesOf = (words: Uint32Array<ArrayBuffer>): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

class Device implements BatchDevice {
  readonly #table: Uint32Array<ArrayBuffer>;
  readonly #words: Uint32Array<ArrayBuffer>[];
  #before: Promise<void> = Promise.resolve();
  #closed = false;
  #items = 0;
  #runs = 0;

  constructor(
    private kernel: ComputeKernel | undefined,
    private fallback: string | null,
    tableWords: number,
    private readonly columns: readonly DeviceColumn[],
  ) {
    this.#table = new Uint32Array(tableWords);
    this.#words = columns.map(({ wordsPerItem }) => new Uint32Array(DEVICE_ITEMS * wordsPerItem));
  }

  words(column: number): Uint32Array<ArrayBuffer> {
    return this.#words[column] ?? NO_WORDS;
  }

  run(work: BatchWork): Promise<void> {
    if (this.#closed) {
      return Promise.reject(new JamError('closed', 'the batch is closed: make another one'));
    }
    const done = this.#before.then(() => this.#work(work));
    // One that fails must not take those behind it along.
    this.#before = done.catch(() => undefined);
    return done;
  }

  async #work(work: BatchWork): Promise<void> {
    let from = 0;
    while (from < work.items && this.kernel !== undefined) {
      const count = Math.min(DEVICE_ITEMS, work.items - from);
      this.#table.set(work.table);
      work.load(from, count);
      if (!(await this.#runKernel(this.kernel, count))) break;
      work.store(from, count);
      from += count;
    }
    if (from < work.items) work.compute(from);
    this.#items += work.items;
  }

  async #runKernel(kernel: ComputeKernel, count: number): Promise<boolean> {
    this.#table[0] = count;
    // Commands are recorded for each number of invocations: few numbers, few recordings. The kernel knows the true one.
    const items = Math.max(LEAST_ITEMS, 2 ** Math.ceil(Math.log2(count)));
    const bindings: ComputeBinding[] = [{ bytes: bytesOf(this.#table), access: 'read' }];
    for (const [i, { access, wordsPerItem }] of this.columns.entries()) {
      bindings.push({ bytes: bytesOf(this.#words[i]!.subarray(0, items * wordsPerItem)), access });
    }
    try {
      await kernel.run(bindings, items);
      this.#runs++;
      return true;
    } catch (error) {
      this.fallback ??= messageOf(error);
      this.#letGo();
      return false;
    }
  }

  stats(): BatchStats {
    return { items: this.#items, deviceRuns: this.#runs, fallback: this.fallback };
  }

  close(): void {
    this.#closed = true;
    // Runs that were taken end as they would have.
    void this.#before.then(() => this.#letGo());
  }

  #letGo(): void {
    this.kernel?.close();
    this.kernel = undefined;
  }
}
