import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NativeCompute } from '../../src/gpu/native-compute.js';
import { fillSpirv } from '../../src/generated/fill-kernel.js';
import { closeDevices, compileTestKernels, missing, openDevice } from './vulkan-device.js';

const spirv = compileTestKernels({
  tall: { buffers: 1, body: 'a[i] = 1u;', layout: 'local_size_x = 8, local_size_y = 8' },
  chosen: { buffers: 1, body: 'a[i] = 1u;', layout: 'local_size_x_id = 3' },
  pushes: { buffers: 1, body: 'a[i] = scale;', push: 'uint invocations; uint first; uint scale;' },
  real: { buffers: 1, body: 'a[i] = uint(scale);', push: 'uint invocations; float scale;' },
  bare: { buffers: 0, body: '' },
  wide: { buffers: 1, body: 'double x = double(a[i]); a[i] = uint(x * 1.5lf);' },
});

/** The compiler refuses so many itself. */
function withGroupsOf(size: number): Uint8Array {
  const words = new Uint32Array(fillSpirv.slice().buffer);
  const at = words.findIndex((word, i) => word === 0x00060010 && words[i + 2] === 17);
  words[at + 3] = size;
  return new Uint8Array(words.buffer);
}

const wrong: [string, Uint8Array, string][] = [
  ['is empty', new Uint8Array(0), 'this is 0 bytes'],
  ['is text', new TextEncoder().encode('#version 450 void main() {}!'), 'magic number'],
  ['is cut', fillSpirv.subarray(0, 400), 'goes beyond the end'],
  ['has groups of two dimensions', spirv.tall, 'along x alone'],
  ['has groups that are set later', spirv.chosen, 'set when the kernel is loaded'],
  ['has other push constants', spirv.pushes, 'push constants must be'],
  ['has push constants that are no uint', spirv.real, 'push constants must be'],
  ['binds nothing', spirv.bare, 'binds no storage buffer'],
  ['uses what is not switched on', spirv.wide, 'SPIR-V capability 10'],
  ['has groups beyond the device', withGroupsOf(65536), 'groups are of 65536'],
];

describe.skipIf(missing !== undefined)('loading a kernel', () => {
  let device: NativeCompute;
  beforeAll(async () => {
    device = await openDevice();
  });
  afterAll(closeDevices);

  it.each(wrong)('refuses one that %s', async (_, bytes, message) => {
    await expect(device.load('mine', bytes)).rejects.toMatchObject({
      name: 'JamError',
      code: 'bad-option',
      message: expect.stringMatching(new RegExp(`^kernel mine: .*${message}`)),
    });
    expect(device.failure).toBeNull();
  });

  it('takes bytes from anywhere', async () => {
    const shifted = new Uint8Array(fillSpirv.length + 3).subarray(3);
    shifted.set(fillSpirv);
    const kernel = await device.load('shifted', shifted);
    expect(kernel.name).toBe('shifted');
    await expect(device.load('none', undefined as never)).rejects.toMatchObject({
      code: 'bad-option',
    });
  });
});
