import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createStreamState, type StreamState } from '../../src/session/channel-state.js';

const on = (note: number, channel = 1, group?: number): JmidEvent => ({
  type: 'note_on',
  channel,
  note,
  velocity: 90,
  ...(group === undefined ? {} : { group }),
});
const off = (note: number, channel = 1): JmidEvent => ({
  type: 'note_off',
  channel,
  note,
  velocity: 0,
});
const cc = (controller: number, value: number, channel = 1): JmidEvent => ({
  type: 'control_change',
  channel,
  controller,
  value,
});

/** Applies events numbered from `first` on. */
function play(state: StreamState, events: readonly JmidEvent[], first = 1): boolean[] {
  return events.map((event, i) => state.apply(event, (first + i) >>> 0));
}

function heldNotes(state: StreamState, channel = 1, group = 1): number[] {
  return [...state.channel(group, channel).held.entries()].flatMap(([note, is]) =>
    is === 1 ? [note] : [],
  );
}

describe('stream state', () => {
  it('knows what is held, and that velocity 0 is a release', () => {
    const state = createStreamState();
    play(state, [on(60), on(64), on(60), off(60), { ...on(67), velocity: 0 } as JmidEvent]);
    expect(heldNotes(state)).toEqual([64]);
    expect([state.heldCount, state.hangs]).toEqual([1, true]);
    play(state, [{ type: 'note_on', channel: 1, note: 64, velocity: 0 }], 6);
    expect([state.heldCount, state.hangs]).toEqual([0, false]);
  });

  it('keeps channels and groups apart', () => {
    const state = createStreamState();
    play(state, [on(60, 1), on(60, 2), on(60, 1, 2), off(60, 1)]);
    expect(heldNotes(state, 1)).toEqual([]);
    expect(heldNotes(state, 2)).toEqual([60]);
    expect(heldNotes(state, 1, 2)).toEqual([60]);
  });

  it('calls a note-on stale that comes after its note-off', () => {
    const state = createStreamState();
    expect(state.apply(off(60), 2)).toBe(true);
    expect(state.apply(on(60), 1)).toBe(false);
    expect(state.heldCount).toBe(0);
    expect(state.apply(on(60), 3)).toBe(true);
  });

  it('does not let an old note-off end a newer note', () => {
    const state = createStreamState();
    play(state, [on(60)]);
    expect(state.apply(on(60), 3)).toBe(true);
    expect(state.apply(off(60), 2)).toBe(false);
    expect(heldNotes(state)).toEqual([60]);
    expect(state.apply(off(60), 4)).toBe(true);
    expect(heldNotes(state)).toEqual([]);
  });

  it('tells old from new across 2^32', () => {
    const state = createStreamState();
    expect(state.apply(off(60), 0)).toBe(true);
    expect(state.apply(on(60), 0xffff_ffff)).toBe(false);
    expect(state.apply(on(61), 0xffff_ffff)).toBe(true);
    expect(state.apply(off(61), 0)).toBe(true);
    expect(state.apply(cc(7, 1), 0xffff_ffff)).toBe(true);
    expect(state.apply(cc(7, 2), 3)).toBe(true);
    expect(state.apply(cc(7, 3), 0xffff_fffe)).toBe(false);
    expect(state.channel(1, 1).controllers[7]).toBe(2);
  });

  it('does not take for stale what was last touched more than 2^31 events ago', () => {
    const state = createStreamState();
    state.apply(off(60), 1);
    state.apply(cc(7, 5), 1);
    expect(state.apply(on(60), 1 + 2 ** 31 + 10)).toBe(true);
    expect(state.apply(cc(7, 6), 1 + 2 ** 31 + 10)).toBe(true);
  });

  it.each([120, 123, 124, 125, 126, 127])(
    'controller %i ends the notes before it',
    (controller) => {
      const state = createStreamState();
      play(state, [on(60), on(61), on(60, 2)]);
      expect(state.apply(on(62), 5)).toBe(true);
      expect(state.apply(cc(controller, 0), 4)).toBe(true);
      expect(heldNotes(state)).toEqual([62]);
      expect(heldNotes(state, 2)).toEqual([60]);
      // Note-ons from before it come too late, of whatever note.
      expect(state.apply(on(100), 3)).toBe(false);
      expect(heldNotes(state)).toEqual([62]);
    },
  );

  it('keeps no command among the controllers', () => {
    const state = createStreamState();
    for (let controller = 119; controller < 128; controller++)
      state.apply(cc(controller, 1), controller);
    expect(state.channel(1, 1).snapshot()?.controllers).toEqual([[119, 1]]);
  });

  it('controller 121 puts controllers back and leaves volume, pan and program', () => {
    const state = createStreamState();
    play(state, [
      cc(1, 99),
      cc(7, 80),
      cc(11, 30),
      cc(64, 127),
      { type: 'pitch_bend', channel: 1, bend: 0 },
      { type: 'channel_pressure', channel: 1, pressure: 9 },
      { type: 'program_change', channel: 1, program: 4 },
      cc(121, 0),
    ]);
    expect(state.channel(1, 1).snapshot()).toEqual({
      channel: 1,
      notes: [],
      controllers: [
        [1, 0],
        [7, 80],
        [11, 127],
        [64, 0],
      ],
      program: 4,
      bend: 8192,
      pressure: 0,
    });
    expect(state.hangs).toBe(false);
    // What it put back is not undone by what came before it.
    expect(state.apply(cc(64, 127), 6)).toBe(false);
  });

  it('a pedal that is down hangs, a key or not', () => {
    for (const pedal of [64, 66, 69]) {
      const state = createStreamState();
      play(state, [cc(pedal, 127)]);
      expect([state.heldCount, state.hangs]).toEqual([0, true]);
      play(state, [cc(pedal, 0)], 2);
      expect(state.hangs).toBe(false);
    }
  });

  it('a reset forgets what was before it and nothing that came after', () => {
    const state = createStreamState();
    play(state, [on(60), cc(7, 5), { type: 'program_change', channel: 1, program: 3 }]);
    state.apply(on(72), 6);
    state.apply(cc(10, 1), 7);
    expect(state.apply({ type: 'reset' }, 5)).toBe(true);
    expect(heldNotes(state)).toEqual([72]);
    expect(state.channel(1, 1).snapshot()).toEqual({
      channel: 1,
      notes: [72],
      controllers: [[10, 1]],
    });
    // Also on a channel that has not been heard of.
    expect(state.apply(on(40, 9), 4)).toBe(false);
    expect(state.heldCount).toBe(1);
    expect(state.apply(on(40, 9), 8)).toBe(true);
  });

  it('keeps MIDI 2.0 values in the width of MIDI 1.0', () => {
    const state = createStreamState();
    play(state, [
      { type: 'midi2_note_on', channel: 1, note: 60, velocity: 1 },
      { type: 'midi2_note_on', channel: 1, note: 61, velocity: 1 },
      { type: 'midi2_note_off', channel: 1, note: 61, velocity: 0 },
      { type: 'midi2_control_change', channel: 1, controller: 64, value: 0xffff_ffff },
      { type: 'midi2_program_change', channel: 1, program: 5, bank: 300 },
      { type: 'midi2_pitch_bend', channel: 1, bend: 0x8000_0000 },
      { type: 'midi2_channel_pressure', channel: 1, pressure: 0x0400_0000 },
    ]);
    expect(state.channel(1, 1).snapshot()).toEqual({
      channel: 1,
      notes: [60],
      controllers: [
        [0, 2],
        [32, 44],
        [64, 127],
      ],
      program: 5,
      bend: 8192,
      pressure: 2,
    });
    play(state, [{ type: 'midi2_control_change', channel: 1, controller: 123, value: 0 }], 8);
    expect(state.heldCount).toBe(0);
  });

  it('applies what carries no state, always', () => {
    const state = createStreamState();
    const events: JmidEvent[] = [
      { type: 'clock' },
      { type: 'sysex', data: [1] },
      { type: 'poly_pressure', channel: 1, note: 1, pressure: 1 },
      { type: 'song_position', value: 1 },
    ];
    for (const event of events) {
      expect(state.apply(event, 5)).toBe(true);
      expect(state.apply(event, 4)).toBe(true);
    }
    expect(state.channel(1, 1).snapshot()).toBeUndefined();
  });
});
