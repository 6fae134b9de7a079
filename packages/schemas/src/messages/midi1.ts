import { integer, sevenBitData, u14, u32, u7 } from '../fields.js';
import { defineEvent } from './define-message.js';

/** MIDI channel as musicians count it. */
export const channel = integer(1, 16, { compactKey: 'c', description: 'MIDI channel, 1-16.' });

/** Key number. */
export const note = u7({ compactKey: 'n', description: 'Note number, 0-127; 60 is middle C.' });

/** Longest System Exclusive message: 65,536 pieces of 240 bytes. */
export const SYSEX_MAX_BYTES = 15_728_640;

/** Longest piece that a reader takes. */
export const SYSEX_CHUNK_MAX_BYTES = 1024;

const velocity = u7({ compactKey: 'v', description: 'Velocity, 0-127.' });
const pressure = u7({ compactKey: 'p', description: 'Pressure, 0-127.' });
const value = u7({ compactKey: 'val', description: '0-127.' });

/** The messages of MIDI 1.0 (spec/jmid/v1, section 1.1). */
export const midi1Messages = {
  note_on: defineEvent('note_on', 'n+', 'A note begins; velocity 0 means that it ends.', {
    channel,
    note,
    velocity,
  }),
  note_off: defineEvent('note_off', 'n-', 'A note ends.', { channel, note, velocity }),
  poly_pressure: defineEvent('poly_pressure', 'at', 'Pressure on one key.', {
    channel,
    note,
    pressure,
  }),
  control_change: defineEvent('control_change', 'cc', 'A controller takes a value.', {
    channel,
    controller: u7({ compactKey: 'cc', description: 'Controller number, 0-127.' }),
    value,
  }),
  program_change: defineEvent('program_change', 'pc', 'A channel takes another sound.', {
    channel,
    program: u7({ compactKey: 'pr', description: 'Program, 0-127.' }),
  }),
  channel_pressure: defineEvent('channel_pressure', 'cp', 'Pressure on a channel.', {
    channel,
    pressure,
  }),
  pitch_bend: defineEvent('pitch_bend', 'pb', 'Pitch bend of a channel.', {
    channel,
    bend: u14({ compactKey: 'b', description: '0-16383, centre 8192.' }),
  }),
  sysex: defineEvent('sysex', 'sx', 'System Exclusive.', {
    data: sevenBitData(0, SYSEX_MAX_BYTES, {
      compactKey: 'd',
      description: 'Data bytes 0-127, without F0 and F7.',
    }),
  }),
  time_code: defineEvent('time_code', 'tc', 'MTC quarter frame.', {
    value: u7({ compactKey: 'val', description: 'Data byte of the quarter frame, 0-127.' }),
  }),
  song_position: defineEvent('song_position', 'sp', 'Song position pointer.', {
    value: u14({ compactKey: 'val', unit: 'sixteenth notes', description: '0-16383.' }),
  }),
  song_select: defineEvent('song_select', 'ss', 'Song select.', { value }),
  tune_request: defineEvent('tune_request', 'tr', 'Tune request.', {}),
  clock: defineEvent('clock', 'ck', 'Timing clock, 24 to the quarter note.', {}),
  start: defineEvent('start', 'st', 'Start from the beginning.', {}),
  continue: defineEvent('continue', 'co', 'Go on from where it stopped.', {}),
  stop: defineEvent('stop', 'so', 'Stop.', {}),
  active_sensing: defineEvent('active_sensing', 'as', 'Active sensing.', {}),
  reset: defineEvent('reset', 'rs', 'System reset.', {}),
  sysex_chunk: defineEvent(
    'sysex_chunk',
    'sxc',
    'A piece of a long System Exclusive message.',
    {
      id: u32({ compactKey: 'id', description: 'Which message of the stream the piece is of.' }),
      index: integer(0, 65_535, { compactKey: 'i', description: 'Which piece, from 0.' }),
      count: integer(1, 65_536, { compactKey: 'k', description: 'How many pieces there are.' }),
      data: sevenBitData(1, SYSEX_CHUNK_MAX_BYTES, {
        compactKey: 'd',
        description: 'Data bytes 0-127 of the piece.',
      }),
    },
    [{ rule: 'below', left: 'index', right: 'count' }],
  ),
};
