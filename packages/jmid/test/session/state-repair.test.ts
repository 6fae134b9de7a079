import type { JmidEvent, MidiStateMessage } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createStreamState, type StreamState } from '../../src/session/channel-state.js';
import { releaseAll, repairState } from '../../src/session/state-repair.js';

function said(
  sequence: number,
  channels: MidiStateMessage['channels'],
  part?: [number, number],
): MidiStateMessage {
  return {
    type: 'midi_state',
    stream: 1,
    channels,
    sequence,
    ...(part === undefined ? {} : { part }),
  };
}

function repaired(state: StreamState, message: MidiStateMessage): JmidEvent[] {
  const events: JmidEvent[] = [];
  repairState(state, message, (event) => events.push(event));
  return events;
}

function holding(...notes: number[]): StreamState {
  const state = createStreamState();
  for (const [i, note] of notes.entries())
    state.apply({ type: 'note_on', channel: 1, note, velocity: 1 }, i + 1);
  return state;
}

describe('state repair', () => {
  it('releases what the sender no longer holds, once', () => {
    const state = holding(60, 64);
    const message = said(5, [{ channel: 1, notes: [64], controllers: [] }]);
    expect(repaired(state, message)).toEqual([
      { type: 'note_off', channel: 1, note: 60, velocity: 64 },
    ]);
    expect(repaired(state, message)).toEqual([]);
  });

  it('never starts a note', () => {
    const state = createStreamState();
    expect(repaired(state, said(5, [{ channel: 1, notes: [60, 61], controllers: [] }]))).toEqual(
      [],
    );
    expect(state.heldCount).toBe(0);
  });

  it('releases all of a channel that a whole line leaves out, and of none that a part does', () => {
    expect(repaired(holding(60), said(5, [], [0, 2]))).toEqual([]);
    expect(repaired(holding(60), said(5, [{ channel: 2, notes: [], controllers: [] }]))).toEqual([
      { type: 'note_off', channel: 1, note: 60, velocity: 64 },
    ]);
  });

  it('leaves alone what a newer event has touched', () => {
    const state = holding(60);
    state.apply({ type: 'control_change', channel: 1, controller: 7, value: 1 }, 8);
    state.apply({ type: 'program_change', channel: 1, program: 1 }, 8);
    state.apply({ type: 'pitch_bend', channel: 1, bend: 1 }, 8);
    state.apply({ type: 'channel_pressure', channel: 1, pressure: 1 }, 8);
    state.apply({ type: 'note_on', channel: 1, note: 61, velocity: 1 }, 9);
    const message = said(7, [
      { channel: 1, notes: [], controllers: [[7, 5]], program: 5, bend: 5, pressure: 5 },
    ]);
    expect(repaired(state, message)).toEqual([
      { type: 'note_off', channel: 1, note: 60, velocity: 64 },
    ]);
    expect(repaired(state, { ...message, sequence: 8 })).toHaveLength(4);
  });

  it('knows newer from older across 2^32', () => {
    const state = createStreamState();
    state.apply({ type: 'note_on', channel: 1, note: 60, velocity: 1 }, 2);
    expect(repaired(state, said(0xffff_fff0, []))).toEqual([]);
    const old = createStreamState();
    old.apply({ type: 'note_on', channel: 1, note: 60, velocity: 1 }, 0xffff_fff0);
    expect(repaired(old, said(2, []))).toHaveLength(1);
  });

  it('is not held off by what happened more than 2^31 events ago', () => {
    const state = createStreamState();
    state.apply({ type: 'note_on', channel: 1, note: 60, velocity: 1 }, 2 ** 31 - 20);
    expect(repaired(state, said(10, []))).toHaveLength(1);
  });

  it('brings controllers, program, bend and pressure to what the sender says', () => {
    const state = createStreamState();
    state.apply({ type: 'control_change', channel: 3, controller: 7, value: 1 }, 1);
    const entry = {
      group: 2,
      channel: 3,
      notes: [],
      controllers: [
        [0, 1],
        [7, 90],
        [64, 127],
      ] as [number, number][],
      program: 9,
      bend: 100,
      pressure: 3,
    };
    const events = repaired(state, said(5, [entry]));
    // The bank before the program.
    expect(events).toEqual([
      { type: 'control_change', group: 2, channel: 3, controller: 0, value: 1 },
      { type: 'control_change', group: 2, channel: 3, controller: 7, value: 90 },
      { type: 'control_change', group: 2, channel: 3, controller: 64, value: 127 },
      { type: 'program_change', group: 2, channel: 3, program: 9 },
      { type: 'pitch_bend', group: 2, channel: 3, bend: 100 },
      { type: 'channel_pressure', group: 2, channel: 3, pressure: 3 },
    ]);
    expect(repaired(state, said(5, [entry]))).toEqual([]);
  });

  it('takes no commands for state', () => {
    const state = holding(60);
    const controllers = [120, 121, 123, 127].map((number): [number, number] => [number, 0]);
    expect(repaired(state, said(5, [{ channel: 1, notes: [60], controllers }]))).toEqual([]);
    expect(state.heldCount).toBe(1);
  });

  it('keeps a MIDI 2.0 value that scales to what is said', () => {
    const state = createStreamState();
    state.apply({ type: 'midi2_control_change', channel: 1, controller: 7, value: 0xcafe_babe }, 1);
    const controllers: [number, number][] = [[7, 0xcafe_babe >>> 25]];
    expect(repaired(state, said(1, [{ channel: 1, notes: [], controllers }]))).toEqual([]);
  });

  it('releases everything that hangs: notes, then pedals, on all channels and groups', () => {
    const state = holding(60);
    state.apply({ type: 'note_on', group: 4, channel: 2, note: 61, velocity: 1 }, 9);
    state.apply({ type: 'control_change', channel: 5, controller: 64, value: 1 }, 10);
    state.apply({ type: 'control_change', channel: 5, controller: 66, value: 127 }, 11);
    state.apply({ type: 'control_change', channel: 5, controller: 7, value: 127 }, 12);
    const events: JmidEvent[] = [];
    releaseAll(state, (event) => events.push(event));
    expect(events).toEqual([
      { type: 'note_off', channel: 1, note: 60, velocity: 64 },
      { type: 'note_off', group: 4, channel: 2, note: 61, velocity: 64 },
      { type: 'control_change', channel: 5, controller: 64, value: 0 },
      { type: 'control_change', channel: 5, controller: 66, value: 0 },
    ]);
    releaseAll(state, () => expect.unreachable());
    expect(state.hangs).toBe(false);
  });
});
