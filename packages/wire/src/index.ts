export type {
  AudioPort,
  AudioPortOptions,
  AudioPortStats,
  AudioVoice,
  NullAudioOptions,
} from './audio-port.js';
export { createBatchDevice } from './batch-device.js';
export type {
  BatchDevice,
  BatchKernel,
  BatchStats,
  BatchWork,
  DeviceColumn,
} from './batch-device.js';
export { readU16, readU32, readU64, writeU16, writeU32, writeU64 } from './bytes.js';
export { hostClockId } from './clock-id.js';
export { crc16, crc32, portableCrc32, zlibCrc32 } from './crc32.js';
export type { Crc32 } from './crc32.js';
export { crc32Tables, tableCrc32 } from './crc32-tables.js';
export {
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BURST,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_MASTER_TIME,
  DESCRIPTOR_MESSAGE_TYPE,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  DESCRIPTOR_SEQUENCE,
  DESCRIPTOR_STREAM,
  DESCRIPTOR_TYPE_AND_FORMAT,
} from './descriptor.js';
export { JamError } from './errors.js';
export type { JamErrorCode } from './errors.js';
export { readArraySpans, readNumberArray } from './json-array.js';
export type { NumberSink } from './json-array.js';
export { LineKind } from './line-kind.js';
export { createLineReader } from './line-reader.js';
export type { LineReader } from './line-reader.js';
export { writeAscii, writeBytes, writeInt, writeJsonString, writeReal } from './line-writer.js';
export type { MidiPort } from './midi-port.js';
export { nativeHandle, setNativeHandle } from './native-handle.js';
export { nextTickNs } from './next-tick.js';
export type { ComputeAnswer, NativeHandle } from './native-handle.js';
export type { RaiseThreadOptions, ThreadScheduling } from './thread-scheduling.js';
export type {
  ArenaRange,
  BatchHandler,
  Clock,
  Compute,
  ComputeBinding,
  ComputeKernel,
  ComputeStep,
  DatagramCapabilities,
  DatagramPort,
  DatagramPortStats,
  Destination,
  HeldBatch,
  MappedArena,
  PairedReading,
  RandomSource,
  TimerId,
  Timers,
} from './ports.js';
export {
  audioRingBytes,
  createAudioRing,
  createAudioRingRecord,
  createEventRing,
  createRingEvent,
  eventRingBytes,
  openAudioRing,
  openEventRing,
} from './ring/index.js';
export type {
  AudioRing,
  AudioRingFormat,
  AudioRingRecord,
  AudioRingStats,
  EventRing,
  FrameKind,
  LastRead,
  RingEvent,
} from './ring/index.js';
export { serialDistance, serialNewer, serialNext } from './serial.js';
export { Status, statusText } from './status.js';
export type { StatusCode, StatusName } from './status.js';
export { createSystemClock, isSystemClock } from './system-clock.js';
export { createSystemTimers } from './system-timers.js';
export type { SystemTimersOptions } from './system-timers.js';
export { createTimerHeap } from './timer-heap.js';
export type { TimerHeap } from './timer-heap.js';
export { createWordTable } from './word-table.js';
export type { WordTable } from './word-table.js';
