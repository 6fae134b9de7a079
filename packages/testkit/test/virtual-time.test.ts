import { describe, expect, test } from 'vitest';
import { createVirtualTime } from '@jamnet/testkit';

describe('createVirtualTime', () => {
  test('starts where it is told and stands still', () => {
    const { clock } = createVirtualTime({ startNs: 42 });
    expect(clock.nowNs()).toBe(42);
    expect(clock.nowNs()).toBe(42);
    expect(createVirtualTime().clock.nowNs()).toBe(0);
  });

  test('runs what is due up to and including the end, and leaves the clock there', () => {
    const time = createVirtualTime();
    const ran: number[] = [];
    for (const atNs of [30, 10, 20, 21]) {
      time.timers.schedule(atNs, () => ran.push(time.clock.nowNs()));
    }
    expect(time.run(20)).toBe(2);
    expect(ran).toEqual([10, 20]);
    expect(time.clock.nowNs()).toBe(20);
    expect(time.pending).toBe(2);
    time.runFor(80);
    expect(ran).toEqual([10, 20, 21, 30]);
    expect(time.clock.nowNs()).toBe(100);
  });

  test('runs to the last event where no end is given', () => {
    const time = createVirtualTime();
    let left = 1_000;
    const tick = () => {
      left -= 1;
      if (left > 0) time.timers.schedule(time.clock.nowNs() + 1_000, tick);
    };
    time.timers.schedule(0, tick);
    expect(time.run()).toBe(1_000);
    expect(time.clock.nowNs()).toBe(999_000);
    expect(time.pending).toBe(0);
  });

  test('a timer at infinity never comes', () => {
    const time = createVirtualTime();
    time.timers.schedule(Infinity, () => {
      throw new Error('it came');
    });
    expect(time.run()).toBe(0);
    expect(time.pending).toBe(1);
  });

  test('what is deferred runs at the same instant, before the next timer of that instant', () => {
    const time = createVirtualTime();
    const order: string[] = [];
    time.timers.schedule(5, () => {
      time.timers.defer(() => order.push(`deferred at ${time.clock.nowNs()}`));
      order.push('first');
    });
    time.timers.schedule(5, () => order.push('second'));
    time.run();
    expect(order).toEqual(['first', 'deferred at 5', 'second']);
  });

  test('what is deferred outside of any event runs when time next goes', () => {
    const time = createVirtualTime();
    let runs = 0;
    time.timers.defer(() => (runs += 1));
    expect(time.pending).toBe(1);
    time.run(0);
    expect(runs).toBe(1);
    expect(time.pending).toBe(0);
  });

  test('an exception comes out of run, and the rest stays pending', () => {
    const time = createVirtualTime();
    const ran: number[] = [];
    time.timers.schedule(1, () => {
      time.timers.defer(() => ran.push(1));
      throw new Error('broken');
    });
    time.timers.schedule(2, () => ran.push(2));
    expect(() => time.run()).toThrow('broken');
    expect(time.clock.nowNs()).toBe(1);
    expect(time.pending).toBe(2);
    time.run();
    expect(ran).toEqual([1, 2]);
  });

  test('does not go back, and does not run within itself', () => {
    const time = createVirtualTime({ startNs: 100 });
    expect(() => time.run(99)).toThrow(/does not go back/);
    time.timers.schedule(101, () => time.run());
    expect(() => time.run()).toThrow(/running already/);
    expect(time.run(200)).toBe(0);
    expect(() => createVirtualTime({ startNs: -1 })).toThrow(/startNs is -1/);
  });

  test('runAsync lets chains of promises settle before time goes on', async () => {
    const time = createVirtualTime();
    const seenNs: number[] = [];
    const chain = async () => {
      for (let i = 0; i < 50; i += 1) await Promise.resolve();
      seenNs.push(time.clock.nowNs());
      await new Promise<void>((resolve) => {
        time.timers.schedule(time.clock.nowNs() + 10, resolve);
      });
      for (let i = 0; i < 50; i += 1) await Promise.resolve();
      seenNs.push(time.clock.nowNs());
    };
    const finished = chain();
    time.timers.schedule(3, () => undefined);
    await time.runAsync(1_000);
    await finished;
    // The first part settled before anything ran, the second at its own instant.
    expect(seenNs).toEqual([0, 10]);
    expect(time.clock.nowNs()).toBe(1_000);
  });

  test('runAsync passes an exception on and can go on after it', async () => {
    const time = createVirtualTime();
    time.timers.schedule(1, () => {
      throw new Error('broken');
    });
    await expect(time.runAsync(5)).rejects.toThrow('broken');
    await time.runAsync(5);
    expect(time.clock.nowNs()).toBe(5);
  });
});
