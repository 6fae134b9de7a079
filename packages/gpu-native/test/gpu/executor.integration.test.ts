import { afterEach, describe, expect, it } from 'vitest';
import type { ComputeKernel } from '@jamnet/wire';
import type { OpenComputeOptions } from '../../src/gpu/options.js';
import { fillSpirv } from '../../src/generated/fill-kernel.js';
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
  mix: { buffers: 3, body: 'c[i] = a[i] * 3u + b[i]; b[i] = b[i] ^ 0xffffu;' },
  copy: { buffers: 2, body: 'b[i] = a[i];' },
  add: { buffers: 2, body: 'b[i] = a[i] + 5u;' },
  step: { buffers: 1, body: 'a[i] = a[i] * 3u + 1u;' },
  plain: { buffers: 1, body: 'a[i] = 1u;', layout: 'local_size_x = 1' },
  sliced: {
    buffers: 1,
    body: 'uint at = first + i; if (at < invocations) a[at] = at + 1u;',
    push: 'uint invocations; uint first;',
    layout: 'local_size_x = 1',
  },
});

describe.skipIf(missing !== undefined)('the executor', () => {
  afterEach(closeDevices);

  it.each(ways)('computes in the arena and outside it, %s', async (_, options) => {
    const device = await openDevice(options);
    expect(device.memory).toBe(options.memory);
    expect(device.notImported === null).toBe(options.importArena !== false);
    const kernel = await device.load('mix', spirv.mix);
    for (const make of [arenaWords, (count: number) => new Uint32Array(count)]) {
      const count = 1000;
      const [a, b, c] = [make(count), make(count), make(count)];
      for (let i = 0; i < count; i++) [a[i], b[i]] = [i * 2654435761, i];
      // The last items are not run: what stands there must stay.
      c.fill(7);
      const bindings = [bound(a, 'read'), bound(b, 'read-write'), bound(c, 'read-write')];
      await kernel.run(bindings, count - 5);
      for (let i = 0; i < count; i++) {
        const ran = i < count - 5;
        expect(c[i], `item ${i}`).toBe(ran ? (Math.imul(i * 2654435761, 3) + i) >>> 0 : 7);
        expect(b[i]).toBe(ran ? i ^ 0xffff : i);
      }
    }
  });

  it('works on the arena where it lies', async () => {
    const device = await openDevice({ memory: 'mapped' });
    const kernel = await device.load('fill', fillSpirv);
    const data = testArena().allocate(4096)!;
    const { imported, bytes } = device.addresses(data.bytes);
    expect(imported).not.toBe(0n);
    expect(imported + BigInt(data.offset)).toBe(bytes);
    const value = arenaWords(1);
    value[0] = 40;
    await kernel.run([{ bytes: data.bytes, access: 'write' }, bound(value, 'read')], 1024);
    // Another view, made from the arena's own buffer, sees it: nothing was put elsewhere.
    expect(new Uint32Array(testArena().buffer, data.offset, 3)).toEqual(Uint32Array.of(40, 41, 42));
  });

  it('shows the device the same bytes as a run goes on, without a submission between', async () => {
    const device = await openDevice();
    const copy = await device.load('copy', spirv.copy);
    const [from, to] = [arenaWords(64), arenaWords(64)];
    for (let round = 1; round <= 20; round++) {
      from.fill(round);
      await copy.run([bound(from, 'read'), bound(to, 'write')], 64);
      expect(to.every((word) => word === round)).toBe(true);
    }
  });

  it.each(ways)('runs a sequence in one go, each step on what the last left, %s', async (_, o) => {
    const device = await openDevice(o);
    const fill = await device.load('fill', fillSpirv);
    const add = await device.load('add', spirv.add);
    for (const make of [arenaWords, (count: number) => new Uint32Array(count)]) {
      const [value, first, second, third] = [make(64), make(256), make(256), make(256)];
      value[0] = 100;
      await device.sequence([
        { kernel: fill, bindings: [bound(first, 'write'), bound(value, 'read')], invocations: 256 },
        { kernel: add, bindings: [bound(first, 'read'), bound(second, 'write')], invocations: 256 },
        { kernel: add, bindings: [bound(second, 'read'), bound(third, 'write')], invocations: 256 },
      ]);
      expect([first[255], second[255], third[0], third[255]]).toEqual([355, 360, 110, 365]);
    }
  });

  it('keeps the order of runs that are not waited for', async () => {
    for (const [, options] of ways.slice(0, 2)) {
      const device = await openDevice(options);
      const add = await device.load('step', spirv.step);
      const words = arenaWords(64);
      const runs = Array.from({ length: 12 }, () => add.run([bound(words, 'read-write')], 64));
      await Promise.all(runs);
      let expected = 0;
      for (let i = 0; i < 12; i++) expected = (Math.imul(expected, 3) + 1) >>> 0;
      expect(words.every((word) => word === expected)).toBe(true);
    }
  });

  it('runs a thousand times, the same and ever new, and several kernels at once', async () => {
    const device = await openDevice();
    const fill = await device.load('fill', fillSpirv);
    const add = await device.load('add', spirv.add);
    const [value, data, sums] = [arenaWords(1), arenaWords(512), arenaWords(512)];
    for (let i = 0; i < 1000; i++) {
      value[0] = i;
      // Every third run has a number of its own, so recordings are made, kept and pushed out.
      const items = i % 3 === 0 ? 1 + (i % 512) : 512;
      const both: Promise<void>[] = [
        fill.run([bound(data, 'write'), bound(value, 'read')], items),
        add.run([bound(data, 'read'), bound(sums, 'write')], items),
      ];
      await Promise.all(both);
      if (data[items - 1] !== i + items - 1 || sums[items - 1] !== i + items + 4)
        expect.fail(`${i}`);
    }
  });

  it.each(ways)('takes nothing to do as done, %s', async (_, options) => {
    const device = await openDevice(options);
    const fill = await device.load('fill', fillSpirv);
    const [data, some, value] = [arenaWords(64).fill(9), arenaWords(64), arenaWords(1)];
    const nothing = {
      kernel: fill,
      bindings: [bound(data, 'write'), bound(value, 'read')],
      invocations: 0,
    };
    const something = {
      kernel: fill,
      bindings: [bound(some, 'write'), bound(value, 'read')],
      invocations: 64,
    };
    await device.sequence([]);
    await fill.run(nothing.bindings, 0);
    await device.sequence([nothing, something]);
    expect([data[0], some[63]]).toEqual([9, 63]);
  });

  it('slices what the device does not take at once, for kernels that can', async () => {
    const device = await openDevice();
    // Groups of one: the device takes as many invocations as groups.
    const most = device.deviceInfo.maxGroups;
    if (most > 1_000_000) return;
    const count = most * 2 + 10;
    const sliced = await device.load('sliced', spirv.sliced);
    const plain = await device.load('plain', spirv.plain);
    const words = arenaWords(count);
    await sliced.run([bound(words, 'read-write')], count);
    expect(words.findIndex((word, i) => word !== i + 1)).toBe(-1);
    await expect(plain.run([bound(words, 'read-write')], count)).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining('uint first'),
    });
    await plain.run([bound(words, 'read-write')], most);
  });

  it('refuses ranges that a device could not take, and says which', async () => {
    const device = await openDevice();
    const fill = await device.load('fill', fillSpirv);
    const value = bound(arenaWords(1), 'read');
    const { bytes } = testArena().allocate(4096)!;
    const outside = new Uint8Array(64);
    const refusals: [Uint8Array, string][] = [
      [bytes.subarray(4, 260), 'binding 0 of fill starts at .* not a multiple of 256'],
      [bytes.subarray(0, 255), 'binding 0 of fill is 255 bytes long'],
      [bytes.subarray(0, 0), 'binding 0 of fill is empty'],
      [outside.subarray(1, 33), 'binding 0 of fill starts at 1'],
    ];
    for (const [range, message] of refusals) {
      const run = fill.run([{ bytes: range, access: 'write' }, value], 1);
      await expect(run).rejects.toMatchObject({
        name: 'JamError',
        code: 'bad-option',
        message: expect.stringMatching(message),
      });
    }
    const wrongCount = fill.run([value], 1);
    await expect(wrongCount).rejects.toThrow('fill has 2 bindings, given were 1');
    await expect(fill.run([value, value], -1)).rejects.toThrow('invocations is -1');
    const torn = [new Uint8Array(outside.buffer, 0, 32), new Uint8Array(outside.buffer, 16, 32)];
    const overlapping = fill.run(
      [
        { bytes: torn[0]!, access: 'write' },
        { bytes: torn[1]!, access: 'read' },
      ],
      1,
    );
    await expect(overlapping).rejects.toThrow('overlaps another one');
  });

  it('knows its kernels from those of others and from closed ones', async () => {
    const [device, other] = [await openDevice(), await openDevice()];
    const fill = await device.load('fill', fillSpirv);
    const bindings = [bound(arenaWords(64), 'write'), bound(arenaWords(1), 'read')] as const;
    await expect(
      other.sequence([{ kernel: fill, bindings: [...bindings], invocations: 1 }]),
    ).rejects.toMatchObject({ code: 'bad-option' });
    await fill.run([...bindings], 64);
    fill.close();
    fill.close();
    await expect(fill.run([...bindings], 64)).rejects.toMatchObject({ code: 'closed' });
    const again: ComputeKernel = await device.load('fill', fillSpirv);
    await again.run([...bindings], 64);
  });
});
