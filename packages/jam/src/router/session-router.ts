import { canonicalTopic } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { createBoundedQueue, type MessageQueue, type QueueOptions } from '../bounded-queue.js';
import { type HubCore, StreamHub } from './stream-hub.js';
import {
  copyMessage,
  type RoutedMessage,
  type RoutedStream,
  type StreamMessage,
} from './stream-message.js';
import { checkStreamIds, createStreamMatcher, type StreamSelector } from './stream-selector.js';
import type {
  MessageHandler,
  RouterCounters,
  SubscribeOptions,
  Subscription,
} from './subscription.js';

export interface SessionRouterOptions {
  /** Called when a subscriber throws for the first time; `stats().failures` counts all. What it throws itself is dropped. @default none */
  readonly onError?: (error: unknown, stream: RoutedStream) => void;
}

export interface PublisherOptions {
  readonly topic: string;
  /** Who speaks, an unsigned integer of 32 bits. @default 0 */
  readonly senderId?: number;
  /** On which of its streams, 0-255. @default 0 */
  readonly streamId?: number;
  /** Where the stream comes from; `forwardToSession` does not send back what came from the same session. @default none */
  readonly origin?: unknown;
}

/** One that says something on a stream. Several may speak on the same one. */
export interface Publisher {
  readonly stream: RoutedStream;
  /** Who would hear it now: with 0 it need not even be written. */
  readonly subscribers: number;
  /**
   * Hands a message to all who subscribed, before it returns. Returns how many those were; 0 when closed. Neither copies nor allocates nor
   * blocks; never throws, whatever handlers do.
   */
  publish(message: StreamMessage): number;
  /** Ends the stream, unless others speak on it too. */
  close(): void;
}

export interface RouterStats extends Readonly<RouterCounters> {
  /** Topics that have streams or subscribers. */
  readonly topics: number;
  readonly streams: number;
  readonly subscriptions: number;
}

/** Streams by topic, sender and number, and those who want them: thousands in one process, each attached and detached at any time. */
export interface SessionRouter {
  /** Opens a stream to speak on. Throws JamError `bad-topic`, `bad-option`, `closed`. */
  publisher(options: PublisherOptions | string): Publisher;
  /**
   * Calls `handler` with each message of the streams that are selected, those that come later included. Returns what ends it: from then on it is not
   * called, not even for a message that is being handed around. Throws JamError `bad-topic`, `bad-option`, `closed`.
   */
  subscribe(
    selector: StreamSelector | string,
    handler: MessageHandler,
    options?: SubscribeOptions,
  ): () => void;
  /** The same for `for await`: copies wait in a bounded queue. Throws JamError `bad-topic`, `bad-option`, `closed`. */
  messages(selector: StreamSelector | string, options?: QueueOptions): MessageQueue<RoutedMessage>;
  /** The streams that are published now. */
  streams(): RoutedStream[];
  stats(): RouterStats;
  readonly closed: boolean;
  /** Ends all streams, subscriptions and loops. */
  close(): void;
}

export function createSessionRouter(options: SessionRouterOptions = {}): SessionRouter {
  return new TopicRouter(options);
}

/** What is known under one topic. It goes when it holds nothing more. */
interface Topic {
  readonly hubs: Map<string, StreamHub>;
  readonly subscriptions: Set<Subscription>;
}

class TopicRouter implements SessionRouter {
  readonly #core: HubCore;
  readonly #topics = new Map<string, Topic>();
  /** Those that named the beginning of topics. */
  readonly #wide = new Set<Subscription>();
  readonly #queues = new Set<MessageQueue<RoutedMessage>>();
  #streams = 0;
  #subscriptions = 0;
  closed = false;

  constructor(options: SessionRouterOptions) {
    const counters = { messages: 0, unheard: 0, delivered: 0, failures: 0, circular: 0 };
    this.#core = { counters, depth: 0, onError: options.onError };
  }

  publisher(options: PublisherOptions | string): Publisher {
    this.#checkOpen();
    const wanted: PublisherOptions = typeof options === 'string' ? { topic: options } : options;
    const { senderId = 0, streamId = 0, origin } = wanted;
    checkStreamIds(senderId, streamId);
    const hub = this.#hub(canonicalTopic(wanted.topic), senderId, streamId, origin);
    hub.publishers++;
    let open = true;
    return {
      stream: hub,
      get subscribers() {
        return hub.subscribers;
      },
      publish: (message) => (open ? hub.publish(message) : 0),
      close: () => {
        if (!open) return;
        open = false;
        hub.publishers--;
        if (hub.publishers === 0) this.#end(hub);
      },
    };
  }

  #hub(name: string, senderId: number, streamId: number, origin: unknown): StreamHub {
    const topic = this.#topic(name);
    const key = hubKey(senderId, streamId);
    const known = topic.hubs.get(key);
    if (known !== undefined) return known;
    const hub = new StreamHub(this.#core, name, senderId, streamId, origin);
    topic.hubs.set(key, hub);
    this.#streams++;
    for (const each of topic.subscriptions) if (each.matcher.matches(hub)) hub.link(each);
    for (const each of this.#wide) if (each.matcher.matches(hub)) hub.link(each);
    return hub;
  }

  #end(hub: StreamHub): void {
    const topic = this.#topics.get(hub.topic);
    const key = hubKey(hub.senderId, hub.streamId);
    // After `close()` there may be another of that name.
    if (topic?.hubs.get(key) !== hub) return;
    topic.hubs.delete(key);
    this.#streams--;
    this.#forget(hub.topic, topic);
    hub.end();
  }

  #topic(name: string): Topic {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = { hubs: new Map(), subscriptions: new Set() };
      this.#topics.set(name, topic);
    }
    return topic;
  }

  #forget(name: string, topic: Topic): void {
    if (topic.hubs.size === 0 && topic.subscriptions.size === 0) this.#topics.delete(name);
  }

  subscribe(
    selector: StreamSelector | string,
    handler: MessageHandler,
    options: SubscribeOptions = {},
  ): () => void {
    this.#checkOpen();
    const matcher = createStreamMatcher(selector);
    const { onEnd } = options;
    const subscription = { matcher, handler, onEnd, open: true, reported: false };
    this.#subscriptions++;
    const name = matcher.topic;
    if (name === undefined) this.#wide.add(subscription);
    else this.#topic(name).subscriptions.add(subscription);
    for (const hub of this.#hubsOf(name)) if (matcher.matches(hub)) hub.link(subscription);
    return () => this.#unsubscribe(subscription);
  }

  #unsubscribe(subscription: Subscription): void {
    if (!subscription.open) return;
    subscription.open = false;
    this.#subscriptions--;
    const { matcher } = subscription;
    const name = matcher.topic;
    for (const hub of this.#hubsOf(name)) if (matcher.matches(hub)) hub.unlink(subscription);
    if (name === undefined) this.#wide.delete(subscription);
    else {
      const topic = this.#topic(name);
      topic.subscriptions.delete(subscription);
      this.#forget(name, topic);
    }
  }

  /** Those of a topic, or all. */
  *#hubsOf(name: string | undefined): Iterable<StreamHub> {
    if (name !== undefined) yield* this.#topics.get(name)?.hubs.values() ?? [];
    else for (const topic of this.#topics.values()) yield* topic.hubs.values();
  }

  messages(
    selector: StreamSelector | string,
    options: QueueOptions = {},
  ): MessageQueue<RoutedMessage> {
    let end: () => void = () => undefined;
    const queue = createBoundedQueue<RoutedMessage>(options, () => end());
    try {
      const unsubscribe = this.subscribe(selector, (message, stream) => {
        queue.push(copyMessage(message, stream));
      });
      end = () => {
        unsubscribe();
        this.#queues.delete(queue);
      };
    } catch (error) {
      // It listens to the signal.
      queue.close();
      throw error;
    }
    // A signal that was aborted before has closed the queue already.
    if (options.signal?.aborted === true) end();
    else this.#queues.add(queue);
    return queue;
  }

  streams(): RoutedStream[] {
    return [...this.#hubsOf(undefined)];
  }

  stats(): RouterStats {
    const { counters } = this.#core;
    const [topics, streams, subscriptions] = [
      this.#topics.size,
      this.#streams,
      this.#subscriptions,
    ];
    return { ...counters, topics, streams, subscriptions };
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const queue of this.#queues) queue.close();
    for (const hub of this.streams() as StreamHub[]) this.#end(hub);
    for (const { subscriptions } of [...this.#topics.values()]) {
      for (const each of subscriptions) this.#unsubscribe(each);
    }
    for (const each of this.#wide) this.#unsubscribe(each);
  }

  #checkOpen(): void {
    if (this.closed) throw new JamError('closed', 'the router is closed: create another');
  }
}

function hubKey(senderId: number, streamId: number): string {
  return `${senderId}#${streamId}`;
}
