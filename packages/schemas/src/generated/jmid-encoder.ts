// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.

import type { Members } from '../members.js';
import { putInteger, putSevenBitArray, putSmall, putTail } from '../jmid-line-parts.js';
import {
  checkNoteOn,
  checkNoteOff,
  checkPolyPressure,
  checkControlChange,
  checkProgramChange,
  checkChannelPressure,
  checkPitchBend,
  checkSysex,
  checkTimeCode,
  checkSongPosition,
  checkSongSelect,
  checkTuneRequest,
  checkClock,
  checkStart,
  checkContinue,
  checkStop,
  checkActiveSensing,
  checkReset,
  checkSysexChunk,
  checkMidi2NoteOn,
  checkMidi2NoteOff,
  checkMidi2PolyPressure,
  checkMidi2ControlChange,
  checkMidi2ProgramChange,
  checkMidi2ChannelPressure,
  checkMidi2PitchBend,
  checkMidi2RegisteredController,
  checkMidi2AssignableController,
  checkMidi2RelativeRegisteredController,
  checkMidi2RelativeAssignableController,
  checkMidi2NotePitchBend,
  checkMidi2RegisteredNoteController,
  checkMidi2AssignableNoteController,
  checkMidi2NoteManagement,
} from './message-checks.js';
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

type PutEvent = (bytes: Uint8Array, offset: number, message: JmidEvent) => number;

/** The check of an event and the writer of its line; what is written beyond the end of the bytes is lost. */
export interface EventWriter {
  readonly check: (message: Members) => number;
  readonly put: PutEvent;
}

function putNoteOn(b: Uint8Array, offset: number, m: NoteOnMessage): number {
  let at = offset;
  // {"t":"n+"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 110; b[at + 7] = 43; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"v":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.velocity);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putNoteOff(b: Uint8Array, offset: number, m: NoteOffMessage): number {
  let at = offset;
  // {"t":"n-"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 110; b[at + 7] = 45; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"v":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.velocity);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putPolyPressure(b: Uint8Array, offset: number, m: PolyPressureMessage): number {
  let at = offset;
  // {"t":"at"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 97; b[at + 7] = 116; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"p":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 112; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.pressure);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putControlChange(b: Uint8Array, offset: number, m: ControlChangeMessage): number {
  let at = offset;
  // {"t":"cc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 99; b[at + 7] = 99; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"cc":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 99; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.controller);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putSmall(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putProgramChange(b: Uint8Array, offset: number, m: ProgramChangeMessage): number {
  let at = offset;
  // {"t":"pc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 112; b[at + 7] = 99; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"pr":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 112; b[at + 3] = 114; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.program);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putChannelPressure(b: Uint8Array, offset: number, m: ChannelPressureMessage): number {
  let at = offset;
  // {"t":"cp"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 99; b[at + 7] = 112; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"p":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 112; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.pressure);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putPitchBend(b: Uint8Array, offset: number, m: PitchBendMessage): number {
  let at = offset;
  // {"t":"pb"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 112; b[at + 7] = 98; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"b":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.bend);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putSysex(b: Uint8Array, offset: number, m: SysexMessage): number {
  let at = offset;
  // {"t":"sx"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 115; b[at + 7] = 120; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"d":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 100; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSevenBitArray(b, at, m.data);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putTimeCode(b: Uint8Array, offset: number, m: TimeCodeMessage): number {
  let at = offset;
  // {"t":"tc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 116; b[at + 7] = 99; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putSmall(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putSongPosition(b: Uint8Array, offset: number, m: SongPositionMessage): number {
  let at = offset;
  // {"t":"sp"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 115; b[at + 7] = 112; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putSongSelect(b: Uint8Array, offset: number, m: SongSelectMessage): number {
  let at = offset;
  // {"t":"ss"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 115; b[at + 7] = 115; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putSmall(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putTuneRequest(b: Uint8Array, offset: number, m: TuneRequestMessage): number {
  let at = offset;
  // {"t":"tr"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 116; b[at + 7] = 114; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putClock(b: Uint8Array, offset: number, m: ClockMessage): number {
  let at = offset;
  // {"t":"ck"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 99; b[at + 7] = 107; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putStart(b: Uint8Array, offset: number, m: StartMessage): number {
  let at = offset;
  // {"t":"st"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 115; b[at + 7] = 116; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putContinue(b: Uint8Array, offset: number, m: ContinueMessage): number {
  let at = offset;
  // {"t":"co"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 99; b[at + 7] = 111; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putStop(b: Uint8Array, offset: number, m: StopMessage): number {
  let at = offset;
  // {"t":"so"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 115; b[at + 7] = 111; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putActiveSensing(b: Uint8Array, offset: number, m: ActiveSensingMessage): number {
  let at = offset;
  // {"t":"as"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 97; b[at + 7] = 115; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putReset(b: Uint8Array, offset: number, m: ResetMessage): number {
  let at = offset;
  // {"t":"rs"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 114; b[at + 7] = 115; b[at + 8] = 34;
  at += 9;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putSysexChunk(b: Uint8Array, offset: number, m: SysexChunkMessage): number {
  let at = offset;
  // {"t":"sxc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 115; b[at + 7] = 120; b[at + 8] = 99; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"id":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 100; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putInteger(b, at, m.id);
  // ,"i":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.index);
  // ,"k":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 107; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.count);
  // ,"d":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 100; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSevenBitArray(b, at, m.data);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2NoteOn(b: Uint8Array, offset: number, m: Midi2NoteOnMessage): number {
  let at = offset;
  // {"t":"2n+"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 110; b[at + 8] = 43; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"v":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.velocity);
  if (m.attributeType !== undefined && m.attributeType !== 0) {
    // ,"aty":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 97; b[at + 3] = 116; b[at + 4] = 121;
    b[at + 5] = 34; b[at + 6] = 58;
    at += 7;
    at = putInteger(b, at, m.attributeType);
  }
  if (m.attribute !== undefined && m.attribute !== 0) {
    // ,"atd":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 97; b[at + 3] = 116; b[at + 4] = 100;
    b[at + 5] = 34; b[at + 6] = 58;
    at += 7;
    at = putInteger(b, at, m.attribute);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2NoteOff(b: Uint8Array, offset: number, m: Midi2NoteOffMessage): number {
  let at = offset;
  // {"t":"2n-"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 110; b[at + 8] = 45; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"v":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.velocity);
  if (m.attributeType !== undefined && m.attributeType !== 0) {
    // ,"aty":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 97; b[at + 3] = 116; b[at + 4] = 121;
    b[at + 5] = 34; b[at + 6] = 58;
    at += 7;
    at = putInteger(b, at, m.attributeType);
  }
  if (m.attribute !== undefined && m.attribute !== 0) {
    // ,"atd":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 97; b[at + 3] = 116; b[at + 4] = 100;
    b[at + 5] = 34; b[at + 6] = 58;
    at += 7;
    at = putInteger(b, at, m.attribute);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2PolyPressure(b: Uint8Array, offset: number, m: Midi2PolyPressureMessage): number {
  let at = offset;
  // {"t":"2at"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 97; b[at + 8] = 116; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"p":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 112; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.pressure);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2ControlChange(b: Uint8Array, offset: number, m: Midi2ControlChangeMessage): number {
  let at = offset;
  // {"t":"2cc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 99; b[at + 8] = 99; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"cc":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 99; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.controller);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2ProgramChange(b: Uint8Array, offset: number, m: Midi2ProgramChangeMessage): number {
  let at = offset;
  // {"t":"2pc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 112; b[at + 8] = 99; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"pr":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 112; b[at + 3] = 114; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.program);
  if (m.bank !== undefined) {
    // ,"bk":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 107; b[at + 4] = 34;
    b[at + 5] = 58;
    at += 6;
    at = putInteger(b, at, m.bank);
  }
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2ChannelPressure(b: Uint8Array, offset: number, m: Midi2ChannelPressureMessage): number {
  let at = offset;
  // {"t":"2cp"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 99; b[at + 8] = 112; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"p":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 112; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.pressure);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2PitchBend(b: Uint8Array, offset: number, m: Midi2PitchBendMessage): number {
  let at = offset;
  // {"t":"2pb"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 112; b[at + 8] = 98; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"b":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.bend);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2RegisteredController(b: Uint8Array, offset: number, m: Midi2RegisteredControllerMessage): number {
  let at = offset;
  // {"t":"2rc"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 114; b[at + 8] = 99; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"bk":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 107; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.bank);
  // ,"ix":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 120; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.index);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2AssignableController(b: Uint8Array, offset: number, m: Midi2AssignableControllerMessage): number {
  let at = offset;
  // {"t":"2ac"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 97; b[at + 8] = 99; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"bk":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 107; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.bank);
  // ,"ix":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 120; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.index);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2RelativeRegisteredController(b: Uint8Array, offset: number, m: Midi2RelativeRegisteredControllerMessage): number {
  let at = offset;
  // {"t":"2rr"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 114; b[at + 8] = 114; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"bk":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 107; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.bank);
  // ,"ix":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 120; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.index);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2RelativeAssignableController(b: Uint8Array, offset: number, m: Midi2RelativeAssignableControllerMessage): number {
  let at = offset;
  // {"t":"2ra"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 114; b[at + 8] = 97; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"bk":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 107; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.bank);
  // ,"ix":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 120; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putSmall(b, at, m.index);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2NotePitchBend(b: Uint8Array, offset: number, m: Midi2NotePitchBendMessage): number {
  let at = offset;
  // {"t":"2pn"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 112; b[at + 8] = 110; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"b":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 98; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putInteger(b, at, m.bend);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2RegisteredNoteController(b: Uint8Array, offset: number, m: Midi2RegisteredNoteControllerMessage): number {
  let at = offset;
  // {"t":"2rn"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 114; b[at + 8] = 110; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"ix":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 120; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putInteger(b, at, m.index);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2AssignableNoteController(b: Uint8Array, offset: number, m: Midi2AssignableNoteControllerMessage): number {
  let at = offset;
  // {"t":"2an"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 97; b[at + 8] = 110; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"ix":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 105; b[at + 3] = 120; b[at + 4] = 34;
  b[at + 5] = 58;
  at += 6;
  at = putInteger(b, at, m.index);
  // ,"val":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 118; b[at + 3] = 97; b[at + 4] = 108;
  b[at + 5] = 34; b[at + 6] = 58;
  at += 7;
  at = putInteger(b, at, m.value);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

function putMidi2NoteManagement(b: Uint8Array, offset: number, m: Midi2NoteManagementMessage): number {
  let at = offset;
  // {"t":"2nm"
  b[at] = 123; b[at + 1] = 34; b[at + 2] = 116; b[at + 3] = 34; b[at + 4] = 58;
  b[at + 5] = 34; b[at + 6] = 50; b[at + 7] = 110; b[at + 8] = 109; b[at + 9] = 34;
  at += 10;
  if (m.group !== undefined && m.group !== 1) {
    // ,"g":
    b[at] = 44; b[at + 1] = 34; b[at + 2] = 103; b[at + 3] = 34; b[at + 4] = 58;
    at += 5;
    at = putSmall(b, at, m.group);
  }
  // ,"c":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 99; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.channel);
  // ,"n":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 110; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.note);
  // ,"o":
  b[at] = 44; b[at + 1] = 34; b[at + 2] = 111; b[at + 3] = 34; b[at + 4] = 58;
  at += 5;
  at = putSmall(b, at, m.options);
  return putTail(b, at, m.timestamp as number | undefined, m.sequence);
}

/** Every event's writer, by type. */
export const eventWriters: ReadonlyMap<string, EventWriter> = new Map<string, EventWriter>([
  ['note_on', { check: checkNoteOn, put: putNoteOn as PutEvent }],
  ['note_off', { check: checkNoteOff, put: putNoteOff as PutEvent }],
  ['poly_pressure', { check: checkPolyPressure, put: putPolyPressure as PutEvent }],
  ['control_change', { check: checkControlChange, put: putControlChange as PutEvent }],
  ['program_change', { check: checkProgramChange, put: putProgramChange as PutEvent }],
  ['channel_pressure', { check: checkChannelPressure, put: putChannelPressure as PutEvent }],
  ['pitch_bend', { check: checkPitchBend, put: putPitchBend as PutEvent }],
  ['sysex', { check: checkSysex, put: putSysex as PutEvent }],
  ['time_code', { check: checkTimeCode, put: putTimeCode as PutEvent }],
  ['song_position', { check: checkSongPosition, put: putSongPosition as PutEvent }],
  ['song_select', { check: checkSongSelect, put: putSongSelect as PutEvent }],
  ['tune_request', { check: checkTuneRequest, put: putTuneRequest as PutEvent }],
  ['clock', { check: checkClock, put: putClock as PutEvent }],
  ['start', { check: checkStart, put: putStart as PutEvent }],
  ['continue', { check: checkContinue, put: putContinue as PutEvent }],
  ['stop', { check: checkStop, put: putStop as PutEvent }],
  ['active_sensing', { check: checkActiveSensing, put: putActiveSensing as PutEvent }],
  ['reset', { check: checkReset, put: putReset as PutEvent }],
  ['sysex_chunk', { check: checkSysexChunk, put: putSysexChunk as PutEvent }],
  ['midi2_note_on', { check: checkMidi2NoteOn, put: putMidi2NoteOn as PutEvent }],
  ['midi2_note_off', { check: checkMidi2NoteOff, put: putMidi2NoteOff as PutEvent }],
  ['midi2_poly_pressure', { check: checkMidi2PolyPressure, put: putMidi2PolyPressure as PutEvent }],
  ['midi2_control_change', { check: checkMidi2ControlChange, put: putMidi2ControlChange as PutEvent }],
  ['midi2_program_change', { check: checkMidi2ProgramChange, put: putMidi2ProgramChange as PutEvent }],
  ['midi2_channel_pressure', { check: checkMidi2ChannelPressure, put: putMidi2ChannelPressure as PutEvent }],
  ['midi2_pitch_bend', { check: checkMidi2PitchBend, put: putMidi2PitchBend as PutEvent }],
  ['midi2_registered_controller', { check: checkMidi2RegisteredController, put: putMidi2RegisteredController as PutEvent }],
  ['midi2_assignable_controller', { check: checkMidi2AssignableController, put: putMidi2AssignableController as PutEvent }],
  ['midi2_relative_registered_controller', { check: checkMidi2RelativeRegisteredController, put: putMidi2RelativeRegisteredController as PutEvent }],
  ['midi2_relative_assignable_controller', { check: checkMidi2RelativeAssignableController, put: putMidi2RelativeAssignableController as PutEvent }],
  ['midi2_note_pitch_bend', { check: checkMidi2NotePitchBend, put: putMidi2NotePitchBend as PutEvent }],
  ['midi2_registered_note_controller', { check: checkMidi2RegisteredNoteController, put: putMidi2RegisteredNoteController as PutEvent }],
  ['midi2_assignable_note_controller', { check: checkMidi2AssignableNoteController, put: putMidi2AssignableNoteController as PutEvent }],
  ['midi2_note_management', { check: checkMidi2NoteManagement, put: putMidi2NoteManagement as PutEvent }],
]);
