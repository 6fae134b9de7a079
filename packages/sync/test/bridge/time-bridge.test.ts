import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createTimeBridge, type TimeBridge, type TimeBridgeOptions } from '@jamnet/sync';
import {
  createSimulatedDevice,
  type SimulatedDevice,
  type SimulatedDeviceOptions,
} from './simulated-device.js';

const MS = 1e6;
const S = 1e9;

function open(device: SimulatedDeviceOptions, options: Partial<TimeBridgeOptions> = {}) {
  const simulated = createSimulatedDevice(device);
  const { clock, timers } = simulated.time;
  const bridge = createTimeBridge({ clock, timers, read: () => simulated.read(), ...options });
  return { simulated, bridge, ...simulated.time };
}

const errorNs = (bridge: TimeBridge, device: SimulatedDevice, cpuNs: number): number =>
  Math.abs(bridge.cpuToGpu(cpuNs) - device.trueDeviceNs(cpuNs));

/** The worst of what the bridge says every 20 ms, which is beside its readings as well as between them. */
async function follow(
  { bridge, simulated, clock, timers, runAsync }: ReturnType<typeof open>,
  durationNs: number,
) {
  const startNs = clock.nowNs();
  const worst = { errorNs: 0, overNs: -Infinity, uncertaintyNs: 0, backNs: 0, jumpNs: 0 };
  let gpuNs = -Infinity;
  let saidNs = NaN;
  const look = (): void => {
    const nowNs = clock.nowNs();
    const error = errorNs(bridge, simulated, nowNs);
    const back = Math.abs(
      bridge.gpuToCpu(simulated.trueDeviceNs(nowNs - 100 * MS)) - (nowNs - 100 * MS),
    );
    worst.errorNs = Math.max(worst.errorNs, error);
    worst.overNs = Math.max(worst.overNs, error - bridge.uncertaintyNs);
    worst.uncertaintyNs = Math.max(worst.uncertaintyNs, bridge.uncertaintyNs);
    worst.backNs = Math.max(worst.backNs, back);
    const said = bridge.cpuToGpu(nowNs);
    expect(said).toBeGreaterThan(gpuNs);
    gpuNs = said;
    if (!Number.isNaN(saidNs)) {
      worst.jumpNs = Math.max(worst.jumpNs, Math.abs(saidNs - bridge.cpuToGpu(nowNs - 20 * MS)));
    }
    saidNs = said;
    if (nowNs < startNs + durationNs) timers.schedule(nowNs + 20 * MS, look);
  };
  timers.schedule(startNs + 10 * MS, look);
  await runAsync(startNs + durationNs);
  return worst;
}

describe('time bridge', () => {
  it.each([
    ['+50 ppm', 50, 1],
    ['-50 ppm', -50, 2],
  ])(
    'is within 100 µs and within what it says for 10 minutes at %s',
    async (_name, driftPpm, seed) => {
      // The drift's wave changes by at most 0.5 x 2 pi / 60 = 0.052 ppm a second.
      const run = open({ driftPpm, waveMinutePpm: 0.5, seed, delayNs: 0.2 * MS });
      const worst = await follow(run, 600 * S);
      expect(run.simulated.reads).toBeGreaterThan(11_000);
      expect(worst.overNs).toBeLessThanOrEqual(0);
      // 25 µs is what 500 ppm come to before the second reading; the bar is 100.
      expect(worst.errorNs).toBeLessThan(30_000);
      expect(worst.backNs).toBeLessThan(30_000);
      expect(run.bridge.uncertaintyNs).toBeLessThan(1_000);
      expect(run.bridge.driftPpm).toBeGreaterThan(driftPpm - 0.8);
      expect(run.bridge.driftPpm).toBeLessThan(driftPpm + 0.8);
      expect(run.bridge.quality).toBe(1);
      expect(run.bridge.state).toBe('locked');
      expect(run.bridge.stats()).toMatchObject({ contradictions: 0, outliers: 0, steps: 0 });
      // What was said of a moment when it came is what is said of it afterwards.
      expect(worst.jumpNs).toBeLessThan(0.01);
      // Once the drift is known the figures are far better.
      const later = await follow(run, 10 * S);
      expect(later.errorNs).toBeLessThan(500);
      expect(later.overNs).toBeLessThanOrEqual(0);
      run.bridge.close();
    },
    30_000,
  );

  it('is precise to a part of the deviation once it knows the drift', async () => {
    const run = open({ driftPpm: 33, seed: 3, leastDeviationNs: 2_000 });
    await run.runAsync(run.clock.nowNs() + 20 * S);
    const worst = await follow(run, 20 * S);
    expect(worst.errorNs).toBeLessThan(2_000);
    expect(worst.overNs).toBeLessThanOrEqual(0);
    expect(Math.abs(run.bridge.driftPpm - 33)).toBeLessThan(0.5);
  });

  it('knows nothing before the first reading', async () => {
    const { bridge, clock, runAsync } = open({ driftPpm: 0, delayNs: 5 * MS });
    expect(bridge.state).toBe('starting');
    expect(bridge.cpuToGpu(1)).toBeNaN();
    expect(bridge.gpuToCpu(1)).toBeNaN();
    expect(bridge.offsetUs).toBeNaN();
    expect(bridge.uncertaintyNs).toBe(Infinity);
    expect(bridge.quality).toBe(0);
    expect(bridge.timeAtCpu(77)).toBe(77);
    const states: string[] = [];
    bridge.addEventListener('state', ({ state, before }) => states.push(`${before} ${state}`));
    await runAsync(clock.nowNs() + 10 * MS);
    expect(states).toEqual(['starting locked']);
    expect(bridge.offsetUs).toBeCloseTo(-987_654_321, -1);
  });

  it('converts there and back', async () => {
    const { bridge, clock, runAsync } = open({ driftPpm: 50, startOffsetNs: 4e9 });
    await runAsync(clock.nowNs() + 3 * S);
    for (const ago of [0, 1, 30, 77, 500, 4_000, -50, -3_000]) {
      const cpuNs = clock.nowNs() - ago * MS;
      expect(bridge.gpuToCpu(bridge.cpuToGpu(cpuNs))).toBeCloseTo(cpuNs, 2);
      for (const master of ['cpu', 'hybrid', 'gpu'] as const) {
        bridge.setMaster(master);
        expect(bridge.cpuAtTime(bridge.timeAtCpu(cpuNs))).toBeCloseTo(cpuNs, 2);
      }
    }
  });

  it('tells a step of the clock once a second reading agrees, and says so before that', async () => {
    const run = open({ driftPpm: 10, seed: 5 });
    await run.runAsync(run.clock.nowNs() + 5 * S);
    const steps: number[] = [];
    run.bridge.addEventListener('step', ({ stepNs }) => steps.push(stepNs));
    run.simulated.step(3 * S);
    await run.runAsync(run.clock.nowNs() + 50 * MS);
    expect(steps).toHaveLength(1);
    expect(Math.abs(steps[0]! - 3 * S)).toBeLessThan(50_000);
    const worst = await follow(run, 5 * S);
    expect(worst.overNs).toBeLessThanOrEqual(0);
    expect(worst.errorNs).toBeLessThan(30_000);
    expect(run.bridge.stats()).toMatchObject({ steps: 1, outliers: 0 });
  });

  it('is not led astray by one wrong reading', async () => {
    const run = open({ driftPpm: -20, seed: 6 });
    await run.runAsync(run.clock.nowNs() + 5 * S);
    run.simulated.lie(5 * MS, 1);
    const worst = await follow(run, 2 * S);
    expect(worst.errorNs).toBeLessThan(500);
    expect(run.bridge.stats()).toMatchObject({ steps: 0, outliers: 1 });
    expect(run.bridge.state).toBe('locked');
  });

  it('holds over while readings fail, then fails, and locks again', async () => {
    const run = open({ driftPpm: 40, seed: 7 });
    const { bridge, clock, runAsync, simulated } = run;
    await runAsync(clock.nowNs() + 10 * S);
    const states: string[] = [];
    bridge.addEventListener('state', ({ state }) => states.push(state));
    simulated.fail(new JamError('timed-out', 'busy'));
    const worst = await follow(run, 120 * S);
    expect(states).toEqual(['holdover', 'failed']);
    expect(worst.overNs).toBeLessThanOrEqual(0);
    expect(bridge.quality).toBe(0);
    expect(bridge.stats().lastError).toBe('busy');
    simulated.fail(null);
    await runAsync(clock.nowNs() + 1 * S);
    expect(states).toEqual(['holdover', 'failed', 'locked']);
  });

  it('gives up on a device that is lost, and says failed where none ever answered', async () => {
    const { bridge, clock, runAsync, simulated } = open({ driftPpm: 0, delayNs: 1 });
    simulated.fail(new JamError('device-lost', 'gone'));
    await runAsync(clock.nowNs() + 2 * S);
    // The first had begun before it was lost.
    expect(simulated.reads).toBe(2);
    // From one reading alone the drift is not known, and after 2 s that is more than 100 µs.
    expect(bridge.state).toBe('failed');

    const never = createSimulatedDevice({ driftPpm: 0 });
    never.fail(new JamError('timed-out', 'busy'));
    const other = createTimeBridge({ ...never.time, read: () => never.read() });
    await never.time.runAsync(never.time.clock.nowNs() + 1 * S);
    expect(other.state).toBe('failed');
  });

  it('passes over readings that are no numbers, and takes no reading twice', async () => {
    const { time, ...device } = createSimulatedDevice({ driftPpm: 0 });
    const good = await device.read();
    const bad = [{ ...good, deviceNs: NaN }, { ...good, maxDeviationNs: -1 }, good, good];
    let next = 0;
    const bridge = createTimeBridge({
      ...time,
      read: () => Promise.resolve(bad[Math.min(next++, 3)]!),
    });
    await time.runAsync(time.clock.nowNs() + 190 * MS);
    expect(bridge.stats()).toMatchObject({ readings: 1, unusable: 3 });
  });

  it('tells the drift when it changes', async () => {
    const { bridge, clock, runAsync } = open({ driftPpm: 12, seed: 8 });
    const told: number[] = [];
    bridge.addEventListener('drift', ({ driftPpm }) => told.push(driftPpm));
    await runAsync(clock.nowNs() + 10 * S);
    expect(told).toHaveLength(1);
    expect(Math.abs(told[0]! - 12)).toBeLessThan(2);
  });

  it('keeps to the nominal rate without drift correction, and knows what that costs', async () => {
    const run = open({ driftPpm: 50, seed: 9 }, { driftCorrection: false });
    await run.runAsync(run.clock.nowNs() + 5 * S);
    const without = await follow(run, 5 * S);
    // 50 ppm over an interval of 50 ms is 2.5 µs; the line comes after by another interval.
    expect(without.errorNs).toBeGreaterThan(2_000);
    expect(without.errorNs).toBeLessThan(6_000);
    expect(without.overNs).toBeLessThanOrEqual(0);
    run.bridge.setDriftCorrection(true);
    await run.runAsync(run.clock.nowNs() + 1 * S);
    expect((await follow(run, 5 * S)).errorNs).toBeLessThan(500);
  });

  it('reads as often as it is told, one reading at a time', async () => {
    const { bridge, clock, runAsync, simulated } = open({ driftPpm: 0 }, { intervalMs: 10 });
    await runAsync(clock.nowNs() + 999 * MS);
    expect(simulated.reads).toBe(100);
    bridge.setIntervalMs(1000);
    await runAsync(clock.nowNs() + 5_000 * MS);
    expect(simulated.reads).toBe(105);
    bridge.close();
    await runAsync(clock.nowNs() + 5_000 * MS);
    expect(simulated.reads).toBe(105);

    const slow = open({ driftPpm: 0, delayNs: 120 * MS });
    await slow.runAsync(slow.clock.nowNs() + 1 * S);
    expect(slow.bridge.stats().skipped).toBeGreaterThan(8);
    expect(slow.simulated.reads + slow.bridge.stats().skipped).toBe(21);
  });

  it('reads a clock that is noisier than it says twice an interval at most', async () => {
    const world = open({ driftPpm: 10 });
    await world.runAsync(world.clock.nowNs() + 1 * S);
    world.simulated.reads = 0;
    for (let i = 0; i < 200; i++) {
      world.simulated.lie((i % 2 ? 1 : -1) * (10 + i) * MS, 1);
      await world.runAsync(world.clock.nowNs() + 5 * MS);
    }
    expect(world.simulated.reads).toBeLessThanOrEqual(2 * 21);
    world.bridge.close();
  });

  it('has a time that begins as the CPU’s, follows its master, and is handed over without a jump', async () => {
    const { bridge, clock, runAsync } = open({ driftPpm: 100, seed: 10 });
    await runAsync(clock.nowNs() + 100 * MS);
    const began = bridge.clock.nowNs() - clock.nowNs();
    expect(Math.abs(began)).toBeLessThan(50_000);
    await runAsync(clock.nowNs() + 1 * S);
    const ahead = (): number => bridge.clock.nowNs() - clock.nowNs();
    const gained = async (): Promise<number> => {
      const before = ahead();
      await runAsync(clock.nowNs() + 10 * S);
      return ahead() - before;
    };
    for (const [master, ppm] of [
      ['gpu', 100],
      ['hybrid', 50],
      ['cpu', 0],
      ['gpu', 100],
    ] as const) {
      const before = ahead();
      bridge.setMaster(master);
      expect(Math.abs(ahead() - before)).toBeLessThan(0.01);
      expect(Math.abs((await gained()) - ppm * 10_000)).toBeLessThan(2_000);
    }
  });

  it('does not let a step of the GPU’s clock through to its own time', async () => {
    const { bridge, clock, runAsync, simulated } = open({ driftPpm: 5, seed: 11 });
    await runAsync(clock.nowNs() + 5 * S);
    const before = bridge.clock.nowNs() - clock.nowNs();
    simulated.step(-7 * S);
    await runAsync(clock.nowNs() + 1 * S);
    expect(bridge.stats().steps).toBe(1);
    expect(Math.abs(bridge.clock.nowNs() - clock.nowNs() - before)).toBeLessThan(60_000);
  });

  it('refuses what it cannot do', () => {
    for (const options of [
      { intervalMs: 9 },
      { intervalMs: 1001 },
      { intervalMs: NaN },
      { master: 'tpu' as 'gpu' },
      { maxDriftPpm: 0 },
      { failedUs: 1 },
    ]) {
      expect(() => open({ driftPpm: 0 }, options)).toThrow(JamError);
    }
    const { bridge } = open({ driftPpm: 0 });
    expect(() => bridge.setIntervalMs(5)).toThrow(/intervalMs is 5/);
    expect(() => bridge.setMaster('tpu' as 'gpu')).toThrow(/'gpu', 'cpu' or 'hybrid'/);
  });
});
