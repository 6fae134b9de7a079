import { i32, integer, u14, u16, u32, u7 } from '../fields.js';
import { defineEvent } from './define-message.js';
import { channel, note } from './midi1.js';

const velocity = u16({ compactKey: 'v', description: 'Velocity, 0-65535.' });
const attributeType = integer(0, 255, {
  compactKey: 'aty',
  absentMeans: 0,
  description: 'What `attribute` means, 0-255; 0 (nothing) when absent.',
}).optional();
const attribute = u16({
  compactKey: 'atd',
  absentMeans: 0,
  description: '0-65535; 0 when absent.',
}).optional();
const pressure = u32({ compactKey: 'p', description: 'Pressure, 32 bits.' });
const bend = u32({ compactKey: 'b', description: '32 bits, centre 2147483648.' });
const value = u32({ compactKey: 'val', description: '32 bits.' });
const change = i32({
  compactKey: 'val',
  description: 'How far to move the value, signed 32 bits.',
});
const bank = u7({ compactKey: 'bk', description: 'Bank of the controller, 0-127.' });
const index = u7({ compactKey: 'ix', description: 'Index of the controller in its bank, 0-127.' });
const noteIndex = integer(0, 255, {
  compactKey: 'ix',
  description: 'Which controller of the note, 0-255.',
});

const noteFields = { channel, note, velocity, attributeType, attribute };
const noteController = { channel, note, index: noteIndex, value };

/** The channel voice messages of MIDI 2.0 (spec/jmid/v1, section 1.2). */
export const midi2Messages = {
  midi2_note_on: defineEvent('midi2_note_on', '2n+', 'A note begins.', noteFields),
  midi2_note_off: defineEvent('midi2_note_off', '2n-', 'A note ends.', noteFields),
  midi2_poly_pressure: defineEvent('midi2_poly_pressure', '2at', 'Pressure on one key.', {
    channel,
    note,
    pressure,
  }),
  midi2_control_change: defineEvent('midi2_control_change', '2cc', 'A controller takes a value.', {
    channel,
    controller: u7({ compactKey: 'cc', description: 'Controller number, 0-127.' }),
    value,
  }),
  midi2_program_change: defineEvent('midi2_program_change', '2pc', 'A channel takes a sound.', {
    channel,
    program: u7({ compactKey: 'pr', description: 'Program, 0-127.' }),
    bank: u14({
      compactKey: 'bk',
      description: 'Bank, 0-16383; absent: the bank stays as it is.',
    }).optional(),
  }),
  midi2_channel_pressure: defineEvent('midi2_channel_pressure', '2cp', 'Pressure on a channel.', {
    channel,
    pressure,
  }),
  midi2_pitch_bend: defineEvent('midi2_pitch_bend', '2pb', 'Pitch bend of a channel.', {
    channel,
    bend,
  }),
  midi2_registered_controller: defineEvent(
    'midi2_registered_controller',
    '2rc',
    'A registered parameter takes a value.',
    { channel, bank, index, value },
  ),
  midi2_assignable_controller: defineEvent(
    'midi2_assignable_controller',
    '2ac',
    'A non-registered parameter takes a value.',
    { channel, bank, index, value },
  ),
  midi2_relative_registered_controller: defineEvent(
    'midi2_relative_registered_controller',
    '2rr',
    'A registered parameter moves.',
    { channel, bank, index, value: change },
  ),
  midi2_relative_assignable_controller: defineEvent(
    'midi2_relative_assignable_controller',
    '2ra',
    'A non-registered parameter moves.',
    { channel, bank, index, value: change },
  ),
  midi2_note_pitch_bend: defineEvent('midi2_note_pitch_bend', '2pn', 'Pitch bend of one note.', {
    channel,
    note,
    bend,
  }),
  midi2_registered_note_controller: defineEvent(
    'midi2_registered_note_controller',
    '2rn',
    'A registered controller of one note takes a value.',
    noteController,
  ),
  midi2_assignable_note_controller: defineEvent(
    'midi2_assignable_note_controller',
    '2an',
    'An assignable controller of one note takes a value.',
    noteController,
  ),
  midi2_note_management: defineEvent(
    'midi2_note_management',
    '2nm',
    "Resets or detaches a note's controllers.",
    {
      channel,
      note,
      options: integer(0, 3, { compactKey: 'o', description: 'Bit 0 reset, bit 1 detach.' }),
    },
  ),
};
