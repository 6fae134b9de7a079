import { isRunning } from '../conductor/beat-line.js';
import type { Score } from '../conductor/score.js';
import { songNsAt } from '../conductor/song-time.js';
import { nextLoopStart } from '../conductor/time-of-beat.js';
import type { MidiByteSink } from '../midi-clock/midi-byte-sink.js';
import { checkRate, checkSongStart, MIDNIGHT } from './mtc-options.js';
import { frameNs, type MtcRate } from './rate.js';
import { timecodeOfFrame, type Timecode } from './timecode.js';
import {
  createFullFrame,
  PIECES,
  QUARTER_FRAME,
  quarterFrameData,
  QUARTERS_PER_FRAME,
  writeFullFrame,
} from './timecode-bytes.js';

/** How MIDI Time Code is sent. */
export interface MtcGeneratorOptions {
  /**
   * Frames per second: 24, 25, 29.97 (drop-frame) or 30.
   * @default 25
   */
  readonly rate?: MtcRate;
  /**
   * The timecode at song time 0.
   * @default 00:00:00:00
   */
  readonly songStart?: Readonly<Timecode>;
}

/** What a generator has sent since it was made. */
export interface MtcGeneratorStats {
  readonly quarterFrames: number;
  readonly fullFrames: number;
}

/**
 * MIDI Time Code of a score's song time: MIDI Time Code, RP-004/008. While the song runs, eight quarter frames every two frames, the
 * first of them when an even frame of the song begins; a timecode therefore says where the song was when its first piece was sent. A full
 * frame says where the song stands whenever that changes other than by playing: when it stops, is located, starts from
 * somewhere else or goes round in a loop; quarter frames then go on at the next even frame. Past 24 hours it begins at 0.
 */
export interface MtcGenerator {
  /**
   * Hands everything that is due from `fromNs` (included) to `toNs` (excluded) to the sink. `score` must be the one in force in all of
   * that. Windows follow one another; where they do not, or where the song has moved by less than a frame, quarter frames wait or
   * catch up 1 ms apart and none is missed or doubled. Does not allocate.
   */
  generate(score: Score, fromNs: number, toNs: number): void;
  stats(): MtcGeneratorStats;
}

/** Quarter frames that catch up are this far apart: more than two bytes' time on a MIDI cable. */
const SPACING_NS = 1e6;
/** Nearer to a frame than this it has begun, in quarter frames: the rounding of times. */
const SAME_QUARTER = 1e-4;

/** Throws a JamError `bad-option` for a rate or a song start that does not exist. */
export function createMtcGenerator(
  sink: MidiByteSink,
  options: MtcGeneratorOptions = {},
): MtcGenerator {
  const rate = checkRate(options.rate ?? 25);
  return new Generator(sink, rate, checkSongStart(options.songStart ?? MIDNIGHT, rate));
}

class Generator implements MtcGenerator {
  readonly #sink: MidiByteSink;
  readonly #rate: MtcRate;
  readonly #startFrame: number;
  readonly #quarterNs: number;
  readonly #quarterFrame = Uint8Array.of(QUARTER_FRAME, 0);
  readonly #fullFrame = createFullFrame();
  readonly #timecode: Timecode = { ...MIDNIGHT };
  #running = false;
  /** Number of the next quarter frame from the song's start on. */
  #next = 0;
  /** Frame that the last full frame said; NaN once the song has gone on from there. */
  #told = NaN;
  #lastNs = -Infinity;
  #lastQuarterNs = -Infinity;
  #quarterFrames = 0;
  #fullFrames = 0;

  constructor(sink: MidiByteSink, rate: MtcRate, startFrame: number) {
    this.#sink = sink;
    this.#rate = rate;
    this.#startFrame = startFrame;
    this.#quarterNs = frameNs(rate) / QUARTERS_PER_FRAME;
  }

  generate(score: Score, fromNs: number, toNs: number): void {
    let atNs = Math.max(fromNs, this.#lastNs);
    if (!(atNs < toNs)) return;
    if (!isRunning(score.run) || score.anchor.atNs > atNs) {
      this.#running = false;
      this.#tell(atNs, this.#quarterAt(score.anchor.songNs));
      if (!isRunning(score.run)) return;
      atNs = score.anchor.atNs;
    }
    while (atNs < toNs) {
      const untilNs = Math.min(toNs, nextLoopStart(score, atNs));
      // A nanosecond on, because the loop's start lies on either side of its rounded time.
      this.#play(atNs, untilNs, this.#quarterAt(songNsAt(score, atNs + 1) - 1));
      atNs = untilNs;
    }
  }

  stats(): MtcGeneratorStats {
    return { quarterFrames: this.#quarterFrames, fullFrames: this.#fullFrames };
  }

  /** Quarter frames from the song's start to a song time. */
  #quarterAt(songNs: number): number {
    return songNs / this.#quarterNs;
  }

  /** The song runs from `quarter` at `fromNs` on. */
  #play(fromNs: number, untilNs: number, quarter: number): void {
    const ahead = this.#next - quarter;
    if (!this.#running || ahead < -QUARTERS_PER_FRAME || ahead > PIECES) {
      this.#tell(fromNs, quarter);
      this.#running = true;
      this.#next = PIECES * Math.ceil(quarter / PIECES - SAME_QUARTER);
    }
    for (;;) {
      const dueNs = fromNs + (this.#next - quarter) * this.#quarterNs;
      const atNs = Math.max(dueNs, fromNs, this.#lastQuarterNs + SPACING_NS);
      if (!(atNs < untilNs)) return;
      this.#sendQuarter(atNs);
    }
  }

  #sendQuarter(atNs: number): void {
    const piece = this.#next % PIECES;
    const timecode = this.#timecodeAt((this.#next - piece) / QUARTERS_PER_FRAME);
    this.#quarterFrame[1] = quarterFrameData(piece, timecode, this.#rate);
    this.#next++;
    this.#told = NaN;
    this.#quarterFrames++;
    this.#lastQuarterNs = this.#lastNs = atNs;
    this.#sink(atNs, this.#quarterFrame);
  }

  #tell(atNs: number, quarter: number): void {
    const frame = Math.floor(quarter / QUARTERS_PER_FRAME + SAME_QUARTER);
    if (frame === this.#told) return;
    this.#told = frame;
    writeFullFrame(this.#fullFrame, this.#timecodeAt(frame), this.#rate);
    this.#fullFrames++;
    this.#lastNs = atNs;
    this.#sink(atNs, this.#fullFrame);
  }

  /** The timecode of a frame from the song's start on. */
  #timecodeAt(frame: number): Timecode {
    return timecodeOfFrame(this.#startFrame + frame, this.#rate, this.#timecode);
  }
}
