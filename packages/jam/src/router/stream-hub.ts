import type { RoutedStream, StreamMessage } from './stream-message.js';
import type { RouterCounters, Subscription } from './subscription.js';

/** Handlers may publish; so deep and no deeper. */
const MOST_DEPTH = 32;

/** What all streams of a router share. */
export interface HubCore {
  readonly counters: RouterCounters;
  /** Handlers that are being called at the moment, one within the other. */
  depth: number;
  readonly onError: ((error: unknown, stream: RoutedStream) => void) | undefined;
}

/** One stream: who it is, and who hears it. */
export class StreamHub implements RoutedStream {
  /** Publishers that have it open. */
  publishers = 0;
  readonly #core: HubCore;
  /** Replaced, never changed: handlers may subscribe, unsubscribe and publish while it is walked. */
  #links: readonly Subscription[] = [];

  constructor(
    core: HubCore,
    readonly topic: string,
    readonly senderId: number,
    readonly streamId: number,
    readonly origin: unknown,
  ) {
    this.#core = core;
  }

  get subscribers(): number {
    return this.#links.length;
  }

  link(subscription: Subscription): void {
    this.#links = [...this.#links, subscription];
  }

  unlink(subscription: Subscription): void {
    this.#links = this.#links.filter((each) => each !== subscription);
  }

  /** The last publisher has gone. */
  end(): void {
    const links = this.#links;
    this.#links = [];
    for (const each of links) {
      try {
        if (each.open) each.onEnd?.(this);
      } catch (error) {
        this.#failed(each, error);
      }
    }
  }

  /** Calls every subscriber; returns how many. Does not allocate. */
  publish(message: StreamMessage): number {
    const core = this.#core;
    const { counters } = core;
    const links = this.#links;
    counters.messages++;
    if (links.length === 0) {
      counters.unheard++;
      return 0;
    }
    if (core.depth >= MOST_DEPTH) {
      counters.circular++;
      return 0;
    }
    core.depth++;
    let called = 0;
    for (let i = 0; i < links.length; i++) {
      const subscription = links[i];
      if (!subscription.open) continue;
      called++;
      try {
        subscription.handler(message, this);
      } catch (error) {
        this.#failed(subscription, error);
      }
    }
    core.depth--;
    counters.delivered += called;
    return called;
  }

  /** Counts each failure; tells of the first one of a subscriber, since what throws once mostly throws a thousand times. */
  #failed(subscription: Subscription, error: unknown): void {
    const { counters, onError } = this.#core;
    counters.failures++;
    if (subscription.reported) return;
    subscription.reported = true;
    try {
      onError?.(error, this);
    } catch {
      // Nobody is left to tell: it has been counted.
    }
  }
}
