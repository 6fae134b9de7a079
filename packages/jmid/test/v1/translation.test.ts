import type { JmidEvent } from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMidi2, translateToMidi1, translateToMidi2 } from '../../src/index.js';
import { anyMidi1Event, anyMidi2Event } from '../event-arbitraries.js';

function everyChannelMessage(): JmidEvent[] {
  const all: JmidEvent[] = [];
  const channel = 5;
  for (let value = 0; value < 128; value++) {
    all.push({ type: 'note_on', channel, note: value, velocity: value });
    all.push({ type: 'note_on', channel, note: 60, velocity: value });
    all.push({ type: 'note_off', channel, note: 60, velocity: value });
    all.push({ type: 'poly_pressure', channel, note: 60, pressure: value });
    all.push({ type: 'channel_pressure', channel, pressure: value });
    all.push({ type: 'program_change', channel, program: value });
    for (let controller = 0; controller < 128; controller++) {
      all.push({ type: 'control_change', channel, controller, value });
    }
  }
  for (let bend = 0; bend < 16_384; bend++) all.push({ type: 'pitch_bend', channel, bend });
  return all;
}

describe('translation between MIDI 1.0 and 2.0', () => {
  it('1 to 2 to 1 is the identity for every value of every channel message', () => {
    for (const event of everyChannelMessage()) {
      const translated = translateToMidi2(event);
      const back = translateToMidi1(translated);
      const same = JSON.stringify(back) === JSON.stringify({ events: [event], lossy: false });
      if (!same || !isMidi2(translated)) expect(back).toEqual({ events: [event], lossy: false });
    }
  });

  it('1 to 2 to 1 is the identity with version, group, time and number', () => {
    fc.assert(
      fc.property(
        anyMidi1Event,
        fc.record({
          version: fc.constant('jamnet/1.0'),
          timestamp: fc.nat(),
          sequence: fc.nat(),
        }),
        (plain, common) => {
          const event = { ...plain, ...common };
          const back = translateToMidi1(translateToMidi2(event));
          expect(back).toEqual({ events: [event], lossy: false });
        },
      ),
    );
  });

  it('a note-on with velocity 0 becomes a release, never a sounding note', () => {
    expect(translateToMidi2({ type: 'note_on', channel: 1, note: 60, velocity: 0 })).toEqual({
      type: 'midi2_note_off',
      channel: 1,
      note: 60,
      velocity: 0x8000,
      attributeType: 1,
      attribute: 19_021,
    });
  });

  it('a sounding note stays one: velocity 1 where the scaled one is 0', () => {
    for (const velocity of [0, 1, 511]) {
      expect(translateToMidi1({ type: 'midi2_note_on', channel: 1, note: 60, velocity })).toEqual({
        events: [{ type: 'note_on', channel: 1, note: 60, velocity: 1 }],
        lossy: true,
      });
    }
  });

  it('unfolds a bank and a program into three messages', () => {
    const kept = { group: 2, timestamp: 9, sequence: 1 };
    const event: JmidEvent = {
      type: 'midi2_program_change',
      group: 2,
      channel: 3,
      program: 7,
      bank: (5 << 7) | 6,
      timestamp: 9,
      sequence: 1,
    };
    expect(translateToMidi1(event)).toEqual({
      events: [
        { type: 'control_change', channel: 3, controller: 0, value: 5, ...kept },
        { type: 'control_change', channel: 3, controller: 32, value: 6, ...kept },
        { type: 'program_change', channel: 3, program: 7, ...kept },
      ],
      lossy: true,
    });
  });

  it.each([
    ['midi2_registered_controller', 101, 100],
    ['midi2_assignable_controller', 99, 98],
  ] as const)('unfolds %s into its four controllers', (type, bankController, indexController) => {
    const change = (controller: number, value: number) => ({
      type: 'control_change',
      channel: 1,
      controller,
      value,
    });
    const { events, lossy } = translateToMidi1({
      type,
      channel: 1,
      bank: 1,
      index: 2,
      value: 0x1234_5678,
    });
    expect(lossy).toBe(true);
    expect(events).toEqual([
      change(bankController, 1),
      change(indexController, 2),
      change(6, 0x1234_5678 >>> 25),
      change(38, (0x1234_5678 >>> 18) & 0x7f),
    ]);
  });

  it('2 to 1 says it is lossy exactly where going back does not give the event', () => {
    fc.assert(
      fc.property(anyMidi2Event, (event) => {
        const { events, lossy } = translateToMidi1(event);
        if (events.length === 0) expect(lossy).toBe(true);
        if (events.length === 1) {
          expect(JSON.stringify(translateToMidi2(events[0]!)) !== canonical(event)).toBe(lossy);
        }
      }),
    );
  });

  it.each<JmidEvent>([
    { type: 'midi2_note_pitch_bend', channel: 1, note: 1, bend: 1 },
    { type: 'midi2_note_management', channel: 1, note: 1, options: 1 },
    { type: 'midi2_registered_note_controller', channel: 1, note: 1, index: 1, value: 1 },
    { type: 'midi2_assignable_note_controller', channel: 1, note: 1, index: 1, value: 1 },
    { type: 'midi2_relative_registered_controller', channel: 1, bank: 1, index: 1, value: 1 },
    { type: 'midi2_relative_assignable_controller', channel: 1, bank: 1, index: 1, value: 1 },
  ])('has nothing for $type', (event) => {
    expect(translateToMidi1(event)).toEqual({ events: [], lossy: true });
  });
});

/** The event as JSON in the key order in which a translation makes it. */
function canonical(event: JmidEvent): string {
  const { type, group, ...fields } = event;
  return JSON.stringify(group === undefined ? { type, ...fields } : { type, ...fields, group });
}
