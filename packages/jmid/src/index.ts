// MIDI 1.0 bytes
export { decodeMidiBytes, encodeMidiBytes, midiByteLength } from './v1/midi-bytes.js';
export { createMidiByteParser } from './v1/midi-byte-parser.js';
export type {
  MidiByteParser,
  MidiByteParserOptions,
  MidiByteParserStats,
} from './v1/midi-byte-parser.js';
export type { EventSlot } from './v1/event-slot.js';

// Universal MIDI Packets
export { decodeUmp, encodeUmp, umpPacketWords, umpWordLength } from './v1/ump.js';
export { createUmpReader } from './v1/ump-reader.js';
export type { UmpReader, UmpReaderOptions, UmpReaderStats } from './v1/ump-reader.js';

// Between MIDI 1.0 and MIDI 2.0
export { scaleDown, scaleUp } from './v1/scaling.js';
export { isMidi2, translateToMidi1, translateToMidi2 } from './v1/translation.js';
export type { Midi1Translation } from './v1/translation.js';

// Standard MIDI Files
export { readMidiFile } from './smf/read.js';
export type { MidiFile, MidiFileEvent } from './smf/read.js';
export type { MidiFileDivision, TempoMapEntry } from './smf/tempo-map.js';
export { writeMidiFile } from './smf/write.js';
export type { MidiFileInput, WriteMidiFileOptions, WrittenMidiFile } from './smf/write.js';

// The session: sender, receiver, history, state
export { createJmid, type Jmid, type JmidStats } from './jmid.js';
export type { JmidForm, JmidOptions } from './options.js';
export type { EventHandler, EventInfo } from './session/remote-stream.js';
export { SYSEX_EVENT_BYTES, SYSEX_MOST_BYTES } from './session/sysex-sender.js';
