import { describe, expect, it, test } from 'vitest';
import {
  createRandom,
  createSimulatedClock,
  createSimulatedNetwork,
  createVirtualTime,
  timersConformance,
  type SimulatedClockOptions,
} from '@jamnet/testkit';
import { DESCRIPTOR_ARRIVAL, readU64 } from '@jamnet/wire';

const SECOND = 1e9;

function world(options: Partial<SimulatedClockOptions> = {}) {
  const time = createVirtualTime({ startNs: 5 * SECOND });
  const clock = createSimulatedClock({ truth: time, random: createRandom(1), ...options });
  return { time, clock };
}

describe('createSimulatedClock', () => {
  it('drifts by what it was told', () => {
    const { time, clock } = world({ startNs: 1000, driftPpm: 50 });
    time.runFor(100 * SECOND);
    expect(clock.nowNs() - 1000).toBe(100 * SECOND + 5e6);
    clock.setDriftPpm(-50);
    time.runFor(100 * SECOND);
    expect(clock.nowNs() - 1000).toBe(200 * SECOND);
  });

  it('wanders like a random walk, the same for one seed', () => {
    const drifts = Array.from({ length: 200 }, (_, seed) => {
      const { time, clock } = world({ random: createRandom(seed), wanderPpbPerRootS: 10 });
      time.runFor(100 * SECOND);
      return clock.driftPpm * 1000;
    });
    const deviation = Math.sqrt(drifts.reduce((sum, d) => sum + d * d, 0) / drifts.length);
    // 10 ppb after a second are 100 ppb after a hundred.
    expect(deviation).toBeGreaterThan(80);
    expect(deviation).toBeLessThan(120);
    const again = world({ random: createRandom(7), wanderPpbPerRootS: 10 });
    again.time.runFor(100 * SECOND);
    expect(again.clock.driftPpm * 1000).toBe(drifts[7]);
  });

  it('says the same whether or not it is read meanwhile', () => {
    const rarely = world({ wanderPpbPerRootS: 100 });
    const often = world({ wanderPpbPerRootS: 100 });
    rarely.time.runFor(10 * SECOND);
    for (let i = 0; i < 1000; i++) {
      often.time.runFor(10e6);
      often.clock.nowNs();
    }
    expect(Math.abs(often.clock.exactNs - rarely.clock.exactNs)).toBeLessThan(1);
  });

  it('steps forward, stands still when suspended, and never goes back', () => {
    const { time, clock } = world({ readNoiseNs: 500 });
    time.runFor(SECOND);
    clock.step(3e6);
    expect(clock.exactNs).toBe(SECOND + 3e6);
    clock.suspend(2 * SECOND);
    time.runFor(SECOND);
    expect(clock.exactNs).toBe(SECOND + 3e6);
    time.runFor(2 * SECOND);
    expect(clock.exactNs).toBe(2 * SECOND + 3e6);
    let last = clock.nowNs();
    for (let i = 0; i < 1000; i++) {
      time.runFor(100);
      const now = clock.nowNs();
      expect(now).toBeGreaterThanOrEqual(last);
      expect(clock.exactNs - now).toBeLessThanOrEqual(501);
      last = now;
    }
    expect(() => clock.step(-1)).toThrow(/suspend it instead/);
  });

  it('runs its timers when it says so, through drift, steps and sleep', () => {
    const { time, clock } = world({ driftPpm: 100, wanderPpbPerRootS: 1000 });
    const fired: number[] = [];
    const at = [1, 2, 3, 4].map((s) => s * SECOND);
    for (const ns of at) clock.timers.schedule(ns, () => fired.push(clock.exactNs - ns));
    time.runFor(1.5 * SECOND);
    clock.step(0.4 * SECOND);
    time.runFor(0.2 * SECOND);
    expect(fired.length).toBe(2);
    clock.suspend(10 * SECOND);
    time.runFor(10 * SECOND);
    expect(fired.length).toBe(2);
    time.runFor(3 * SECOND);
    expect(fired.length).toBe(4);
    for (const late of fired) {
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(10);
    }
  });

  it('goes on from times that are no whole nanoseconds', () => {
    const { time, clock } = world({ wanderPpbPerRootS: 1000 });
    let fired = 0;
    for (let i = 1; i <= 300; i++) clock.timers.schedule(i * SECOND * 0.1, () => fired++);
    for (let i = 0; i < 3000; i++) time.runFor(0.01 * SECOND + 1 / 3);
    time.runFor(SECOND);
    expect(fired).toBe(300);
  });

  it('is what a port of its host stamps arrivals with and sends by', async () => {
    const { time, clock } = world({ driftPpm: 100, startNs: 77 * SECOND });
    const network = createSimulatedNetwork({ ...time, random: createRandom(2), latencyNs: 1e6 });
    const sender = network.createPort({
      address: '10.0.0.1',
      host: { clock, timers: clock.timers },
    });
    const receiver = network.createPort({ address: '10.0.0.2' });
    const stamps: number[] = [];
    for (const port of [sender, receiver])
      port.onBatch((_, descriptors) =>
        stamps.push(readU64(new Uint8Array(descriptors.buffer), DESCRIPTOR_ARRIVAL)),
      );
    sender.send(new Uint8Array(9), 0, 9, receiver.endpoints()[0], 78 * SECOND);
    time.runFor(2 * SECOND);
    // A second of the fast clock is 100 µs less of true time.
    expect(Math.abs(stamps[0] - (6 * SECOND - 1e5 + 1e6))).toBeLessThan(20);
    receiver.send(new Uint8Array(9), 0, 9, sender.endpoints()[0], 0);
    time.runFor(1e6);
    expect(Math.abs(stamps[1] - clock.exactNs)).toBeLessThan(2);
  });
});

describe('the timers of a simulated clock', () => {
  const cases = timersConformance(async () => {
    const time = createVirtualTime();
    const clock = createSimulatedClock({ truth: time, random: createRandom(1), driftPpm: -20 });
    return {
      clock,
      timers: clock.timers,
      settle: async (ms) => {
        await time.runAsync(time.clock.nowNs() + ms * 1.0001e6);
      },
      close: async () => {},
    };
  });
  for (const { name, run } of cases) test(name, run);
});
