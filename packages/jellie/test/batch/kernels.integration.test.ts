// The device is found through the handle that this fills.
import '@jamnet/gpu-native';
import { nativeHandle } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJellieDecodeBatch } from '../../src/batch/decode-batch.js';
import { createJellieEncodeBatch } from '../../src/batch/encode-batch.js';
import { rowsOf } from './rows.js';

const answer = await nativeHandle()?.openCompute?.();
const compute = answer?.ok === true ? answer.compute : undefined;
const arena = nativeHandle()?.arena;
const required = process.env['JAMNET_REQUIRE_VULKAN'] === '1';

/** Steps of 24 bits by which an estimate may differ. */
const TOLERANCE = 16;

describe('the kernels of JELLIE', () => {
  it.runIf(required)('have a device to run on', () => expect(compute).toBeDefined());

  it.skipIf(compute === undefined).each([1, 3, 8])(
    'jellie_encode equals its reference to the last bit: %i channels',
    async (channels) => {
      using device = await createJellieEncodeBatch({ compute, arena, channels });
      using processor = await createJellieEncodeBatch({ channels });
      // More than goes to the device at once.
      const pairs = 70_001;
      let state = channels;
      const samples = Int32Array.from({ length: pairs * 2 * channels }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        return state >> 8;
      });
      const [found, wanted] = [device, processor].map(async (batch) => {
        const parts = Array.from({ length: 4 }, () => new Int32Array(pairs * channels));
        await batch.run(samples, pairs, parts);
        return parts.map((part) => Buffer.from(part.buffer));
      });
      for (const [part, bytes] of (await wanted!).entries()) {
        expect(bytes.equals((await found!)[part]!)).toBe(true);
      }
      expect(device.stats()).toEqual({ items: pairs, deviceRuns: 2, fallback: null });
    },
  );

  it.skipIf(compute === undefined).each([
    { rows: 7, pairs: 20, channels: 1 },
    { rows: 3, pairs: 33, channels: 2 },
    { rows: 2, pairs: 5, channels: 8 },
    { rows: 1, pairs: 1, channels: 1 },
    { rows: 5, pairs: 17, channels: 3 },
  ])('jellie_decode equals its reference: $pairs pairs of $channels channels', async (shape) => {
    using device = await createJellieDecodeBatch({ ...shape, compute, arena });
    using processor = await createJellieDecodeBatch(shape);
    await device.run(0);
    await fc.assert(
      fc.asyncProperty(rowsOf(shape), async ({ present, parts }) => {
        for (const batch of [device, processor]) {
          batch.columns.present.set(present);
          batch.columns.parts.set(parts);
          await batch.run(shape.rows);
        }
        expect(device.columns.known).toEqual(processor.columns.known);
        const { channels } = shape;
        for (const [i, wanted] of processor.columns.samples.entries()) {
          const known =
            processor.columns.known[Math.floor(i / 2 / channels) * channels + (i % channels)];
          const error = Math.abs(device.columns.samples[i]! - wanted);
          expect(error).toBeLessThanOrEqual(known === 1 ? TOLERANCE : 0);
        }
      }),
      { numRuns: 60 },
    );
    expect(device.stats()).toMatchObject({ deviceRuns: 60, fallback: null });
  });
});
