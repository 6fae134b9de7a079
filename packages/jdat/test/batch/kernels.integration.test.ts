// The device is found through the handle that this fills.
import '@jamnet/gpu-native';
import { nativeHandle } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRepairBatch } from '../../src/batch/repair-batch.js';
import { repairInput } from './repair-input.js';

const answer = await nativeHandle()?.openCompute?.();
const compute = answer?.ok === true ? answer.compute : undefined;
const arena = nativeHandle()?.arena;
const required = process.env['JAMNET_REQUIRE_VULKAN'] === '1';

describe('the kernel pcm_repair', () => {
  it.runIf(required)('has a device to run on', () => expect(compute).toBeDefined());

  it.skipIf(compute === undefined).each([
    { streams: 5, frames: 128, channels: 1, chunks: 6, receivedFrames: 300, fadeFrames: 40 },
    { streams: 3, frames: 512, channels: 2, chunks: 9, receivedFrames: 900, fadeFrames: 480 },
    { streams: 2, frames: 7, channels: 8, chunks: 3, receivedFrames: 30, fadeFrames: 0 },
    { streams: 1, frames: 1, channels: 1, chunks: 1, receivedFrames: 1, fadeFrames: 512 },
    { streams: 3, frames: 129, channels: 3, chunks: 2, receivedFrames: 129, fadeFrames: 1 },
  ])('equals its reference to the last bit: $frames frames, $channels channels', async (shape) => {
    using device = await createRepairBatch({ ...shape, compute, arena });
    using processor = await createRepairBatch(shape);
    await device.run(0);
    await fc.assert(
      fc.asyncProperty(repairInput(shape), async ({ chunks, seed }) => {
        for (const { columns } of [device, processor]) {
          columns.chunks.fill(0);
          columns.chunks.set(chunks);
          let state = seed;
          const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0);
          for (let i = 0; i < columns.received.length; i++) columns.received[i] = next() >> 8;
          for (let i = 0; i < columns.predicted.length; i++)
            columns.predicted[i] = next() / 2 ** 31;
        }
        await Promise.all([device.run(shape.streams), processor.run(shape.streams)]);
        expect(device.columns.mask).toEqual(processor.columns.mask);
        expect(device.columns.pcm).toEqual(processor.columns.pcm);
        expect(device.columns.sinceGap).toEqual(processor.columns.sinceGap);
      }),
      { numRuns: 60 },
    );
    expect(device.stats()).toMatchObject({ deviceRuns: 60, fallback: null });
  });
});
