import { decodeCompact, type JmidEvent, type MidiStateMessage } from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamState, type StreamState } from '../../src/session/channel-state.js';
import { createStateLines } from '../../src/session/state-line.js';

const MOST_BYTES = 560;

const anyEvent: fc.Arbitrary<JmidEvent> = fc.oneof(
  fc.record({
    type: fc.constant('note_on' as const),
    channel: fc.integer({ min: 1, max: 16 }),
    note: fc.nat(127),
    velocity: fc.constant(1),
  }),
  fc.record({
    type: fc.constant('control_change' as const),
    channel: fc.integer({ min: 1, max: 16 }),
    controller: fc.nat(119),
    value: fc.nat(127),
    group: fc.constantFrom(1, 16),
  }),
  fc.record({
    type: fc.constant('pitch_bend' as const),
    channel: fc.integer({ min: 1, max: 16 }),
    bend: fc.nat(16_383),
  }),
);

function read(lines: readonly Uint8Array[]): MidiStateMessage[] {
  return lines.map((line) => {
    const message = decodeCompact(line, 0, line.length);
    if (typeof message === 'number' || message.type !== 'midi_state')
      throw new Error(`status ${JSON.stringify(message)}`);
    return message;
  });
}

/** Everything that the parts say, put together, by group and channel. */
function joined(said: readonly MidiStateMessage[]): Map<string, object> {
  const channels = new Map<string, { notes: number[]; controllers: Map<number, number> }>();
  for (const { channels: entries } of said) {
    for (const entry of entries) {
      const key = `${entry.group ?? 1} ${entry.channel}`;
      const known = channels.get(key);
      if (known === undefined) {
        const controllers = new Map(entry.controllers);
        channels.set(key, { ...entry, notes: [...entry.notes], controllers });
        continue;
      }
      // An entry speaks of all notes of its channel.
      expect(entry.notes).toEqual(known.notes);
      for (const [controller, value] of entry.controllers) {
        expect(known.controllers.has(controller)).toBe(false);
        known.controllers.set(controller, value);
      }
    }
  }
  return channels;
}

function snapshotOf(state: StreamState): Map<string, object> {
  const channels = new Map<string, object>();
  for (const channel of state.channels.values()) {
    const snapshot = channel.snapshot();
    if (snapshot === undefined) continue;
    const controllers = new Map(snapshot.controllers);
    channels.set(`${channel.group} ${channel.channel}`, { ...snapshot, controllers });
  }
  return channels;
}

describe('state lines', () => {
  it('say the whole state, in parts where it is long, none over 560 bytes', () => {
    const lines = createStateLines();
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 600 }), (events) => {
        const state = createStreamState();
        for (const [i, event] of events.entries()) state.apply(event, i + 1);
        const written = lines.write(state, 255, events.length);
        const said = read(written);
        for (const line of written) expect(line.length).toBeLessThanOrEqual(MOST_BYTES);
        for (const [i, { part, sequence, stream }] of said.entries()) {
          expect([sequence, stream]).toEqual([events.length, 255]);
          expect(part).toEqual(said.length === 1 ? undefined : [i, said.length]);
        }
        expect(joined(said)).toEqual(snapshotOf(state));
      }),
      { numRuns: 60 },
    );
  });

  it('say the longest state there is: every note and controller of 256 channels', () => {
    const state = createStreamState();
    let sequence = 0;
    for (let group = 1; group <= 16; group++) {
      for (let channel = 1; channel <= 16; channel++) {
        for (let key = 0; key < 128; key++) {
          state.apply({ type: 'note_on', group, channel, note: key, velocity: 1 }, ++sequence);
          state.apply(
            { type: 'control_change', group, channel, controller: key % 120, value: 127 },
            ++sequence,
          );
        }
        state.apply({ type: 'program_change', group, channel, program: 127 }, ++sequence);
        state.apply({ type: 'pitch_bend', group, channel, bend: 16_383 }, ++sequence);
        state.apply({ type: 'channel_pressure', group, channel, pressure: 127 }, ++sequence);
      }
    }
    const lines = createStateLines().write(state, 255, 0xffff_ffff);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(MOST_BYTES);
    expect(joined(read(lines))).toEqual(snapshotOf(state));
  });

  it('say nothing in one line', () => {
    const [line, ...others] = createStateLines().write(createStreamState(), 1, 0);
    expect(others).toEqual([]);
    expect(new TextDecoder().decode(line)).toBe('{"t":"ms","s":1,"ch":[],"seq":0}\n');
  });
});
