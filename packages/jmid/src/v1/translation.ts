import { type JmidEvent, messageTables } from '@jamnet/schemas';
import { scaleDown, scaleUp } from './scaling.js';

/**
 * Translation between the MIDI 1.0 and the MIDI 2.0 protocol, message by message and without a state.
 *
 * - A note-on with velocity 0 is a note-off in MIDI 1.0 and a sounding note in MIDI 2.0, so it becomes a `midi2_note_off`
 *   with the middle velocity. An attribute marks where it came from, which brings it back as the note-on it was.
 * - A `midi2_note_on` whose velocity scales to 0 becomes a note-on with velocity 1: it has to sound.
 * - Controllers are translated one for one. The standard also gathers the controllers 6, 38 and 98-101 into one
 *   `midi2_registered_controller` or `midi2_assignable_controller`, and 0 and 32 into the bank of a program change; that
 *   needs a memory of earlier messages and loses their order, so it is not done. The other way these messages do unfold.
 * - Relative controllers, per-note controllers, per-note pitch bend and note management have no MIDI 1.0 form.
 */

/** What a note-on with velocity 0 becomes beside its note: type 1 is the manufacturer's own, and others pass over it. */
const ZERO_NOTE_ON = { velocity: 0x8000, attributeType: 1, attribute: 0x4a4d } as const;

/** A MIDI 2.0 event in MIDI 1.0. */
export interface Midi1Translation {
  /** None where MIDI 1.0 has no such thing; several where it takes several messages. */
  readonly events: readonly JmidEvent[];
  /** Whether `events` is anything but one message that becomes the event again. */
  readonly lossy: boolean;
}

/** Fields that every event has. */
const COMMON: ReadonlySet<string> = new Set(['group', 'timestamp', 'sequence']);
const REGISTERED_MSB = 101;
const REGISTERED_LSB = 100;
const ASSIGNABLE_MSB = 99;
const ASSIGNABLE_LSB = 98;
const DATA_ENTRY_MSB = 6;
const DATA_ENTRY_LSB = 38;
const BANK_MSB = 0;
const BANK_LSB = 32;

/** Whether the event is a MIDI 2.0 channel voice message. */
export function isMidi2(event: JmidEvent): boolean {
  return event.type.startsWith('midi2_');
}

/** The event in MIDI 2.0; the event itself where MIDI 2.0 has it unchanged (system messages, MIDI 2.0 events). Loses nothing. */
export function translateToMidi2(event: JmidEvent): JmidEvent {
  switch (event.type) {
    case 'note_on': {
      const { channel, note, velocity } = event;
      return velocity === 0
        ? like(event, { type: 'midi2_note_off', channel, note, ...ZERO_NOTE_ON })
        : like(event, { type: 'midi2_note_on', channel, note, velocity: scaleUp(velocity, 7, 16) });
    }
    case 'note_off': {
      const { channel, note } = event;
      const velocity = scaleUp(event.velocity, 7, 16);
      return like(event, { type: 'midi2_note_off', channel, note, velocity });
    }
    case 'poly_pressure': {
      const { channel, note } = event;
      const pressure = scaleUp(event.pressure, 7, 32);
      return like(event, { type: 'midi2_poly_pressure', channel, note, pressure });
    }
    case 'control_change': {
      const { channel, controller } = event;
      const value = scaleUp(event.value, 7, 32);
      return like(event, { type: 'midi2_control_change', channel, controller, value });
    }
    case 'program_change': {
      const { channel, program } = event;
      return like(event, { type: 'midi2_program_change', channel, program });
    }
    case 'channel_pressure': {
      const pressure = scaleUp(event.pressure, 7, 32);
      return like(event, { type: 'midi2_channel_pressure', channel: event.channel, pressure });
    }
    case 'pitch_bend': {
      const bend = scaleUp(event.bend, 14, 32);
      return like(event, { type: 'midi2_pitch_bend', channel: event.channel, bend });
    }
    default:
      return event;
  }
}

/**
 * The event in MIDI 1.0; the event itself where it is MIDI 1.0 already. Time, number and unknown members are kept in each of the
 * events. `lossy` is false where {@link translateToMidi2} gives the event back.
 */
export function translateToMidi1(event: JmidEvent): Midi1Translation {
  switch (event.type) {
    case 'midi2_note_on': {
      const { channel, note } = event;
      const velocity = Math.max(1, scaleDown(event.velocity, 16, 7));
      const lossy = hasAttribute(event) || scaleUp(velocity, 7, 16) !== event.velocity;
      return one(like(event, { type: 'note_on', channel, note, velocity }), lossy);
    }
    case 'midi2_note_off': {
      const { channel, note } = event;
      if (wasZeroNoteOn(event)) {
        return one(like(event, { type: 'note_on', channel, note, velocity: 0 }), false);
      }
      const velocity = scaleDown(event.velocity, 16, 7);
      const lossy = hasAttribute(event) || scaleUp(velocity, 7, 16) !== event.velocity;
      return one(like(event, { type: 'note_off', channel, note, velocity }), lossy);
    }
    case 'midi2_poly_pressure': {
      const { channel, note } = event;
      const pressure = scaleDown(event.pressure, 32, 7);
      const lossy = scaleUp(pressure, 7, 32) !== event.pressure;
      return one(like(event, { type: 'poly_pressure', channel, note, pressure }), lossy);
    }
    case 'midi2_control_change': {
      const { channel, controller } = event;
      const value = scaleDown(event.value, 32, 7);
      const lossy = scaleUp(value, 7, 32) !== event.value;
      return one(like(event, { type: 'control_change', channel, controller, value }), lossy);
    }
    case 'midi2_channel_pressure': {
      const pressure = scaleDown(event.pressure, 32, 7);
      const lossy = scaleUp(pressure, 7, 32) !== event.pressure;
      return one(
        like(event, { type: 'channel_pressure', channel: event.channel, pressure }),
        lossy,
      );
    }
    case 'midi2_pitch_bend': {
      const bend = scaleDown(event.bend, 32, 14);
      const lossy = scaleUp(bend, 14, 32) !== event.bend;
      return one(like(event, { type: 'pitch_bend', channel: event.channel, bend }), lossy);
    }
    case 'midi2_program_change': {
      const { channel, program, bank } = event;
      const change = { type: 'program_change', channel, program } as const;
      if (bank === undefined) return one(like(event, change), false);
      return several(event, [
        { type: 'control_change', channel, controller: BANK_MSB, value: bank >> 7 },
        { type: 'control_change', channel, controller: BANK_LSB, value: bank & 0x7f },
        change,
      ]);
    }
    case 'midi2_registered_controller':
      return parameter(event, REGISTERED_MSB, REGISTERED_LSB);
    case 'midi2_assignable_controller':
      return parameter(event, ASSIGNABLE_MSB, ASSIGNABLE_LSB);
    default:
      return isMidi2(event) ? { events: [], lossy: true } : one(event, false);
  }
}

function parameter(
  event: Extract<
    JmidEvent,
    { type: 'midi2_registered_controller' | 'midi2_assignable_controller' }
  >,
  bankController: number,
  indexController: number,
): Midi1Translation {
  const { channel, bank, index } = event;
  const value = scaleDown(event.value, 32, 14);
  const change = (controller: number, changed: number): JmidEvent => ({
    type: 'control_change',
    channel,
    controller,
    value: changed,
  });
  return several(event, [
    change(bankController, bank),
    change(indexController, index),
    change(DATA_ENTRY_MSB, value >> 7),
    change(DATA_ENTRY_LSB, value & 0x7f),
  ]);
}

function hasAttribute(event: { attributeType?: number; attribute?: number }): boolean {
  return (event.attributeType ?? 0) !== 0 || (event.attribute ?? 0) !== 0;
}

function one(event: JmidEvent, lossy: boolean): Midi1Translation {
  return { events: [event], lossy };
}

function wasZeroNoteOn(event: Extract<JmidEvent, { type: 'midi2_note_off' }>): boolean {
  return (
    event.velocity === ZERO_NOTE_ON.velocity &&
    event.attributeType === ZERO_NOTE_ON.attributeType &&
    event.attribute === ZERO_NOTE_ON.attribute
  );
}

/** What becomes several messages does not become one again, since they are not gathered. */
function several(source: JmidEvent, events: JmidEvent[]): Midi1Translation {
  for (const event of events) like(source, event);
  return { events, lossy: true };
}

/** The members of a type that are its own; all others go with an event through a translation. */
const ownMembers = new Map(
  messageTables.map(({ type, fields }) => [
    type,
    new Set(['type', ...fields.map(({ name }) => name).filter((name) => !COMMON.has(name))]),
  ]),
);

/** Gives `event` the version, group, time and number of `source`, and the members that nobody knows. */
function like(source: JmidEvent, event: JmidEvent): JmidEvent {
  const own = ownMembers.get(source.type)!;
  const from = source as unknown as Record<string, unknown>;
  const to = event as unknown as Record<string, unknown>;
  for (const name in from) if (!own.has(name) && from[name] !== undefined) to[name] = from[name];
  return event;
}
