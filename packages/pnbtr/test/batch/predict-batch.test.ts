import { describe, expect, it } from 'vitest';
import { createPredictBatch } from '../../src/batch/predict-batch.js';

const TURN = 0.3;

describe('createPredictBatch', () => {
  it('goes on with a sine, each model by itself, and weighs what they say', async () => {
    using batch = await createPredictBatch({ streams: 2, order: 4, samples: 40 });
    const { columns } = batch;
    // The second stream: a sine by the first model, a level by the second, on top of a repeat.
    columns.past.set(
      [0, 1, 2, 3].map((i) => Math.sin(TURN * (i - 4))),
      4,
    );
    columns.weights.set([0, 0, 0.5, 2]);
    batch.setModels(1, Float32Array.of(0, 0, -1, 2 * Math.cos(TURN), 0, 0, 0, 1));
    columns.repeats.fill(0.25, 40);
    await batch.run(2);
    expect([...columns.results.subarray(0, 40)]).toEqual(Array(40).fill(0));
    for (let i = 0; i < 40; i++) {
      const wanted = 0.5 * Math.sin(TURN * i) + 2 * Math.sin(-TURN) + 0.25;
      expect(columns.results[40 + i]).toBeCloseTo(wanted, 5);
    }
  });

  it.each([3, 4, 5, 9])('carries a gap on block by block of %i samples', async (samples) => {
    using batch = await createPredictBatch({ streams: 1, models: 1, order: 4, samples });
    const { columns } = batch;
    columns.weights[0] = 1;
    columns.past.set([0, 1, 2, 3].map((i) => Math.sin(TURN * (i - 4))));
    batch.setModels(0, Float32Array.of(0, 0, -1, 2 * Math.cos(TURN)));
    for (let at = 0; at < 40; at += samples) {
      await batch.run(1);
      for (let i = 0; i < samples; i++) {
        expect(columns.results[i]).toBeCloseTo(Math.sin(TURN * (at + i)), 4);
      }
      columns.gaps[0]! += samples;
    }
  });

  it('refuses what does not fit', async () => {
    const bad = { code: 'bad-option' };
    await expect(createPredictBatch({ streams: 0 })).rejects.toMatchObject(bad);
    await expect(createPredictBatch({ streams: 1, models: 17 })).rejects.toMatchObject(bad);
    await expect(createPredictBatch({ streams: 1, order: 2049 })).rejects.toThrow(/order is 2049/);
    await expect(createPredictBatch({ streams: 1, samples: 513 })).rejects.toMatchObject(bad);
    const batch = await createPredictBatch({ streams: 1 });
    expect(() => batch.setModels(1, new Float32Array(4096))).toThrow(/stream is 1/);
    expect(() => batch.setModels(0, new Float32Array(5))).toThrow(/5 coefficients/);
    await expect(batch.run(2)).rejects.toMatchObject(bad);
    batch.close();
    await expect(batch.run(1)).rejects.toMatchObject({ code: 'closed' });
  });
});
