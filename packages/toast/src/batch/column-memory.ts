import type { ArenaRange, MappedArena } from '@jamnet/wire';

/** Where a batch's columns lie: in the arena while it has room, so that a device sees them where they are; else on the heap. */
export interface ColumnMemory {
  /** Zeroed words, their bytes a multiple of 256. */
  words(count: number): Uint32Array<ArrayBuffer>;
  /** Everything handed out so far lies in the arena. */
  readonly inArena: boolean;
  /** Gives the arena's ranges back; no column may be touched after it. */
  free(): void;
}

export function createColumnMemory(arena: MappedArena | undefined): ColumnMemory {
  const ranges: ArenaRange[] = [];
  let inArena = arena !== undefined;
  return {
    words(count) {
      const bytes = Math.ceil(Math.max(count, 1) / 64) * 256;
      const range = arena?.allocate(bytes);
      if (range === undefined) {
        inArena = false;
        return new Uint32Array(bytes / 4);
      }
      ranges.push(range);
      return new Uint32Array(arena!.buffer, range.offset, bytes / 4);
    },
    get inArena() {
      return inArena;
    },
    free() {
      for (const range of ranges.splice(0)) range.free();
    },
  };
}
