import { describe, expect, it } from 'vitest';
import { createBatchDevice, type BatchKernel } from '../src/batch-device.js';
import type { Compute, ComputeBinding, MappedArena } from '../src/ports.js';

/** A device whose kernel doubles the first column into the second. */
function doubler(failAfter = Infinity) {
  const runs: { invocations: number; items: number; bytes: number[] }[] = [];
  let closed = 0;
  const words = ({ bytes }: ComputeBinding): Uint32Array =>
    new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const compute: Partial<Compute> = {
    load: async (name) => ({
      name,
      run: async (bindings, invocations) => {
        const [table, from, to] = bindings.map(words);
        if (runs.length >= failAfter) throw new Error('lost');
        runs.push({
          invocations,
          items: table![0]!,
          bytes: bindings.map(({ bytes }) => bytes.byteLength),
        });
        for (let i = 0; i < table![0]!; i++) to![i] = 2 * from![i]!;
      },
      close: () => void closed++,
    }),
  };
  return { compute: compute as Compute, runs, closed: () => closed };
}

const kernel: BatchKernel = {
  name: 'double',
  spirv: new Uint8Array(0),
  tableWords: 4,
  columns: [
    { access: 'read', wordsPerItem: 1 },
    { access: 'write', wordsPerItem: 1 },
  ],
};

/** An arena of so many bytes that never gives the same range twice. */
function arenaOf(bytes: number) {
  const buffer = new ArrayBuffer(bytes);
  const held = new Set<number>();
  let next = 0;
  const arena: MappedArena = {
    buffer,
    allocate(wanted) {
      if (next + wanted > bytes) return undefined;
      const offset = next;
      next += Math.ceil(wanted / 256) * 256;
      held.add(offset);
      return {
        bytes: new Uint8Array(buffer, offset, wanted),
        offset,
        free: () => void held.delete(offset),
      };
    },
    freeBytes: () => bytes - next,
  };
  return { arena, held };
}

async function doubleAll(
  device: Awaited<ReturnType<typeof createBatchDevice>>,
  values: Uint32Array,
): Promise<Uint32Array> {
  const out = new Uint32Array(values.length);
  await device.run({
    table: new Uint32Array(4),
    items: values.length,
    load: (from, count) => device.words(0).set(values.subarray(from, from + count)),
    store: (from, count) => out.set(device.words(1).subarray(0, count), from),
    compute: (from) => {
      for (let i = from; i < values.length; i++) out[i] = 2 * values[i]!;
    },
  });
  return out;
}

const numbers = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);
const doubled = (count: number): Uint32Array => numbers(count).map((value) => 2 * value);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createBatchDevice', () => {
  it('cuts what is too much and runs over a power of 2 of invocations', async () => {
    const { compute, runs, closed } = doubler();
    const device = await createBatchDevice(compute, {
      ...kernel,
      itemsAtOnce: 128,
      invocationsPerItem: 3,
    });
    expect(await doubleAll(device, numbers(300))).toEqual(doubled(300));
    expect(runs).toEqual([
      { invocations: 384, items: 128, bytes: [16, 512, 512] },
      { invocations: 384, items: 128, bytes: [16, 512, 512] },
      { invocations: 192, items: 44, bytes: [16, 256, 256] },
    ]);
    expect(device.stats()).toEqual({ items: 300, deviceRuns: 3, fallback: null });
    device.close();
    await expect(doubleAll(device, numbers(1))).rejects.toMatchObject({ code: 'closed' });
    await settle();
    expect(closed()).toBe(1);
  });

  it('does the rest without the device where that fails', async () => {
    const { compute } = doubler(1);
    const device = await createBatchDevice(compute, { ...kernel, itemsAtOnce: 64 });
    expect(await doubleAll(device, numbers(200))).toEqual(doubled(200));
    expect(device.stats()).toEqual({ items: 200, deviceRuns: 1, fallback: 'lost' });
  });

  it('has columns in the arena, gives them back, and keeps what a device may still write to', async () => {
    const { arena, held } = arenaOf(4096);
    const good = await createBatchDevice(doubler().compute, { ...kernel, itemsAtOnce: 64, arena });
    expect(good.words(1).buffer).toBe(arena.buffer);
    expect(held.size).toBe(3);
    expect(await doubleAll(good, numbers(64))).toEqual(doubled(64));
    good.close();
    good.close();
    await settle();
    expect(held.size).toBe(0);
    const bad = await createBatchDevice(doubler(0).compute, { ...kernel, itemsAtOnce: 64, arena });
    expect(await doubleAll(bad, numbers(64))).toEqual(doubled(64));
    bad.close();
    await settle();
    expect(held.size).toBe(3);
  });

  it('does without an arena that has no room', async () => {
    const { arena } = arenaOf(256);
    const device = await createBatchDevice(doubler().compute, { ...kernel, arena });
    expect(device.words(0).buffer).not.toBe(arena.buffer);
    expect(await doubleAll(device, numbers(10))).toEqual(doubled(10));
  });

  it('gives memory of its own where there is no device', async () => {
    const device = await createBatchDevice(undefined, kernel);
    expect(device.words(0).length).toBe(0);
    expect(device.floats(0, 3)).toEqual(new Float32Array(3));
    expect(device.integers(1, 2)).toEqual(new Int32Array(2));
    expect(device.unsigned(1, 2)).toEqual(new Uint32Array(2));
    expect(await doubleAll(device, numbers(5))).toEqual(doubled(5));
    expect(device.stats()).toEqual({ items: 5, deviceRuns: 0, fallback: null });
  });

  it('says why a kernel was not loaded', async () => {
    const compute: Partial<Compute> = { load: () => Promise.reject(new Error('no such thing')) };
    const device = await createBatchDevice(compute as Compute, kernel);
    expect(await doubleAll(device, numbers(2))).toEqual(doubled(2));
    expect(device.stats().fallback).toBe('no such thing');
  });
});
