import { bpmAt, isLooping, isRunning, lineAt, timeOfLine } from '../conductor/beat-line.js';
import type { Score } from '../conductor/score.js';
import type { MidiByteSink } from './midi-byte-sink.js';
import { MidiClockMessages } from './midi-clock-messages.js';
import { inRange } from './option-range.js';
import { CLOCKS_PER_BEAT, CLOCKS_PER_SIXTEENTH } from './realtime-bytes.js';

/** How MIDI Clock is sent. */
export interface MidiClockGeneratorOptions {
  /**
   * Clocks go on at the score's tempo while nothing plays, so that receivers know the tempo before the start.
   * @default false
   */
  readonly clockWhileStopped?: boolean;
  /**
   * How long before the first clock Start or Continue is sent, where it is known that early: the specification gives receivers
   * 1 ms to get ready. 0-100.
   * @default 1
   */
  readonly startLeadMs?: number;
}

/** What a generator has sent since it was made. */
export interface MidiClockGeneratorStats {
  readonly clocks: number;
  /** Start or Continue: starts, seeks while playing, and loops. */
  readonly cues: number;
  /** Song positions beyond 16,383 sixteenths, sent as that. */
  readonly positionsOutOfRange: number;
}

/**
 * MIDI Clock of a score: MIDI 1.0 Detailed Specification 4.2, System Real Time and Song Position Pointer.
 *
 * The clock at `n / 24` beats is sent when the score is there. Start at beat 0, else Song Position and Continue, come before it; both
 * mean the next clock. A position is a whole number of sixteenths, so what begins between two begins for the receiver at the
 * next one. A seek while playing, and the end of a loop, are Stop, position and Continue: a receiver heeds positions only when it
 * is stopped. A loop shorter than a sixteenth cannot be said in MIDI and is played through.
 */
export interface MidiClockGenerator {
  /**
   * Hands everything that is due from `fromNs` (included) to `toNs` (excluded) to the sink. `score` must be the one in force in all of
   * that; where another takes over, end the window there. Windows follow one another; where they do not, or where the score has moved
   * meanwhile by less than a sixteenth, clocks wait or catch up 1 ms apart and none is missed or doubled. Does not allocate.
   */
  generate(score: Score, fromNs: number, toNs: number): void;
  stats(): MidiClockGeneratorStats;
}

/** Clocks that catch up are this far apart: three bytes' time on a MIDI cable. */
const SPACING_NS = 1e6;
/** Positions within this many beats of one another are one. */
const SAME_BEAT = 1e-6;
const SIXTEENTH = CLOCKS_PER_SIXTEENTH / CLOCKS_PER_BEAT;

/** Throws a JamError `bad-option` for a lead outside of 0-100 ms. */
export function createMidiClockGenerator(
  sink: MidiByteSink,
  options: MidiClockGeneratorOptions = {},
): MidiClockGenerator {
  const { clockWhileStopped = false, startLeadMs = 1 } = options;
  return new Generator(sink, clockWhileStopped, inRange('startLeadMs', startLeadMs, 0, 100) * 1e6);
}

class Generator implements MidiClockGenerator {
  readonly #out: MidiClockMessages;
  readonly #clockWhileStopped: boolean;
  readonly #leadNs: number;
  /** Whether receivers play, as far as they have been told. */
  #playing = false;
  /** Number of the next clock, from the start of the song. */
  #next = 0;
  /** The beat that stopped receivers stand at. */
  #standingBeat = 0;
  /** Beats of the score's line that earlier passes through the loop have used up. */
  #offset = 0;
  #fromNs = 0;
  #toNs = 0;

  constructor(sink: MidiByteSink, clockWhileStopped: boolean, leadNs: number) {
    this.#out = new MidiClockMessages(sink);
    this.#clockWhileStopped = clockWhileStopped;
    this.#leadNs = leadNs;
  }

  generate(score: Score, fromNs: number, toNs: number): void {
    this.#fromNs = Math.max(fromNs, this.#out.lastNs);
    this.#toNs = toNs;
    if (!(this.#fromNs < toNs)) return;
    if (!isRunning(score.run)) {
      this.#stand(score);
      this.#idle(score, toNs);
      return;
    }
    if (this.#playing && !this.#follows(score)) this.#stop(score.anchor.beat);
    if (!this.#playing && !this.#begin(score)) return;
    while (this.#step(score));
  }

  stats(): MidiClockGeneratorStats {
    const { clocks, cues, positionsOutOfRange } = this.#out;
    return { clocks, cues, positionsOutOfRange };
  }

  #stand(score: Score): void {
    const { beat } = score.anchor;
    const clocksAway = Math.abs(beat * CLOCKS_PER_BEAT - this.#next);
    if (this.#playing) {
      this.#stop(beat);
      // They stand at a clock, which is nearer than a sixteenth could say.
      if (clocksAway <= CLOCKS_PER_SIXTEENTH) return;
    } else if (beat === this.#standingBeat) return;
    this.#standingBeat = beat;
    this.#out.position(this.#fromNs, sixteenthFrom(beat));
  }

  #stop(standingBeat: number): void {
    this.#playing = false;
    this.#standingBeat = standingBeat;
    this.#out.stop(this.#fromNs);
  }

  #idle(score: Score, untilNs: number): void {
    if (!this.#clockWhileStopped) return;
    for (;;) {
      const atNs = Math.max(this.#fromNs, this.#out.lastClockNs + clockNs(score, this.#fromNs));
      if (!(atNs < untilNs)) return;
      this.#out.clock(atNs);
    }
  }

  /** Whether the next clock is about where the score is. It may be in the next pass through a loop, or still in the one before. */
  #follows(score: Score): boolean {
    const line = lineAt(score, this.#fromNs);
    const length = loopLength(score);
    const offset = offsetAt(score, line);
    const ahead = this.#next / CLOCKS_PER_BEAT + offset - line;
    let passes = 0;
    if (!near(ahead)) {
      if (length === 0) return false;
      if (near(ahead + length)) passes = 1;
      else if (near(ahead - length) && offset > 0) passes = -1;
      else return false;
    }
    this.#offset = offset + passes * length;
    return true;
  }

  /** Sends Start or Continue where it is due. Returns whether it was. */
  #begin(score: Score): boolean {
    const { anchor } = score;
    // What is known early enough begins where it should; what has begun already is joined with the lead kept.
    const earliestNs = anchor.atNs < this.#fromNs ? this.#fromNs + this.#leadNs : anchor.atNs;
    const line = lineAt(score, earliestNs);
    let offset = offsetAt(score, line);
    let sixteenth = sixteenthFrom(line - offset);
    const length = loopLength(score);
    if (length > 0 && sixteenth * SIXTEENTH > score.loop!.endBeat - SAME_BEAT) {
      sixteenth = sixteenthFrom(score.loop!.startBeat);
      offset += length;
    }
    const startNs = timeOfLine(score, sixteenth * SIXTEENTH + offset);
    const cueNs = Math.max(this.#fromNs, startNs - this.#leadNs);
    this.#idle(score, Math.min(this.#toNs, cueNs, startNs - clockNs(score, startNs) / 2));
    if (!(cueNs < this.#toNs)) return false;
    this.#cue(cueNs, sixteenth, offset);
    return true;
  }

  #cue(atNs: number, sixteenth: number, offset: number): void {
    this.#out.cue(atNs, sixteenth);
    this.#playing = true;
    this.#next = sixteenth * CLOCKS_PER_SIXTEENTH;
    this.#offset = offset;
  }

  /** Sends the next clock, or goes round in the loop. Returns whether that was due. */
  #step(score: Score): boolean {
    const clockNs = timeOfLine(score, this.#next / CLOCKS_PER_BEAT + this.#offset);
    const length = loopLength(score);
    if (length > 0) {
      const turnNs = timeOfLine(score, score.loop!.endBeat + this.#offset) - this.#leadNs;
      if (clockNs >= turnNs) return this.#turn(score, turnNs, length);
    }
    const atNs = Math.max(
      clockNs,
      this.#fromNs,
      this.#out.lastNs,
      this.#out.lastClockNs + SPACING_NS,
    );
    if (!(atNs < this.#toNs)) return false;
    this.#out.clock(atNs);
    this.#next++;
    return true;
  }

  #turn(score: Score, turnNs: number, length: number): boolean {
    const atNs = Math.max(turnNs, this.#fromNs, this.#out.lastNs);
    if (!(atNs < this.#toNs)) return false;
    this.#out.stop(atNs);
    this.#cue(atNs, sixteenthFrom(score.loop!.startBeat), this.#offset + length);
    return true;
  }
}

/** The first sixteenth of the song at or after a beat. */
function sixteenthFrom(beat: number): number {
  return Math.max(0, Math.ceil((beat - SAME_BEAT) / SIXTEENTH));
}

function clockNs(score: Score, atNs: number): number {
  return 60e9 / (bpmAt(score, atNs) * CLOCKS_PER_BEAT);
}

/** Up to a sixteenth behind can be caught up with; ahead is what begins at the next sixteenth, and a lead before it. */
function near(beatsAhead: number): boolean {
  return beatsAhead > -SIXTEENTH && beatsAhead < 2 * SIXTEENTH;
}

/** Beats of the loop that is gone round in; 0 where there is none, or none that MIDI can say. */
function loopLength(score: Score): number {
  if (!isLooping(score)) return 0;
  const length = score.loop!.endBeat - score.loop!.startBeat;
  return length < SIXTEENTH ? 0 : length;
}

/** What to take from the line to have the beat. */
function offsetAt(score: Score, line: number): number {
  const length = loopLength(score);
  if (length === 0 || line < score.loop!.endBeat) return 0;
  return Math.floor((line - score.loop!.startBeat) / length) * length;
}
