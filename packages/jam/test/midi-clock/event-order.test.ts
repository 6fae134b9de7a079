import type { JmidEvent } from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventOrder } from '../../src/midi-clock/event-order.js';

const clock = (sequence?: number): JmidEvent => ({
  type: 'clock',
  ...(sequence !== undefined && { sequence }),
});

function order() {
  const out: (number | undefined)[] = [];
  return { out, order: createEventOrder(({ sequence }) => out.push(sequence)) };
}

describe('events in order', () => {
  it('hands over at once what has its turn, from wherever it begins and through the wrap', () => {
    const { out, order: events } = order();
    for (const each of [0xfffffffe, 0xffffffff, 0, 1]) events.push(clock(each), 0);
    expect(out).toEqual([0xfffffffe, 0xffffffff, 0, 1]);
    expect(events.held).toBe(0);
  });

  it('waits for a gap to be filled, a quarter of a second at most', () => {
    const { out, order: events } = order();
    events.push(clock(1), 0);
    events.push(clock(4), 1e6);
    events.push(clock(3), 2e6);
    expect(out).toEqual([1]);
    events.push(clock(2), 3e6);
    expect(out).toEqual([1, 2, 3, 4]);
    events.push(clock(6), 4e6);
    events.flush(200e6);
    expect(out.length).toBe(4);
    events.flush(255e6);
    expect(out).toEqual([1, 2, 3, 4, 6]);
    events.push(clock(5), 256e6);
    expect(out.at(-1)).toBe(5);
    expect(events.late).toBe(1);
  });

  it('passes on at once what has no number', () => {
    const { out, order: events } = order();
    events.push(clock(1), 0);
    events.push(clock(3), 0);
    events.push(clock(), 0);
    expect(out).toEqual([1, undefined]);
  });

  it('drops one that waits already when it comes again, and never goes back', () => {
    const { out, order: events } = order();
    events.push(clock(1), 0);
    for (const each of [3, 4, 3, 4]) events.push(clock(each), 1e6);
    expect(events.held).toBe(2);
    events.push(clock(2), 2e6);
    events.push(clock(5), 3e6);
    events.flush(400e6);
    expect(out).toEqual([1, 2, 3, 4, 5]);
    expect(events.late).toBe(0);
  });

  it('hands over each of any shuffle once, in order where none stayed away too long', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }), (sequences) => {
        const { out, order: events } = order();
        events.push(clock(0), 0);
        const rest = sequences.filter((each) => each > 0);
        rest.forEach((each, i) => events.push(clock(each), i * 1e6));
        expect(out).toEqual([...Array(40).keys()]);
      }),
    );
  });
});
