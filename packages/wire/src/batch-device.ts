import { JamError } from './errors.js';
import type { Compute, ComputeBinding, ComputeKernel, MappedArena } from './ports.js';

/** A column of a batch on its way to the device or back. */
export interface DeviceColumn {
  readonly access: ComputeBinding['access'];
  readonly wordsPerItem: number;
}

/** A kernel whose binding 0 is a table with the number of items as word 0, and whose further bindings are columns with a row for each item. */
export interface BatchKernel {
  readonly name: string;
  readonly spirv: Uint8Array;
  readonly tableWords: number;
  readonly columns: readonly DeviceColumn[];
  /** Items that go to the device at once: a power of 2. @default 16,384 */
  readonly itemsAtOnce?: number;
  /** More than 1 where a whole group of the kernel works on one item: its group size. @default 1 */
  readonly invocationsPerItem?: number;
  /** Where the table and the columns lie, so that the device need not be sent them; memory of the batch's own where it has no room. @default none */
  readonly arena?: MappedArena | undefined;
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
  /** The first `count` words of a column as integers; where there is no device, as many in memory of their own, new ones each time. */
  integers(column: number, count: number): Int32Array<ArrayBuffer>;
  /** The same as unsigned integers. */
  unsigned(column: number, count: number): Uint32Array<ArrayBuffer>;
  /** The same as numbers of 32 bits. */
  floats(column: number, count: number): Float32Array<ArrayBuffer>;
  /** Does a call's work after those before it. Rejects with JamError `closed` only. */
  run(work: BatchWork): Promise<void>;
  stats(): BatchStats;
  close(): void;
}

const ITEMS_AT_ONCE = 2 ** 14;
const LEAST_INVOCATIONS = 64;
const NO_WORDS = new Uint32Array(0);

/**
 * Loads a kernel for batches of any size, which the processor does where there is no device. A device that cannot load it is an answer
 * (`fallback`) and no error.
 */
export async function createBatchDevice(
  compute: Compute | undefined,
  kernel: BatchKernel,
): Promise<BatchDevice> {
  if (compute === undefined) return new Device(undefined, null, kernel);
  try {
    return new Device(await compute.load(kernel.name, kernel.spirv), null, kernel);
  } catch (error) {
    return new Device(undefined, messageOf(error), kernel);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const bytesOf = (words: Uint32Array<ArrayBuffer>): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

class Device implements BatchDevice {
  readonly #itemsAtOnce: number;
  readonly #perItem: number;
  readonly #memory: Memory;
  readonly #table: Uint32Array<ArrayBuffer>;
  readonly #words: Uint32Array<ArrayBuffer>[];
  #before: Promise<void> = Promise.resolve();
  #closed = false;
  #items = 0;
  #runs = 0;

  constructor(
    private kernel: ComputeKernel | undefined,
    private fallback: string | null,
    private readonly about: BatchKernel,
  ) {
    const { itemsAtOnce = ITEMS_AT_ONCE, invocationsPerItem = 1 } = about;
    this.#itemsAtOnce = itemsAtOnce;
    this.#perItem = invocationsPerItem;
    this.#memory = new Memory(about.arena);
    const room = kernel === undefined ? 0 : itemsAtOnce;
    this.#table = this.#memory.words(kernel === undefined ? 0 : about.tableWords);
    this.#words = about.columns.map(({ wordsPerItem }) => this.#memory.words(room * wordsPerItem));
  }

  words(column: number): Uint32Array<ArrayBuffer> {
    return this.#words[column] ?? NO_WORDS;
  }

  unsigned(column: number, count: number): Uint32Array<ArrayBuffer> {
    const words = this.words(column);
    return words.length === 0 ? new Uint32Array(count) : words.subarray(0, count);
  }

  integers(column: number, count: number): Int32Array<ArrayBuffer> {
    const words = this.unsigned(column, count);
    return new Int32Array(words.buffer, words.byteOffset, count);
  }

  floats(column: number, count: number): Float32Array<ArrayBuffer> {
    const words = this.unsigned(column, count);
    return new Float32Array(words.buffer, words.byteOffset, count);
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
      const count = Math.min(this.#itemsAtOnce, work.items - from);
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
    const least = Math.min(this.#itemsAtOnce, LEAST_INVOCATIONS);
    const items = Math.max(least, 2 ** Math.ceil(Math.log2(count)));
    const bindings: ComputeBinding[] = [{ bytes: bytesOf(this.#table), access: 'read' }];
    for (const [i, { access, wordsPerItem }] of this.about.columns.entries()) {
      const words = this.#words[i]!;
      // Kept memory is known by its length.
      const part = access === 'kept' ? words : words.subarray(0, items * wordsPerItem);
      bindings.push({ bytes: bytesOf(part), access });
    }
    try {
      await kernel.run(bindings, items * this.#perItem);
      this.#runs++;
      return true;
    } catch (error) {
      this.fallback ??= messageOf(error);
      // It may still be written to by the device.
      this.#memory.keep();
      this.#letGo();
      return false;
    }
  }

  stats(): BatchStats {
    return { items: this.#items, deviceRuns: this.#runs, fallback: this.fallback };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Runs that were taken end as they would have.
    void this.#before.then(() => {
      this.#letGo();
      this.#memory.free();
    });
  }

  #letGo(): void {
    this.kernel?.close();
    this.kernel = undefined;
  }
}

/** Words in the arena while it has room, in memory of their own otherwise. */
class Memory {
  #ranges: { free(): void }[] = [];

  constructor(private readonly arena: MappedArena | undefined) {}

  words(count: number): Uint32Array<ArrayBuffer> {
    const range = count === 0 ? undefined : this.arena?.allocate(count * 4);
    if (this.arena === undefined || range === undefined) return new Uint32Array(count);
    this.#ranges.push(range);
    return new Uint32Array(this.arena.buffer, range.offset, count);
  }

  /** Never gives it back. */
  keep(): void {
    this.#ranges = [];
  }

  free(): void {
    for (const range of this.#ranges) range.free();
    this.#ranges = [];
  }
}
