import { describe, expect, it } from 'vitest';
import type { Addon, AddonResult } from '../src/addon.js';
import { arenaOf } from '../src/native-arena.js';

/** A binary that maps what it is asked for, up to a limit. */
function binary(mostBytes: number): AddonResult & { asked: number[] } {
  const asked: number[] = [];
  const addon = {
    openArena(bytes: number) {
      asked.push(bytes);
      return bytes > mostBytes ? null : new ArrayBuffer(8);
    },
  } as unknown as Addon;
  return { ok: true, addon, path: '', asked };
}

describe('an arena', () => {
  it('is an answer where the system refuses it', () => {
    expect(arenaOf(binary(1000), 1001)).toMatchObject({
      ok: false,
      reason: 'the system refuses to map 1001 bytes of shared memory',
      hint: expect.stringContaining('JAMNET_ARENA_BYTES'),
    });
    expect(arenaOf(binary(1000), 1000).ok).toBe(true);
  });

  it('is never so large that an offset in it does not fit in 32 bits', () => {
    const loaded = binary(Infinity);
    const reason = '4294967297 bytes of shared memory are more than 4 GiB';
    expect(arenaOf(loaded, 2 ** 32 + 1)).toMatchObject({ ok: false, reason });
    expect(loaded.asked).toEqual([]);
    expect(arenaOf(loaded, 2 ** 32).ok).toBe(true);
  });
});
