import fc from 'fast-check';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createTimedSends } from '../../src/dgram/timed-sends.js';

function setUp(slots?: number) {
  const time = createVirtualTime();
  const sent: { atNs: number; value: number; length: number; route: string }[] = [];
  const timed = createTimedSends<string>(
    time.clock,
    time.timers,
    (bytes, length, route) =>
      sent.push({ atNs: time.clock.nowNs(), value: bytes[0]!, length, route }),
    slots,
  );
  const startNs = time.clock.nowNs();
  const add = (value: number, atNs: number) =>
    timed.add(new Uint8Array([99, value, 99]), 1, 1, `route ${value}`, startNs + atNs);
  return { time, timed, sent, add, startNs };
}

describe('createTimedSends', () => {
  it('sends each at its time, with its own bytes and route', () => {
    const { time, sent, add, startNs } = setUp();
    add(3, 3000);
    add(1, 1000);
    add(2, 2000);
    time.runFor(2500);
    expect(sent).toEqual([
      { atNs: startNs + 1000, value: 1, length: 1, route: 'route 1' },
      { atNs: startNs + 2000, value: 2, length: 1, route: 'route 2' },
    ]);
    time.runFor(1000);
    expect(sent.map((each) => each.value)).toEqual([1, 2, 3]);
  });

  it('sends in order of time, then of adding, whatever the order of adding', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (times) => {
        const { time, timed, sent, add } = setUp(256);
        times.forEach((at, i) => add(i, 1000 + at));
        time.runFor(2000);
        const expected = times
          .map((at, value) => ({ at, value }))
          .sort((a, b) => a.at - b.at || a.value - b.value)
          .map((each) => each.value & 0xff);
        expect(sent.map((each) => each.value)).toEqual(expected);
        expect(timed.size).toBe(0);
      }),
    );
  });

  it('refuses when all slots wait, and uses them again', () => {
    const { time, sent, add } = setUp(2);
    expect([add(1, 1000), add(2, 2000), add(3, 3000)]).toEqual([true, true, false]);
    time.runFor(1500);
    expect(add(4, 4000)).toBe(true);
    expect(add(5, 5000)).toBe(false);
    time.runFor(10_000);
    expect(sent.map((each) => each.value)).toEqual([1, 2, 4]);
  });

  it('sends nothing after it was cleared, and goes on when something new comes', () => {
    const { time, timed, sent, add } = setUp();
    add(1, 1000);
    timed.clear();
    time.runFor(2000);
    expect(sent).toEqual([]);
    add(2, 5000);
    time.runFor(5000);
    expect(sent.map((each) => each.value)).toEqual([2]);
  });

  it('tells how late a timer made them', () => {
    let nowNs = 1_000_000;
    let wake: (() => void) | undefined;
    const timed = createTimedSends<string>(
      { nowNs: () => nowNs },
      { schedule: (_at, run) => ((wake = run), 1), cancel: () => {}, defer: () => {} },
      () => {},
    );
    for (let i = 1; i <= 3; i++) timed.add(new Uint8Array(1), 0, 1, '', nowNs + i * 100_000);
    nowNs += 800_000;
    wake!();
    expect(timed.latenessUs()).toBeCloseTo(600, 6);
  });
});
