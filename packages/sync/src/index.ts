export { createCounter, type Counter } from './bridge/counter.js';
export {
  BridgeDriftEvent,
  BridgeStateEvent,
  BridgeStepEvent,
  type BridgeEventMap,
  type BridgeEvents,
  type BridgeState,
} from './bridge/events.js';
export type { BridgeMaster, TimeBridgeOptions } from './bridge/options.js';
export type { PairedReading } from '@jamnet/wire';
export {
  createSampleClock,
  type SampleClock,
  type SampleClockOptions,
} from './bridge/sample-clock.js';
export type { Taken } from './bridge/offset-bounds.js';
export { createTimeBridge } from './bridge/reading-bridge.js';
export type { TimeBridge, TimeBridgeStats } from './bridge/time-bridge.js';
export {
  createPeerClock,
  type PeerClock,
  type PeerClockEstimate,
  type PeerClockOptions,
} from './peer-clock/peer-clock.js';
export {
  calibrationBlock,
  type BlockOptions,
  type CalibrationOrigin,
  type CalibrationUnit,
} from './calibration/block.js';
export { correctedStamp, type U64 } from './calibration/correct.js';
export {
  createCalibrationReceiver,
  type CalibrationReceiver,
  type CalibrationReceiverOptions,
  type CalibrationReceiverStats,
  type Correction,
} from './calibration/receiver.js';
export {
  createCalibrationSender,
  type CalibrationSender,
  type CalibrationSenderOptions,
  type CalibrationSenderStats,
} from './calibration/sender.js';
export { createLink } from './link/link-peer.js';
export type { Link } from './link/link.js';
export { LinkEvent } from './link/link-events.js';
export type { LinkEvents, LinkEventType } from './link/link-events.js';
export type { LinkRejected, LinkStats } from './link/link-stats.js';
export type { LinkAnnouncement, LinkOptions } from './link/options.js';
export type { Epoch } from './timeline/epoch.js';
export type { HeartbeatTimes } from './timeline/heartbeat-times.js';
export type { ClockKind } from './timeline/master-election.js';
export type { ReportedClock } from './timeline/remote-peer.js';
export type { TimelinePeer } from './timeline/remote-peers.js';
export type { SessionTimeline, SessionTimelineOptions } from './timeline/session-timeline.js';
export { createSessionTimeline } from './timeline/steered-timeline.js';
export {
  MasterEvent,
  type TimelineEventMap,
  type TimelineEvents,
  type TimelineState,
  TimelineStateEvent,
  TimelineStepEvent,
} from './timeline/timeline-events.js';
export { createTimelineTimers } from './timeline/timeline-timers.js';
export type { TimelineSource } from './timeline/timeline-source.js';
export type { ArrivalJitterStats } from './midi-clock/arrival-jitter.js';
export type { MidiByteSink } from './midi-clock/midi-byte-sink.js';
export {
  createMidiClockFollower,
  type MidiClockFollower,
  type MidiClockFollowerOptions,
  type MidiClockFollowerStats,
  type MidiClockTransport,
} from './midi-clock/midi-clock-follower.js';
export {
  createMidiClockGenerator,
  type MidiClockGenerator,
  type MidiClockGeneratorOptions,
  type MidiClockGeneratorStats,
} from './midi-clock/midi-clock-generator.js';
export type { FollowerState } from './midi-clock/pulse-tracker.js';
export {
  createMtcFollower,
  type MtcFollower,
  type MtcFollowerOptions,
  type MtcFollowerStats,
} from './mtc/mtc-follower.js';
export {
  createMtcGenerator,
  type MtcGenerator,
  type MtcGeneratorOptions,
  type MtcGeneratorStats,
} from './mtc/mtc-generator.js';
export { frameNs, mtcRates, type MtcRate } from './mtc/rate.js';
export { frameOfTimecode, framesPerDay, timecodeOfFrame, type Timecode } from './mtc/timecode.js';
export {
  barLineFrom,
  beatOfBar,
  placeInBars,
  signatureAt,
  TICKS_PER_QUARTER,
  type BarPlace,
} from './conductor/bars.js';
export type { BatchStats } from '@jamnet/wire';
export { beatAt } from './conductor/beat-at.js';
export { BEAT_SNAP, bpmAt, isLooping, isRunning } from './conductor/beat-line.js';
export {
  createConductorBatch,
  createConductorColumns,
  type ConductorBatch,
  type ConductorBatchOptions,
} from './conductor/conductor-batch.js';
export type { ConductorColumns } from './conductor/conductor-reference.js';
export { formatPosition, parsePosition } from './conductor/format-position.js';
export { newScore } from './conductor/new-score.js';
export {
  MIDI_CLOCKS_PER_QUARTER,
  midiClocksAt,
  positionAt,
  type Position,
} from './conductor/position.js';
export type { Run, Score, Signature } from './conductor/score.js';
export { samplesAt, songNsAt } from './conductor/song-time.js';
export { nextLoopStart, timeOfBeat } from './conductor/time-of-beat.js';
export { warpTime, type ClockLine } from './conductor/timewarp.js';
export {
  createTimewarpBatch,
  type TimewarpBatch,
  type TimewarpBatchOptions,
} from './conductor/timewarp-batch.js';
export type { CommandName, TransportCommand } from './transport/command.js';
export {
  readTransportLogMessage,
  readTransportMessage,
  transportLogMessage,
  transportMessage,
} from './transport/command-message.js';
export {
  composeCommand,
  type CommandOrigin,
  type PartialCommand,
} from './transport/compose-command.js';
export type { TransportOptions } from './transport/options.js';
export { readPlainCommand } from './transport/plain-command.js';
export {
  createTransport,
  type CommandPlace,
  type CommandTime,
  type Transport,
  type TransportStats,
} from './transport/transport.js';
export {
  createTransportLog,
  type MergeOutcome,
  type TransportLog,
  type TransportLogOptions,
  type TransportLogStats,
} from './transport/transport-log.js';
