import { createFrameBatch } from '@jamnet/toast';
import { type Compute, JamError, type MappedArena } from '@jamnet/wire';
import { expect, it } from 'vitest';
import { createPretendDevice } from './pretend-device.js';

it.each([
  [
    'a device that is lost while it is measured leaves neither kernels nor memory behind',
    'device-lost',
  ],
  [
    'a device that times out while it is measured keeps the memory that it may still write',
    'timed-out',
  ],
] as const)('%s', async (_what, code) => {
  const pretended = createPretendDevice(3);
  let kernels = 0;
  const compute: Compute = {
    ...pretended,
    load: async (name, spirv) => {
      const kernel = await pretended.load(name, spirv);
      kernels++;
      return {
        ...kernel,
        run: (bindings, invocations) =>
          kernel.run(bindings, invocations).catch((error: Error) => {
            throw new JamError(code, error.message);
          }),
        close: () => void kernels--,
      };
    },
  };
  const buffer = new ArrayBuffer(2 ** 26);
  let used = 0;
  const ranges = new Set<number>();
  const arena: MappedArena = {
    buffer,
    freeBytes: () => buffer.byteLength - used,
    allocate: (length) => {
      const offset = used;
      if (offset + length > buffer.byteLength) return undefined;
      used += length;
      ranges.add(offset);
      return {
        offset,
        bytes: new Uint8Array(buffer, offset, length),
        free: () => void ranges.delete(offset),
      };
    },
  };
  const batch = await createFrameBatch({ compute, arena, maxDatagrams: 256 });
  expect(batch.stats().fallback).toBe('it was pulled out');
  expect(kernels).toBe(0);
  await batch.close();
  expect(ranges.size > 0).toBe(code === 'timed-out');
});
