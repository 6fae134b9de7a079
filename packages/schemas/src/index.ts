export { AudioBinary, BinaryKind } from './audio-binary-layout.js';
export { decodeBinary, encodeBinaryInto } from './audio-binary.js';
export { jelliePairs, jelliePartMax, jelliePartMin } from './audio-rules.js';
export { asU64 } from './as-u64.js';
export {
  fromCompactLine,
  toCompactLine,
  decodeCompact,
  encodeCompactInto,
} from './compact-line.js';
export { fromCompactObject, toCompactObject } from './compact-object.js';
export type { FieldRow, MessageTable, ValueRule } from './field-table.js';
export {
  codeOfType,
  compactKeys,
  messagePackKinds,
  standardNames,
  typeOfCode,
} from './generated/compact-keys.js';
export { messageTables } from './generated/message-tables.js';
export type {
  ActiveSensingMessage,
  AnnounceMessage,
  AudioMessage,
  ChannelPressureMessage,
  ClockMessage,
  ContinueMessage,
  ControlChangeMessage,
  HeartbeatMessage,
  JamMessage,
  JdatMessage,
  JellieMessage,
  JmidEvent,
  JmidMessage,
  MessageOfType,
  Midi2AssignableControllerMessage,
  Midi2AssignableNoteControllerMessage,
  Midi2ChannelPressureMessage,
  Midi2ControlChangeMessage,
  Midi2NoteManagementMessage,
  Midi2NoteOffMessage,
  Midi2NoteOnMessage,
  Midi2NotePitchBendMessage,
  Midi2PitchBendMessage,
  Midi2PolyPressureMessage,
  Midi2ProgramChangeMessage,
  Midi2RegisteredControllerMessage,
  Midi2RegisteredNoteControllerMessage,
  Midi2RelativeAssignableControllerMessage,
  Midi2RelativeRegisteredControllerMessage,
  MidiStateChannel,
  MidiStateMessage,
  NoteOffMessage,
  NoteOnMessage,
  PitchBendMessage,
  PolyPressureMessage,
  ProgramChangeMessage,
  ResetMessage,
  SongPositionMessage,
  SongSelectMessage,
  StartMessage,
  StopMessage,
  SyncCalibrationBlockMessage,
  SyncStateMessage,
  SysexChunkMessage,
  SysexMessage,
  TimeCodeMessage,
  TransportLogMessage,
  TransportMessage,
  TuneRequestMessage,
} from './generated/message-types.js';
export { decodeEvent, encodeEventInto, eventByteLength, readSequenceFromEnd } from './jmid-line.js';
export { decodeMessagePack, encodeMessagePackInto, toMessagePack } from './message-pack.js';
export { messagePackEnd } from './message-pack-scan.js';
export { MessageSchemas, type MessageSchemasOfVersion } from './message-schemas.js';
export { SAMPLE_RATES } from './messages/audio.js';
export type { MessageType } from './messages/definitions.js';
export { SYSEX_CHUNK_MAX_BYTES, SYSEX_MAX_BYTES } from './messages/midi1.js';
export {
  decodeStandard,
  encodeStandardInto,
  fromStandardText,
  normaliseMessage,
  toStandardText,
} from './standard-text.js';
export { PayloadForm, readPayload, type MessageSink } from './payload.js';
export { checkMessage, validate, type ValidationResult } from './validate.js';
export { NEWEST_MAJOR, Versions, checkVersion, type VersionEntry } from './version.js';
export { DEFAULT_VERSION } from './version-names.js';
