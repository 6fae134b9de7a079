import type { RoutedStream, StreamMessage } from './stream-message.js';
import type { StreamMatcher } from './stream-selector.js';

/** Called with each message of a stream, synchronously. What it is given is borrowed until it returns. */
export type MessageHandler = (message: StreamMessage, stream: RoutedStream) => void;

export interface SubscribeOptions {
  /** Called when a stream has lost its last publisher: what was kept for it can go. */
  readonly onEnd?: (stream: RoutedStream) => void;
}

/** Counters of a router. A live object while the router counts, a snapshot in `stats()`. */
export interface RouterCounters {
  /** Published, of those heard by nobody, and calls of handlers. */
  messages: number;
  unheard: number;
  delivered: number;
  /** Handlers that threw. The others were called nevertheless. */
  failures: number;
  /** Refused because handlers that publish had called one another too deep: they publish in a circle. */
  circular: number;
}

/** One that subscribed. */
export interface Subscription {
  readonly matcher: StreamMatcher;
  readonly handler: MessageHandler;
  readonly onEnd: ((stream: RoutedStream) => void) | undefined;
  /** False once it was ended, also for the message that is being handed around. */
  open: boolean;
  /** It has thrown before, and that was reported. */
  reported: boolean;
}
