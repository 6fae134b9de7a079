import type { JmidEvent } from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecording } from '../../src/listen/recording.js';
import { HEARD, PLAYER } from '../support/fake-jam.js';

function note(timestamp: number, sequence: number): JmidEvent {
  return { type: 'note_on', channel: 1, note: 60, velocity: 80, timestamp, sequence };
}

describe('a recording', () => {
  it('is in the order of the events’ own times, the first at 0', () => {
    const recording = createRecording();
    for (const event of [note(5_000, 3), note(1_000, 1), note(2_000, 2)])
      recording.add(event, HEARD);
    expect(recording.events().map(({ atUs }) => atUs)).toEqual([0, 1_000, 4_000]);
    expect(recording.count).toBe(3);
  });

  it('keeps the order of sending among events of one moment, where the numbers begin again too', () => {
    const recording = createRecording();
    for (const sequence of [1, 0xffff_fffe, 0, 0xffff_ffff])
      recording.add(note(7, sequence), HEARD);
    expect(recording.events().map(({ event }) => event.sequence)).toEqual([
      0xffff_fffe, 0xffff_ffff, 0, 1,
    ]);
  });

  it('comes out the same in whatever order the events arrive', () => {
    const events = Array.from({ length: 30 }, (_, at) => note(1_000 + Math.floor(at / 3) * 10, at));
    const inOrder = createRecording();
    for (const event of events) inOrder.add(event, HEARD);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        const recording = createRecording();
        for (const event of shuffled) recording.add(event, HEARD);
        expect(recording.events()).toEqual(inOrder.events());
      }),
    );
  });

  it('brings a player with another clock onto the time line of this machine', () => {
    const recording = createRecording();
    const far = { ...PLAYER, senderId: 2, sameClock: false };
    recording.add(note(1_000_000, 1), { ...HEARD, arrivalNs: 1_000_500e3 });
    // Its clock is 9 s behind; the fastest way here took 400 µs of what is left.
    recording.add(note(-8_000_000, 1), { ...HEARD, peer: far, arrivalNs: 1_030_000e3 });
    recording.add(note(-7_900_000, 2), { ...HEARD, peer: far, arrivalNs: 1_110_000e3 });
    expect(recording.events().map(({ atUs }) => atUs)).toEqual([0, 10_000, 110_000]);
  });

  it('of nothing is nothing', () => {
    expect(createRecording().events()).toEqual([]);
  });
});
