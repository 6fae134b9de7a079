/** The numbers of the wire (spec/registry). */

/** What a frame carries. */
export const StreamType = {
  MIDI: 1,
  AUDIO: 2,
  VIDEO: 3,
  SYNC: 4,
  TRANSPORT: 5,
  DISCOVERY: 6,
  HEARTBEAT: 7,
} as const;
export type StreamType = (typeof StreamType)[keyof typeof StreamType];

/** How its payload is written. */
export const FormatType = {
  STANDARD_JSON: 0,
  COMPACT_JSONL: 1,
  GPU_BINARY: 2,
  MSGPACK: 3,
} as const;
export type FormatType = (typeof FormatType)[keyof typeof FormatType];

/** Message types within stream type MIDI. */
export const MidiMessageType = {
  /** Events, one a line, new ones first and recent ones after them. */
  EVENTS: 0,
  /** Pieces of SysEx messages that are too long for an event. */
  SYSEX_CHUNKS: 2,
} as const;

/** Flags in bits 4-7 of the message word. */
export const Flag = {
  /** The payload is encrypted. Reserved. */
  SEALED: 1,
  /** Holds only events that have been sent before. */
  REFRESH: 2,
} as const;

export const PROTOCOL_VERSION = 2;

/** Stream id of heartbeats and announcements. */
export const CONTROL_STREAM = 0;
