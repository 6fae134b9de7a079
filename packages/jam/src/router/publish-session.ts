import type { Peer, ReceivedFrame, Session } from '@jamnet/toast';
import { MEDIA_TYPES } from './media-types.js';
import type { Publisher, SessionRouter } from './session-router.js';

/** A session whose frames are published. */
export interface PublishedSession {
  /** Streams of peers that are published now. */
  readonly streams: number;
  /** Ends them. The session stays open. */
  close(): void;
}

/**
 * Publishes what peers send in a session under its topic, their sender id and stream id, each frame once and as it lies in the receive buffer.
 * A stream ends when its peer says goodbye or falls silent. Per frame two table look-ups, no copy, no allocation; a stream's first frame opens it.
 */
export function publishSession(router: SessionRouter, session: Session): PublishedSession {
  return new FrameSource(router, session);
}

class FrameSource implements PublishedSession {
  streams = 0;
  readonly #router: SessionRouter;
  readonly #session: Session;
  /** By sender (as a signed integer, which needs no box), then by stream id. */
  readonly #senders = new Map<number, (Publisher | undefined)[]>();
  readonly #ends: (() => void)[];

  constructor(router: SessionRouter, session: Session) {
    this.#router = router;
    this.#session = session;
    this.#ends = MEDIA_TYPES.map((streamType) => session.subscribe({ streamType }, this.#onFrame));
    session.events.addEventListener('peer-left', this.#onGone);
    session.events.addEventListener('peer-expired', this.#onGone);
  }

  readonly #onFrame = (frame: ReceivedFrame): void => {
    if (this.#router.closed) return;
    const publisher = this.#senders.get(frame.senderId | 0)?.[frame.streamId] ?? this.#open(frame);
    publisher.publish(frame);
  };

  #open({ senderId, streamId }: ReceivedFrame): Publisher {
    const { topic } = this.#session;
    const publisher = this.#router.publisher({ topic, senderId, streamId, origin: this.#session });
    let streams = this.#senders.get(senderId | 0);
    if (streams === undefined) this.#senders.set(senderId | 0, (streams = []));
    streams[streamId] = publisher;
    this.streams++;
    return publisher;
  }

  readonly #onGone = ({ peer }: { readonly peer: Peer }): void => this.#end(peer.senderId | 0);

  #end(sender: number): void {
    for (const publisher of this.#senders.get(sender) ?? []) {
      if (publisher === undefined) continue;
      this.streams--;
      publisher.close();
    }
    this.#senders.delete(sender);
  }

  close(): void {
    for (const end of this.#ends.splice(0)) end();
    this.#session.events.removeEventListener('peer-left', this.#onGone);
    this.#session.events.removeEventListener('peer-expired', this.#onGone);
    for (const sender of [...this.#senders.keys()]) this.#end(sender);
  }
}
