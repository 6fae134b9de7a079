import { type JmidEvent, type JmidMessage } from '@jamnet/schemas';
import { type OutStream, type Redundancy, type Session, StreamType } from '@jamnet/toast';
import type { Clock, RandomSource, TimerId, Timers } from '@jamnet/wire';
import { createEventHistory, type EventHistory } from './event-history.js';
import type { EventForm } from './event-form.js';

const REFRESH_LEAST_NS = 20e6;
const REFRESH_MORE_NS = 3e6;
/** Enough datagrams have gone out, but at one moment: some more follow later. */
const LATE_REFRESH_NS = 80e6;
const REFRESH_FRAMES = 8;
/** Events that have been in fewer datagrams come before newer ones that have been in more. */
const BEHIND_DATAGRAMS = 10;
const UNSENT_NS = 100e6;
/** An event is repeated for so long at least: a run of loss of 10 ms on average outlasts that once in 7·10^10. */
const HISTORY_NS = 250e6;
/** A note-on as old as that sounds no more, but a recording wants it. */
const WORTH_NS = 10e9;

export interface EventSenderOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly form: EventForm;
  readonly redundancy: Redundancy;
  readonly historyDatagrams: number;
  /** Number of the first event. @default 1 */
  readonly first?: number;
  /** Called when new events have gone out, or have had to wait for too long, with the number of the last one. */
  flushed(sequence: number): void;
}

/**
 * Sends events: those of one turn of the loop share a frame, recent ones ride along behind them, and frames of recent events
 * alone follow until each has been in enough datagrams (rows J3 and J4).
 */
export interface EventSender {
  readonly stream: OutStream;
  /** Takes an event; false when it cannot be written or too many wait. */
  send(event: JmidEvent): boolean;
  /** Events taken, and events refused. */
  readonly accepted: number;
  readonly refused: number;
  /** Frames that held only what was sent before. */
  readonly refreshes: number;
  /** Whether everything has gone out and been repeated enough. */
  readonly idle: boolean;
  close(): void;
}

export function createEventSender(options: EventSenderOptions): EventSender {
  return new Sender(options);
}

class Sender implements EventSender {
  accepted = 0;
  refused = 0;
  refreshes = 0;
  readonly stream: OutStream;
  readonly #options: EventSenderOptions;
  readonly #history: EventHistory;
  readonly #payload: Uint8Array;
  /** Sequences in the payload that is being made. */
  readonly #inPayload = new Uint32Array(256);
  #count = 0;
  #unsent: number;
  /** The first unsent event's own time, and since when it waits. */
  #firstUnsentNs = 0;
  #unsentSinceNs = 0;
  #flushing = false;
  #timer: TimerId = 0;
  /** Whose turn it is to be repeated, and how many may have theirs in this round. */
  #cursor: number;
  /** Before it no event is behind with its repetitions. */
  #behind: number;
  #inTurn = 0;
  #closed = false;
  readonly #sendOptions = { timestampNs: 0, refresh: false };

  constructor(options: EventSenderOptions) {
    this.#options = options;
    this.stream = options.session.openStream({
      streamType: StreamType.MIDI,
      formatType: options.form.formatType,
      redundancy: options.redundancy,
    });
    const { first = 1 } = options;
    this.#unsent = first;
    this.#cursor = first;
    this.#behind = first;
    this.#history = createEventHistory(options.historyDatagrams, HISTORY_NS, first);
    this.#payload = new Uint8Array(this.stream.maxPayloadBytes);
  }

  get idle(): boolean {
    return (
      this.#unsent === this.#history.next &&
      this.#history.oldestActive(this.#nowNs()) === this.#history.next
    );
  }

  #nowNs(): number {
    return this.#options.clock.nowNs();
  }

  send(event: JmidEvent): boolean {
    const history = this.#history;
    const sequence = history.next;
    const nowNs = this.#nowNs();
    const timestamp = event.timestamp ?? Math.round(nowNs / 1000);
    // Own fields win over what the event brought: it may be one that was received.
    const numbered = { ...event, timestamp, sequence } as JmidMessage;
    const length = this.#options.form.encodeInto(history.scratch, 0, numbered);
    const full = history.isFullFrom(this.#unsent);
    if (this.#closed || length < 0 || length > this.#payload.length || full) {
      this.refused++;
      return false;
    }
    history.commit(sequence, length, nowNs, nowNs + WORTH_NS);
    this.accepted++;
    if (this.#unsent === sequence) {
      this.#firstUnsentNs = Number(timestamp) * 1000;
      this.#unsentSinceNs = nowNs;
    }
    if (!this.#flushing) {
      this.#flushing = true;
      this.#options.timers.defer(this.#flush);
    }
    return true;
  }

  readonly #flush = (): void => {
    this.#flushing = false;
    if (this.#closed) return;
    this.#setTarget();
    while (this.#unsent !== this.#history.next) if (!this.#sendNew()) break;
    // Where the path takes nothing, the state in heartbeats has to do for what cannot be sent: a note may have ended.
    const held = this.#unsent !== this.#history.next;
    if (!held || this.#nowNs() - this.#unsentSinceNs > UNSENT_NS)
      this.#options.flushed((this.#history.next - 1) >>> 0);
    this.#armRefresh();
  };

  /** On a congested path events are repeated less. */
  #setTarget(): void {
    const { historyDatagrams, session } = this.#options;
    const target = Math.max(1, Math.round(historyDatagrams * session.level));
    this.#history.target = target;
    this.#history.leastNs = target > 1 ? HISTORY_NS * session.level : 0;
  }

  /** One frame of new events with as much history as fits; false when it was refused. */
  #sendNew(): boolean {
    const nowNs = this.#nowNs();
    this.#count = 0;
    let at = 0;
    let sequence = this.#unsent;
    for (
      ;
      sequence !== this.#history.next && this.#count < this.#inPayload.length;
      sequence = (sequence + 1) >>> 0
    ) {
      const next = this.#add(sequence, at, this.#payload.length);
      if (next < 0) break;
      at = next;
    }
    at = this.#addHistory(at, nowNs);
    if (!this.#sendPayload(at, this.#firstUnsentNs, false)) return false;
    this.#unsent = sequence;
    this.#firstUnsentNs = nowNs;
    this.#unsentSinceNs = nowNs;
    return true;
  }

  /**
   * Recent events: the newest first, and in a quarter of the room older ones in turns. Where there is always something new, events would otherwise
   * be repeated at once and never again, and a run of loss would swallow all of it.
   */
  #addHistory(offset: number, nowNs: number): number {
    const oldest = this.#history.oldestActive(nowNs);
    const newestEnd = this.#payload.length - ((this.#payload.length - offset) >> 2);
    let at = offset;
    let rest = this.#unsent;
    while (((rest - oldest) | 0) > 0 && this.#count < this.#inPayload.length) {
      const sequence = (rest - 1) >>> 0;
      if (this.#history.isActive(sequence, nowNs)) {
        const next = this.#addRun(sequence, oldest, at, newestEnd, nowNs);
        if (next < 0) break;
        at = next;
        rest = (rest - this.#history.runLength) >>> 0;
      } else rest = sequence;
    }
    // What is there so far is newer than all that may follow.
    const newer = this.#count;
    at = this.#addBehind(at, oldest, rest, nowNs);
    this.#inTurn = (rest - oldest) | 0;
    return this.#addInTurn(at, oldest, rest, nowNs, newer);
  }

  /**
   * Events before `end` that have hardly been repeated, the oldest first. After a stall many are new at once, and as many frames later are full of
   * newer ones.
   */
  #addBehind(offset: number, oldest: number, end: number, nowNs: number): number {
    if (((this.#behind - oldest) | 0) < 0) this.#behind = oldest;
    while (((end - this.#behind) | 0) > 0 && !this.#isBehind(this.#behind, nowNs))
      this.#behind = (this.#behind + 1) >>> 0;
    let at = offset;
    let sequence = this.#behind;
    for (; ((end - sequence) | 0) > 0 && this.#count < this.#inPayload.length;) {
      if (this.#isBehind(sequence, nowNs)) {
        const next = this.#add(sequence, at, this.#payload.length);
        if (next < 0) break;
        at = next;
      }
      sequence = (sequence + 1) >>> 0;
    }
    return at;
  }

  #isBehind(sequence: number, nowNs: number): boolean {
    return (
      this.#history.timesCarried(sequence) < BEHIND_DATAGRAMS &&
      this.#history.isActive(sequence, nowNs)
    );
  }

  /** Whether it is in the payload at place `from` or after it. */
  #has(sequence: number, from: number): boolean {
    for (let i = from; i < this.#count; i++) if (this.#inPayload[i] === sequence) return true;
    return false;
  }

  /**
   * Goes on through the active events from `oldest` to before `end`, `#inTurn` of them at most. The first `newer` of the payload are known to be none of
   * them.
   */
  #addInTurn(offset: number, oldest: number, end: number, nowNs: number, newer: number): number {
    if (((this.#cursor - oldest) | 0) < 0 || ((this.#cursor - end) | 0) >= 0) this.#cursor = oldest;
    let at = offset;
    for (; this.#inTurn > 0 && this.#count < this.#inPayload.length; this.#inTurn--) {
      if (this.#history.isActive(this.#cursor, nowNs) && !this.#has(this.#cursor, newer)) {
        const next = this.#add(this.#cursor, at, this.#payload.length);
        if (next < 0) break;
        at = next;
      }
      this.#cursor = (this.#cursor + 1) >>> 0;
      if (this.#cursor === end) this.#cursor = oldest;
    }
    return at;
  }

  /** Events from `sequence` back, as many as go at once. */
  #addRun(sequence: number, oldest: number, at: number, end: number, nowNs: number): number {
    const history = this.#history;
    const most = this.#inPayload.length - this.#count;
    const next = history.copyRunInto(sequence, oldest, most, nowNs, this.#payload, at, end);
    for (let i = 0; i < history.runLength; i++)
      this.#inPayload[this.#count++] = (sequence - i) >>> 0;
    return next;
  }

  #add(sequence: number, at: number, end: number): number {
    const next = this.#history.copyInto(sequence, this.#payload, at, end);
    if (next >= 0) this.#inPayload[this.#count++] = sequence;
    return next;
  }

  #sendPayload(length: number, timestampNs: number, refresh: boolean): boolean {
    this.#sendOptions.timestampNs = timestampNs;
    this.#sendOptions.refresh = refresh;
    if (length === 0 || !this.stream.send(this.#payload, 0, length, this.#sendOptions))
      return false;
    for (let i = 0; i < this.#count; i++)
      this.#history.carried(this.#inPayload[i], this.stream.lastCopies);
    return true;
  }

  #armRefresh(): void {
    this.#options.timers.cancel(this.#timer);
    if (this.#closed || this.idle) return;
    const leastNs = this.#anyOwed() ? REFRESH_LEAST_NS : LATE_REFRESH_NS;
    const waitNs =
      (leastNs + REFRESH_MORE_NS * this.#options.random()) / this.#options.session.level;
    this.#timer = this.#options.timers.schedule(this.#nowNs() + waitNs, this.#refresh);
  }

  /** Whether some event has been in too few datagrams, rather than just being young. */
  #anyOwed(): boolean {
    const { next } = this.#history;
    let sequence = this.#history.oldestActive(this.#nowNs());
    while (sequence !== next && !this.#history.isOwed(sequence)) sequence = (sequence + 1) >>> 0;
    return sequence !== next;
  }

  /** Repeats all that is active, in turns when it is more than a few frames. What could not be sent before goes first. */
  readonly #refresh = (): void => {
    if (this.#unsent !== this.#history.next) {
      this.#flush();
      return;
    }
    this.#setTarget();
    const nowNs = this.#nowNs();
    const { next } = this.#history;
    const oldest = this.#history.oldestActive(nowNs);
    this.#inTurn = (next - oldest) | 0;
    for (let frame = 0; frame < REFRESH_FRAMES && this.#inTurn > 0; frame++) {
      this.#count = 0;
      const length = this.#addInTurn(0, oldest, next, nowNs, 0);
      if (!this.#sendPayload(length, nowNs, true)) break;
      this.refreshes++;
    }
    this.#armRefresh();
  };

  close(): void {
    if (this.#closed) return;
    // What was taken in this turn of the loop goes out still.
    this.#flush();
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
    this.stream.close();
  }
}
