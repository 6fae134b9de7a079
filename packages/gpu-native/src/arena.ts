import type { ArenaRange, MappedArena } from '@jamnet/wire';
import type { Addon } from './addon.js';

/** Enough for the network's slots and batches of 100,000 lines with their columns. Only touched pages take memory. */
export const DEFAULT_ARENA_BYTES = 256 * 1024 * 1024;

/** Descriptors hold offsets in 32 bits. */
export const LARGEST_ARENA_BYTES = 2 ** 32;

const opened = new WeakMap<Addon, MappedArena>();

/**
 * The process's arena as this thread sees it. Undefined where the system refuses the mapping, and for more than 4 GiB. The first
 * call in the process decides how large it is.
 *
 * A range belongs to the thread that allocated it: only that thread can free it, and when the thread ends (a worker that is
 * terminated included) what it still holds is given back. Another thread that is told the offset may use the bytes until
 * then.
 */
export function openArena(addon: Addon, bytes = DEFAULT_ARENA_BYTES): MappedArena | undefined {
  let arena = opened.get(addon);
  if (arena === undefined) {
    const buffer = bytes > LARGEST_ARENA_BYTES ? null : addon.openArena(bytes);
    if (buffer === null) return undefined;
    arena = arenaOver(addon, buffer);
    opened.set(addon, arena);
  }
  return arena;
}

function arenaOver(addon: Addon, buffer: ArrayBuffer): MappedArena {
  return {
    buffer,
    allocate(bytes) {
      const offset = addon.arenaAllocate(bytes);
      return offset < 0 ? undefined : rangeOf(addon, buffer, offset, bytes);
    },
    freeBytes: () => addon.arenaFreeBytes(),
  };
}

function rangeOf(addon: Addon, buffer: ArrayBuffer, offset: number, length: number): ArenaRange {
  let free = false;
  return {
    bytes: new Uint8Array(buffer, offset, length),
    offset,
    free() {
      if (!free) addon.arenaFree(offset);
      free = true;
    },
  };
}
