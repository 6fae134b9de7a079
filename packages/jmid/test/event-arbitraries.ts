import type { JmidEvent } from '@jamnet/schemas';
import fc from 'fast-check';

/** Random events in canonical form: what may be left out is absent, never given as its default. */

const u7 = fc.integer({ min: 0, max: 127 });
const u8 = fc.integer({ min: 0, max: 255 });
const u14 = fc.integer({ min: 0, max: 16_383 });
const u16 = fc.integer({ min: 0, max: 65_535 });
const u32 = fc.oneof(
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.integer({ min: 0, max: 0xffff_ffff }),
);
const s32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const channel = fc.integer({ min: 1, max: 16 });
const group = fc.integer({ min: 2, max: 16 });

function kind<T extends JmidEvent['type']>(
  type: T,
  fields: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<JmidEvent> {
  return fc
    .record({ ...fields, group }, { requiredKeys: Object.keys(fields) as never[] })
    .map((values) => ({ type, ...values }) as unknown as JmidEvent);
}

const channelKinds = [
  kind('note_on', { channel, note: u7, velocity: u7 }),
  kind('note_off', { channel, note: u7, velocity: u7 }),
  kind('poly_pressure', { channel, note: u7, pressure: u7 }),
  kind('control_change', { channel, controller: u7, value: u7 }),
  kind('program_change', { channel, program: u7 }),
  kind('channel_pressure', { channel, pressure: u7 }),
  kind('pitch_bend', { channel, bend: u14 }),
];

const realTimeKinds = [
  kind('clock', {}),
  kind('start', {}),
  kind('continue', {}),
  kind('stop', {}),
  kind('active_sensing', {}),
  kind('reset', {}),
];

const commonKinds = [
  kind('time_code', { value: u7 }),
  kind('song_position', { value: u14 }),
  kind('song_select', { value: u7 }),
  kind('tune_request', {}),
];

export const anySysex = kind('sysex', { data: fc.array(u7, { maxLength: 40 }) });

/** Every kind of MIDI 1.0 event, each as likely as the others. */
export const anyMidi1Event = fc.oneof(...channelKinds, ...commonKinds, ...realTimeKinds, anySysex);

/** The MIDI 1.0 events that are one to three bytes long. */
export const anyShortEvent = fc.oneof(...channelKinds, ...commonKinds, ...realTimeKinds);

export const anyChannelEvent = fc.oneof(...channelKinds);

export const anyRealTimeEvent = fc.oneof(...realTimeKinds);

const note2 = fc
  .record({ channel, note: u7, velocity: u16, attributeType: u8, attribute: u16, group })
  .map(({ attributeType, attribute, group: g, ...rest }) => ({
    ...rest,
    ...(attributeType === 0 ? {} : { attributeType }),
    ...(attribute === 0 ? {} : { attribute }),
    ...(g > 8 ? { group: g } : {}),
  }));

const program2 = fc
  .record({ channel, program: u7, bank: u14, group }, { requiredKeys: ['channel', 'program'] })
  .map((fields) => ({ type: 'midi2_program_change', ...fields }) as JmidEvent);

/** Every kind of MIDI 2.0 channel voice event. */
export const anyMidi2Event: fc.Arbitrary<JmidEvent> = fc.oneof(
  note2.map((fields) => ({ type: 'midi2_note_on' as const, ...fields })),
  note2.map((fields) => ({ type: 'midi2_note_off' as const, ...fields })),
  kind('midi2_poly_pressure', { channel, note: u7, pressure: u32 }),
  kind('midi2_control_change', { channel, controller: u7, value: u32 }),
  program2,
  kind('midi2_channel_pressure', { channel, pressure: u32 }),
  kind('midi2_pitch_bend', { channel, bend: u32 }),
  kind('midi2_registered_controller', { channel, bank: u7, index: u7, value: u32 }),
  kind('midi2_assignable_controller', { channel, bank: u7, index: u7, value: u32 }),
  kind('midi2_relative_registered_controller', { channel, bank: u7, index: u7, value: s32 }),
  kind('midi2_relative_assignable_controller', { channel, bank: u7, index: u7, value: s32 }),
  kind('midi2_note_pitch_bend', { channel, note: u7, bend: u32 }),
  kind('midi2_registered_note_controller', { channel, note: u7, index: u8, value: u32 }),
  kind('midi2_assignable_note_controller', { channel, note: u7, index: u8, value: u32 }),
  kind('midi2_note_management', { channel, note: u7, options: fc.integer({ min: 0, max: 3 }) }),
);

/** The event without its group: what a single cable carries. */
export function withoutGroup(event: JmidEvent): JmidEvent {
  const { group: _group, ...rest } = event;
  return rest as JmidEvent;
}
