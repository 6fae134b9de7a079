import { describe, expect, it } from 'vitest';
import { appendStep } from '../../src/gpu/flat-steps.js';
import { openCompute } from '../../src/gpu/open-compute.js';
import { checkComputeOptions, type OpenComputeOptions } from '../../src/gpu/options.js';

describe('options of the executor', () => {
  it('has defaults, and takes device and memory from the environment', () => {
    expect(checkComputeOptions({}, {})).toEqual({
      device: '',
      memory: 'mapped',
      importArena: true,
      timeoutMs: 2000,
      spinUs: 0,
      fault: undefined,
    });
    const env = { JAMNET_GPU_DEVICE: 'h200', JAMNET_GPU_MEMORY: 'staged' };
    expect(checkComputeOptions({}, env)).toMatchObject({ device: 'h200', memory: 'staged' });
    expect(checkComputeOptions({ device: 'x', memory: 'mapped' }, env)).toMatchObject({
      device: 'x',
      memory: 'mapped',
    });
    expect(checkComputeOptions({}, { JAMNET_GPU_MEMORY: 'nonsense' }).memory).toBe('mapped');
  });

  it.each<[OpenComputeOptions, string]>([
    [{ timeoutMs: 0 }, 'timeoutMs is 0'],
    [{ timeoutMs: 1.5 }, 'timeoutMs is 1.5'],
    [{ spinUs: 10_001 }, 'spinUs is 10001'],
    [{ memory: 'both' as 'mapped' }, 'memory is both'],
    [{ fault: { kind: 'lost', afterSubmits: -1 } }, 'fault.afterSubmits is -1'],
    [{ fault: { kind: 'hang', afterSubmits: 0, hangMs: NaN } }, 'fault.hangMs is NaN'],
  ])('refuses %j', async (options, message) => {
    expect(() => checkComputeOptions(options, {})).toThrow(message);
    await expect(openCompute(options)).rejects.toMatchObject({ code: 'bad-option' });
  });

  it('passes on why there is no addon', async () => {
    const none = { ok: false, reason: 'no binary', tried: ['/x'], hint: 'make one' } as const;
    expect(await openCompute({}, none)).toEqual(none);
  });
});

describe('steps', () => {
  const append = (bytes: unknown, access: unknown, invocations = 1) => {
    const flat: (number | Uint8Array)[] = [];
    appendStep(flat, 'fill', 3, [{ bytes, access } as never], invocations);
    return flat;
  };

  it('are laid out flat', () => {
    const bytes = new Uint8Array(8);
    expect(append(bytes, 'read-write', 0xffffffff)).toEqual([3, 0xffffffff, 1, bytes, 2]);
    expect(append(bytes, 'read')).toEqual([3, 1, 1, bytes, 0]);
  });

  it.each<[string, unknown, unknown, number?]>([
    ['is no Uint8Array', new Uint32Array(1), 'read'],
    ['is no Uint8Array', new Uint8Array(new SharedArrayBuffer(4)), 'read'],
    ['is no Uint8Array', undefined, 'read'],
    ['multiple of 4', new Uint8Array(8).subarray(2), 'read'],
    ['has access none', new Uint8Array(8), 'none'],
    ['invocations is 0.5', new Uint8Array(8), 'read', 0.5],
    ['invocations is 4294967296', new Uint8Array(8), 'read', 2 ** 32],
  ])('are refused: %s', (message, bytes, access, invocations) => {
    expect(() => append(bytes, access, invocations)).toThrow(message);
  });
});
