import { describe, expect, test, vi } from 'vitest';
import type { Addon, AddonResult } from '../src/addon.js';
import { createNativeHandle } from '../src/native-handle.js';
import { statusOf } from '../src/native-status.js';

const refused: AddonResult = { ok: false, reason: 'no binary', tried: ['here'], hint: 'build it' };

/** What the status asks an addon for, and no more. */
function loadedWith(missing: Addon['missing'], arena: ArrayBuffer | null): AddonResult {
  const addon = { version: '1.2.3', missing, openArena: () => arena } as unknown as Addon;
  return { ok: true, addon, path: '/a.node' };
}

describe('the native handle', () => {
  test('loads nothing before a part is asked for', () => {
    const load = vi.fn(() => refused);
    const handle = createNativeHandle(load);
    expect(handle.clock!.nowNs()).toBeGreaterThan(0);
    expect(load).not.toHaveBeenCalled();
    expect(handle.openCompute).toBeUndefined();
    expect(load).toHaveBeenCalled();
  });

  test('says why its parts are absent', () => {
    const { arena, createPort, openCompute, splitAt, failure } = createNativeHandle(() => refused);
    expect([arena, createPort, openCompute, splitAt]).toEqual(Array(4).fill(undefined));
    expect(failure).toBe('no binary');
  });

  test('has the parts that are in the binary, and the reasons for the others', () => {
    const loaded = loadedWith(
      { network: 'no engine', audio: 'no device', gpu: 'no headers' },
      new ArrayBuffer(8),
    );
    const handle = createNativeHandle(() => loaded);
    expect(handle.arena!.buffer.byteLength).toBe(8);
    expect(handle.createPort).toBeUndefined();
    expect(handle.openCompute).toBeTypeOf('function');
    expect(handle.createNullAudio).toBeUndefined();
    expect(handle.failure).toBe('no engine; no device; no headers');
  });

  test('has no failure where nothing is missing', () => {
    const handle = createNativeHandle(() =>
      loadedWith({ network: null, audio: null, gpu: null }, new ArrayBuffer(8)),
    );
    expect(handle.failure).toBeUndefined();
    expect(handle.createPort).toBeTypeOf('function');
    expect(handle.createNullAudio).toBeTypeOf('function');
  });
});

describe('the native status', () => {
  test('gives the one reason to every room where there is no binary', () => {
    const missing = { ok: false, reason: 'no binary', hint: 'build it' };
    const rooms = {
      clock: missing,
      memory: missing,
      network: missing,
      audio: missing,
      gpu: missing,
    };
    expect(statusOf(refused)).toEqual({ ...refused, rooms });
  });

  test('has no network, no audio and no GPU without memory', () => {
    const status = statusOf(loadedWith({ network: null, audio: null, gpu: 'no headers' }, null));
    const refusal = { ok: false, reason: expect.stringMatching(/refuses to map/u) as string };
    expect(status).toMatchObject({
      ok: true,
      version: '1.2.3',
      rooms: {
        clock: { ok: true },
        memory: refusal,
        network: refusal,
        audio: refusal,
        gpu: { ok: false, reason: 'no headers' },
      },
    });
  });
});
