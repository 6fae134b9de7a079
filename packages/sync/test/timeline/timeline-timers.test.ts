import { createVirtualTime, timersConformance } from '@jamnet/testkit';
import { describe, expect, it, test } from 'vitest';
import { createTimelineTimers } from '@jamnet/sync';
import { createSlewedLine } from '../../src/slewed-line.js';

const SECOND = 1e9;

function world() {
  const time = createVirtualTime({ startNs: 100 * SECOND });
  const line = createSlewedLine(500);
  line.restart(100 * SECOND, -93 * SECOND, 0);
  const timeline = {
    nowNs: () => time.clock.nowNs() + line.at(time.clock.nowNs()),
    toOwn: (ns: number) => line.timeOf(ns, 1),
  };
  return { time, line, timeline, timers: createTimelineTimers(timeline, time.timers) };
}

describe('timers on a timeline', () => {
  it('run at their time through every bend', () => {
    const { time, line, timeline, timers } = world();
    const late: number[] = [];
    for (let s = 8; s < 30; s++)
      timers.schedule(s * SECOND, () => late.push(timeline.nowNs() - s * SECOND));
    for (let i = 0; i < 500; i++) {
      time.runFor(SECOND / 20);
      const now = time.clock.nowNs();
      line.turn(now, line.at(now) + (i % 2 ? 5e6 : -3e6), (i % 7) * 1e-5, SECOND);
    }
    expect(late.length).toBe(22);
    for (const ns of late) {
      expect(ns).toBeGreaterThanOrEqual(0);
      expect(ns).toBeLessThan(10);
    }
  });

  it('run soon when the timeline jumps past their time, and not early when it jumps back', () => {
    const { time, line, timeline, timers } = world();
    const ran: number[] = [];
    timers.schedule(60 * SECOND, () => ran.push(timeline.nowNs()));
    timers.schedule(200 * SECOND, () => ran.push(timeline.nowNs()));
    time.runFor(SECOND);
    line.restart(time.clock.nowNs(), 100 * SECOND - time.clock.nowNs(), 0);
    time.runFor(1.1 * SECOND);
    expect(ran.length).toBe(1);
    line.restart(time.clock.nowNs(), -time.clock.nowNs(), 0);
    time.runFor(150 * SECOND);
    expect(ran.length).toBe(1);
    time.runFor(51 * SECOND);
    expect(Math.abs(ran[1] - 200 * SECOND)).toBeLessThan(10);
  });

  const cases = timersConformance(() => {
    const { time, timeline, timers } = world();
    return {
      clock: timeline,
      timers,
      settle: async (ms) => {
        await time.runAsync(time.clock.nowNs() + ms * 1e6);
      },
      close: () => undefined,
    };
  });
  for (const { name, run } of cases) test(name, run);
});
