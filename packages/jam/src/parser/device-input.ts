import type { MappedArena } from '@jamnet/wire';
import type { BatchMemory } from './batch-memory.js';
import type { RecordFinder } from './find-records.js';

/** What a kernel is given to read. */
export interface DeviceInput {
  readonly bytes: Uint8Array;
  /** What must be added to an offset in the batch's bytes to find it here; below 0 where only a part is given. */
  readonly shift: number;
  /** How many bytes were copied to get there. */
  readonly copiedBytes: number;
}

const ARENA_STEP = 256;

/** A binding of 128 MiB is what every Vulkan device takes. */
export const MAX_INPUT_BYTES = 2 ** 27 - 2 * ARENA_STEP;

/**
 * The part of the bytes that has records, as a range that a device can be given: where it lies when that is the arena, widened to
 * multiples of 256; else copied into the batch's own room.
 */
export function deviceInput(
  bytes: Uint8Array,
  { first, last }: Pick<RecordFinder, 'first' | 'last'>,
  arena: MappedArena | undefined,
  memory: BatchMemory,
): DeviceInput {
  if (arena !== undefined && bytes.buffer === arena.buffer) {
    const from = bytes.byteOffset + first;
    const start = from - (from % ARENA_STEP);
    const end = Math.ceil((bytes.byteOffset + last) / ARENA_STEP) * ARENA_STEP;
    const range = new Uint8Array(arena.buffer, start, Math.max(ARENA_STEP, end - start));
    return { bytes: range, shift: bytes.byteOffset - start, copiedBytes: 0 };
  }
  const room = memory.inputRoom(last - first);
  room.set(bytes.subarray(first, last));
  return { bytes: room, shift: -first, copiedBytes: last - first };
}

/** The records as offsets in the input. */
export function placeRecords(
  records: Uint32Array,
  finder: Pick<RecordFinder, 'words' | 'count'>,
  shift: number,
): void {
  const words = finder.words;
  const end = 2 * finder.count;
  for (let at = 0; at < end; at += 2) {
    records[at] = words[at]! + shift;
    records[at + 1] = words[at + 1]!;
  }
}
