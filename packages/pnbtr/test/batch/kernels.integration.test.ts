// The device is found through the handle that this fills.
import '@jamnet/gpu-native';
import { nativeHandle } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createPredictBatch } from '../../src/batch/predict-batch.js';
import { fillStreams, largestError } from './streams.js';

const answer = await nativeHandle()?.openCompute?.();
const compute = answer?.ok === true ? answer.compute : undefined;
const arena = nativeHandle()?.arena;
const required = process.env['JAMNET_REQUIRE_VULKAN'] === '1';

const TOLERANCE = 2e-5;
const SHAPES = [
  { models: 2, order: 2048, samples: 128, streams: 5 },
  { models: 4, order: 515, samples: 128, streams: 9 },
  { models: 1, order: 100, samples: 512, streams: 3 },
  { models: 16, order: 1, samples: 1, streams: 10 },
  { models: 3, order: 2047, samples: 300, streams: 2 },
];

describe('the kernel pnbtr_predict', () => {
  it.runIf(required)('has a device to run on', () => expect(compute).toBeDefined());

  it.skipIf(compute === undefined).each(
    SHAPES.flatMap((shape) => [
      { ...shape, memory: 'kept' },
      { ...shape, memory: 'sent' },
    ]),
  )(
    'equals its reference: $models of order $order, $samples samples, models $memory',
    async ({ memory, ...shape }) => {
      const place = memory === 'kept' ? { arena } : {};
      using device = await createPredictBatch({ ...shape, ...place, compute });
      using processor = await createPredictBatch(shape);
      const batches = [device, processor];
      for (let seed = 1; seed <= 2; seed++) {
        for (const batch of batches) fillStreams(batch, shape.streams, seed);
        // Then the next blocks of the same gap, from what each model said by itself.
        for (let block = 0; block < 3; block++) {
          await Promise.all(batches.map((batch) => batch.run(shape.streams)));
          const error = largestError(processor.columns.results, device.columns.results);
          expect(error).toBeLessThan(TOLERANCE);
          for (const { columns } of batches) {
            for (let i = 0; i < shape.streams; i++) columns.gaps[i]! += shape.samples;
          }
        }
      }
      expect(device.stats()).toMatchObject({ deviceRuns: 6, fallback: null });
    },
  );

  it.skipIf(compute === undefined)('goes by the newest models of each stream', async () => {
    const shape = { models: 1, order: 1, samples: 1, streams: 300 };
    using batch = await createPredictBatch({ ...shape, compute, arena });
    batch.columns.weights.fill(1);
    batch.columns.past.fill(1);
    const wanted = new Float32Array(300);
    for (let stream = 0; stream < 300; stream++) {
      wanted[stream] = stream / 512;
      batch.setModels(stream, Float32Array.of(stream / 512));
    }
    await batch.run(300);
    expect(batch.columns.results).toEqual(wanted);
    for (const stream of [7, 255, 299, 7]) {
      wanted[stream]! += 1;
      batch.setModels(stream, Float32Array.of(wanted[stream]!));
    }
    await batch.upload();
    // Fewer streams in a run, the same models.
    await batch.run(8);
    await batch.run(300);
    expect(batch.columns.results).toEqual(wanted);
    expect(batch.stats().fallback).toBe(null);
  });

  it.skipIf(compute === undefined)('silences a model that runs away, as it should', async () => {
    const shape = { models: 1, order: 1, samples: 128, streams: 1 };
    using device = await createPredictBatch({ ...shape, compute });
    using processor = await createPredictBatch(shape);
    for (const batch of [device, processor]) {
      batch.setModels(0, Float32Array.of(1.5));
      batch.columns.weights[0] = 1;
      batch.columns.past[0] = 1;
      await batch.run(1);
    }
    expect(device.columns.results).toEqual(processor.columns.results);
    expect(device.columns.results[9]).toBe(1.5 ** 10);
    expect(device.columns.results[10]).toBe(0);
  });
});
