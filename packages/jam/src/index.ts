// The one error class of all packages
export { JamError, type JamErrorCode } from '@jamnet/wire';

// Joining a session
export { type Jam, type JamStats, type JoinedSession, joinSession } from './join-session.js';
export type { JamClosedEvent, JamEventMap, JamEvents } from './session/events.js';
export type { JoinSessionOptions } from './session/join-options.js';
export type { JamLayers, LayerName, LayerOptions } from './session/layers.js';
export type { JamMidi, JamMidiStats, MidiLayerOptions, MidiMessage } from './session/midi-layer.js';
export type { MessageQueue, QueueOptions } from './bounded-queue.js';

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
