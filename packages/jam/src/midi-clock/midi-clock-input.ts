import { encodeMidiBytes, type EventHandler, type EventInfo } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import type {
  ArrivalJitterStats,
  FollowerState,
  MidiClockFollowerStats,
  MtcFollowerStats,
} from '@jamnet/sync';
import type { TimerId } from '@jamnet/wire';
import { createClockChase, type ClockChase } from './clock-chase.js';
import type { MidiClockTarget } from './clock-session.js';
import { createEventOrder } from './event-order.js';
import {
  type CheckedInput,
  checkInputOptions,
  type MidiClockInputOptions,
} from './input-options.js';
import { createTimecodeChase, type TimecodeChase } from './timecode-chase.js';

/** A snapshot of what was followed. */
export interface MidiClockInputStats {
  readonly state: FollowerState;
  /** How far messages lay from even spacing: of events by their time stamps, of bytes by their arrival. */
  readonly jitter: ArrivalJitterStats;
  /** How far the session was behind the sender when that was last looked at, milliseconds; NaN before. */
  readonly errorMs: number;
  /** What was counted of MIDI Clock or of MIDI Time Code; null of the one that is not followed. */
  readonly clock: MidiClockFollowerStats | null;
  readonly mtc: MtcFollowerStats | null;
  /** Sender id of the peer whose events are followed; null before the first. */
  readonly peer: number | null;
  /** Commands given to the session, and refused by its transport. */
  readonly commands: number;
  readonly refused: number;
  /** Times that somebody in the session took it elsewhere and was left to it. */
  readonly yields: number;
  /** Events that had to wait for earlier ones, and events that came too late for their place. */
  readonly reordered: number;
  readonly late: number;
  /**
   * Events without a time that could be used, since their peer's clock was not known yet or the time lay more than 5 s off: their arrival
   * counted.
   */
  readonly untimed: number;
}

/** MIDI Clock or MIDI Time Code that a session follows. Nothing throws on input. */
export interface MidiClockInput {
  /** Reads MIDI bytes that came at a time of this process's clock; they may be cut anywhere. @default now */
  push(bytes: Uint8Array, arrivalNs?: number): void;
  /** Takes the session's MIDI events, all of them: hand it to `midi.onMessage`, or call it from there. Passes over what is not of the clock. */
  readonly onMessage: EventHandler;
  readonly state: FollowerState;
  /** Whether the sender plays. */
  readonly running: boolean;
  /** The sender's quarter notes per minute; NaN before two clocks, and of MIDI Time Code. */
  readonly bpm: number;
  /** Whether the session is left alone, since somebody there took it elsewhere, until the sender starts, stops, locates or changes its tempo. */
  readonly yielded: boolean;
  stats(): MidiClockInputStats;
  /** Follows no more; the session goes on as it is. */
  close(): void;
  [Symbol.dispose](): void;
}

const LOOK_NS = 100e6;
/** How far from now an event's time may lie and still be believed. */
const BELIEVED_NS = 5e9;
/** Room for a full frame; what is longer is no time code. */
const LONGEST_BYTES = 16;
const TIME_TYPES: ReadonlySet<string> = new Set([
  'clock',
  'start',
  'continue',
  'stop',
  'song_position',
  'time_code',
  'reset',
]);

/**
 * Makes a session follow a sender of MIDI Clock or MIDI Time Code that knows nothing of it (row S9), as raw bytes or as events of a peer. An
 * event counts by its time stamp, so how late it comes does not matter. One host does this for the whole session. Throws JamError `bad-option`.
 */
export function followMidiClock(
  jam: MidiClockTarget,
  options: MidiClockInputOptions = {},
): MidiClockInput {
  return new Input(jam, checkInputOptions(options));
}

class Input implements MidiClockInput {
  readonly #jam: MidiClockTarget;
  readonly #options: CheckedInput;
  readonly #clock: ClockChase | undefined;
  readonly #mtc: TimecodeChase | undefined;
  readonly #chase: ClockChase | TimecodeChase;
  readonly #order = createEventOrder((event) => this.#event(event));
  readonly #bytes = new Uint8Array(LONGEST_BYTES);
  readonly #following = new AbortController();
  #peer: EventInfo['peer'] | null = null;
  #streamId = 0;
  #heardNs = -Infinity;
  #untimed = 0;
  #timer: TimerId = 0;
  #closed = false;

  constructor(jam: MidiClockTarget, options: CheckedInput) {
    this.#jam = jam;
    this.#options = options;
    if (options.follow === 'clock') this.#clock = createClockChase(jam.sync, options);
    else this.#mtc = createTimecodeChase(jam.sync, options);
    this.#chase = (this.#clock ?? this.#mtc)!;
    const { signal } = this.#following;
    jam.session.events.addEventListener('closed', () => this.close(), { signal });
    jam.sync.timeline.events.addEventListener(
      'step',
      ({ newEpoch }) => this.#clock?.stepped(newEpoch),
      { signal },
    );
    this.#look();
  }

  get state(): FollowerState {
    return this.#chase.stateAt(this.#nowNs());
  }

  get running(): boolean {
    return this.#chase.running;
  }

  get bpm(): number {
    return this.#chase.bpm;
  }

  get yielded(): boolean {
    return this.#chase.yielded;
  }

  #nowNs(): number {
    return this.#jam.session.clock.nowNs();
  }

  readonly #look = (): void => {
    if (this.#closed) return;
    const nowNs = this.#nowNs();
    this.#timer = this.#jam.session.timers.schedule(nowNs + LOOK_NS, this.#look);
    this.#order.flush(nowNs);
    this.#chase.look(nowNs);
  };

  push(bytes: Uint8Array, arrivalNs: number = this.#nowNs()): void {
    if (!this.#closed) this.#chase.push(bytes, arrivalNs);
  }

  readonly onMessage: EventHandler = (event, info) => {
    if (this.#closed || info.synthesised) return;
    const nowNs = this.#nowNs();
    const timely = TIME_TYPES.has(event.type);
    const { senderId } = info.peer;
    if (this.#peer?.senderId !== senderId || this.#streamId !== info.streamId) {
      if (!timely || !this.#adopts(senderId, nowNs)) return;
      if (this.#peer !== null) this.#chase.reset();
      this.#order.reset();
      this.#peer = info.peer;
      this.#streamId = info.streamId;
    }
    if (timely) this.#heardNs = nowNs;
    this.#order.push(event, nowNs);
  };

  #adopts(senderId: number, nowNs: number): boolean {
    const { peer, lostAfterMs } = this.#options;
    if (peer !== undefined && peer !== senderId) return false;
    return this.#peer === null || nowNs - this.#heardNs > lostAfterMs * 1e6;
  }

  #event(event: JmidEvent): void {
    if (!TIME_TYPES.has(event.type) && event.type !== 'sysex') return;
    const end = encodeMidiBytes(event, this.#bytes, 0);
    if (end > 0) this.#chase.push(this.#bytes.subarray(0, end), this.#sentNs(event));
  }

  /** When the event was sent, on this process's clock. */
  #sentNs({ timestamp }: JmidEvent): number {
    const { sameClock, senderId } = this.#peer!;
    const nowNs = this.#nowNs();
    if (timestamp !== undefined) {
      const peerNs = Number(timestamp) * 1000;
      const { timeline } = this.#jam.sync;
      const ownNs = sameClock ? peerNs : timeline.toOwn(timeline.peerToTimeline(senderId, peerNs));
      if (Math.abs(ownNs - nowNs) <= BELIEVED_NS) return ownNs;
    }
    this.#untimed++;
    return nowNs;
  }

  stats(): MidiClockInputStats {
    const { steering, errorNs, yields } = this.#chase;
    return {
      state: this.state,
      jitter: this.#chase.jitter(),
      errorMs: errorNs / 1e6,
      clock: this.#clock?.stats() ?? null,
      mtc: this.#mtc?.stats() ?? null,
      peer: this.#peer?.senderId ?? null,
      commands: steering.given,
      refused: steering.refused,
      yields,
      reordered: this.#order.held,
      late: this.#order.late,
      untimed: this.#untimed,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#following.abort();
    this.#jam.session.timers.cancel(this.#timer);
    this.#chase.steering.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
