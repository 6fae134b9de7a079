import type { MidiPredictor } from '@jamnet/pnbtr';
import type { JmidEvent, MidiStateMessage } from '@jamnet/schemas';
import type { Clock, TimerId, Timers } from '@jamnet/wire';
import { scaleDown } from '../v1/scaling.js';
import { dropoutAtNs, type HeardPeer } from './dropout.js';
import { createKnownLine } from './known-line.js';
import { keyOf } from './predicted-events.js';
import { createPredictedNotes, type PredictionSink } from './predicted-notes.js';

/** The predictor looks no further ahead. */
const HORIZON_NS = 1e9;
/** What should have begun so long ago is left out: it would come as late as it does without a prediction. */
const LATE_NS = 10e6;
/** A timer that is later than that says that this process stood still, not the others. */
const OWN_STALL_NS = 20e6;
const SECOND_LOOK_NS = 5e6;
/** After so long without an event nobody looks for dropouts any more. */
const IDLE_NS = 5e9;
const SETTLE_LOOK_NS = 50e6;
/** What a heartbeat says of what is held may have been written so long before it went out. */
const STATE_AGE_NS = 25e6;
/** There and back between two clocks a time is not quite the same. */
const ROUNDING_NS = 1e3;
/** Learning a note takes up to a millisecond: a flood of them must hold up nobody. What nobody plays is not learnt. */
const LEARN_NS = 2e6;
const LEARN_AGAIN_NS = 20e6;
const MOST_UNLEARNT = 256;

export interface NotePredictionOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Knows nothing yet. */
  readonly predictor: MidiPredictor;
  readonly peer: HeardPeer;
  /** How long everything of a peer on this clock is held; undefined without a playout. */
  readonly playoutDelayNs: number | undefined;
  readonly sink: PredictionSink;
}

/** What a real event turns out to be: itself, a note that sounds by prediction already, or the end of a note that has ended. */
export type Meaning = 'new' | 'confirmed' | 'older';

/**
 * Plays on in a dropout what a stream has been repeating (row J6), and takes back what turns out not to have been played. While packets come it notes their
 * note-ons, and learns from them on a timer.
 */
export interface NotePrediction {
  /** Whether a note sounds by prediction. */
  readonly sounding: boolean;
  readonly counters: Readonly<{ predicted: number; confirmed: number; retracted: number }>;
  /** An event has come. Allocates for a note. */
  learn(event: JmidEvent, arrivalNs: number, repaired: boolean): void;
  /** A frame or a state line of the stream has been read. */
  heard(nowNs: number, missing: number): void;
  /** Whether it is a note-on that sounds, or has sounded, by prediction. */
  expects(event: JmidEvent): boolean;
  /** The event is played now; `held`: it is a note-on after which its note is held. */
  meet(event: JmidEvent, held: boolean): Meaning;
  /** The sender's word of what it holds is due. */
  compare(said: MidiStateMessage): void;
  /** The peer is silent or gone: what sounds ends. */
  silence(): void;
  close(): void;
}

export function createNotePrediction(options: NotePredictionOptions): NotePrediction {
  return new StreamPrediction(options);
}

interface UnlearntNote {
  readonly on: boolean;
  readonly key: number;
  readonly note: number;
  readonly velocity: number;
  readonly atNs: number;
}

class StreamPrediction implements NotePrediction {
  readonly #options: NotePredictionOptions;
  readonly #known = createKnownLine();
  readonly #notes;
  readonly #unlearnt: UnlearntNote[] = [];
  #eventNs = -Infinity;
  /** When the peer had been heard last before the dropout that is on; NaN where none is. */
  #dropoutSinceNs = NaN;
  #timer: TimerId = 0;
  #armed = false;
  #dueNs = 0;
  #closed = false;

  constructor(options: NotePredictionOptions) {
    this.#options = options;
    this.#notes = createPredictedNotes(options.sink);
  }

  get sounding(): boolean {
    return this.#notes.sounding > 0;
  }

  get counters(): NotePrediction['counters'] {
    return this.#notes.counters;
  }

  /** From an event's time to when it is played here. */
  get #outNs(): number {
    const { playoutDelayNs, peer } = this.#options;
    return playoutDelayNs !== undefined && peer.sameClock ? playoutDelayNs : this.#known.transitNs;
  }

  learn(event: JmidEvent, arrivalNs: number, repaired: boolean): void {
    if (event.timestamp === undefined) return;
    const atNs = timeOf(event);
    if (!repaired) this.#known.noteTransit(arrivalNs - atNs);
    this.#eventNs = arrivalNs;
    if (isNote(event) && this.#unlearnt.length <= MOST_UNLEARNT)
      this.#unlearnt.push({
        on: isOn(event),
        key: keyOf(event.group, event.channel),
        note: event.note,
        velocity: velocityOf(event),
        atNs,
      });
    if (!this.#armed) this.#arm(dropoutAtNs(this.#options.peer, arrivalNs));
  }

  heard(nowNs: number, missing: number): void {
    this.#known.heard(nowNs, missing);
    if (!Number.isNaN(this.#dropoutSinceNs)) this.#dropoutOver(nowNs);
    if (this.#notes.open > 0) this.#settle(nowNs);
  }

  expects(event: JmidEvent): boolean {
    if (event.timestamp === undefined || !isNote(event) || !isOn(event)) return false;
    return this.#notes.matches(keyOf(event.group, event.channel), event.note, timeOf(event));
  }

  meet(event: JmidEvent, held: boolean): Meaning {
    if (this.#notes.open === 0 || event.timestamp === undefined || !isNote(event)) return 'new';
    const key = keyOf(event.group, event.channel);
    if (!isOn(event)) return this.#notes.ended(key, event.note, timeOf(event));
    return this.#notes.played(key, event.note, timeOf(event), held) ? 'confirmed' : 'new';
  }

  compare(said: MidiStateMessage): void {
    if (!this.sounding) return;
    const saidNs = this.#options.clock.nowNs() - this.#outNs - STATE_AGE_NS;
    this.#notes.compare(saidNs, ({ key, note }) => {
      const channel = said.channels.find((each) => keyOf(each.group, each.channel) === key);
      return channel === undefined ? said.part !== undefined : channel.notes.includes(note);
    });
  }

  #arm(atNs: number): void {
    const { timers } = this.#options;
    // The rest of the frame in which it was closed is still read.
    if (this.#closed) return;
    timers.cancel(this.#timer);
    this.#armed = true;
    this.#dueNs = atNs;
    this.#timer = timers.schedule(atNs, this.#look);
  }

  readonly #look = (): void => {
    const nowNs = this.#options.clock.nowNs();
    const stalled = nowNs - this.#dueNs > OWN_STALL_NS;
    this.#armed = false;
    this.#learnSome();
    // What came meanwhile has not been read yet.
    if (stalled) return this.#arm(nowNs + SECOND_LOOK_NS);
    const { peer } = this.#options;
    if (!Number.isNaN(this.#dropoutSinceNs) && peer.lastHeardNs > this.#dropoutSinceNs)
      this.#dropoutOver(nowNs);
    const dropoutNs = dropoutAtNs(peer, this.#eventNs);
    const silent = Number.isNaN(this.#dropoutSinceNs) && dropoutNs <= nowNs;
    if (silent && peer.state === 'alive') this.#dropoutBegins(nowNs);
    // Armed before a handler is called, which may throw or close all this.
    const nextNs = this.#nextLookNs(nowNs, dropoutNs);
    if (nextNs < Infinity) this.#arm(nextNs);
    this.#notes.advance(nowNs - this.#outNs + ROUNDING_NS);
    if (Number.isNaN(this.#dropoutSinceNs) && this.#notes.open > 0) this.#settle(nowNs);
  };

  #nextLookNs(nowNs: number, dropoutNs: number): number {
    const { nextNs } = this.#notes;
    const actNs = nextNs < Infinity ? Math.max(nowNs, nextNs + this.#outNs) : Infinity;
    // While a dropout lasts there is nothing else to do, and after it an event begins all anew.
    if (!Number.isNaN(this.#dropoutSinceNs)) return actNs;
    const settleNs = this.#notes.open > 0 ? nowNs + SETTLE_LOOK_NS : Infinity;
    const watched = this.#options.peer.state === 'alive' && nowNs - this.#eventNs < IDLE_NS;
    const watchNs = watched ? Math.max(nowNs, dropoutNs) : Infinity;
    const learnNs = this.#unlearnt.length > 0 ? nowNs + LEARN_AGAIN_NS : Infinity;
    return Math.min(actNs, settleNs, watchNs, learnNs);
  }

  #dropoutBegins(nowNs: number): void {
    this.#dropoutSinceNs = this.#options.peer.lastHeardNs;
    const { toNs } = this.#known;
    const earliestNs = nowNs - LATE_NS - this.#outNs;
    const coming = this.#options.predictor.predict(toNs, toNs + HORIZON_NS);
    this.#notes.expect(coming.filter(({ onNs }) => onNs >= earliestNs));
  }

  #dropoutOver(nowNs: number): void {
    this.#dropoutSinceNs = NaN;
    this.#notes.expect([]);
    if (!this.#armed) this.#arm(nowNs + SETTLE_LOOK_NS);
  }

  /** Takes back what was not played, as far as is known, and as far as what was played has had its time. */
  #settle(nowNs: number): void {
    this.#notes.settle(Math.min(this.#known.toNs, nowNs - this.#outNs));
  }

  #learnSome(): void {
    const { predictor, clock } = this.#options;
    // With a hole in it the line would say something else.
    if (this.#unlearnt.length > MOST_UNLEARNT) {
      this.#unlearnt.length = 0;
      predictor.reset();
    }
    const untilNs = clock.nowNs() + LEARN_NS;
    let count = 0;
    for (const { on, key, note, velocity, atNs } of this.#unlearnt) {
      if (on) predictor.noteOn(key, note, velocity, atNs);
      else predictor.noteOff(key, note, atNs);
      count++;
      if (clock.nowNs() > untilNs) break;
    }
    this.#unlearnt.splice(0, count);
  }

  silence(): void {
    this.#options.timers.cancel(this.#timer);
    this.#armed = false;
    this.#notes.silence();
  }

  close(): void {
    this.#closed = true;
    this.silence();
    this.#notes.giveUp();
  }
}

type NoteEvent = Extract<
  JmidEvent,
  { type: 'note_on' | 'note_off' | 'midi2_note_on' | 'midi2_note_off' }
>;

function isNote(event: JmidEvent): event is NoteEvent {
  const { type } = event;
  return (
    type === 'note_on' ||
    type === 'note_off' ||
    type === 'midi2_note_on' ||
    type === 'midi2_note_off'
  );
}

function isOn(event: NoteEvent): boolean {
  return event.type === 'midi2_note_on' || (event.type === 'note_on' && event.velocity > 0);
}

/** Of a note-on, of MIDI 1.0's width, and never 0. */
function velocityOf(event: NoteEvent): number {
  if (event.type === 'note_on') return event.velocity;
  return Math.max(1, scaleDown(event.velocity, 16, 7));
}

function timeOf({ timestamp }: JmidEvent): number {
  return Number(timestamp) * 1000;
}
