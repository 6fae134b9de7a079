import { encodeCompactInto, type SyncStateMessage } from '@jamnet/schemas';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createSessionTimeline, createTimelineTimers, type TimelineSource } from '@jamnet/sync';

const SECOND = 1e9;
const STATE = { type: 'sync_state', clock: 'cpu', state: 'locked', quality: 900 } as const;

function world(source?: TimelineSource) {
  const time = createVirtualTime({ startNs: 100 * SECOND });
  const bytes = new Uint8Array(1200);
  const written = { well: 0, badly: 0 };
  const timeline = createSessionTimeline({
    ...time,
    senderId: () => 5,
    publish: (state) => {
      if (encodeCompactInto(state, bytes, 0) > 0) written.well++;
      else written.badly++;
    },
    ...(source && { source }),
  });
  const now = (): number => time.clock.nowNs();
  const hear = (aheadNs: number): void => {
    time.runFor(0.1 * SECOND);
    const times = {
      sentNs: now() + aheadNs - 5e4,
      arrivalNs: now(),
      previousSentNs: NaN,
      previousArrivalNs: NaN,
      echoSentNs: now() - 1e8,
      echoArrivalNs: now() - 1e8 + aheadNs + 5e4,
    };
    timeline.noteTimes(9, times, 1e8);
  };
  const say = (over: Partial<SyncStateMessage>): void =>
    timeline.noteState(9, { ...STATE, epoch: [9, 100], master: [9, 1], ...over }, now());
  return { time, timeline, written, hear, say, now };
}

describe('what a hostile peer says', () => {
  it('of its age does not keep this process from writing its own', () => {
    const { time, written, hear, say, now } = world();
    hear(0);
    say({ epoch: [9, '18446744073709551615'], timeline: [now(), now(), 0] });
    time.runFor(10 * SECOND);
    expect(written.badly).toBe(0);
    expect(written.well).toBeGreaterThan(50);
  });

  it('of its clock does not either', () => {
    const { time, timeline, written, hear } = world();
    for (let i = 0; i < 5; i++) hear(1.7e19);
    time.runFor(1 * SECOND);
    expect(written.badly).toBe(0);
    expect(timeline.peers().length).toBe(1);
  });

  it('of the pace of the timeline does not stop it, nor its timers', () => {
    const { time, timeline, hear, say, now } = world();
    const timers = createTimelineTimers(timeline, time.timers);
    let ran = 0;
    timers.schedule(timeline.nowNs() + 3 * SECOND, () => ran++);
    for (let i = 0; i < 50; i++) {
      hear(0);
      say({ epoch: [9, 100_000], timeline: [now(), now(), -1e9] });
    }
    expect(Math.abs(timeline.ratePpm)).toBeLessThan(1000);
    expect(ran).toBe(1);
  });

  it('of its term does not use up the terms of others', () => {
    const { time, timeline, hear, say, now } = world();
    for (let i = 0; i < 20; i++) {
      hear(0);
      say({ epoch: [9, 100_000], master: [9, 2 ** 32 - 1], timeline: [now(), now(), 0] });
    }
    expect(timeline.master).toBe(9);
    timeline.forget(9);
    time.runFor(1 * SECOND);
    expect(timeline.isMaster).toBe(true);
    expect(timeline.term).toBe(2 ** 32 - 1);
  });
});

it('a source whose quality is no number has none', () => {
  const { time, written, timeline } = world({ kind: 'hybrid', quality: NaN, read: (ns) => ns });
  time.runFor(2 * SECOND);
  expect(written.badly).toBe(0);
  expect(timeline.own).toEqual({ clock: 'hybrid', quality: 0 });
});
