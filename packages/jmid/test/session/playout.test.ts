import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createPlayout } from '../../src/session/playout.js';

describe('playout', () => {
  it('calls the delay after the time, in the order of times', () => {
    const time = createVirtualTime();
    const playout = createPlayout(time.clock, time.timers, 100);
    const ran: string[] = [];
    const hold = (name: string, timeNs: number): void =>
      playout.hold(timeNs, () => ran.push(`${name} ${time.clock.nowNs()}`));
    hold('b', 20);
    hold('a', 10);
    hold('c', 20);
    expect(ran).toEqual([]);
    time.run(1000);
    expect(ran).toEqual(['a 110', 'b 120', 'c 120']);
    // What is overdue is not called within the call: it would overtake what is due now.
    hold('d', 500);
    expect(ran.length).toBe(3);
    time.run(1000);
    expect(ran[3]).toBe('d 1000');
    expect(playout.stats()).toMatchObject({ released: 4, overdue: 1 });
  });

  it('does not wait for what is dated more than 10 s ahead', () => {
    const time = createVirtualTime();
    const playout = createPlayout(time.clock, time.timers, 100);
    let ran = 0;
    playout.hold(10e9 + 1, () => ran++);
    playout.hold(2 ** 70, () => ran++);
    expect(ran).toBe(2);
    playout.hold(10e9, () => ran++);
    expect(ran).toBe(2);
  });

  it('lets through what the full queue does not take', () => {
    const time = createVirtualTime();
    const playout = createPlayout(time.clock, time.timers, 100);
    let ran = 0;
    for (let i = 0; i < 20_000; i++) playout.hold(0, () => ran++);
    expect(ran).toBe(20_000 - 16_384);
    time.run(200);
    expect(ran).toBe(20_000);
  });

  it('delays what is no event as long, and does not count it', () => {
    const time = createVirtualTime({ startNs: 50 });
    const playout = createPlayout(time.clock, time.timers, 100);
    const ran: number[] = [];
    playout.follow(() => ran.push(time.clock.nowNs()));
    time.run(1000);
    expect(ran).toEqual([150]);
    expect(playout.stats().released).toBe(0);
  });

  it('drops what is held when it is closed', () => {
    const time = createVirtualTime();
    const playout = createPlayout(time.clock, time.timers, 100);
    playout.hold(0, () => expect.unreachable());
    playout.follow(() => expect.unreachable());
    playout.close();
    time.run(1000);
    expect(time.pending).toBe(0);
  });
});
