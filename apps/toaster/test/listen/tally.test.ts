import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createTally } from '../../src/listen/tally.js';
import { HEARD, PLAYER } from '../support/fake-jam.js';

const ON: JmidEvent = { type: 'note_on', channel: 1, note: 60, velocity: 80, timestamp: 1_000 };
const OFF: JmidEvent = { type: 'note_off', channel: 1, note: 60, velocity: 0, timestamp: 1_000 };
const NETWORK = { missing: 2, duplicates: 7, corrupt: 1 };

describe('a tally', () => {
  it('tells on time from late, and gives the latency', () => {
    const tally = createTally({ dropLateNotes: false });
    expect(tally.add(ON, { ...HEARD, lateUs: 100 })).toBe(true);
    expect(tally.add(OFF, { ...HEARD, lateUs: 300, repaired: true })).toBe(true);
    expect(tally.add(ON, { ...HEARD, lateUs: 60_000, late: true, repaired: true })).toBe(true);
    expect(tally.summary(NETWORK)).toEqual({
      events: { delivered: 3 },
      onTime: 2,
      late: 1,
      droppedLate: 0,
      lost: 2,
      duplicates: 7,
      corrupt: 1,
      latencyUs: { p50: 300, p99: 60_000, max: 60_000 },
    });
    expect(tally.repaired).toBe(2);
  });

  it('leaves late note-ons out when asked to, and nothing else', () => {
    const tally = createTally({ dropLateNotes: true });
    const late = { ...HEARD, late: true };
    expect(tally.add(ON, late)).toBe(false);
    expect(tally.add(OFF, late)).toBe(true);
    expect(tally.add({ ...ON, velocity: 0 } as JmidEvent, late)).toBe(true);
    expect(tally.add(ON, HEARD)).toBe(true);
    expect(tally.summary(NETWORK)).toMatchObject({
      events: { delivered: 4 },
      late: 3,
      droppedLate: 1,
    });
  });

  it('with another clock gives what is above the fastest, never a latency', () => {
    const tally = createTally({ dropLateNotes: false });
    const far = { ...HEARD, lateUs: null, peer: { ...PLAYER, sameClock: false } };
    for (const extra of [900, 0, 100]) tally.add(ON, { ...far, arrivalNs: (5e9 + extra) * 1_000 });
    expect(tally.summary(NETWORK)).toMatchObject({
      latencyUs: null,
      aboveFastestUs: { p50: 100, p99: 900, max: 900 },
    });
  });

  it('of nothing has no latency', () => {
    expect(createTally({ dropLateNotes: false }).summary(NETWORK).latencyUs).toBeNull();
  });
});
