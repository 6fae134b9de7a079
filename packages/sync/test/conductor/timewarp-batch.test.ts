import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warpTime } from '../../src/conductor/timewarp.js';
import { createTimewarpBatch } from '../../src/conductor/timewarp-batch.js';
import { clockLine } from './batch-inputs.js';
import { HOUR } from './scores.js';

const ABSENT = 7;

describe('createTimewarpBatch', () => {
  it('is within 1 ns of warpTime for ±500 ppm over an hour', async () => {
    await fc.assert(
      fc.asyncProperty(
        clockLine,
        fc.array(fc.integer({ min: -HOUR, max: HOUR }), { minLength: 1, maxLength: 20 }),
        async (line, spans) => {
          using batch = await createTimewarpBatch({ clocks: 1 });
          batch.setClock(0, line);
          const times = spans.map((span) => line.atNs + span);
          const out = new BigUint64Array(times.length);
          await batch.run(BigUint64Array.from(times, BigInt), new Uint32Array(out.length), out);
          for (const [i, timeNs] of times.entries()) {
            expect(Math.abs(Number(out[i]) - warpTime(line, timeNs))).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives what is written by hand, and 0 for clocks that are not known', async () => {
    using batch = await createTimewarpBatch({ clocks: 3 });
    batch.setClock(0, { atNs: 1000, resultNs: 5_000_000_000 });
    batch.setClock(1, { atNs: 1e12, resultNs: 2e12, rate: -250e-6 });
    batch.setClock(2, { atNs: 1, resultNs: 1 });
    batch.clearClock(2);
    const times = BigUint64Array.from([900n, 1_004_000_000_000n, 996_000_000_000n, 9n, 9n]);
    const out = new BigUint64Array(5).fill(99n);
    await batch.run(times, Uint32Array.from([0, 1, 1, 2, ABSENT]), out);
    expect([...out]).toEqual([4_999_999_900n, 2_003_999_000_000n, 1_996_001_000_000n, 0n, 0n]);
    expect(batch.stats()).toEqual({ items: 5, deviceRuns: 0, fallback: null });
  });

  it('converts in place', async () => {
    using batch = await createTimewarpBatch({ clocks: 1 });
    batch.setClock(0, { atNs: 0, resultNs: 10 });
    const times = BigUint64Array.from([1n, 2n]);
    await batch.run(times, new Uint32Array(2), times);
    expect([...times]).toEqual([11n, 12n]);
  });

  it('goes on after a run that failed', async () => {
    using batch = await createTimewarpBatch({ clocks: 1 });
    batch.setClock(0, { atNs: 0, resultNs: 100, rate: 0 });
    const gone = new BigUint64Array(4);
    const clocks = new Uint32Array(4);
    const failing = batch.run(gone, clocks, new BigUint64Array(4));
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    const out = new BigUint64Array(4);
    const next = batch.run(BigUint64Array.of(1n, 2n, 3n, 4n), clocks, out);
    await expect(failing).rejects.toThrow();
    await next;
    expect([...out]).toEqual([101n, 102n, 103n, 104n]);
  });

  it('refuses what does not fit', async () => {
    await expect(createTimewarpBatch({ clocks: 0 })).rejects.toMatchObject({ code: 'bad-option' });
    const batch = await createTimewarpBatch({ clocks: 2 });
    const good = { atNs: 1, resultNs: 1 };
    expect(() => batch.setClock(2, good)).toThrow(/clock is 2/);
    expect(() => batch.setClock(-1, good)).toThrow(/clock is -1/);
    expect(() => batch.setClock(0, { ...good, atNs: 0.5 })).toThrow(/whole numbers/);
    expect(() => batch.setClock(0, { ...good, resultNs: -1 })).toThrow(/whole numbers/);
    expect(() => batch.setClock(0, { ...good, rate: 1 })).toThrow(/rate is 1/);
    expect(() => batch.setClock(0, { ...good, rate: NaN })).toThrow(/rate is NaN/);
    const times = new BigUint64Array(2);
    const refused = batch.run(times, new Uint32Array(1), times);
    await expect(refused).rejects.toMatchObject({ code: 'bad-option' });
    batch.close();
    await expect(batch.run(times, new Uint32Array(2), times)).rejects.toMatchObject({
      code: 'closed',
    });
  });
});
