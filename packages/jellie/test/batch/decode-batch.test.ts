import { describe, expect, it } from 'vitest';
import { createJellieDecodeBatch } from '../../src/batch/decode-batch.js';
import { createJellieEncodeBatch } from '../../src/batch/encode-batch.js';
import { sine, snrDb } from '../audio.js';

const PAIRS = 200;
const CHANNELS = 2;

describe('the batches of JELLIE without a device', () => {
  it('give what each of the 16 patterns of loss can give', async () => {
    const samples = sine(2 * PAIRS, CHANNELS, 0.02);
    const parts = Array.from({ length: 4 }, () => new Int32Array(PAIRS * CHANNELS));
    using encode = await createJellieEncodeBatch({ channels: CHANNELS });
    await encode.run(samples, PAIRS, parts);
    using decode = await createJellieDecodeBatch({ rows: 16, pairs: PAIRS, channels: CHANNELS });
    const { columns } = decode;
    for (let bits = 0; bits < 16; bits++) {
      columns.present.fill(bits, bits * PAIRS, (bits + 1) * PAIRS);
      for (let part = 0; part < 4; part++) {
        columns.parts.set(parts[part]!, (bits * 4 + part) * PAIRS * CHANNELS);
      }
    }
    await decode.run(16);
    for (let bits = 0; bits < 16; bits++) {
      const values = 2 * PAIRS * CHANNELS;
      const found = columns.samples.subarray(bits * values, (bits + 1) * values);
      const known = columns.known.subarray((bits * values) / 2, ((bits + 1) * values) / 2);
      const count = bits.toString(2).replaceAll('0', '').length;
      expect(new Set(known)).toEqual(new Set([Math.min(count, 2)]));
      if (count > 1) expect(found).toEqual(samples);
      if (count === 1) expect(snrDb(samples, found)).toBeGreaterThan(40);
      if (count === 0) expect(found.every((value) => value === 0)).toBe(true);
    }
  });

  it('says where the parts of a pair contradict one another, and uses neither', async () => {
    using decode = await createJellieDecodeBatch({ rows: 1, pairs: 2, channels: 1 });
    decode.columns.present.set([0b1001, 0b1]);
    decode.columns.parts.set([10, 20]);
    decode.columns.parts.set([13], 6);
    await decode.run(1);
    expect([...decode.columns.known]).toEqual([3, 1]);
    expect([...decode.columns.samples.subarray(0, 3)]).toEqual([0, 0, 20]);
  });

  it('refuse what does not fit', async () => {
    const bad = { code: 'bad-option' };
    const shape = { rows: 1, pairs: 1, channels: 1 };
    await expect(createJellieDecodeBatch({ ...shape, pairs: 0 })).rejects.toMatchObject(bad);
    await expect(createJellieEncodeBatch({ channels: 9 })).rejects.toThrow(/channels is 9/);
    const encode = await createJellieEncodeBatch();
    const short = [new Int32Array(1), new Int32Array(1), new Int32Array(1), new Int32Array(0)];
    await expect(encode.run(new Int32Array(2), 1, short)).rejects.toMatchObject(bad);
    const decode = await createJellieDecodeBatch(shape);
    await expect(decode.run(2)).rejects.toMatchObject(bad);
    decode.close();
    await expect(decode.run(1)).rejects.toMatchObject({ code: 'closed' });
  });
});
