import type { JmidEvent } from '@jamnet/schemas';
import { serialDistance } from '@jamnet/wire';

/** How long a missing event is waited for: as long as it is repeated. */
const PATIENCE_NS = 250e6;
/** What waits at most. */
const MOST_HELD = 256;

/**
 * Puts the events of one stream back into the order in which they were sent: one that was lost and repaired may come after later ones. What follows
 * a gap waits until it is filled, for a quarter of a second at most. One that waits already is dropped when it comes again.
 */
export interface EventOrder {
  /** Events that had to wait, and those that came too late to be put in their place; they are handed over at once. */
  readonly held: number;
  readonly late: number;
  push(event: JmidEvent, nowNs: number): void;
  /** Hands over what has waited for long enough. */
  flush(nowNs: number): void;
  /** Forgets where it was, and what waits. */
  reset(): void;
}

interface Held {
  readonly sequence: number;
  readonly event: JmidEvent;
  readonly sinceNs: number;
}

export function createEventOrder(sink: (event: JmidEvent) => void): EventOrder {
  return new Order(sink);
}

class Order implements EventOrder {
  held = 0;
  late = 0;
  readonly #sink: (event: JmidEvent) => void;
  /** Sequence that comes next; −1 before the first event. */
  #next = -1;
  readonly #held: Held[] = [];

  constructor(sink: (event: JmidEvent) => void) {
    this.#sink = sink;
  }

  push(event: JmidEvent, nowNs: number): void {
    const { sequence } = event;
    if (sequence === undefined) {
      this.#sink(event);
      return;
    }
    const ahead = this.#next < 0 ? 0 : serialDistance(sequence, this.#next);
    if (ahead === 0) {
      this.#deliver(sequence, event);
      this.#deliverHeld();
    } else if (ahead < 0) {
      this.late++;
      this.#sink(event);
    } else this.#hold(sequence, event, nowNs);
    this.flush(nowNs);
  }

  #deliver(sequence: number, event: JmidEvent): void {
    const next = (sequence + 1) >>> 0;
    if (this.#next < 0 || serialDistance(next, this.#next) > 0) this.#next = next;
    this.#sink(event);
  }

  #deliverHeld(): void {
    while (this.#held[0]?.sequence === this.#next) {
      const { sequence, event } = this.#held.shift()!;
      this.#deliver(sequence, event);
    }
  }

  #hold(sequence: number, event: JmidEvent, sinceNs: number): void {
    const held = this.#held;
    let at = held.length;
    while (at > 0 && serialDistance(sequence, held[at - 1]!.sequence) < 0) at--;
    if (held[at - 1]?.sequence === sequence) return;
    this.held++;
    held.splice(at, 0, { sequence, event, sinceNs });
  }

  flush(nowNs: number): void {
    const held = this.#held;
    while (held.length > 0 && (held.length > MOST_HELD || nowNs - held[0]!.sinceNs > PATIENCE_NS)) {
      const { sequence, event } = held.shift()!;
      this.#deliver(sequence, event);
      this.#deliverHeld();
    }
  }

  reset(): void {
    this.#next = -1;
    this.#held.length = 0;
  }
}
