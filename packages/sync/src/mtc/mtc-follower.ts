import type { ArrivalJitterStats } from '../midi-clock/arrival-jitter.js';
import { inRange } from '../midi-clock/option-range.js';
import {
  createPulseTracker,
  type FollowerState,
  type PulseTracker,
} from '../midi-clock/pulse-tracker.js';
import { MIDNIGHT } from './mtc-options.js';
import { frameNs, type MtcRate } from './rate.js';
import { frameOfTimecode, framesPerDay, type Timecode } from './timecode.js';
import { PIECES, QUARTERS_PER_FRAME, rateOfHours } from './timecode-bytes.js';
import { TimecodeReader } from './timecode-reader.js';

/** How MIDI Time Code is followed. */
export interface MtcFollowerOptions {
  /**
   * The timecode at song time 0. Where it does not exist at the rate that comes in, it is 00:00:00:00.
   * @default 00:00:00:00
   */
  readonly songStart?: Readonly<Timecode>;
  /**
   * Silence after which the code counts as lost, 50-10,000. Song time goes on that long and stands there: a sender that stops
   * just sends no more.
   * @default 200
   */
  readonly lostAfterMs?: number;
  /**
   * What the way from the sender takes on average, 0-1000: arrivals are taken to have been sent that much earlier.
   * @default 0
   */
  readonly latencyMs?: number;
}

/** Counters of a follower since it was made. */
export interface MtcFollowerStats {
  readonly quarterFrames: number;
  readonly fullFrames: number;
  /** Quarter frames that did not come: seen from the piece numbers. */
  readonly lostQuarterFrames: number;
  /** Quarter frames that came twice. */
  readonly repeated: number;
  /** Timecodes that do not exist: out of range, or dropped numbers. */
  readonly malformed: number;
  /** Messages that another status byte cut off. */
  readonly truncated: number;
  /** Times that the code went on somewhere else than where it had led to. */
  readonly jumps: number;
}

/**
 * Song time from MIDI Time Code: MIDI Time Code, RP-004/008. Any MIDI bytes may be fed; what is no timecode is passed over. Nothing throws
 * and nothing allocates on input.
 *
 * A timecode is complete with its eighth quarter frame, nearly two frames after the moment it names, and is taken as that. The time
 * is known after eight quarter frames in one direction without a gap, and from then on followed piece by piece; gaps are bridged.
 */
export interface MtcFollower {
  /** Reads bytes that arrived at `arrivalNs`; they may be cut anywhere. */
  push(bytes: Uint8Array, arrivalNs: number): void;
  /** Reads one byte. */
  pushByte(byte: number, arrivalNs: number): void;
  /** Frames per second that the sender says; null before the first whole timecode. */
  readonly rate: MtcRate | null;
  /** 1 forward, -1 backward, 0 while only a full frame or nothing is known. */
  readonly direction: -1 | 0 | 1;
  /** Speed of the song, 1 as the rate says; negative backward, 0 while it stands. */
  readonly speed: number;
  /** `locked`: the time is known, and the speed to 0.1 %. `lost`: the sender has stopped, or is not heard. */
  stateAt(nowNs: number): FollowerState;
  /** Song time at a time in nanoseconds, negative before the song's start; NaN while nothing is known. */
  songNsAt(atNs: number): number;
  jitter(): ArrivalJitterStats;
  stats(): MtcFollowerStats;
  /** Forgets all but the counters. */
  reset(): void;
}

/** How far time may be from the number of quarter frames that seem to be lost, in quarter frames. */
const BRIDGED_SLACK = 2;

/** Throws a JamError `bad-option` for a value out of its range. */
export function createMtcFollower(options: MtcFollowerOptions = {}): MtcFollower {
  const { songStart = MIDNIGHT, lostAfterMs = 200, latencyMs = 0 } = options;
  return new Follower(
    songStart,
    inRange('lostAfterMs', lostAfterMs, 50, 10_000) * 1e6,
    inRange('latencyMs', latencyMs, 0, 1000) * 1e6,
  );
}

class Follower implements MtcFollower {
  rate: MtcRate | null = null;
  direction: -1 | 0 | 1 = 0;
  readonly #songStart: Readonly<Timecode>;
  readonly #lostAfterNs: number;
  readonly #latencyNs: number;
  readonly #pulses: PulseTracker;
  readonly #reader = new TimecodeReader(
    (piece, nibble, atNs) => this.#onQuarter(piece, nibble, atNs),
    (hours, minutes, seconds, frames) => this.#onFull(hours, minutes, seconds, frames),
  );
  readonly #nibbles = new Uint8Array(PIECES);
  readonly #timecode: Timecode = { ...MIDNIGHT };
  /** Quarter frames from 00:00:00:00 to the last one, or to where the song stands; NaN while unknown. */
  #quarter = NaN;
  /** Whether `#quarter` is that of the last quarter frame. */
  #moving = false;
  #lastPiece = -1;
  /** Pieces without a gap and in one direction, the last one included. */
  #inRow = 0;
  readonly #counters = { quarterFrames: 0, fullFrames: 0, repeated: 0, malformed: 0, jumps: 0 };

  constructor(songStart: Readonly<Timecode>, lostAfterNs: number, latencyNs: number) {
    this.#songStart = songStart;
    this.#lostAfterNs = lostAfterNs;
    this.#latencyNs = latencyNs;
    this.#pulses = createPulseTracker(lostAfterNs);
  }

  get speed(): number {
    const { periodNs } = this.#pulses;
    if (!this.#moving || this.rate === null || !(periodNs > 0)) return 0;
    return (this.direction * quarterNs(this.rate)) / periodNs;
  }

  stateAt(nowNs: number): FollowerState {
    const state = this.#pulses.stateAt(nowNs - this.#latencyNs);
    return state === 'locked' && !this.#moving ? 'acquiring' : state;
  }

  songNsAt(atNs: number): number {
    if (this.rate === null) return NaN;
    const start = QUARTERS_PER_FRAME * Math.max(0, frameOfTimecode(this.#songStart, this.rate));
    return (this.#quarterAt(atNs) - start) * quarterNs(this.rate);
  }

  jitter(): ArrivalJitterStats {
    return this.#pulses.jitter();
  }

  stats(): MtcFollowerStats {
    const { lost } = this.#pulses;
    return { ...this.#counters, lostQuarterFrames: lost, truncated: this.#reader.truncated };
  }

  reset(): void {
    this.#pulses.reset();
    this.#reader.reset();
    this.rate = null;
    this.direction = 0;
    this.#quarter = NaN;
    this.#moving = false;
    this.#lastPiece = -1;
    this.#inRow = 0;
  }

  push(bytes: Uint8Array, arrivalNs: number): void {
    for (let i = 0; i < bytes.length; i++) this.pushByte(bytes[i]!, arrivalNs);
  }

  pushByte(byte: number, arrivalNs: number): void {
    this.#reader.byte(byte, arrivalNs - this.#latencyNs);
  }

  #quarterAt(atNs: number): number {
    if (!this.#moving) return this.#quarter;
    const { atNs: pulseNs, periodNs, lastArrivalNs } = this.#pulses;
    const untilNs = Math.min(atNs, lastArrivalNs + this.#lostAfterNs);
    return this.#quarter + (this.direction * (untilNs - pulseNs)) / periodNs;
  }

  #onFull(hours: number, minutes: number, seconds: number, frames: number): void {
    this.#counters.fullFrames++;
    const frame = this.#frameOf(hours, minutes, seconds, frames);
    if (frame < 0) return;
    this.#stand(frame * QUARTERS_PER_FRAME);
    this.direction = 0;
    this.#lastPiece = -1;
  }

  #stand(quarter: number): void {
    this.#quarter = quarter;
    this.#moving = false;
    this.#inRow = 0;
  }

  #onQuarter(piece: number, nibble: number, atNs: number): void {
    this.#counters.quarterFrames++;
    const silent = atNs - this.#pulses.lastArrivalNs > this.#lostAfterNs;
    // Where it goes on after a silence is not known: the song stands where it was left.
    if (silent && this.#moving) this.#stand(this.#quarterAt(atNs));
    const steps = silent || this.#lastPiece < 0 ? 0 : this.#stepsTo(piece, atNs);
    if (Number.isNaN(steps)) {
      this.#counters.repeated++;
      return;
    }
    this.#lastPiece = piece;
    this.#nibbles[piece] = nibble;
    if (steps === 0) {
      this.#inRow = 1;
      this.#pulses.noteFirst(atNs);
      return;
    }
    this.#inRow = steps === 1 ? this.#inRow + 1 : 1;
    this.#pulses.noteNumbered(atNs, steps);
    if (this.#moving) this.#quarter = this.#inDay(this.#quarter + this.direction * steps);
    const lastOfEight = this.direction > 0 ? PIECES - 1 : 0;
    if (piece === lastOfEight && this.#inRow >= PIECES) this.#assemble();
  }

  /** Quarter frames since the last one; 0 where it went on elsewhere or turned; NaN for the same one again. */
  #stepsTo(piece: number, atNs: number): number {
    const forward = (piece - this.#lastPiece + PIECES) % PIECES;
    const periods = (atNs - this.#pulses.atNs) / this.#pulses.periodNs;
    if (forward === 0) return periods > PIECES / 2 ? PIECES : NaN;
    if (this.direction === 0) this.direction = forward <= PIECES / 2 ? 1 : -1;
    const steps = this.direction > 0 ? forward : PIECES - forward;
    // Seven on look like one back, and what is left out like what is skipped: time tells them apart.
    if (!(Math.abs(steps - periods) > BRIDGED_SLACK)) return steps;
    this.#stand(this.#quarterAt(atNs));
    if (steps === PIECES - 1) this.direction = this.direction > 0 ? -1 : 1;
    else this.#counters.jumps++;
    return 0;
  }

  #assemble(): void {
    const n = this.#nibbles;
    const frame = this.#frameOf(
      n[6]! | (n[7]! << 4),
      n[4]! | (n[5]! << 4),
      n[2]! | (n[3]! << 4),
      n[0]! | (n[1]! << 4),
    );
    if (frame < 0) return;
    const quarter = QUARTERS_PER_FRAME * frame + (this.direction > 0 ? PIECES - 1 : 0);
    if (this.#moving && quarter !== this.#quarter) this.#counters.jumps++;
    this.#quarter = quarter;
    this.#moving = true;
  }

  #inDay(quarter: number): number {
    const day = QUARTERS_PER_FRAME * framesPerDay(this.rate!);
    return ((quarter % day) + day) % day;
  }

  /** The frame of a timecode whose hours carry the rate, which is taken over; -1, counted, where there is none. */
  #frameOf(hours: number, minutes: number, seconds: number, frames: number): number {
    const rate = rateOfHours(hours);
    const timecode = this.#timecode;
    timecode.hours = hours & 0x1f;
    timecode.minutes = minutes;
    timecode.seconds = seconds;
    timecode.frames = frames;
    const frame = frameOfTimecode(timecode, rate);
    if (frame < 0) this.#counters.malformed++;
    else this.rate = rate;
    return frame;
  }
}

function quarterNs(rate: MtcRate): number {
  return frameNs(rate) / QUARTERS_PER_FRAME;
}
