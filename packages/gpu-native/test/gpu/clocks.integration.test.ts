import { afterAll, describe, expect, it } from 'vitest';
import { listDevices, openCompute } from '../../src/gpu/open-compute.js';
import { closeDevices, missing, openDevice } from './vulkan-device.js';

describe.skipIf(missing !== undefined)('what is known of the device', () => {
  afterAll(closeDevices);

  it('lists devices and opens the one that is asked for', async () => {
    const answer = await listDevices();
    if (!answer.ok) throw new Error(answer.reason);
    const [best] = answer.devices;
    expect(best).toMatchObject({ usable: true, name: expect.any(String) });
    expect(best!.isGpu).toBe(best!.type !== 'cpu' && best!.type !== 'other');
    const device = await openDevice({ device: best!.name.slice(1, 6).toUpperCase() });
    expect(device.deviceInfo).toEqual(best);
    expect(device.submitCostUs).toBeGreaterThan(1);
    expect(device.submitCostUs).toBeLessThan(100_000);
    expect(device.failure).toBeNull();
  });

  it('names those that are there when another one is asked for', async () => {
    const answer = await openCompute({ device: 'Voodoo 2' });
    expect(answer).toMatchObject({
      ok: false,
      reason: expect.stringContaining('Voodoo 2'),
      tried: expect.arrayContaining([expect.any(String)]),
    });
  });

  it('reads its clock beside the clocks of the host', async () => {
    const device = await openDevice();
    const before = process.hrtime.bigint();
    const first = await device.readClocks();
    const second = await device.readClocks();
    const after = process.hrtime.bigint();
    for (const { monotonicNs, maxDeviationNs, realtimeNs } of [first, second]) {
      expect(monotonicNs).toBeGreaterThanOrEqual(Number(before) - maxDeviationNs);
      expect(monotonicNs).toBeLessThanOrEqual(Number(after) + maxDeviationNs);
      expect(maxDeviationNs).toBeGreaterThan(0);
      expect(Math.abs(Number(realtimeNs / 1_000_000n) - Date.now())).toBeLessThan(1000);
    }
    // Over such a short time two clocks do not drift apart by what is to be seen here.
    const passed = second.monotonicNs - first.monotonicNs;
    const slack = first.maxDeviationNs + second.maxDeviationNs + passed * 0.001;
    expect(Math.abs(second.deviceNs - first.deviceNs - passed)).toBeLessThanOrEqual(slack);
  });
});
