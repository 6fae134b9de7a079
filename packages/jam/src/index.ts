// The one error class of all packages
export { JamError, type JamErrorCode } from '@jamnet/wire';

// Joining a session
export { type Jam, type JamStats, type JoinedSession, joinSession } from './join-session.js';
export type { JamClosedEvent, JamEventMap, JamEvents } from './session/events.js';
export type { JoinSessionOptions } from './session/join-options.js';
export type { JamLayers, LayerName, LayerOptions } from './session/layers.js';
export { playoutTimeline } from './session/audio-layer.js';
export type { AudioLayerOptions, JamAudio } from './session/audio-layer.js';
export type { JamMidi, JamMidiStats, MidiLayerOptions, MidiMessage } from './session/midi-layer.js';
export type { MessageQueue, QueueOptions } from './bounded-queue.js';

// MIDI Clock and MIDI Time Code
export { followMidiClock } from './midi-clock/midi-clock-input.js';
export type { MidiClockInput, MidiClockInputStats } from './midi-clock/midi-clock-input.js';
export type { MidiClockInputOptions } from './midi-clock/input-options.js';
export { sendMidiClock } from './midi-clock/midi-clock-output.js';
export type { MidiClockOutput, MidiClockOutputStats } from './midi-clock/midi-clock-output.js';
export type { MidiClockOutputOptions, TimedBytes } from './midi-clock/output-options.js';
export type { MidiClockSource, MidiClockTarget } from './midi-clock/clock-session.js';

// Ableton Link beside a session
export { connectLink } from './link/connect-link.js';
export type { LinkConnection } from './link/connection.js';
export type {
  LinkActiveEvent,
  LinkConnectionEventMap,
  LinkConnectionEvents,
  LinkPhaseEvent,
  LinkSide,
  LinkStartStopEvent,
  LinkTempoEvent,
} from './link/events.js';
export type { ConnectLinkOptions, LinkableSession } from './link/options.js';
export type { LinkConnectionStats, LinkSideStats } from './link/stats.js';

// The parser
export {
  CellKind,
  type Columns,
  createJamParser,
  type Crossing,
  type JamBatch,
  type JamParser,
  type JamParserMode,
  type JamParserOptions,
  jmidKeys,
  LineStatus,
  MAX_KERNEL_LINE_BYTES,
  MAX_LINE_BYTES,
  typeCodes,
} from './parser/index.js';

// The router
export {
  type Forwarding,
  type ForwardOptions,
  forwardToSession,
} from './router/forward-to-session.js';
export { type BatchPublisher, publishBatches } from './router/publish-batches.js';
export { type PublishedSession, publishSession } from './router/publish-session.js';
export {
  createSessionRouter,
  type Publisher,
  type PublisherOptions,
  type RouterStats,
  type SessionRouter,
  type SessionRouterOptions,
} from './router/session-router.js';
export {
  createStreamMessage,
  type MutableStreamMessage,
  type RoutedMessage,
  type RoutedStream,
  type StreamMessage,
} from './router/stream-message.js';
export type { StreamSelector } from './router/stream-selector.js';
export type { MessageHandler, RouterCounters, SubscribeOptions } from './router/subscription.js';
