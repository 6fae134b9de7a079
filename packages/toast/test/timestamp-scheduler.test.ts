import { createTimestampScheduler } from '@jamnet/toast';
import { createRandom, createVirtualTime } from '@jamnet/testkit';
import type { Timers } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const START_NS = 1e12;

function setUp(capacity?: number) {
  const time = createVirtualTime({ startNs: START_NS });
  const released: { item: number; atNs: number; latenessNs: number }[] = [];
  const scheduler = createTimestampScheduler<number>(
    { clock: time.clock, timers: time.timers, ...(capacity === undefined ? {} : { capacity }) },
    (item, latenessNs) => released.push({ item, atNs: time.clock.nowNs(), latenessNs }),
  );
  return { time, released, scheduler };
}

describe('the timestamp scheduler', () => {
  it('releases in order of time, then of arrival, each at its time', () => {
    const offsets = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 });
    fc.assert(
      fc.property(offsets, (times) => {
        const { time, released, scheduler } = setUp();
        times.forEach((offset, item) => scheduler.schedule(START_NS + offset * 1e6, item));
        expect(scheduler.held).toBe(times.length);
        time.run();
        const expected = times
          .map((offset, item) => ({ item, atNs: START_NS + offset * 1e6, latenessNs: 0 }))
          .sort((a, b) => a.atNs - b.atNs || a.item - b.item);
        expect(released).toEqual(expected);
        expect(scheduler.held).toBe(0);
      }),
    );
  });

  it('takes items while time goes on, also ones before those it waits for', () => {
    const { time, released, scheduler } = setUp();
    scheduler.schedule(START_NS + 10e6, 1);
    time.runFor(2e6);
    scheduler.schedule(START_NS + 5e6, 2);
    scheduler.schedule(START_NS + 15e6, 3);
    time.run();
    expect(released.map(({ item }) => item)).toEqual([2, 1, 3]);
  });

  it('waits without spinning: the loop wakes once for each time', () => {
    const { time, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.schedule(START_NS + 1e9 + i * 1e6, i);
    expect(time.run()).toBe(100);
    expect(scheduler.stats().released).toBe(100);
  });

  it('measures lateness: what comes late, and what timers are late with', () => {
    const time = createVirtualTime({ startNs: START_NS });
    // Timers that are always 2 ms late.
    const timers: Timers = {
      ...time.timers,
      schedule: (atNs, run) => time.timers.schedule(atNs + 2e6, run),
    };
    const lateness: number[] = [];
    const scheduler = createTimestampScheduler<string>({ clock: time.clock, timers }, (_, late) =>
      lateness.push(late),
    );
    scheduler.schedule(START_NS + 10e6, 'in time');
    time.run();
    expect(lateness).toEqual([2e6]);
    scheduler.schedule(START_NS + 5e6, 'overdue');
    time.run();
    const stats = scheduler.stats();
    expect(stats.overdue).toBe(1);
    expect(stats.released).toBe(2);
    expect(stats.lastLatenessUs).toBe(7000);
    expect(stats.worstLatenessUs).toBe(7000);
    expect(stats.meanLatenessUs).toBe(4500);
  });

  it('never calls back from within schedule', () => {
    const { released, scheduler } = setUp();
    scheduler.schedule(START_NS - 1e9, 1);
    expect(released).toEqual([]);
  });

  it('refuses what is above its capacity and counts it', () => {
    const { time, released, scheduler } = setUp(2);
    const taken = [1, 2, 3].map((item) => scheduler.schedule(START_NS + item, item));
    expect(taken).toEqual([true, true, false]);
    expect(scheduler.stats().refused).toBe(1);
    time.run();
    expect(scheduler.schedule(START_NS + 100, 4)).toBe(true);
    time.run();
    expect(released.map(({ item }) => item)).toEqual([1, 2, 4]);
  });

  it('drops what it holds when it closes, and takes nothing more', () => {
    const { time, released, scheduler } = setUp();
    scheduler.schedule(START_NS + 1e6, 1);
    scheduler.close();
    expect(scheduler.held).toBe(0);
    expect(scheduler.schedule(START_NS + 1e6, 2)).toBe(false);
    expect(time.run()).toBe(0);
    expect(released).toEqual([]);
  });

  it('closes from within a release', () => {
    const time = createVirtualTime({ startNs: START_NS });
    const released: number[] = [];
    const scheduler = createTimestampScheduler<number>(
      { clock: time.clock, timers: time.timers },
      (item) => {
        released.push(item);
        scheduler.close();
      },
    );
    scheduler.schedule(START_NS + 1, 1);
    scheduler.schedule(START_NS + 1, 2);
    time.run();
    expect(released).toEqual([1]);
  });

  it('goes on after a release that threw', () => {
    const time = createVirtualTime({ startNs: START_NS });
    const released: number[] = [];
    const scheduler = createTimestampScheduler<number>(
      { clock: time.clock, timers: time.timers },
      (item) => {
        released.push(item);
        if (item === 1) throw new Error('a fault of the program');
      },
    );
    [1, 2, 3].forEach((item) => scheduler.schedule(START_NS + item * 1e6, item));
    expect(() => time.run()).toThrow('a fault of the program');
    time.run();
    expect(released).toEqual([1, 2, 3]);
  });

  it('comes back to the loop when a release always schedules another for now', () => {
    const time = createVirtualTime({ startNs: START_NS });
    let releases = 0;
    const scheduler = createTimestampScheduler<number>(
      { clock: time.clock, timers: time.timers },
      () => {
        releases++;
        if (releases < 50) scheduler.schedule(time.clock.nowNs(), releases);
      },
    );
    scheduler.schedule(START_NS, 0);
    expect(time.run()).toBe(50);
    expect(releases).toBe(50);
  });

  it('keeps order and count over thousands of items at random times', () => {
    const random = createRandom(5);
    const { time, released, scheduler } = setUp();
    for (let turn = 0; turn < 40; turn++) {
      for (let i = 0; i < 100; i++) {
        scheduler.schedule(time.clock.nowNs() + Math.floor(random() * 20e6), turn * 100 + i);
      }
      time.runFor(5e6);
    }
    time.run();
    expect(new Set(released.map(({ item }) => item)).size).toBe(4000);
    expect(released.every(({ latenessNs }) => latenessNs === 0)).toBe(true);
    for (let i = 1; i < released.length; i++) {
      expect(released[i]!.atNs).toBeGreaterThanOrEqual(released[i - 1]!.atNs);
    }
  });

  it('refuses a time that is none and a capacity that is none', () => {
    const { scheduler } = setUp();
    expect(() => scheduler.schedule(NaN, 1)).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    );
    expect(scheduler.held).toBe(0);
    expect(() => setUp(0)).toThrowError(expect.objectContaining({ code: 'bad-option' }));
  });
});
