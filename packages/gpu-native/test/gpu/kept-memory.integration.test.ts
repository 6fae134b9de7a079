import { afterEach, describe, expect, it } from 'vitest';
import type { ArenaRange, ComputeBinding } from '@jamnet/wire';
import type { OpenComputeOptions } from '../../src/gpu/options.js';
import {
  arenaWords,
  bound,
  closeDevices,
  compileTestKernels,
  missing,
  openDevice,
  testArena,
} from './vulkan-device.js';

const ways: [string, OpenComputeOptions][] = [
  ['mapped', { memory: 'mapped' }],
  ['staged by the device', { memory: 'staged' }],
  ['staged by the host', { memory: 'staged', importArena: false }],
];

const spirv = compileTestKernels({
  copy: { buffers: 2, body: 'b[i] = a[i];' },
  step: { buffers: 1, body: 'a[i] = a[i] * 3u + 1u;' },
});

const kept = ({ bytes }: ArenaRange, from = 0, length = bytes.length): ComputeBinding => ({
  bytes: bytes.subarray(from, from + length),
  access: 'kept',
});

describe.skipIf(missing !== undefined)('memory that the device keeps', () => {
  afterEach(closeDevices);

  it.each(ways)(
    'keeps what kernels write, and touches no byte of the host, %s',
    async (_, options) => {
      const device = await openDevice(options);
      expect(device.keeps).toBe(true);
      const [copy, step] = [
        await device.load('copy', spirv.copy),
        await device.load('step', spirv.step),
      ];
      const range = testArena().allocate(1024)!;
      const host = new Uint32Array(range.bytes.buffer, range.offset, 256).fill(99);
      const [from, to] = [arenaWords(256), arenaWords(256)];
      for (let i = 0; i < 256; i++) from[i] = i;
      await copy.run([bound(from, 'read'), kept(range)], 256);
      // More recordings in between than are remembered.
      for (let round = 1; round <= 20; round++) await step.run([kept(range)], 8 * round);
      await device.sequence([
        { kernel: step, bindings: [kept(range)], invocations: 256 },
        { kernel: copy, bindings: [kept(range), bound(to, 'write')], invocations: 256 },
      ]);
      for (let i = 0; i < 256; i++) {
        let wanted = i;
        for (let round = 1; round <= 20; round++) if (i < 8 * round) wanted = wanted * 3 + 1;
        expect(to[i], `word ${i}`).toBe((wanted * 3 + 1) >>> 0);
      }
      expect(host.every((word) => word === 99)).toBe(true);
      range.free();
    },
  );

  it('is known by start and length, until another takes its place', async () => {
    const device = await openDevice();
    const copy = await device.load('copy', spirv.copy);
    const range = testArena().allocate(2048)!;
    const value = arenaWords(64);
    const out = arenaWords(64);
    const put = async (binding: ComputeBinding, word: number): Promise<void> => {
      value.fill(word);
      await copy.run([bound(value, 'read'), binding], 64);
    };
    const get = async (binding: ComputeBinding): Promise<number> => {
      await copy.run([binding, bound(out, 'write')], 64);
      return out[63]!;
    };
    await put(kept(range, 0, 256), 1);
    await put(kept(range, 256, 256), 2);
    await put(kept(range, 512, 512), 3);
    expect(await get(kept(range, 0, 256))).toBe(1);
    expect(await get(kept(range, 256, 256))).toBe(2);
    // Over the last two, and not over the first.
    await put(kept(range, 256, 512), 4);
    expect(await get(kept(range, 0, 256))).toBe(1);
    expect(await get(kept(range, 256, 512))).toBe(4);
    // One that was there before begins anew, whatever was recorded for it.
    await put(kept(range, 512, 512), 5);
    expect(await get(kept(range, 512, 512))).toBe(5);
    range.free();
  });

  it('must have its place in the arena', async () => {
    const device = await openDevice();
    const step = await device.load('step', spirv.step);
    const outside: ComputeBinding = { bytes: new Uint8Array(256), access: 'kept' };
    await expect(step.run([outside], 64)).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining('kept') as string,
    });
  });
});
