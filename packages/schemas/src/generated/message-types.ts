// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.

/** A note begins; velocity 0 means that it ends. Compact code `n+`. */
export interface NoteOnMessage {
  type: 'note_on';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Velocity, 0-127. */
  velocity: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A note ends. Compact code `n-`. */
export interface NoteOffMessage {
  type: 'note_off';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Velocity, 0-127. */
  velocity: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pressure on one key. Compact code `at`. */
export interface PolyPressureMessage {
  type: 'poly_pressure';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Pressure, 0-127. */
  pressure: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A controller takes a value. Compact code `cc`. */
export interface ControlChangeMessage {
  type: 'control_change';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Controller number, 0-127. */
  controller: number;
  /** 0-127. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A channel takes another sound. Compact code `pc`. */
export interface ProgramChangeMessage {
  type: 'program_change';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Program, 0-127. */
  program: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pressure on a channel. Compact code `cp`. */
export interface ChannelPressureMessage {
  type: 'channel_pressure';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Pressure, 0-127. */
  pressure: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pitch bend of a channel. Compact code `pb`. */
export interface PitchBendMessage {
  type: 'pitch_bend';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** 0-16383, centre 8192. */
  bend: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** System Exclusive. Compact code `sx`. */
export interface SysexMessage {
  type: 'sysex';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** Data bytes 0-127, without F0 and F7. */
  data: number[];
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** MTC quarter frame. Compact code `tc`. */
export interface TimeCodeMessage {
  type: 'time_code';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** Data byte of the quarter frame, 0-127. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Song position pointer. Compact code `sp`. */
export interface SongPositionMessage {
  type: 'song_position';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** 0-16383. Unit: sixteenth notes. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Song select. Compact code `ss`. */
export interface SongSelectMessage {
  type: 'song_select';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** 0-127. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Tune request. Compact code `tr`. */
export interface TuneRequestMessage {
  type: 'tune_request';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Timing clock, 24 to the quarter note. Compact code `ck`. */
export interface ClockMessage {
  type: 'clock';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Start from the beginning. Compact code `st`. */
export interface StartMessage {
  type: 'start';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Go on from where it stopped. Compact code `co`. */
export interface ContinueMessage {
  type: 'continue';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Stop. Compact code `so`. */
export interface StopMessage {
  type: 'stop';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Active sensing. Compact code `as`. */
export interface ActiveSensingMessage {
  type: 'active_sensing';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** System reset. Compact code `rs`. */
export interface ResetMessage {
  type: 'reset';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A piece of a long System Exclusive message. Compact code `sxc`. */
export interface SysexChunkMessage {
  type: 'sysex_chunk';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** Which message of the stream the piece is of. */
  id: number;
  /** Which piece, from 0. */
  index: number;
  /** How many pieces there are. */
  count: number;
  /** Data bytes 0-127 of the piece. */
  data: number[];
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A note begins. Compact code `2n+`. */
export interface Midi2NoteOnMessage {
  type: 'midi2_note_on';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Velocity, 0-65535. */
  velocity: number;
  /** What `attribute` means, 0-255; 0 (nothing) when absent. */
  attributeType?: number;
  /** 0-65535; 0 when absent. */
  attribute?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A note ends. Compact code `2n-`. */
export interface Midi2NoteOffMessage {
  type: 'midi2_note_off';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Velocity, 0-65535. */
  velocity: number;
  /** What `attribute` means, 0-255; 0 (nothing) when absent. */
  attributeType?: number;
  /** 0-65535; 0 when absent. */
  attribute?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pressure on one key. Compact code `2at`. */
export interface Midi2PolyPressureMessage {
  type: 'midi2_poly_pressure';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Pressure, 32 bits. */
  pressure: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A controller takes a value. Compact code `2cc`. */
export interface Midi2ControlChangeMessage {
  type: 'midi2_control_change';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Controller number, 0-127. */
  controller: number;
  /** 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A channel takes a sound. Compact code `2pc`. */
export interface Midi2ProgramChangeMessage {
  type: 'midi2_program_change';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Program, 0-127. */
  program: number;
  /** Bank, 0-16383; absent: the bank stays as it is. */
  bank?: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pressure on a channel. Compact code `2cp`. */
export interface Midi2ChannelPressureMessage {
  type: 'midi2_channel_pressure';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Pressure, 32 bits. */
  pressure: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pitch bend of a channel. Compact code `2pb`. */
export interface Midi2PitchBendMessage {
  type: 'midi2_pitch_bend';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** 32 bits, centre 2147483648. */
  bend: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A registered parameter takes a value. Compact code `2rc`. */
export interface Midi2RegisteredControllerMessage {
  type: 'midi2_registered_controller';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Bank of the controller, 0-127. */
  bank: number;
  /** Index of the controller in its bank, 0-127. */
  index: number;
  /** 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A non-registered parameter takes a value. Compact code `2ac`. */
export interface Midi2AssignableControllerMessage {
  type: 'midi2_assignable_controller';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Bank of the controller, 0-127. */
  bank: number;
  /** Index of the controller in its bank, 0-127. */
  index: number;
  /** 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A registered parameter moves. Compact code `2rr`. */
export interface Midi2RelativeRegisteredControllerMessage {
  type: 'midi2_relative_registered_controller';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Bank of the controller, 0-127. */
  bank: number;
  /** Index of the controller in its bank, 0-127. */
  index: number;
  /** How far to move the value, signed 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A non-registered parameter moves. Compact code `2ra`. */
export interface Midi2RelativeAssignableControllerMessage {
  type: 'midi2_relative_assignable_controller';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Bank of the controller, 0-127. */
  bank: number;
  /** Index of the controller in its bank, 0-127. */
  index: number;
  /** How far to move the value, signed 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Pitch bend of one note. Compact code `2pn`. */
export interface Midi2NotePitchBendMessage {
  type: 'midi2_note_pitch_bend';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** 32 bits, centre 2147483648. */
  bend: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** A registered controller of one note takes a value. Compact code `2rn`. */
export interface Midi2RegisteredNoteControllerMessage {
  type: 'midi2_registered_note_controller';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Which controller of the note, 0-255. */
  index: number;
  /** 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** An assignable controller of one note takes a value. Compact code `2an`. */
export interface Midi2AssignableNoteControllerMessage {
  type: 'midi2_assignable_note_controller';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Which controller of the note, 0-255. */
  index: number;
  /** 32 bits. */
  value: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** Resets or detaches a note's controllers. Compact code `2nm`. */
export interface Midi2NoteManagementMessage {
  type: 'midi2_note_management';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Note number, 0-127; 60 is middle C. */
  note: number;
  /** Bit 0 reset, bit 1 detach. */
  options: number;
  /** When it happened, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp?: number | string;
  /** Number of the event in its stream; wraps. */
  sequence?: number;
}

/** What a stream holds: repeated in heartbeats, so that no note hangs. Compact code `ms`. */
export interface MidiStateMessage {
  type: 'midi_state';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Stream id, 1-255. */
  stream: number;
  /** [index, count] when the state is spread over several heartbeats. */
  part?: [number, number];
  /** What is held and set, by channel. */
  channels: MidiStateChannel[];
  /** Number of the last event sent on the stream. */
  sequence: number;
}

/** A peer is there, and what it hears of the others. Compact code `hb`. */
export interface HeartbeatMessage {
  type: 'heartbeat';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Name of the peer, for people. */
  name?: string;
  /** Hash of the boot id: equal where two peers share a clock. */
  clock?: string;
  /** Where the peer is reached by unicast: `1.2.3.4:5678`, `[fe80::1]:5678`. */
  endpoints?: string[];
  /** The last one: the peer leaves. */
  bye?: boolean;
  /** The peer sends no media. */
  receiveOnly?: boolean;
  /** Heartbeats in 100 seconds. Unit: 1/100 s. */
  rate?: number;
  /** When each copy of a datagram leaves, after the first. Unit: µs. */
  plan?: number[];
  /** Sequence of the heartbeat before this one, and when it was really sent. */
  previous?: [number, number | string];
  /** Peers heard, rotating when they do not all fit: sender id; sequence and master timestamp of its newest heartbeat; its arrival here; loss. Loss is the rate, c0.1, c1, c5, c10, c20, c45, the queue that stands in µs, arrivals a second. */
  heard?: ([number, number, number | string, number | string, [number, number, number, number, number, number, number, number, number]])[];
}

/** A peer tells the discovery topic which sessions it is in. Compact code `an`. */
export interface AnnounceMessage {
  type: 'announce';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Name of the peer, for people. */
  name?: string;
  /** Hash of the boot id: equal where two peers share a clock. */
  clock?: string;
  /** Where the peer is reached by unicast: `1.2.3.4:5678`, `[fe80::1]:5678`. */
  endpoints?: string[];
  /** Topics of the sessions that the peer is in. */
  topics?: string[];
}

/** A paired reading of the CPU and the GPU clock. Compact code `scb`. */
export interface SyncCalibrationBlockMessage {
  type: 'sync_calibration_block';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Reading of the CPU clock. A decimal string beyond 2^53 - 1. */
  timestamp_cpu: number | string;
  /** Reading of the GPU clock. A decimal string beyond 2^53 - 1. */
  timestamp_gpu: number | string;
  /** Unit of both readings. */
  timestamp_unit: 'ns' | 'us' | 'ms';
  /** Which clock of the platform the CPU reading is of. */
  clock_base?: string;
  /** The session, as its members call it. */
  session_id?: string;
  /** Whose clocks were read. */
  origin: 'sender' | 'receiver' | 'midpoint';
  /** How far apart the two readings may lie, in their unit. A decimal string beyond 2^53 - 1. */
  uncertainty?: number | string;
}

/** A command of the transport. Compact code `tpt`. */
export interface TransportMessage {
  type: 'transport';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** What to do. */
  command: 'PLAY' | 'STOP' | 'PAUSE' | 'RECORD' | 'SEEK' | 'TEMPO';
  /** When to do it, on the session's timeline. Unit: ns. A decimal string beyond 2^53 - 1. */
  timestamp: number | string;
  /** Position in the song at that time. Unit: ms. */
  position: number;
  /** The position to the sample. Unit: samples. A decimal string beyond 2^53 - 1. */
  position_samples?: number | string;
  /** Tempo from then on. Unit: quarter notes per minute. */
  bpm: number;
  /** [numerator, denominator] */
  time_signature: [number, number];
  /** The peer whose timeline counts. */
  master_peer: string;
  /** The position in beats; position × bpm / 60,000 when absent. Unit: quarter notes. */
  beat?: number;
  /** [start, end] of the loop from then on; equal ones end it. Unit: quarter notes. */
  loop?: [number, number];
  /** Sender id of who gave the command; the sender of the frame when absent. */
  peer?: number;
}

/** What the transport does and is going to do: repeated in heartbeats, for who comes late. Compact code `tpl`. */
export interface TransportLogMessage {
  type: 'transport_log';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Commands in force or to come: command, timestamp, sender id of who gave it, beat, position, bpm, numerator, denominator, start and end of the loop (-1 where it is not touched). The newest one is always among them, the others take turns. */
  commands: (['PLAY' | 'STOP' | 'PAUSE' | 'RECORD' | 'SEEK' | 'TEMPO', number | string, number, number, number, number, number, number, number, number])[];
}

/** A peer's part in the one timeline: repeated in heartbeats. Compact code `sy`. */
export interface SyncStateMessage {
  type: 'sync_state';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** The timeline: sender id of who founded it, and how long ago. */
  epoch: [number, number | string];
  /** Sender id of the master that is followed, and its term. */
  master: [number, number];
  /** What the timeline would run on here. */
  clock: 'gpu' | 'cpu' | 'hybrid';
  /** How far the timeline is known here. */
  state: 'joining' | 'locked' | 'holdover';
  /** How good a master this peer would make. Unit: 1/1000. */
  quality: number;
  /** A time on the sender's own clock, the timeline then, and how much faster the timeline runs. */
  timeline?: [number | string, number | string, number];
  /** What the sender knows of the others' clocks, taking turns: sender id; its clock less the sender's; error bound; drift; jitter; quality. */
  peers?: ([number, number, number, number, number, number])[];
}

/** Some frames of audio. Compact code `ja`. */
export interface JdatMessage {
  type: 'jdat';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Sample rate: 44100, 48000, 96000 or 192000. Unit: frames/s. */
  rate: 44100 | 48000 | 96000 | 192000;
  /** Channels, 1-8. */
  channels: number;
  /** Frames in this message, 1-512. */
  frames: number;
  /** Number of the first frame in its stream, counted at this rate. Unit: frames. */
  position: number;
  /** Announces a change: the rate that follows, and the position of its first frame. */
  next?: [44100 | 48000 | 96000 | 192000, number];
  /** 24-bit samples, interleaved: frames × channels integers. */
  payload: number[];
  /** When the first frame was played, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp: number | string;
}

/** One of the four streams of a JELLIE frame; any two give all of its frames. Compact code `je`. */
export interface JellieMessage {
  type: 'jellie';
  /** namespace/major.minor; jamnet/1.0 when absent. */
  version?: string;
  /** Sample rate: 44100, 48000, 96000 or 192000. Unit: frames/s. */
  rate: 44100 | 48000 | 96000 | 192000;
  /** Channels, 1-8; 1 when absent. */
  channels?: number;
  /** Frames that the four parts give together, 2-512. */
  frames: number;
  /** Which of the four streams: 0 e, 1 o, 2 e+o, 3 e+2o. */
  part: number;
  /** Number of the first frame in its stream, counted at this rate. Unit: frames. */
  position: number;
  /** Announces a change: the rate that follows, and the position of its first frame. */
  next?: [44100 | 48000 | 96000 | 192000, number];
  /** Integers of the part, interleaved: pairs × channels of them. */
  payload: number[];
  /** When the first frame was played, on the sender's timeline. Unit: µs. A decimal string beyond 2^53 - 1. */
  timestamp: number | string;
  /** Number of the JELLIE frame among those of its rate, the same in its four parts; wraps. */
  sequence: number;
}

export interface MidiStateChannel {
  /** UMP group, 1-16; 1 when absent. */
  group?: number;
  /** MIDI channel, 1-16. */
  channel: number;
  /** Notes held, ascending. */
  notes: number[];
  /** [controller, value], ascending by controller. */
  controllers: ([number, number])[];
  /** Program, where one was chosen. */
  program?: number;
  /** Pitch bend, where it was moved. */
  bend?: number;
  /** Channel pressure, where there was some. */
  pressure?: number;
}

/** Every event of a JMID stream. */
export type JmidEvent =
  | NoteOnMessage
  | NoteOffMessage
  | PolyPressureMessage
  | ControlChangeMessage
  | ProgramChangeMessage
  | ChannelPressureMessage
  | PitchBendMessage
  | SysexMessage
  | TimeCodeMessage
  | SongPositionMessage
  | SongSelectMessage
  | TuneRequestMessage
  | ClockMessage
  | StartMessage
  | ContinueMessage
  | StopMessage
  | ActiveSensingMessage
  | ResetMessage
  | SysexChunkMessage
  | Midi2NoteOnMessage
  | Midi2NoteOffMessage
  | Midi2PolyPressureMessage
  | Midi2ControlChangeMessage
  | Midi2ProgramChangeMessage
  | Midi2ChannelPressureMessage
  | Midi2PitchBendMessage
  | Midi2RegisteredControllerMessage
  | Midi2AssignableControllerMessage
  | Midi2RelativeRegisteredControllerMessage
  | Midi2RelativeAssignableControllerMessage
  | Midi2NotePitchBendMessage
  | Midi2RegisteredNoteControllerMessage
  | Midi2AssignableNoteControllerMessage
  | Midi2NoteManagementMessage;

/** Every message of JMID: events, and the state line that rides in heartbeats. */
export type JmidMessage =
  | NoteOnMessage
  | NoteOffMessage
  | PolyPressureMessage
  | ControlChangeMessage
  | ProgramChangeMessage
  | ChannelPressureMessage
  | PitchBendMessage
  | SysexMessage
  | TimeCodeMessage
  | SongPositionMessage
  | SongSelectMessage
  | TuneRequestMessage
  | ClockMessage
  | StartMessage
  | ContinueMessage
  | StopMessage
  | ActiveSensingMessage
  | ResetMessage
  | SysexChunkMessage
  | Midi2NoteOnMessage
  | Midi2NoteOffMessage
  | Midi2PolyPressureMessage
  | Midi2ControlChangeMessage
  | Midi2ProgramChangeMessage
  | Midi2ChannelPressureMessage
  | Midi2PitchBendMessage
  | Midi2RegisteredControllerMessage
  | Midi2AssignableControllerMessage
  | Midi2RelativeRegisteredControllerMessage
  | Midi2RelativeAssignableControllerMessage
  | Midi2NotePitchBendMessage
  | Midi2RegisteredNoteControllerMessage
  | Midi2AssignableNoteControllerMessage
  | Midi2NoteManagementMessage
  | MidiStateMessage;

/** The messages of JDAT: samples of audio. */
export type AudioMessage =
  | JdatMessage
  | JellieMessage;

/** Every message there is. */
export type JamMessage =
  | NoteOnMessage
  | NoteOffMessage
  | PolyPressureMessage
  | ControlChangeMessage
  | ProgramChangeMessage
  | ChannelPressureMessage
  | PitchBendMessage
  | SysexMessage
  | TimeCodeMessage
  | SongPositionMessage
  | SongSelectMessage
  | TuneRequestMessage
  | ClockMessage
  | StartMessage
  | ContinueMessage
  | StopMessage
  | ActiveSensingMessage
  | ResetMessage
  | SysexChunkMessage
  | Midi2NoteOnMessage
  | Midi2NoteOffMessage
  | Midi2PolyPressureMessage
  | Midi2ControlChangeMessage
  | Midi2ProgramChangeMessage
  | Midi2ChannelPressureMessage
  | Midi2PitchBendMessage
  | Midi2RegisteredControllerMessage
  | Midi2AssignableControllerMessage
  | Midi2RelativeRegisteredControllerMessage
  | Midi2RelativeAssignableControllerMessage
  | Midi2NotePitchBendMessage
  | Midi2RegisteredNoteControllerMessage
  | Midi2AssignableNoteControllerMessage
  | Midi2NoteManagementMessage
  | MidiStateMessage
  | HeartbeatMessage
  | AnnounceMessage
  | SyncCalibrationBlockMessage
  | TransportMessage
  | TransportLogMessage
  | SyncStateMessage
  | JdatMessage
  | JellieMessage;

/** The message of each type. */
export interface MessageOfType {
  note_on: NoteOnMessage;
  note_off: NoteOffMessage;
  poly_pressure: PolyPressureMessage;
  control_change: ControlChangeMessage;
  program_change: ProgramChangeMessage;
  channel_pressure: ChannelPressureMessage;
  pitch_bend: PitchBendMessage;
  sysex: SysexMessage;
  time_code: TimeCodeMessage;
  song_position: SongPositionMessage;
  song_select: SongSelectMessage;
  tune_request: TuneRequestMessage;
  clock: ClockMessage;
  start: StartMessage;
  continue: ContinueMessage;
  stop: StopMessage;
  active_sensing: ActiveSensingMessage;
  reset: ResetMessage;
  sysex_chunk: SysexChunkMessage;
  midi2_note_on: Midi2NoteOnMessage;
  midi2_note_off: Midi2NoteOffMessage;
  midi2_poly_pressure: Midi2PolyPressureMessage;
  midi2_control_change: Midi2ControlChangeMessage;
  midi2_program_change: Midi2ProgramChangeMessage;
  midi2_channel_pressure: Midi2ChannelPressureMessage;
  midi2_pitch_bend: Midi2PitchBendMessage;
  midi2_registered_controller: Midi2RegisteredControllerMessage;
  midi2_assignable_controller: Midi2AssignableControllerMessage;
  midi2_relative_registered_controller: Midi2RelativeRegisteredControllerMessage;
  midi2_relative_assignable_controller: Midi2RelativeAssignableControllerMessage;
  midi2_note_pitch_bend: Midi2NotePitchBendMessage;
  midi2_registered_note_controller: Midi2RegisteredNoteControllerMessage;
  midi2_assignable_note_controller: Midi2AssignableNoteControllerMessage;
  midi2_note_management: Midi2NoteManagementMessage;
  midi_state: MidiStateMessage;
  heartbeat: HeartbeatMessage;
  announce: AnnounceMessage;
  sync_calibration_block: SyncCalibrationBlockMessage;
  transport: TransportMessage;
  transport_log: TransportLogMessage;
  sync_state: SyncStateMessage;
  jdat: JdatMessage;
  jellie: JellieMessage;
}
