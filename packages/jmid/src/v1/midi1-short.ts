import type { JmidEvent } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';

/**
 * The MIDI 1.0 messages of one to three bytes, packed as `status << 16 | data1 << 8 | data2`: the form that the byte stream,
 * the Universal MIDI Packet (its types 1 and 2) and Standard MIDI Files share.
 */

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const POLY_PRESSURE = 0xa0;
const CONTROL_CHANGE = 0xb0;
const PROGRAM_CHANGE = 0xc0;
const CHANNEL_PRESSURE = 0xd0;
const PITCH_BEND = 0xe0;

/** How many data bytes follow each status from F0 on; -1 where no short message exists (F0, F7 and the undefined ones). */
const SYSTEM_DATA_LENGTHS = [-1, 1, 2, 1, -1, -1, 0, -1, 0, -1, 0, 0, 0, -1, 0, 0];

/** How many data bytes follow a status byte; -1 for data bytes, F0, F7 and the undefined F4, F5, F9 and FD. */
export function midi1DataLength(status: number): number {
  if (status < 0x80) return -1;
  if (status >= 0xf0) return SYSTEM_DATA_LENGTHS[status & 0x0f]!;
  const kind = status & 0xf0;
  return kind === PROGRAM_CHANGE || kind === CHANNEL_PRESSURE ? 1 : 2;
}

/**
 * The event as `status << 16 | data1 << 8 | data2`; `Status.outOfRange` where a field is not an integer in its range and
 * `Status.unknownType` where the event is not a MIDI 1.0 message of up to three bytes. Does not allocate.
 */
export function packMidi1(event: JmidEvent): number {
  switch (event.type) {
    case 'note_on':
      return voice(NOTE_ON, event.channel, event.note, event.velocity);
    case 'note_off':
      return voice(NOTE_OFF, event.channel, event.note, event.velocity);
    case 'poly_pressure':
      return voice(POLY_PRESSURE, event.channel, event.note, event.pressure);
    case 'control_change':
      return voice(CONTROL_CHANGE, event.channel, event.controller, event.value);
    case 'program_change':
      return voice(PROGRAM_CHANGE, event.channel, event.program, 0);
    case 'channel_pressure':
      return voice(CHANNEL_PRESSURE, event.channel, event.pressure, 0);
    case 'pitch_bend':
      return is14(event.bend)
        ? voice(PITCH_BEND, event.channel, event.bend & 0x7f, event.bend >> 7)
        : Status.outOfRange;
    case 'time_code':
      return is7(event.value) ? 0xf10000 | (event.value << 8) : Status.outOfRange;
    case 'song_position':
      return is14(event.value)
        ? 0xf20000 | ((event.value & 0x7f) << 8) | (event.value >> 7)
        : Status.outOfRange;
    case 'song_select':
      return is7(event.value) ? 0xf30000 | (event.value << 8) : Status.outOfRange;
    case 'tune_request':
      return 0xf60000;
    case 'clock':
      return 0xf80000;
    case 'start':
      return 0xfa0000;
    case 'continue':
      return 0xfb0000;
    case 'stop':
      return 0xfc0000;
    case 'active_sensing':
      return 0xfe0000;
    case 'reset':
      return 0xff0000;
    default:
      return Status.unknownType;
  }
}

/** The event behind a status byte and its data bytes (0-127 each, unused ones ignored); null where there is none. */
export function unpackMidi1(status: number, data1: number, data2: number): JmidEvent | null {
  const channel = (status & 0x0f) + 1;
  switch (status & 0xf0) {
    case NOTE_OFF:
      return { type: 'note_off', channel, note: data1, velocity: data2 };
    case NOTE_ON:
      return { type: 'note_on', channel, note: data1, velocity: data2 };
    case POLY_PRESSURE:
      return { type: 'poly_pressure', channel, note: data1, pressure: data2 };
    case CONTROL_CHANGE:
      return { type: 'control_change', channel, controller: data1, value: data2 };
    case PROGRAM_CHANGE:
      return { type: 'program_change', channel, program: data1 };
    case CHANNEL_PRESSURE:
      return { type: 'channel_pressure', channel, pressure: data1 };
    case PITCH_BEND:
      return { type: 'pitch_bend', channel, bend: data1 | (data2 << 7) };
  }
  switch (status) {
    case 0xf1:
      return { type: 'time_code', value: data1 };
    case 0xf2:
      return { type: 'song_position', value: data1 | (data2 << 7) };
    case 0xf3:
      return { type: 'song_select', value: data1 };
    case 0xf6:
      return { type: 'tune_request' };
    case 0xf8:
      return { type: 'clock' };
    case 0xfa:
      return { type: 'start' };
    case 0xfb:
      return { type: 'continue' };
    case 0xfc:
      return { type: 'stop' };
    case 0xfe:
      return { type: 'active_sensing' };
    case 0xff:
      return { type: 'reset' };
  }
  return null;
}

function voice(kind: number, channel: number, data1: number, data2: number): number {
  const index = channel - 1;
  if ((index & 0x0f) !== index || !is7(data1) || !is7(data2)) return Status.outOfRange;
  return ((kind | index) << 16) | (data1 << 8) | data2;
}

function is7(value: number): boolean {
  return (value & 0x7f) === value;
}

function is14(value: number): boolean {
  return (value & 0x3fff) === value;
}
