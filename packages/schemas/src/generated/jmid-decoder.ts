// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.

import { cursor, readSevenBitArray, readSigned, readTail, readUnsigned, tail } from '../jmid-line-parts.js';
import type {
  JmidEvent,
  NoteOnMessage,
  NoteOffMessage,
  PolyPressureMessage,
  ControlChangeMessage,
  ProgramChangeMessage,
  ChannelPressureMessage,
  PitchBendMessage,
  SysexMessage,
  TimeCodeMessage,
  SongPositionMessage,
  SongSelectMessage,
  TuneRequestMessage,
  ClockMessage,
  StartMessage,
  ContinueMessage,
  StopMessage,
  ActiveSensingMessage,
  ResetMessage,
  SysexChunkMessage,
  Midi2NoteOnMessage,
  Midi2NoteOffMessage,
  Midi2PolyPressureMessage,
  Midi2ControlChangeMessage,
  Midi2ProgramChangeMessage,
  Midi2ChannelPressureMessage,
  Midi2PitchBendMessage,
  Midi2RegisteredControllerMessage,
  Midi2AssignableControllerMessage,
  Midi2RelativeRegisteredControllerMessage,
  Midi2RelativeAssignableControllerMessage,
  Midi2NotePitchBendMessage,
  Midi2RegisteredNoteControllerMessage,
  Midi2AssignableNoteControllerMessage,
  Midi2NoteManagementMessage,
} from './message-types.js';

function readNoteOn(b: Uint8Array, end: number): NoteOnMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const velocity = readUnsigned(b);
  if (velocity < 0 || velocity > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'note_on', channel, note, velocity, timestamp, sequence };
  }
  const message = { type: 'note_on' } as NoteOnMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.velocity = velocity;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readNoteOff(b: Uint8Array, end: number): NoteOffMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const velocity = readUnsigned(b);
  if (velocity < 0 || velocity > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'note_off', channel, note, velocity, timestamp, sequence };
  }
  const message = { type: 'note_off' } as NoteOffMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.velocity = velocity;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readPolyPressure(b: Uint8Array, end: number): PolyPressureMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 112 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const pressure = readUnsigned(b);
  if (pressure < 0 || pressure > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'poly_pressure', channel, note, pressure, timestamp, sequence };
  }
  const message = { type: 'poly_pressure' } as PolyPressureMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.pressure = pressure;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readControlChange(b: Uint8Array, end: number): ControlChangeMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 99 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const controller = readUnsigned(b);
  if (controller < 0 || controller > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'control_change', channel, controller, value, timestamp, sequence };
  }
  const message = { type: 'control_change' } as ControlChangeMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.controller = controller;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readProgramChange(b: Uint8Array, end: number): ProgramChangeMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 112 && b[at + 3] === 114 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const program = readUnsigned(b);
  if (program < 0 || program > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'program_change', channel, program, timestamp, sequence };
  }
  const message = { type: 'program_change' } as ProgramChangeMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.program = program;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readChannelPressure(b: Uint8Array, end: number): ChannelPressureMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 112 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const pressure = readUnsigned(b);
  if (pressure < 0 || pressure > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'channel_pressure', channel, pressure, timestamp, sequence };
  }
  const message = { type: 'channel_pressure' } as ChannelPressureMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.pressure = pressure;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readPitchBend(b: Uint8Array, end: number): PitchBendMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const bend = readUnsigned(b);
  if (bend < 0 || bend > 16383) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'pitch_bend', channel, bend, timestamp, sequence };
  }
  const message = { type: 'pitch_bend' } as PitchBendMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.bend = bend;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readSysex(b: Uint8Array, end: number): SysexMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 100 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const data = readSevenBitArray(b, 0, 15728640, end);
  if (data === undefined) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'sysex', data, timestamp, sequence };
  }
  const message = { type: 'sysex' } as SysexMessage;
  if (group !== 1) message.group = group;
  message.data = data;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readTimeCode(b: Uint8Array, end: number): TimeCodeMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'time_code', value, timestamp, sequence };
  }
  const message = { type: 'time_code' } as TimeCodeMessage;
  if (group !== 1) message.group = group;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readSongPosition(b: Uint8Array, end: number): SongPositionMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 16383) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'song_position', value, timestamp, sequence };
  }
  const message = { type: 'song_position' } as SongPositionMessage;
  if (group !== 1) message.group = group;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readSongSelect(b: Uint8Array, end: number): SongSelectMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 127) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'song_select', value, timestamp, sequence };
  }
  const message = { type: 'song_select' } as SongSelectMessage;
  if (group !== 1) message.group = group;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readTuneRequest(b: Uint8Array, end: number): TuneRequestMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'tune_request', timestamp, sequence };
  }
  const message = { type: 'tune_request' } as TuneRequestMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readClock(b: Uint8Array, end: number): ClockMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'clock', timestamp, sequence };
  }
  const message = { type: 'clock' } as ClockMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readStart(b: Uint8Array, end: number): StartMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'start', timestamp, sequence };
  }
  const message = { type: 'start' } as StartMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readContinue(b: Uint8Array, end: number): ContinueMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'continue', timestamp, sequence };
  }
  const message = { type: 'continue' } as ContinueMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readStop(b: Uint8Array, end: number): StopMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'stop', timestamp, sequence };
  }
  const message = { type: 'stop' } as StopMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readActiveSensing(b: Uint8Array, end: number): ActiveSensingMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'active_sensing', timestamp, sequence };
  }
  const message = { type: 'active_sensing' } as ActiveSensingMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readReset(b: Uint8Array, end: number): ResetMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'reset', timestamp, sequence };
  }
  const message = { type: 'reset' } as ResetMessage;
  if (group !== 1) message.group = group;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readSysexChunk(b: Uint8Array, end: number): SysexChunkMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 100 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const id = readUnsigned(b);
  if (id < 0 || id > 4294967295) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const index = readUnsigned(b);
  if (index < 0 || index > 65535) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 107 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const count = readUnsigned(b);
  if (count < 1 || count > 65536) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 100 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const data = readSevenBitArray(b, 1, 1024, end);
  if (data === undefined) return undefined;
  if (index >= count) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'sysex_chunk', id, index, count, data, timestamp, sequence };
  }
  const message = { type: 'sysex_chunk' } as SysexChunkMessage;
  if (group !== 1) message.group = group;
  message.id = id;
  message.index = index;
  message.count = count;
  message.data = data;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2NoteOn(b: Uint8Array, end: number): Midi2NoteOnMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const velocity = readUnsigned(b);
  if (velocity < 0 || velocity > 65535) return undefined;
  at = cursor.at;
  let attributeType = 0;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 97 && b[at + 3] === 116 && b[at + 4] === 121 && b[at + 5] === 34 && b[at + 6] === 58) {
    cursor.at = at + 7;
    attributeType = readUnsigned(b);
    if (attributeType < 0 || attributeType > 255) return undefined;
    if (attributeType === 0) return undefined;
  }
  at = cursor.at;
  let attribute = 0;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 97 && b[at + 3] === 116 && b[at + 4] === 100 && b[at + 5] === 34 && b[at + 6] === 58) {
    cursor.at = at + 7;
    attribute = readUnsigned(b);
    if (attribute < 0 || attribute > 65535) return undefined;
    if (attribute === 0) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1 && attributeType === 0 && attribute === 0) {
    return { type: 'midi2_note_on', channel, note, velocity, timestamp, sequence };
  }
  const message = { type: 'midi2_note_on' } as Midi2NoteOnMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.velocity = velocity;
  if (attributeType !== 0) message.attributeType = attributeType;
  if (attribute !== 0) message.attribute = attribute;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2NoteOff(b: Uint8Array, end: number): Midi2NoteOffMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const velocity = readUnsigned(b);
  if (velocity < 0 || velocity > 65535) return undefined;
  at = cursor.at;
  let attributeType = 0;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 97 && b[at + 3] === 116 && b[at + 4] === 121 && b[at + 5] === 34 && b[at + 6] === 58) {
    cursor.at = at + 7;
    attributeType = readUnsigned(b);
    if (attributeType < 0 || attributeType > 255) return undefined;
    if (attributeType === 0) return undefined;
  }
  at = cursor.at;
  let attribute = 0;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 97 && b[at + 3] === 116 && b[at + 4] === 100 && b[at + 5] === 34 && b[at + 6] === 58) {
    cursor.at = at + 7;
    attribute = readUnsigned(b);
    if (attribute < 0 || attribute > 65535) return undefined;
    if (attribute === 0) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1 && attributeType === 0 && attribute === 0) {
    return { type: 'midi2_note_off', channel, note, velocity, timestamp, sequence };
  }
  const message = { type: 'midi2_note_off' } as Midi2NoteOffMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.velocity = velocity;
  if (attributeType !== 0) message.attributeType = attributeType;
  if (attribute !== 0) message.attribute = attribute;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2PolyPressure(b: Uint8Array, end: number): Midi2PolyPressureMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 112 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const pressure = readUnsigned(b);
  if (pressure < 0 || pressure > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_poly_pressure', channel, note, pressure, timestamp, sequence };
  }
  const message = { type: 'midi2_poly_pressure' } as Midi2PolyPressureMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.pressure = pressure;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2ControlChange(b: Uint8Array, end: number): Midi2ControlChangeMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 99 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const controller = readUnsigned(b);
  if (controller < 0 || controller > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_control_change', channel, controller, value, timestamp, sequence };
  }
  const message = { type: 'midi2_control_change' } as Midi2ControlChangeMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.controller = controller;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2ProgramChange(b: Uint8Array, end: number): Midi2ProgramChangeMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 112 && b[at + 3] === 114 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const program = readUnsigned(b);
  if (program < 0 || program > 127) return undefined;
  at = cursor.at;
  let bank = -1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 107 && b[at + 4] === 34 && b[at + 5] === 58) {
    cursor.at = at + 6;
    bank = readUnsigned(b);
    if (bank < 0 || bank > 16383) return undefined;
  }
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1 && bank === -1) {
    return { type: 'midi2_program_change', channel, program, timestamp, sequence };
  }
  const message = { type: 'midi2_program_change' } as Midi2ProgramChangeMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.program = program;
  if (bank !== -1) message.bank = bank;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2ChannelPressure(b: Uint8Array, end: number): Midi2ChannelPressureMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 112 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const pressure = readUnsigned(b);
  if (pressure < 0 || pressure > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_channel_pressure', channel, pressure, timestamp, sequence };
  }
  const message = { type: 'midi2_channel_pressure' } as Midi2ChannelPressureMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.pressure = pressure;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2PitchBend(b: Uint8Array, end: number): Midi2PitchBendMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const bend = readUnsigned(b);
  if (bend < 0 || bend > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_pitch_bend', channel, bend, timestamp, sequence };
  }
  const message = { type: 'midi2_pitch_bend' } as Midi2PitchBendMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.bend = bend;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2RegisteredController(b: Uint8Array, end: number): Midi2RegisteredControllerMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 107 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const bank = readUnsigned(b);
  if (bank < 0 || bank > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 120 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const index = readUnsigned(b);
  if (index < 0 || index > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_registered_controller', channel, bank, index, value, timestamp, sequence };
  }
  const message = { type: 'midi2_registered_controller' } as Midi2RegisteredControllerMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.bank = bank;
  message.index = index;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2AssignableController(b: Uint8Array, end: number): Midi2AssignableControllerMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 107 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const bank = readUnsigned(b);
  if (bank < 0 || bank > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 120 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const index = readUnsigned(b);
  if (index < 0 || index > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_assignable_controller', channel, bank, index, value, timestamp, sequence };
  }
  const message = { type: 'midi2_assignable_controller' } as Midi2AssignableControllerMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.bank = bank;
  message.index = index;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2RelativeRegisteredController(b: Uint8Array, end: number): Midi2RelativeRegisteredControllerMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 107 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const bank = readUnsigned(b);
  if (bank < 0 || bank > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 120 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const index = readUnsigned(b);
  if (index < 0 || index > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readSigned(b);
  if (!(value >= -2147483648 && value <= 2147483647)) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_relative_registered_controller', channel, bank, index, value, timestamp, sequence };
  }
  const message = { type: 'midi2_relative_registered_controller' } as Midi2RelativeRegisteredControllerMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.bank = bank;
  message.index = index;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2RelativeAssignableController(b: Uint8Array, end: number): Midi2RelativeAssignableControllerMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 107 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const bank = readUnsigned(b);
  if (bank < 0 || bank > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 120 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const index = readUnsigned(b);
  if (index < 0 || index > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readSigned(b);
  if (!(value >= -2147483648 && value <= 2147483647)) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_relative_assignable_controller', channel, bank, index, value, timestamp, sequence };
  }
  const message = { type: 'midi2_relative_assignable_controller' } as Midi2RelativeAssignableControllerMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.bank = bank;
  message.index = index;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2NotePitchBend(b: Uint8Array, end: number): Midi2NotePitchBendMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 98 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const bend = readUnsigned(b);
  if (bend < 0 || bend > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_note_pitch_bend', channel, note, bend, timestamp, sequence };
  }
  const message = { type: 'midi2_note_pitch_bend' } as Midi2NotePitchBendMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.bend = bend;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2RegisteredNoteController(b: Uint8Array, end: number): Midi2RegisteredNoteControllerMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 120 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const index = readUnsigned(b);
  if (index < 0 || index > 255) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_registered_note_controller', channel, note, index, value, timestamp, sequence };
  }
  const message = { type: 'midi2_registered_note_controller' } as Midi2RegisteredNoteControllerMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.index = index;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2AssignableNoteController(b: Uint8Array, end: number): Midi2AssignableNoteControllerMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 105 && b[at + 3] === 120 && b[at + 4] === 34 && b[at + 5] === 58)) return undefined;
  cursor.at = at + 6;
  const index = readUnsigned(b);
  if (index < 0 || index > 255) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 118 && b[at + 3] === 97 && b[at + 4] === 108 && b[at + 5] === 34 && b[at + 6] === 58)) return undefined;
  cursor.at = at + 7;
  const value = readUnsigned(b);
  if (value < 0 || value > 4294967295) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_assignable_note_controller', channel, note, index, value, timestamp, sequence };
  }
  const message = { type: 'midi2_assignable_note_controller' } as Midi2AssignableNoteControllerMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.index = index;
  message.value = value;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

function readMidi2NoteManagement(b: Uint8Array, end: number): Midi2NoteManagementMessage | undefined {
  let at = 0;
  at = cursor.at;
  let group = 1;
  if (b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 103 && b[at + 3] === 34 && b[at + 4] === 58) {
    cursor.at = at + 5;
    group = readUnsigned(b);
    if (group < 1 || group > 16) return undefined;
    if (group === 1) return undefined;
  }
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 99 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const channel = readUnsigned(b);
  if (channel < 1 || channel > 16) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 110 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const note = readUnsigned(b);
  if (note < 0 || note > 127) return undefined;
  at = cursor.at;
  if (!(b[at] === 44 && b[at + 1] === 34 && b[at + 2] === 111 && b[at + 3] === 34 && b[at + 4] === 58)) return undefined;
  cursor.at = at + 5;
  const options = readUnsigned(b);
  if (options < 0 || options > 3) return undefined;
  if (!readTail(b, end)) return undefined;
  const timestamp = tail.timestamp;
  const sequence = tail.sequence;
  if (timestamp >= 0 && sequence >= 0 && group === 1) {
    return { type: 'midi2_note_management', channel, note, options, timestamp, sequence };
  }
  const message = { type: 'midi2_note_management' } as Midi2NoteManagementMessage;
  if (group !== 1) message.group = group;
  message.channel = channel;
  message.note = note;
  message.options = options;
  if (timestamp >= 0) message.timestamp = timestamp;
  if (sequence >= 0) message.sequence = sequence;
  return message;
}

/**
 * The event of a canonical compact line, its `\n` included or not; undefined for any other line, good or bad.
 * Allocates the event alone; does not throw.
 */
export function readCanonicalEvent(b: Uint8Array, offset: number, end: number): JmidEvent | undefined {
  if (!(b[offset] === 123 && b[offset + 1] === 34 && b[offset + 2] === 116 && b[offset + 3] === 34 && b[offset + 4] === 58 && b[offset + 5] === 34)) return undefined;
  let at = offset + 8;
  let code = b[offset + 6]! | (b[offset + 7]! << 8);
  if (b[at] !== 34) {
    code |= b[at]! << 16;
    at += 1;
    if (b[at] !== 34) return undefined;
  }
  cursor.at = at + 1;
  switch (code) {
    case 11118: // n+
      return readNoteOn(b, end);
    case 11630: // n-
      return readNoteOff(b, end);
    case 29793: // at
      return readPolyPressure(b, end);
    case 25443: // cc
      return readControlChange(b, end);
    case 25456: // pc
      return readProgramChange(b, end);
    case 28771: // cp
      return readChannelPressure(b, end);
    case 25200: // pb
      return readPitchBend(b, end);
    case 30835: // sx
      return readSysex(b, end);
    case 25460: // tc
      return readTimeCode(b, end);
    case 28787: // sp
      return readSongPosition(b, end);
    case 29555: // ss
      return readSongSelect(b, end);
    case 29300: // tr
      return readTuneRequest(b, end);
    case 27491: // ck
      return readClock(b, end);
    case 29811: // st
      return readStart(b, end);
    case 28515: // co
      return readContinue(b, end);
    case 28531: // so
      return readStop(b, end);
    case 29537: // as
      return readActiveSensing(b, end);
    case 29554: // rs
      return readReset(b, end);
    case 6518899: // sxc
      return readSysexChunk(b, end);
    case 2846258: // 2n+
      return readMidi2NoteOn(b, end);
    case 2977330: // 2n-
      return readMidi2NoteOff(b, end);
    case 7627058: // 2at
      return readMidi2PolyPressure(b, end);
    case 6513458: // 2cc
      return readMidi2ControlChange(b, end);
    case 6516786: // 2pc
      return readMidi2ProgramChange(b, end);
    case 7365426: // 2cp
      return readMidi2ChannelPressure(b, end);
    case 6451250: // 2pb
      return readMidi2PitchBend(b, end);
    case 6517298: // 2rc
      return readMidi2RegisteredController(b, end);
    case 6512946: // 2ac
      return readMidi2AssignableController(b, end);
    case 7500338: // 2rr
      return readMidi2RelativeRegisteredController(b, end);
    case 6386226: // 2ra
      return readMidi2RelativeAssignableController(b, end);
    case 7237682: // 2pn
      return readMidi2NotePitchBend(b, end);
    case 7238194: // 2rn
      return readMidi2RegisteredNoteController(b, end);
    case 7233842: // 2an
      return readMidi2AssignableNoteController(b, end);
    case 7171634: // 2nm
      return readMidi2NoteManagement(b, end);
    default:
      return undefined;
  }
}
