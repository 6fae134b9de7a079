import type { SyncCalibrationBlockMessage } from '@jamnet/schemas';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createCalibrationSender, type CalibrationSenderOptions } from '@jamnet/sync';

const S = 1e9;

function open(driftPpm: number, options: Partial<CalibrationSenderOptions> = {}) {
  const time = createVirtualTime({ startNs: 1000 * S });
  const { clock, timers, runAsync } = time;
  const sentNs: number[] = [];
  const blocks: SyncCalibrationBlockMessage[] = [];
  const device = { driftPpm, jumpNs: 0, failing: false, maxDeviationNs: 100 };
  const sender = createCalibrationSender({
    clock,
    timers,
    read() {
      if (device.failing) return Promise.reject(new Error('busy'));
      const monotonicNs = clock.nowNs();
      const passed = monotonicNs - 1000 * S;
      const deviceNs = 5 * S + passed * (1 + device.driftPpm * 1e-6) + device.jumpNs;
      return Promise.resolve({ deviceNs, monotonicNs, maxDeviationNs: device.maxDeviationNs });
    },
    send(block) {
      sentNs.push(clock.nowNs() - 1000 * S);
      blocks.push(block);
    },
    ...options,
  });
  return { sender, device, sentNs, blocks, clock, runAsync };
}

describe('calibration sender', () => {
  it('sends at the start and every 5 s', async () => {
    const { sentNs, sender, clock, runAsync } = open(0);
    await runAsync(clock.nowNs() + 16 * S);
    expect(sentNs).toEqual([0, 5 * S, 10 * S, 15 * S]);
    expect(sender.stats()).toMatchObject({ sent: 4, sentOnDrift: 0, failed: 0 });
  });

  it('sends when the offset of the last block is off by more than 50 µs', async () => {
    const { sentNs, sender, blocks, clock, runAsync } = open(50);
    await runAsync(clock.nowNs() + 10 * S);
    // 50 ppm are 50 µs after 1 s, and more at the next look.
    expect(sentNs.slice(0, 4)).toEqual([0, 1.25 * S, 2.5 * S, 3.75 * S]);
    expect(sender.stats().sentOnDrift).toBe(8);
    expect(sender.block).toBe(blocks.at(-1));
  });

  it('sends at the next look after a jump, and not for a reading that is vague', async () => {
    const { sentNs, device, clock, runAsync } = open(0);
    await runAsync(clock.nowNs() + 1 * S);
    device.jumpNs = 60_000;
    device.maxDeviationNs = 20_000;
    await runAsync(clock.nowNs() + 1 * S);
    expect(sentNs).toEqual([0]);
    device.maxDeviationNs = 100;
    await runAsync(clock.nowNs() + 1 * S);
    expect(sentNs).toEqual([0, 2.25 * S]);
  });

  it('counts readings that fail and goes on, and ends with close', async () => {
    const { sentNs, device, sender, clock, runAsync } = open(0, { intervalMs: 1000 });
    device.failing = true;
    await runAsync(clock.nowNs() + 3 * S);
    expect(sender.stats().failed).toBeGreaterThan(10);
    device.failing = false;
    await runAsync(clock.nowNs() + 1.1 * S);
    expect(sentNs).toHaveLength(2);
    sender.close();
    await runAsync(clock.nowNs() + 3 * S);
    expect(sentNs).toHaveLength(2);
  });

  it('refuses options that make no sense', () => {
    for (const options of [
      { intervalMs: 99 },
      { checkMs: 5001 },
      { driftThresholdUs: 0 },
      { sessionId: '' },
      { clockBase: 'x'.repeat(65) },
    ]) {
      expect(() => open(0, options)).toThrow(expect.objectContaining({ code: 'bad-option' }));
    }
  });
});
