import {
  createMidiClockGenerator,
  createMtcGenerator,
  type MidiClockGenerator,
  type MtcGenerator,
} from '@jamnet/sync';
import type { TimerId } from '@jamnet/wire';
import type { MidiClockSource } from './clock-session.js';
import { countMessage, type MessageCounts, noMessages } from './message-counts.js';
import { CONTINUE, START, STOP } from './midi-bytes.js';
import {
  type CheckedOutput,
  checkOutputOptions,
  type MidiClockOutputOptions,
} from './output-options.js';
import { cutAtScores } from './score-windows.js';
import { createTimedEvents, type TimedEvents } from './timed-events.js';

/** What an output has made since it was opened. */
export interface MidiClockOutputStats extends Readonly<MessageCounts> {
  /** Messages whose time had passed when they were made: the process was held up for longer than the look-ahead. */
  readonly overdue: number;
  /** Times that it stopped and went on elsewhere because the timeline had jumped or the process was held up for a second. */
  readonly restarts: number;
  /** Events that the MIDI layer refused. */
  readonly refused: number;
}

/** MIDI Clock and MIDI Time Code of a session's music. */
export interface MidiClockOutput {
  stats(): MidiClockOutputStats;
  /** Sends no more. Receivers that play are told to stop. */
  close(): void;
  [Symbol.dispose](): void;
}

interface Made {
  readonly atNs: number;
  readonly bytes: Uint8Array;
}

/** Windows per look-ahead: a timer that is late by one of them does no harm. */
const WINDOWS = 3;
/** Held up for longer than this, what was missed is left out. */
const MISSED_NS = 1e9;
const STOP_BYTES = Uint8Array.of(STOP);

/**
 * Sends MIDI Clock, Song Position and MTC of the session's music (row S9): from the transport's score on the session's timeline, so that
 * every host sends each clock at the same instant. Throws JamError `bad-option`.
 *
 * Messages are made in windows of a third of the look-ahead, by the timeline as it is then: what it is steered by meanwhile, 500 ppm at most, is missing from
 * them (15 µs in 30 ms). After a jump of the timeline receivers are stopped, located and continued.
 */
export function sendMidiClock(
  jam: MidiClockSource,
  options: MidiClockOutputOptions,
): MidiClockOutput {
  return new Output(jam, options, checkOutputOptions(options));
}

class Output implements MidiClockOutput {
  readonly #jam: MidiClockSource;
  readonly #options: MidiClockOutputOptions;
  readonly #checked: CheckedOutput;
  readonly #events: TimedEvents | undefined;
  readonly #counts = noMessages();
  readonly #following = new AbortController();
  #clock: MidiClockGenerator | undefined;
  #mtc: MtcGenerator | undefined;
  /** Everything before this time of the timeline has been made. */
  #doneNs: number;
  readonly #made: Made[] = [];
  #lastOwnNs = -Infinity;
  /** Whether receivers play, as far as they have been told. */
  #playing = false;
  #overdue = 0;
  #restarts = 0;
  #timer: TimerId;
  #closed = false;

  constructor(jam: MidiClockSource, options: MidiClockOutputOptions, checked: CheckedOutput) {
    this.#jam = jam;
    this.#options = options;
    this.#checked = checked;
    const { session, sync } = jam;
    if (options.midi !== undefined) this.#events = createTimedEvents(session, options.midi);
    this.#createGenerators();
    this.#doneNs = sync.timeline.nowNs() + checked.latencyNs;
    const until = { signal: this.#following.signal };
    sync.timeline.events.addEventListener('step', () => this.#restart(), until);
    session.events.addEventListener('closed', () => this.close(), until);
    this.#timer = session.timers.schedule(session.clock.nowNs(), this.#pump);
  }

  /** They keep times of the timeline, and are of no use when it jumps. */
  #createGenerators(): void {
    const { clock = true, mtc = false, clockWhileStopped, startLeadMs } = this.#options;
    const { rate, songStart } = this.#options;
    if (clock) {
      this.#clock = createMidiClockGenerator(this.#take, {
        ...(clockWhileStopped !== undefined && { clockWhileStopped }),
        ...(startLeadMs !== undefined && { startLeadMs }),
      });
    }
    if (mtc) {
      this.#mtc = createMtcGenerator(this.#take, {
        ...(rate !== undefined && { rate }),
        ...(songStart !== undefined && { songStart }),
      });
    }
  }

  readonly #pump = (): void => {
    const { session, sync } = this.#jam;
    const { lookAheadNs, latencyNs, startLeadNs } = this.#checked;
    const ownNs = session.clock.nowNs();
    const horizonNs = sync.timeline.toTimeline(ownNs) + latencyNs + lookAheadNs;
    this.#timer = session.timers.schedule(ownNs + lookAheadNs / WINDOWS, this.#pump);
    if (horizonNs - lookAheadNs - this.#doneNs > MISSED_NS) this.#restart();
    cutAtScores(sync.transport, this.#doneNs, horizonNs, startLeadNs, (score, fromNs, toNs) => {
      this.#clock?.generate(score, fromNs, toNs);
      this.#mtc?.generate(score, fromNs, toNs);
    });
    this.#doneNs = Math.max(this.#doneNs, horizonNs);
    this.#handOver(ownNs);
  };

  readonly #take = (atNs: number, bytes: Uint8Array): void => {
    this.#made.push({ atNs, bytes: bytes.slice() });
  };

  /** Hands over what both generators have made, in the order of its times. */
  #handOver(nowNs: number): void {
    const { timeline } = this.#jam.sync;
    const made = this.#made.sort((a, b) => a.atNs - b.atNs);
    for (const { atNs, bytes } of made) {
      const ownNs = timeline.toOwn(atNs) - this.#checked.latencyNs;
      if (ownNs < nowNs) this.#overdue++;
      this.#hand(ownNs, bytes);
    }
    made.length = 0;
  }

  #hand(ownNs: number, bytes: Uint8Array): void {
    const status = bytes[0]!;
    if (status === START || status === CONTINUE) this.#playing = true;
    else if (status === STOP) this.#playing = false;
    countMessage(this.#counts, status);
    // The line is bent from window to window, and times must not fall.
    this.#lastOwnNs = Math.max(this.#lastOwnNs, ownNs);
    this.#options.onBytes?.(this.#lastOwnNs, bytes);
    this.#events?.add(this.#lastOwnNs, bytes);
  }

  /** Goes on where the timeline is now, behind what has been handed over. */
  #restart(): void {
    const { session, sync } = this.#jam;
    const nowNs = session.clock.nowNs();
    this.#restarts++;
    this.#made.length = 0;
    if (this.#playing) this.#hand(nowNs, STOP_BYTES);
    this.#createGenerators();
    const fromNs = Math.max(nowNs, this.#lastOwnNs);
    this.#doneNs = sync.timeline.toTimeline(fromNs) + this.#checked.latencyNs;
  }

  stats(): MidiClockOutputStats {
    return {
      ...this.#counts,
      overdue: this.#overdue,
      restarts: this.#restarts,
      refused: this.#events?.refused ?? 0,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#following.abort();
    this.#jam.session.timers.cancel(this.#timer);
    if (!this.#playing) {
      this.#events?.close();
      return;
    }
    this.#counts.stops++;
    this.#options.onBytes?.(Math.max(this.#lastOwnNs, this.#jam.session.clock.nowNs()), STOP_BYTES);
    this.#events?.end(STOP_BYTES);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
