import { afterEach, describe, expect, it, vi } from 'vitest';
import { nativeHandle, setNativeHandle } from '../src/index.js';

describe('the native handle', () => {
  afterEach(() => setNativeHandle(undefined));

  it('is absent until it is set, and can be taken away', () => {
    expect(nativeHandle()).toBeUndefined();
    const handle = { clock: { nowNs: () => 7 } };
    setNativeHandle(handle);
    expect(nativeHandle()).toBe(handle);
    setNativeHandle(undefined);
    expect(nativeHandle()).toBeUndefined();
  });

  it('is one for all copies of the package', async () => {
    const handle = { clock: { nowNs: () => 7 } };
    setNativeHandle(handle);
    vi.resetModules();
    const copy = await import('../src/native-handle.js');
    expect(copy.nativeHandle).not.toBe(nativeHandle);
    expect(copy.nativeHandle()).toBe(handle);
  });
});
