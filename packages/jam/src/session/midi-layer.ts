import {
  createJmid,
  type EventHandler,
  type EventInfo,
  type Jmid,
  type JmidOptions,
  type JmidStats,
} from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import type { Session } from '@jamnet/toast';
import {
  type BoundedQueue,
  createBoundedQueue,
  type MessageQueue,
  type QueueOptions,
} from '../bounded-queue.js';

/** An event with what is known of it: what a `for await` loop gets, to keep. */
export interface MidiMessage extends EventInfo {
  readonly event: JmidEvent;
}

export interface JamMidiStats extends JmidStats {
  /** Messages that the loops over `messages()` were too slow for, all loops together. */
  readonly dropped: number;
}

/** The MIDI of a session: a Jmid that can be read with `for await` as well. */
export interface JamMidi extends Jmid {
  /**
   * Events for `for await`, copied into a bounded queue, beside `onMessage` and other loops. Leaving the loop ends it; closing the session lets it read
   * what waits and ends it then. Throws JamError `bad-option`.
   */
  messages(options?: QueueOptions): MessageQueue<MidiMessage>;
  stats(): JamMidiStats;
}

/** All of a Jmid but the session. */
export type MidiLayerOptions = Omit<JmidOptions, 'session'>;

/** Throws JamError `bad-option`, `closed`. */
export function openMidiLayer(session: Session, options: MidiLayerOptions = {}): JamMidi {
  return new MidiLayer(createJmid({ ...options, session }));
}

class MidiLayer implements JamMidi {
  readonly #jmid: Jmid;
  readonly #queues = new Set<BoundedQueue<MidiMessage>>();
  /** Dropped by queues that have been closed. */
  #dropped = 0;
  #handler: EventHandler | undefined;
  #closed = false;

  constructor(jmid: Jmid) {
    this.#jmid = jmid;
    jmid.onMessage((event, info) => {
      for (const queue of this.#queues) queue.push({ event, ...info });
      this.#handler?.(event, info);
    });
  }

  send(event: JmidEvent): boolean {
    return this.#jmid.send(event);
  }

  onMessage(handler: EventHandler): void {
    this.#handler = handler;
  }

  messages(options: QueueOptions = {}): MessageQueue<MidiMessage> {
    const queue: BoundedQueue<MidiMessage> = createBoundedQueue(options, () => closed());
    const closed = (): void => {
      this.#dropped += queue.dropped;
      this.#queues.delete(queue);
    };
    this.#queues.add(queue);
    if (this.#closed) queue.close();
    return queue;
  }

  drain(timeoutMs?: number): Promise<boolean> {
    return this.#jmid.drain(timeoutMs);
  }

  stats(): JamMidiStats {
    let dropped = this.#dropped;
    for (const queue of this.#queues) dropped += queue.dropped;
    return { ...this.#jmid.stats(), dropped };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      // Releases of what others hold come out of this, and are still to be read; the handler may throw at one.
      this.#jmid.close();
    } finally {
      for (const queue of this.#queues) queue.close();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
