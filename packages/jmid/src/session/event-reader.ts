import type { JmidEvent } from '@jamnet/schemas';
import {
  createDuplicateFilter,
  type DuplicateFilter,
  Flag,
  type ReceivedFrame,
  Verdict,
} from '@jamnet/toast';
import { serialDistance } from '@jamnet/wire';
import type { EventForm } from './event-form.js';

const MOST_EVENTS = 256;

/** Called with each event once, those of one frame in the order in which they were played. */
export type EventSink = (event: JmidEvent, sequence: number, repaired: boolean) => void;

/** Counters of one stream of events. */
export interface EventCounters {
  /** Events delivered. */
  received: number;
  /** Of those, taken from the history of a later datagram. */
  repaired: number;
  /** Lines passed over because their event had been taken. */
  repeats: number;
  /** Lines that could not be read. */
  malformed: number;
}

/** Finds the events of a stream that have not been seen, in frames that repeat those that have. */
export interface EventReader {
  readonly counters: Readonly<EventCounters>;
  /** Events that must exist and have not come: they may still, from the history. */
  readonly missing: number;
  /** The first and the newest sequence known of; −1 before any. */
  readonly first: number;
  readonly newest: number;
  /** Reads a frame. Allocates the new events alone; repeated lines are skipped unread. */
  read(frame: ReceivedFrame, form: EventForm, sink: EventSink): void;
  /** The sender says that this is its newest event. `fromStart`: nothing had been sent when it was first heard. */
  announce(sequence: number, fromStart: boolean): void;
  /** Whether every event up to `sequence` has come. */
  completeTo(sequence: number): boolean;
}

export function createEventReader(): EventReader {
  return new Reader();
}

class Reader implements EventReader {
  readonly counters: EventCounters = { received: 0, repaired: 0, repeats: 0, malformed: 0 };
  first = -1;
  newest = -1;
  readonly #filter: DuplicateFilter = createDuplicateFilter();
  readonly #sequences = new Float64Array(MOST_EVENTS);
  readonly #offsets = new Uint32Array(MOST_EVENTS);
  readonly #ends = new Uint32Array(MOST_EVENTS);
  readonly #repaired = new Uint8Array(MOST_EVENTS);

  get missing(): number {
    return this.first < 0
      ? 0
      : Math.max(0, ((this.newest - this.first) | 0) + 1 - this.counters.received);
  }

  completeTo(sequence: number): boolean {
    return this.missing === 0 && (this.newest < 0 || serialDistance(sequence, this.newest) <= 0);
  }

  announce(sequence: number, fromStart: boolean): void {
    if (this.first < 0) {
      if (!fromStart) return;
      this.first = sequence + 1;
      this.newest = sequence;
    } else if (serialDistance(sequence, this.newest) > 0) this.newest = sequence;
  }

  read(frame: ReceivedFrame, form: EventForm, sink: EventSink): void {
    const count = this.#collect(frame, form);
    for (let i = 0; i < count; i++) {
      const event = form.decode(frame.bytes, this.#offsets[i], this.#ends[i]);
      if (
        typeof event === 'number' ||
        event.type === 'midi_state' ||
        event.sequence === undefined
      ) {
        this.counters.malformed++;
        continue;
      }
      if (this.#filter.accept(event.sequence) !== Verdict.NEW) {
        this.counters.repeats++;
        continue;
      }
      this.#reached(event.sequence);
      this.counters.received++;
      if (this.#repaired[i] === 1) this.counters.repaired++;
      sink(event, event.sequence, this.#repaired[i] === 1);
    }
  }

  /** Lists the frame's unseen lines by sequence: news come first, history runs backwards behind them. */
  #collect(frame: ReceivedFrame, form: EventForm): number {
    const { bytes } = frame;
    const end = frame.payloadOffset + frame.payloadLength;
    let history = (frame.flags & Flag.REFRESH) !== 0;
    let previous = -1;
    let count = 0;
    for (let at = frame.payloadOffset; at < end && count < MOST_EVENTS;) {
      const next = form.eventEnd(bytes, at, end);
      if (next <= at) {
        this.counters.malformed++;
        break;
      }
      const sequence = form.peekSequence(bytes, at, next);
      if (sequence >= 0) {
        if (previous >= 0 && serialDistance(sequence, previous) < 0) history = true;
        previous = sequence;
      }
      if (sequence >= 0 && this.#filter.peek(sequence) !== Verdict.NEW) this.counters.repeats++;
      else this.#insert(count++, sequence < 0 ? Infinity : sequence, at, next, history);
      at = next;
    }
    return count;
  }

  /** Keeps the list in order; almost always the place is the last. */
  #insert(count: number, sequence: number, offset: number, end: number, history: boolean): void {
    let at = count;
    while (at > 0 && this.#before(sequence, this.#sequences[at - 1])) {
      this.#sequences[at] = this.#sequences[at - 1];
      this.#offsets[at] = this.#offsets[at - 1];
      this.#ends[at] = this.#ends[at - 1];
      this.#repaired[at] = this.#repaired[at - 1];
      at--;
    }
    this.#sequences[at] = sequence;
    this.#offsets[at] = offset;
    this.#ends[at] = end;
    this.#repaired[at] = history ? 1 : 0;
  }

  #before(a: number, b: number): boolean {
    return a !== Infinity && b !== Infinity && serialDistance(a, b) < 0;
  }

  #reached(sequence: number): void {
    if (this.first < 0) {
      this.first = sequence;
      this.newest = sequence;
      return;
    }
    if (serialDistance(sequence, this.newest) > 0) this.newest = sequence;
    if (serialDistance(sequence, this.first) < 0) this.first = sequence;
  }
}
