import { describe, expect, it } from 'vitest';
import { createRepairBatch } from '../../src/batch/repair-batch.js';

const FULL = 2 ** 23;

describe('createRepairBatch', () => {
  it('puts chunks in their places, whatever their order and however often they came', async () => {
    using batch = await createRepairBatch({ streams: 2, frames: 6, chunks: 4, fadeFrames: 0 });
    const { columns } = batch;
    columns.received.set([1, 2, 3, 4, 90, 91].map((n) => n * 1000));
    // Frames 3 and 4, then 0 and 1 with what came before the stretch, then 3 and 4 again with other values.
    columns.chunks.set([3, 2, 2, -1, 0, 2, 3, 4, 2], 0);
    columns.predicted.fill(0.5, 0, 6);
    columns.predicted.fill(-0.25, 6);
    await batch.run(2);
    expect([...columns.mask]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    const [a, b, c] = [2000 / FULL, 3000 / FULL, 4000 / FULL];
    expect([...columns.pcm.subarray(0, 6)]).toEqual([a, 0.5, 0.5, b, c, 0.5]);
    expect([...columns.pcm.subarray(6)]).toEqual(Array(6).fill(-0.25));
  });

  it('fades from what was predicted to what is real, over the end of a stretch too', async () => {
    using batch = await createRepairBatch({
      streams: 1,
      frames: 4,
      channels: 2,
      chunks: 1,
      fadeFrames: 3,
    });
    const { columns } = batch;
    columns.received.fill(FULL / 2);
    columns.predicted.fill(0);
    columns.chunks.set([2, 0, 2]);
    await batch.run(1);
    const stereo = (values: number[]) => values.flatMap((value) => [value, value]);
    expect([...columns.pcm]).toEqual(stereo([0, 0, 0.125, 0.25]));
    columns.chunks.set([0, 0, 4]);
    await batch.run(1);
    expect([...columns.pcm]).toEqual(stereo([0.375, 0.5, 0.5, 0.5]));
    expect([...columns.sinceGap]).toEqual([4]);
  });

  it('begins without a fade', async () => {
    using batch = await createRepairBatch({ streams: 1, frames: 2, chunks: 1 });
    batch.columns.received.fill(-FULL);
    batch.columns.chunks.set([0, 0, 2]);
    await batch.run(1);
    expect([...batch.columns.pcm]).toEqual([-1, -1]);
  });

  it('takes chunks that cannot be for none', async () => {
    using batch = await createRepairBatch({ streams: 1, frames: 2, chunks: 4, receivedFrames: 3 });
    batch.columns.chunks.set([0, 2, 2, 0, -1, 2, 0, 0, -5, 2 ** 31 - 1, 0, 3]);
    await batch.run(1);
    expect([...batch.columns.mask]).toEqual([0, 0]);
  });

  it('refuses what does not fit', async () => {
    const bad = { code: 'bad-option' };
    await expect(createRepairBatch({ streams: 0 })).rejects.toMatchObject(bad);
    await expect(createRepairBatch({ streams: 1, frames: 513 })).rejects.toThrow(/frames is 513/);
    await expect(createRepairBatch({ streams: 1, channels: 9 })).rejects.toMatchObject(bad);
    await expect(createRepairBatch({ streams: 1, fadeFrames: -1 })).rejects.toMatchObject(bad);
    const batch = await createRepairBatch({ streams: 1 });
    await expect(batch.run(2)).rejects.toMatchObject(bad);
    batch.close();
    await expect(batch.run(1)).rejects.toMatchObject({ code: 'closed' });
  });
});
