// Audio in a session
export { createJdat, type Jdat, type JdatStats } from './jdat.js';
export type { JdatOptions } from './options.js';
export type { AudioReceiveOptions, Concealment, PlayoutTimeline } from './receive-options.js';
export type { AudioFormName, AudioSendOptions } from './send-options.js';
export type { AudioPlan, FixedAudioPlan, SendPlan } from './redundancy/audio-plan.js';
export type { AudioCounters } from './session/audio-counters.js';
export type { AudioSenderStats } from './session/audio-sender.js';
export type { Concealer, ConcealerFactory } from './session/concealer.js';
export type { ReceiverStats } from './session/listener.js';
export type {
  AudioFeed,
  AudioLive,
  EndReason,
  RemoteAudio,
  RemoteAudioStats,
} from './session/remote-audio.js';

// How it is written
export type { AudioChunk, AudioFormat } from './v1/audio-chunk.js';
export type {
  AudioCoding,
  ChunkDecoder,
  ChunkEncoder,
  ChunkSink,
  Exactness,
  MessageOutlet,
} from './coding.js';
export { audioFormOf, type AudioForm } from './v1/audio-forms.js';
export {
  AudioMessageType,
  type AudioRecord,
  createAudioRecord,
  integersOf,
} from './v1/audio-record.js';
export { checkAudioForm, maxFramesOf } from './v1/message-limits.js';
export { pcmCoding } from './v1/pcm-coding.js';
export { createRepairBatch } from './batch/repair-batch.js';
export type { RepairBatch, RepairBatchOptions } from './batch/repair-batch.js';
export { repairStreams } from './batch/repair-reference.js';
export type { RepairColumns, RepairShape } from './batch/repair-reference.js';
