import type { ArenaRange, MappedArena } from '@jamnet/wire';
import { columnBytes, columnsOver, type Columns } from './columns.js';
import type { KeyTable } from './key-table.js';

/** Lines are counted in steps of this, so that batches of nearly one size share what was recorded for the device. */
const STEP = 1024;
const VECTOR_BYTES = 16;
const ARENA_STEP = 256;

/** Memory of one batch: where its lines lie, the table for the kernel, and the columns. In the arena where there is room. */
export interface BatchMemory {
  /** Lines there is room for. */
  readonly capacity: number;
  /** Start and length of each line. */
  readonly records: Uint32Array;
  readonly table: Uint32Array;
  /** The bytes of the columns that {@link shape} gave last. */
  readonly columnBytes: Uint8Array;
  /** Columns for so many lines, and the table's head that says so. `inputBytes` is what the kernel may read of its input. */
  shape(lines: number, inputBytes: number): Columns;
  /** Room for a copy of the input, whole vectors and one more. Kept for the next batch. */
  inputRoom(bytes: number): Uint8Array;
  free(): void;
}

/** Hands out memory for batches and takes it back for the next ones. */
export interface BatchMemoryPool {
  take(lines: number): BatchMemory;
  give(memory: BatchMemory): void;
  /**
   * Memory on the heap with the same records, for a batch whose device failed. A device that timed out writes however late, so what it
   * was given is neither handed out again nor freed. The new memory goes back by `give` like any other, and is not kept.
   */
  replace(memory: BatchMemory, lines: number): BatchMemory;
  close(): void;
}

/** Batches that are kept for reuse at most. */
const MOST_IDLE = 4;

export function createBatchMemoryPool(
  keys: number,
  table: KeyTable,
  arena: MappedArena | undefined,
): BatchMemoryPool {
  const idle: BatchMemory[] = [];
  const replacements = new WeakSet<BatchMemory>();
  let closed = false;
  return {
    take(lines) {
      const fit = idle.findIndex(({ capacity }) => capacity >= lines);
      if (fit >= 0) return idle.splice(fit, 1)[0]!;
      // What is too small would stay so: batches of one program are much alike.
      idle.pop()?.free();
      return createBatchMemory(keys, table, arena, lines);
    },
    give(memory) {
      if (closed || idle.length === MOST_IDLE || replacements.has(memory)) memory.free();
      else idle.push(memory);
    },
    replace(memory, lines) {
      const own = createBatchMemory(keys, table, undefined, lines);
      own.records.set(memory.records.subarray(0, 2 * lines));
      replacements.add(own);
      return own;
    },
    close() {
      closed = true;
      for (const memory of idle.splice(0)) memory.free();
    },
  };
}

function createBatchMemory(
  keys: number,
  table: KeyTable,
  arena: MappedArena | undefined,
  lines: number,
): BatchMemory {
  const capacity = Math.max(STEP, 2 ** Math.ceil(Math.log2(lines + 1)));
  const ranges: ArenaRange[] = [];
  const room = (bytes: number): Uint8Array => {
    const range = arena?.allocate(bytes);
    if (range === undefined) return new Uint8Array(bytes);
    ranges.push(range);
    return range.bytes;
  };
  const records = wordsOf(room(8 * capacity));
  const ownTable = wordsOf(room(table.words.byteLength));
  ownTable.set(table.words);
  const columnRange = room(columnBytes(keys, capacity));
  let input: Uint8Array = new Uint8Array(0);
  let shaped: Columns | undefined;
  return {
    capacity,
    records,
    table: ownTable,
    get columnBytes() {
      return columnRange.subarray(0, columnBytes(keys, shaped?.stride ?? capacity));
    },
    shape(count, inputBytes) {
      const stride = Math.min(capacity, Math.max(STEP, Math.ceil(count / STEP) * STEP));
      if (shaped?.stride !== stride) shaped = columnsOver(columnRange, keys, stride);
      ownTable[0] = count;
      ownTable[1] = stride;
      ownTable[2] = shaped.kindWords;
      ownTable[3] = keys;
      ownTable[17] = Math.max(0, inputBytes / VECTOR_BYTES - 1);
      return shaped;
    },
    inputRoom(bytes) {
      const wanted = Math.ceil(bytes / ARENA_STEP + 1) * ARENA_STEP;
      if (input.length < wanted) input = room(2 * wanted);
      return input.subarray(0, wanted);
    },
    free() {
      for (const range of ranges) range.free();
    },
  };
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
