export { listInterfaces, type NetworkInterface, selectInterfaces } from '@jamnet/wire/udp';
export {
  type BatchRoute,
  createFrameBatch,
  type FrameBatch,
  type FrameBatchResults,
  type FrameBatchStats,
} from './batch/frame-batch.js';
export {
  DESCRIPTOR_WORDS,
  WORD_ARRIVAL,
  WORD_LENGTH,
  WORD_MASTER_TIME,
  WORD_OFFSET,
  WORD_PEER,
  WORD_SEQUENCE,
} from './batch/frame-columns.js';
export type { FrameBatchOptions } from './batch/options.js';
export { BatchVerdict, Outcome } from './batch/outcome.js';
export type { BatchSelector } from './batch/route-table.js';
export {
  createDuplicateFilter,
  DUPLICATE_WINDOW,
  Verdict,
  type DuplicateFilter,
} from './duplicate-filter.js';
export {
  type BurstPlan,
  copyOffsetNs,
  DEFAULT_COPIES,
  DEFAULT_WINDOW_US,
  MAX_COPIES,
  MAX_SPREAD_US,
  narrowPlan,
  planSpanUs,
  widePlan,
} from './burst/burst-plan.js';
export {
  type CircuitState,
  type CongestionGuard,
  createCongestionGuard,
} from './burst/congestion-guard.js';
export { createLossMeter, type LossMeter } from './burst/loss-meter.js';
export {
  conditionalLoss,
  createLossReport,
  LAGS_MS,
  type LossReport,
  residualLoss,
} from './burst/loss-report.js';
export { createPlanChooser, type PlanChooser } from './burst/plan-chooser.js';
export {
  DEFAULT_MEDIA_RATE_CEILING_BITS_PER_SECOND,
  DEFAULT_RATE_CEILING_BITS_PER_SECOND,
} from './burst/rate-ceiling.js';
export { createDgramPort } from './dgram/dgram-port.js';
export type { Discovery, DiscoveryEvent, DiscoveryStats } from './discovery/discovery.js';
export { DISCOVERY_MODES, type DiscoveryMode, type DiscoveryWay } from './discovery/mode.js';
export type { DiscoveredPeer } from './discovery/peer-book.js';
export { DISCOVERY_PORT } from './discovery/scan/door.js';
export { parseEndpoint } from './endpoint.js';
export { type NativeChoice, type OpenedPort, openPort, type OpenPortOptions } from './open-port.js';
export type { Redundancy, SessionOptions, StreamOptions, ToastOptions } from './options.js';
export { heartbeatHz, type HeartbeatSituation } from './peer/heartbeat-schedule.js';
export type { Peer, StreamStats } from './peer/peer.js';
export type { FrameHandler, FrameSelector, ReceivedFrame } from './router.js';
export type {
  CircuitEvent,
  PeerEvent,
  PlanEvent,
  SessionEventMap,
  SessionEvents,
} from './session/events.js';
export type { HeartbeatTimes, HeartbeatTimesHandler } from './session/heartbeat-times.js';
export type { LayerLineHandler } from './session/layer-lines.js';
export type { OutStream, SendOptions } from './session/out-stream.js';
export type { RejectedStats } from './session/session-core.js';
export type { Session, SessionStats } from './session/session.js';
export type { SentStats } from './session/transmitter.js';
export {
  createTimestampScheduler,
  type TimestampScheduler,
  type TimestampSchedulerOptions,
  type TimestampSchedulerStats,
} from './timestamp-scheduler.js';
export { createToast, type Toast } from './toast.js';
export type { ToastStats } from './toast-stats.js';
export {
  canonicalTopic,
  DISCOVERY_TOPIC,
  formatSessionUuid,
  resolveTopic,
  type TopicAddress,
} from './topic.js';
export {
  CONTROL_STREAM,
  Flag,
  FormatType,
  MidiMessageType,
  PROTOCOL_VERSION,
  StreamType,
} from './v2/codes.js';
export { readDatagram } from './v2/datagram.js';
export {
  createFrameView,
  decodeFrame,
  encodeFrame,
  endsDatagram,
  FRAME_HEADER_BYTES,
  FRAME_OVERHEAD_BYTES,
  frameByteLength,
  type FrameHeader,
  type FrameView,
  MAX_DATAGRAM_BYTES,
  MAX_PAYLOAD_BYTES,
  setBurst,
  skipFrame,
  stampFrame,
} from './v2/frame.js';
