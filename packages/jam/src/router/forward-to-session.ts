import {
  Flag,
  type OutStream,
  type Redundancy,
  type SendOptions,
  type Session,
} from '@jamnet/toast';
import type { SessionRouter } from './session-router.js';
import type { RoutedStream, StreamMessage } from './stream-message.js';
import type { StreamSelector } from './stream-selector.js';

export interface ForwardOptions {
  /** Copies of each frame. @default 'adaptive' */
  readonly redundancy?: Redundancy;
}

/** Streams of a router that go out into a session. */
export interface Forwarding {
  /** Streams that are sent now. */
  readonly streams: number;
  readonly sent: number;
  /** Messages that did not go out: the session refused them, has no stream number left, is closed, or the payload is too long. */
  readonly refused: number;
  /** Ends it. The session stays open. */
  close(): void;
}

/** A stream as it goes out. A stream of a session has one type and one form. */
interface Outlet {
  readonly streamType: number;
  readonly formatType: number;
  /** Undefined where the session would not open one; remembered, since asking again costs more than a message. */
  readonly out: OutStream | undefined;
}

/**
 * Sends the selected streams into a session, each on a stream of its own, 255 at most; what came out of that very session is left out. A message
 * goes out in a burst of copies before `publish` returns. Allocates at a stream's first message alone. Throws JamError `bad-topic`, `bad-option`.
 */
export function forwardToSession(
  router: SessionRouter,
  selector: StreamSelector | string,
  session: Session,
  options: ForwardOptions = {},
): Forwarding {
  return new SessionOutlet(router, selector, session, options);
}

class SessionOutlet implements Forwarding {
  sent = 0;
  refused = 0;
  readonly #session: Session;
  readonly #options: ForwardOptions;
  readonly #outlets = new Map<RoutedStream, Outlet>();
  readonly #about: { -readonly [K in keyof SendOptions]: SendOptions[K] } = { timestampNs: 0 };
  readonly #end: () => void;

  constructor(
    router: SessionRouter,
    selector: StreamSelector | string,
    session: Session,
    options: ForwardOptions,
  ) {
    this.#session = session;
    this.#options = options;
    this.#end = router.subscribe(selector, this.#onMessage, { onEnd: this.#onEnd });
  }

  get streams(): number {
    let count = 0;
    for (const { out } of this.#outlets.values()) if (out !== undefined) count++;
    return count;
  }

  readonly #onMessage = (message: StreamMessage, stream: RoutedStream): void => {
    if (stream.origin === this.#session) return;
    const out = this.#outlet(message, stream);
    if (out === undefined) {
      this.refused++;
      return;
    }
    const about = this.#about;
    // A frame that only repeats is stamped when it is sent: peers take their delays from it (spec/toast/v2).
    about.refresh = (message.flags & Flag.REFRESH) !== 0;
    about.timestampNs = about.refresh
      ? Math.round(this.#session.clock.nowNs())
      : Math.max(0, message.timestampNs);
    about.messageType = message.messageType;
    if (out.send(message.bytes, message.payloadOffset, message.payloadLength, about)) this.sent++;
    else this.refused++;
  };

  #outlet({ streamType, formatType }: StreamMessage, stream: RoutedStream): OutStream | undefined {
    const known = this.#outlets.get(stream);
    if (known?.streamType === streamType && known.formatType === formatType) return known.out;
    this.#onEnd(stream);
    const out = this.#open(streamType, formatType);
    this.#outlets.set(stream, { streamType, formatType, out });
    return out;
  }

  #open(streamType: number, formatType: number): OutStream | undefined {
    const { redundancy } = this.#options;
    const plan = redundancy === undefined ? {} : { redundancy };
    try {
      return this.#session.openStream({ streamType, formatType, ...plan });
    } catch {
      // No number is left, the session is closed, or no stream has such a type: each message of it counts as refused.
      return undefined;
    }
  }

  readonly #onEnd = (stream: RoutedStream): void => {
    const ended = this.#outlets.get(stream);
    if (ended === undefined) return;
    this.#outlets.delete(stream);
    if (ended.out === undefined) return;
    ended.out.close();
    // Its number may serve a stream that found none.
    for (const [each, { out }] of this.#outlets) if (out === undefined) this.#outlets.delete(each);
  };

  close(): void {
    this.#end();
    for (const { out } of this.#outlets.values()) out?.close();
    this.#outlets.clear();
  }
}
