import { createFrameBatch } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { layOut, names, plainFrame, writeFrame } from './datagrams.js';
import { createPretendDevice } from './pretend-device.js';
import { compareWithProcessor } from './same-as-processor.js';

const input = (count: number, sequence = 0) =>
  layOut(
    Array.from({ length: count }, (_, i) =>
      writeFrame({ ...plainFrame, sender: i % 7, sequence: sequence + (i >> 1) }),
    ),
  );

describe('a batch on a device', () => {
  it('gives what the processor gives', async () => {
    await compareWithProcessor({
      compute: createPretendDevice,
      numRuns: 60,
      most: 30,
      check: (device) => expect(device.stats().fallback).toBeNull(),
    });
    await compareWithProcessor({ compute: createPretendDevice, numRuns: 4 });
  });

  it('loses no frame and judges none twice, whichever run the device fails in', async () => {
    let failed = 0;
    for (let failsAt = 0; failsAt < 12; failsAt++) {
      await compareWithProcessor({
        compute: () => createPretendDevice(failsAt),
        numRuns: 12,
        most: 20,
        check: (device) => (failed += device.stats().fallback === null ? 0 : 1),
      });
    }
    expect(failed).toBeGreaterThan(50);
  });

  it('is asked only from the crossing on, and never again after it failed', async () => {
    const device = createPretendDevice(7);
    const batch = await createFrameBatch({ compute: device, crossing: 20 });
    batch.join(names[0]!);
    batch.subscribe({ streamType: 1 });
    const ran: string[] = [];
    for (const count of [19, 20, 21, 50, 50]) {
      const { bytes, descriptors } = input(count, ran.length * 1000);
      ran.push((await batch.run(bytes, descriptors, count)).ranOn);
    }
    expect(ran).toEqual(['cpu', 'device', 'cpu', 'cpu', 'cpu']);
    expect(device.runs).toBe(8);
    expect(batch.crossing).toBe(Infinity);
    expect(batch.stats()).toMatchObject({ fallback: 'it was pulled out', deviceRuns: 1 });
  });

  it('measures the crossing with the clock it is given', async () => {
    let nowNs = 0;
    const slow = createPretendDevice();
    const clock = { nowNs: () => (nowNs += slow.runs * 1000) };
    const never = await createFrameBatch({ compute: slow, clock });
    expect(never.crossing).toBe(Infinity);
    expect(slow.runs).toBeGreaterThan(0);
    const quick = createPretendDevice();
    let calls = 0;
    // Pairs of readings: processor, device (to warm up), then three of each. The device's take no time.
    const fast = { nowNs: () => (calls++ % 4 < 2 ? calls * 1000 : calls - (calls % 2)) };
    const always = await createFrameBatch({ compute: quick, clock: fast, maxDatagrams: 300 });
    expect(always.crossing).toBe(64);
  });

  it('runs one batch at a time, and ends it before it closes', async () => {
    const batch = await createFrameBatch({ compute: createPretendDevice(), crossing: 1 });
    batch.join(names[0]!);
    const { bytes, descriptors } = input(10);
    const first = batch.run(bytes, descriptors, 10);
    await expect(batch.run(bytes, descriptors, 10)).rejects.toMatchObject({ code: 'bad-option' });
    const closing = batch.close();
    expect((await first).frames).toBe(10);
    await closing;
  });

  it('does without a device that cannot load the kernels, and says why', async () => {
    const device = {
      ...createPretendDevice(),
      load: () => Promise.reject(new Error('no 32-bit integers')),
    };
    const batch = await createFrameBatch({ compute: device, crossing: 1 });
    const { bytes, descriptors } = input(3);
    expect((await batch.run(bytes, descriptors, 3)).ranOn).toBe('cpu');
    expect(batch.stats().fallback).toBe('no 32-bit integers');
  });
});
