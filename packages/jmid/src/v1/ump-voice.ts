import type { JmidEvent } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';

/**
 * UMP type 4, MIDI 2.0 channel voice: two words.
 *
 * ```
 * word 0   type 4 (4 bits), group, opcode, channel, then one or two bytes of index
 * word 1   the value
 * ```
 */

const REGISTERED_NOTE_CONTROLLER = 0x0;
const ASSIGNABLE_NOTE_CONTROLLER = 0x1;
const REGISTERED_CONTROLLER = 0x2;
const ASSIGNABLE_CONTROLLER = 0x3;
const RELATIVE_REGISTERED_CONTROLLER = 0x4;
const RELATIVE_ASSIGNABLE_CONTROLLER = 0x5;
const NOTE_PITCH_BEND = 0x6;
const RESERVED = 0x7;
const NOTE_OFF = 0x8;
const NOTE_ON = 0x9;
const POLY_PRESSURE = 0xa;
const CONTROL_CHANGE = 0xb;
const PROGRAM_CHANGE = 0xc;
const CHANNEL_PRESSURE = 0xd;
const PITCH_BEND = 0xe;
const NOTE_MANAGEMENT = 0xf;

/** Option flag of a program change: the bank in word 1 counts. */
const BANK_VALID = 1;

/**
 * Writes a MIDI 2.0 channel voice event with its group and returns the offset behind it, or `Status.outOfRange`, or
 * `Status.unknownType` for any other event. Room for two words is the caller's matter. Does not allocate.
 */
export function encodeUmpVoice(
  event: JmidEvent,
  group: number,
  words: Uint32Array,
  offset: number,
): number {
  switch (event.type) {
    case 'midi2_note_on':
    case 'midi2_note_off': {
      const opcode = event.type === 'midi2_note_on' ? NOTE_ON : NOTE_OFF;
      const { note, velocity, attributeType = 0, attribute = 0 } = event;
      if (!isU8(attributeType) || !isU16(velocity) || !isU16(attribute)) return Status.outOfRange;
      const value = ((velocity << 16) | attribute) >>> 0;
      return put(words, offset, group, opcode, event.channel, note, attributeType, value);
    }
    case 'midi2_poly_pressure':
      return put(words, offset, group, POLY_PRESSURE, event.channel, event.note, 0, event.pressure);
    case 'midi2_control_change':
      return put(
        words,
        offset,
        group,
        CONTROL_CHANGE,
        event.channel,
        event.controller,
        0,
        event.value,
      );
    case 'midi2_program_change': {
      const { channel, program, bank } = event;
      if (!is7(program) || (bank !== undefined && (bank & 0x3fff) !== bank))
        return Status.outOfRange;
      const flags = bank === undefined ? 0 : BANK_VALID;
      const bankBits = bank === undefined ? 0 : ((bank >> 7) << 8) | (bank & 0x7f);
      const value = ((program << 24) | bankBits) >>> 0;
      return put(words, offset, group, PROGRAM_CHANGE, channel, 0, flags, value);
    }
    case 'midi2_channel_pressure':
      return put(words, offset, group, CHANNEL_PRESSURE, event.channel, 0, 0, event.pressure);
    case 'midi2_pitch_bend':
      return put(words, offset, group, PITCH_BEND, event.channel, 0, 0, event.bend);
    case 'midi2_registered_controller':
    case 'midi2_assignable_controller': {
      const registered = event.type === 'midi2_registered_controller';
      const opcode = registered ? REGISTERED_CONTROLLER : ASSIGNABLE_CONTROLLER;
      if (!is7(event.index)) return Status.outOfRange;
      return put(words, offset, group, opcode, event.channel, event.bank, event.index, event.value);
    }
    case 'midi2_relative_registered_controller':
    case 'midi2_relative_assignable_controller': {
      const registered = event.type === 'midi2_relative_registered_controller';
      const opcode = registered ? RELATIVE_REGISTERED_CONTROLLER : RELATIVE_ASSIGNABLE_CONTROLLER;
      const { channel, bank, index, value } = event;
      if (!is7(index) || (value | 0) !== value) return Status.outOfRange;
      return put(words, offset, group, opcode, channel, bank, index, value >>> 0);
    }
    case 'midi2_note_pitch_bend':
      return put(words, offset, group, NOTE_PITCH_BEND, event.channel, event.note, 0, event.bend);
    case 'midi2_registered_note_controller':
    case 'midi2_assignable_note_controller': {
      const registered = event.type === 'midi2_registered_note_controller';
      const opcode = registered ? REGISTERED_NOTE_CONTROLLER : ASSIGNABLE_NOTE_CONTROLLER;
      return put(words, offset, group, opcode, event.channel, event.note, event.index, event.value);
    }
    case 'midi2_note_management':
      if ((event.options & 3) !== event.options) return Status.outOfRange;
      return put(
        words,
        offset,
        group,
        NOTE_MANAGEMENT,
        event.channel,
        event.note,
        event.options,
        0,
      );
    default:
      return Status.unknownType;
  }
}

/** The event behind the two words; `Status.malformed` where a 7-bit field has its high bit set, `Status.unknownType` for a reserved opcode. */
export function decodeUmpVoice(word0: number, word1: number): JmidEvent | number {
  const channel = ((word0 >>> 16) & 0x0f) + 1;
  const index1 = (word0 >>> 8) & 0xff;
  const index2 = word0 & 0xff;
  const value = word1 >>> 0;
  const opcode = (word0 >>> 20) & 0x0f;
  switch (opcode) {
    case PROGRAM_CHANGE:
      return decodeProgramChange(channel, index2, value);
    case CHANNEL_PRESSURE:
      return { type: 'midi2_channel_pressure', channel, pressure: value };
    case PITCH_BEND:
      return { type: 'midi2_pitch_bend', channel, bend: value };
    case RESERVED:
      return Status.unknownType;
  }
  if (index1 > 0x7f) return Status.malformed; // a note, a controller or a bank: seven bits in every other message
  switch (opcode) {
    case NOTE_ON:
      return withAttribute(
        { type: 'midi2_note_on', channel, note: index1, velocity: value >>> 16 },
        index2,
        value,
      );
    case NOTE_OFF:
      return withAttribute(
        { type: 'midi2_note_off', channel, note: index1, velocity: value >>> 16 },
        index2,
        value,
      );
    case POLY_PRESSURE:
      return { type: 'midi2_poly_pressure', channel, note: index1, pressure: value };
    case CONTROL_CHANGE:
      return { type: 'midi2_control_change', channel, controller: index1, value };
    case NOTE_PITCH_BEND:
      return { type: 'midi2_note_pitch_bend', channel, note: index1, bend: value };
    case REGISTERED_NOTE_CONTROLLER:
      return {
        type: 'midi2_registered_note_controller',
        channel,
        note: index1,
        index: index2,
        value,
      };
    case ASSIGNABLE_NOTE_CONTROLLER:
      return {
        type: 'midi2_assignable_note_controller',
        channel,
        note: index1,
        index: index2,
        value,
      };
    case NOTE_MANAGEMENT:
      return { type: 'midi2_note_management', channel, note: index1, options: index2 & 3 };
  }
  if (index2 > 0x7f) return Status.malformed;
  switch (opcode) {
    case REGISTERED_CONTROLLER:
      return { type: 'midi2_registered_controller', channel, bank: index1, index: index2, value };
    case ASSIGNABLE_CONTROLLER:
      return { type: 'midi2_assignable_controller', channel, bank: index1, index: index2, value };
    case RELATIVE_REGISTERED_CONTROLLER:
      return {
        type: 'midi2_relative_registered_controller',
        channel,
        bank: index1,
        index: index2,
        value: value | 0,
      };
    case RELATIVE_ASSIGNABLE_CONTROLLER:
      return {
        type: 'midi2_relative_assignable_controller',
        channel,
        bank: index1,
        index: index2,
        value: value | 0,
      };
  }
  return Status.unknownType;
}

function decodeProgramChange(channel: number, flags: number, value: number): JmidEvent | number {
  const program = value >>> 24;
  if (program > 0x7f) return Status.malformed;
  if ((flags & BANK_VALID) === 0) return { type: 'midi2_program_change', channel, program };
  if ((value & 0x8080) !== 0) return Status.malformed;
  const bank = (((value >>> 8) & 0x7f) << 7) | (value & 0x7f);
  return { type: 'midi2_program_change', channel, program, bank };
}

function withAttribute(
  event: Extract<JmidEvent, { type: 'midi2_note_on' | 'midi2_note_off' }>,
  attributeType: number,
  value: number,
): JmidEvent {
  const attribute = value & 0xffff;
  if (attributeType !== 0) event.attributeType = attributeType;
  if (attribute !== 0) event.attribute = attribute;
  return event;
}

function put(
  words: Uint32Array,
  offset: number,
  group: number,
  opcode: number,
  channel: number,
  index1: number,
  index2: number,
  value: number,
): number {
  const channelBits = channel - 1;
  const valid =
    (channelBits & 0x0f) === channelBits && is7(index1) && isU8(index2) && value >>> 0 === value;
  if (!valid) return Status.outOfRange;
  const head = (0x4 << 28) | ((group - 1) << 24) | (opcode << 20) | (channelBits << 16);
  words[offset] = head | (index1 << 8) | index2;
  words[offset + 1] = value;
  return offset + 2;
}

function is7(value: number): boolean {
  return (value & 0x7f) === value;
}

function isU8(value: number): boolean {
  return (value & 0xff) === value;
}

function isU16(value: number): boolean {
  return (value & 0xffff) === value;
}
