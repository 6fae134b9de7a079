import { createSystemClock, createSystemTimers, type Compute, JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { openGpuClock } from '../../src/session/gpu-clock.js';

const clock = createSystemClock();
const timers = createSystemTimers(clock);
const device = (over: Partial<Compute>): Compute =>
  ({ name: 'Test', isGpu: true, ...over }) as Compute;
const opening = (compute: Compute | undefined) => async () => ({ compute, reason: 'none here' });
const readClocks = async () => {
  const monotonicNs = clock.nowNs();
  return { deviceNs: 7e9 + monotonicNs * 1.00003, monotonicNs, maxDeviationNs: 500 };
};

describe("the GPU's clock", () => {
  it('is bridged to the CPU where a GPU answers', async () => {
    const answer = await openGpuClock(clock, timers, opening(device({ readClocks })));
    if (!answer.ok) throw new Error(answer.reason);
    const { bridge, source, device: name } = answer.gpu;
    expect(name).toBe('Test');
    if (bridge.state !== 'locked')
      await new Promise((resolve) => bridge.addEventListener('state', resolve, { once: true }));
    expect(bridge.state).toBe('locked');
    const now = clock.nowNs();
    expect(Math.abs(bridge.cpuToGpu(now) - (7e9 + now * 1.00003))).toBeLessThan(
      bridge.uncertaintyNs + 100,
    );
    expect(source.kind).toBe('gpu');
    expect(source.quality).toBeGreaterThan(0);
    bridge.close();
  });

  it.each([
    ['no device', undefined, 'none here'],
    ['a software device', device({ isGpu: false, readClocks }), 'Test is no GPU'],
    ['a device whose clock cannot be read', device({}), 'cannot be read together'],
    [
      'a device without a clock',
      device({ readClocks: () => Promise.reject(new JamError('bad-option', 'it has none')) }),
      'it has none',
    ],
  ])('is not there with %s, and says why', async (_, compute, reason) => {
    const answer = await openGpuClock(clock, timers, opening(compute));
    expect(answer).toMatchObject({ ok: false });
    expect(!answer.ok && answer.reason).toContain(reason);
  });

  it('is not read for a session on another clock', async () => {
    const answer = await openGpuClock({ nowNs: () => 5 }, timers, opening(device({ readClocks })));
    expect(!answer.ok && answer.reason).toContain('a clock of its own');
  });
});
