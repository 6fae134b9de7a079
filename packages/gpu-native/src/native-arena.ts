import { JamError, type MappedArena } from '@jamnet/wire';
import { loadAddon, type AddonResult } from './addon.js';
import { DEFAULT_ARENA_BYTES, LARGEST_ARENA_BYTES, openArena } from './arena.js';

/** The answer to "is there memory that all see at once?". */
export type ArenaAnswer =
  | { readonly ok: true; readonly arena: MappedArena }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

export interface NativeArenaOptions {
  /**
   * How large the mapping is to be, at most 4 GiB, rounded up to whole pages. What is not touched takes no memory. Only the first call in the
   * process, of whatever thread, decides; opening a port or a device is such a call.
   * @default the environment's JAMNET_ARENA_BYTES, and 268,435,456 (256 MiB) without it
   */
  readonly bytes?: number;
}

/**
 * The process's arena: see {@link MappedArena}. Throws a JamError `bad-option` for a size that is no positive whole number;
 * what cannot be had is an answer.
 */
export function nativeArena(options: NativeArenaOptions = {}): ArenaAnswer {
  const { bytes } = options;
  if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes > 0)) {
    throw new JamError('bad-option', `bytes is ${bytes}; it must be a whole number above 0`);
  }
  return arenaOf(loadAddon(), bytes);
}

export function arenaOf(loaded: AddonResult, bytes?: number): ArenaAnswer {
  if (!loaded.ok) return { ok: false, reason: loaded.reason, hint: loaded.hint };
  const wanted = bytes ?? environmentBytes(process.env) ?? DEFAULT_ARENA_BYTES;
  const hint = 'ask for less: JAMNET_ARENA_BYTES=67108864 is 64 MiB';
  if (wanted > LARGEST_ARENA_BYTES) {
    return { ok: false, reason: `${wanted} bytes of shared memory are more than 4 GiB`, hint };
  }
  const arena = openArena(loaded.addon, wanted);
  if (arena !== undefined) return { ok: true, arena };
  return { ok: false, reason: `the system refuses to map ${wanted} bytes of shared memory`, hint };
}

/** Anything but a positive whole number is as good as nothing: a library does not fail for a variable. */
function environmentBytes(env: NodeJS.ProcessEnv): number | undefined {
  const bytes = Number(env['JAMNET_ARENA_BYTES']);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
