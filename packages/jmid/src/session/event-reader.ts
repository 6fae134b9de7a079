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
  /** The newest sequence known of; −1 before any. */
  readonly newest: number;
  /** Reads a frame. Allocates the new events alone; in the compact form repeated lines are skipped unread. */
  read(frame: ReceivedFrame, form: EventForm, sink: EventSink): void;
  /** The sender says that this is its newest event. What comes after the first that it says so of is expected. */
  announce(sequence: number): void;
  /** Whether every event up to `sequence` has come. */
  completeTo(sequence: number): boolean;
}

export function createEventReader(): EventReader {
  return new Reader();
}

class Reader implements EventReader {
  readonly counters: EventCounters = { received: 0, repaired: 0, repeats: 0, malformed: 0 };
  newest = -1;
  /** Events up to the newest, from the first one known of. Counted, since sequences come round again. */
  #expected = 0;
  readonly #filter: DuplicateFilter = createDuplicateFilter();
  readonly #sequences = new Float64Array(MOST_EVENTS);
  readonly #offsets = new Uint32Array(MOST_EVENTS);
  readonly #ends = new Uint32Array(MOST_EVENTS);
  readonly #repaired = new Uint8Array(MOST_EVENTS);
  /** Events whose sequence was not to be had without reading them. */
  readonly #events = new Array<JmidEvent | undefined>(MOST_EVENTS);

  get missing(): number {
    return Math.max(0, this.#expected - this.counters.received);
  }

  completeTo(sequence: number): boolean {
    return this.missing === 0 && (this.newest < 0 || serialDistance(sequence, this.newest) <= 0);
  }

  announce(sequence: number): void {
    if (this.newest < 0) this.newest = sequence;
    else if (serialDistance(sequence, this.newest) > 0) this.#reached(sequence);
  }

  read(frame: ReceivedFrame, form: EventForm, sink: EventSink): void {
    const count = this.#collect(frame, form, sink);
    for (let i = 0; i < count; i++) {
      const event = this.#events[i] ?? this.#decode(frame, form, this.#offsets[i], this.#ends[i]);
      this.#events[i] = undefined;
      if (event !== undefined) this.#deliver(event, this.#repaired[i] === 1, sink);
    }
  }

  #deliver(event: JmidEvent, repaired: boolean, sink: EventSink): void {
    const sequence = event.sequence as number;
    if (this.#filter.accept(sequence) !== Verdict.NEW) {
      this.counters.repeats++;
      return;
    }
    this.#reached(sequence);
    this.counters.received++;
    if (repaired) this.counters.repaired++;
    sink(event, sequence, repaired);
  }

  /** The event that stands there; undefined, and counted, when there is none. */
  #decode(frame: ReceivedFrame, form: EventForm, at: number, end: number): JmidEvent | undefined {
    const event = form.decode(frame.bytes, at, end);
    if (typeof event !== 'number' && event.type !== 'midi_state' && event.sequence !== undefined)
      return event;
    if (!form.isBlank(frame.bytes, at, end)) this.counters.malformed++;
    return undefined;
  }

  /**
   * Lists the frame's unseen events by sequence: news come first, history runs backwards behind them. Where nothing is missing, news are delivered
   * without waiting for the history to be gone through.
   */
  #collect(frame: ReceivedFrame, form: EventForm, sink: EventSink): number {
    const { bytes } = frame;
    const end = frame.payloadOffset + frame.payloadLength;
    let history = (frame.flags & Flag.REFRESH) !== 0;
    let previous = -1;
    let count = 0;
    let next = frame.payloadOffset;
    for (let at = next; at < end && count < MOST_EVENTS; at = next) {
      next = form.eventEnd(bytes, at, end);
      if (next <= at) {
        this.counters.malformed++;
        break;
      }
      let sequence = form.peekSequence(bytes, at, next);
      let event: JmidEvent | undefined;
      if (sequence < 0) {
        event = this.#decode(frame, form, at, next);
        if (event === undefined) continue;
        sequence = event.sequence as number;
      }
      if (previous >= 0 && serialDistance(sequence, previous) < 0) history = true;
      previous = sequence;
      if (count === 0 && !history && this.#isNext(sequence)) {
        event ??= this.#decode(frame, form, at, next);
        if (event !== undefined) this.#deliver(event, false, sink);
      } else if (this.#filter.peek(sequence) !== Verdict.NEW) this.counters.repeats++;
      else this.#insert(count++, sequence, at, next, history, event);
    }
    return count;
  }

  /** Keeps the list in order; almost always the place is the last. */
  #insert(
    count: number,
    sequence: number,
    offset: number,
    end: number,
    history: boolean,
    event: JmidEvent | undefined,
  ): void {
    let at = count;
    while (at > 0 && serialDistance(sequence, this.#sequences[at - 1]) < 0) {
      this.#sequences[at] = this.#sequences[at - 1];
      this.#offsets[at] = this.#offsets[at - 1];
      this.#ends[at] = this.#ends[at - 1];
      this.#repaired[at] = this.#repaired[at - 1];
      this.#events[at] = this.#events[at - 1];
      at--;
    }
    this.#sequences[at] = sequence;
    this.#offsets[at] = offset;
    this.#ends[at] = end;
    this.#repaired[at] = history ? 1 : 0;
    this.#events[at] = event;
  }

  /** Whether it is the one after the newest event that came, and none before it may still come. */
  #isNext(sequence: number): boolean {
    return this.#expected > 0 && this.missing === 0 && sequence === (this.newest + 1) >>> 0;
  }

  #reached(sequence: number): void {
    if (this.newest < 0) {
      this.newest = sequence;
      this.#expected = 1;
      return;
    }
    const ahead = serialDistance(sequence, this.newest);
    if (ahead > 0) {
      this.newest = sequence;
      this.#expected += ahead;
    } else if (this.#expected + ahead < 1) this.#expected = 1 - ahead;
  }
}
