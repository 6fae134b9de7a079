// The device is found through the handle that this fills.
import '@jamnet/gpu-native';
import { nativeHandle } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createConductorBatch,
  createConductorColumns,
} from '../../src/conductor/conductor-batch.js';
import { createTimewarpBatch } from '../../src/conductor/timewarp-batch.js';
import { linesAndTimes, scoreAndTimes } from './batch-inputs.js';
import { playing } from './scores.js';

const answer = await nativeHandle()?.openCompute?.();
const compute = answer?.ok === true ? answer.compute : undefined;
const required = process.env['JAMNET_REQUIRE_VULKAN'] === '1';

describe('the kernels of the conductor', () => {
  it.runIf(required)('have a device to run on', () => expect(compute).toBeDefined());

  it.skipIf(compute === undefined)('conductor equals its reference to the last bit', async () => {
    using device = await createConductorBatch({ compute });
    using processor = await createConductorBatch();
    await fc.assert(
      fc.asyncProperty(scoreAndTimes(300), async ({ score, times }) => {
        const [found, wanted] = [device, processor].map(async (batch) => {
          batch.setScore(score);
          const columns = createConductorColumns(times.length);
          await batch.run(times, columns);
          return columns;
        });
        expect(await found).toEqual(await wanted);
      }),
      { numRuns: 300 },
    );
    expect(device.stats()).toMatchObject({ deviceRuns: 300, fallback: null });
  });

  it.skipIf(compute === undefined)('timewarp equals its reference to the last bit', async () => {
    using device = await createTimewarpBatch({ compute, clocks: 5 });
    using processor = await createTimewarpBatch({ clocks: 5 });
    await fc.assert(
      fc.asyncProperty(linesAndTimes(300), async ({ lines, wild, rows }) => {
        const times = BigUint64Array.from(rows, ([time]) => time);
        const clocks = Uint32Array.from(rows, ([, clock]) => clock);
        const [found, wanted] = [device, processor].map(async (batch) => {
          for (const [clock, line] of [...lines, wild].entries()) {
            if (line === null) batch.clearClock(clock);
            else batch.setClock(clock, line);
          }
          const out = new BigUint64Array(times.length);
          await batch.run(times, clocks, out);
          return out;
        });
        expect(await found).toEqual(await wanted);
      }),
      { numRuns: 300 },
    );
    expect(device.stats()).toMatchObject({ deviceRuns: 300, fallback: null });
  });

  it.skipIf(compute === undefined)('do more than goes to the device at once', async () => {
    using device = await createConductorBatch({ compute });
    using processor = await createConductorBatch();
    const times = new BigUint64Array(40_000).map((_, i) => BigInt(1e12) + BigInt(i) * 1_000_003n);
    const [found, wanted] = [device, processor].map(async (batch) => {
      batch.setScore(playing({ loop: { startBeat: 3, endBeat: 10.3 } }));
      const columns = createConductorColumns(times.length);
      await batch.run(times, columns);
      return columns;
    });
    // A report of so many rows would take minutes.
    const [here, there] = await Promise.all([found!, wanted!]);
    expect(here.beats.findIndex((beat, row) => beat !== there.beats[row])).toBe(-1);
    expect(here.ticks.findIndex((tick, row) => tick !== there.ticks[row])).toBe(-1);
    expect(device.stats()).toEqual({ items: 40_000, deviceRuns: 3, fallback: null });
  });
});
