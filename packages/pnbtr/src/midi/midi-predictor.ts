import { JamError } from '@jamnet/wire';
import { type Chord, type ChordLine, createChordLine } from './chord-line.js';
import { agreedNext, findRecurrence, fulfils, type SamenessRules } from './recurrence.js';

/**
 * Times are nanoseconds on one timeline throughout, or billionths of a beat for a caller that follows a tempo: then so are the options, whose names say
 * nanoseconds.
 */
export interface MidiPredictorOptions {
  /** How often what was played last has to have been played before, 1 to 8. @default 2 */
  readonly leastRepeats?: number;
  /** How many notes, and how long, have to have been the same then, 2 to 64 and up to 10 s. @default 8 notes, 1 s */
  readonly leastContextNotes?: number;
  readonly leastContextNs?: number;
  /** Predictions that have to have come true in a row, made in silence for every chord of a channel, before one is told, 0 to 64. @default 16 */
  readonly leastRight?: number;
  /** Beginnings may differ by so much, 1 to 100 ms. @default 20 ms */
  readonly toleranceNs?: number;
  /** Notes that begin so close together are a chord, 0 to 100 ms. @default 30 ms */
  readonly chordNs?: number;
  /** Nothing is predicted further ahead than this of what is known, 0 to 10 s: of a note that is far off less is sure. @default 500 ms */
  readonly horizonNs?: number;
}

/** A note that is likely to be played. */
export interface PredictedNote {
  /** As it was given. */
  readonly channel: number;
  /** 0 to 127. */
  readonly note: number;
  /** Of the last time that it was played there. */
  readonly velocity: number;
  readonly onNs: number;
  readonly offNs: number;
  /** Share of such predictions that come true, by those of this channel that were checked, 0 to 1. */
  readonly confidence: number;
}

/**
 * Predicts notes while nothing is heard of who plays them (row J6): where the last bars have been played before, as often as asked, and always went on in the same way, it says that
 * they go on so again. It says nothing where past and present differ.
 */
export interface MidiPredictor {
  /** A note as it was really played, soon after its time, roughly in order. Allocates. */
  noteOn(channel: number, note: number, velocity: number, atNs: number): void;
  noteOff(channel: number, note: number, atNs: number): void;
  /**
   * Notes that begin after `fromNs`, up to which everything that was played is known, and not after `toNs`, by their beginning; none where nothing can be said.
   * Allocates.
   */
  predict(fromNs: number, toNs: number): PredictedNote[];
  /** Forgets everything: another player, another piece. */
  reset(): void;
}

const CAPACITY = 1024;
const CHECKS_KEPT = 64;
/** A note that was never released, or was held over its own repetition, sounds as long as this. */
const DEFAULT_LENGTH_NS = 200e6;
const TOLERANCE_SHARE = 0.05;
/** No prediction goes further, whatever is asked. */
const MOST_CHORDS = 256;

/** Throws JamError `bad-option`. */
export function createMidiPredictor(options: MidiPredictorOptions = {}): MidiPredictor {
  const { leastRight = 16, toleranceNs = 20e6, chordNs = 30e6, horizonNs = 500e6 } = options;
  const { leastRepeats = 2, leastContextNotes = 8, leastContextNs = 1e9 } = options;
  const rules: SamenessRules = {
    toleranceNs: inRange('toleranceNs', toleranceNs, 1e6, 100e6),
    toleranceShare: TOLERANCE_SHARE,
    contextNotes: inRange('leastContextNotes', leastContextNotes, 2, 64),
    contextNs: inRange('leastContextNs', leastContextNs, 0, 10e9),
    times: inRange('leastRepeats', leastRepeats, 1, 8),
  };
  inRange('leastRight', leastRight, 0, CHECKS_KEPT);
  inRange('chordNs', chordNs, 0, 100e6);
  inRange('horizonNs', horizonNs, 0, 10e9);
  const parts = new Map<number, Part>();

  const partOf = (channel: number): Part => {
    let part = parts.get(channel);
    if (part === undefined) {
      part = new Part(createChordLine(chordNs, CAPACITY), rules, leastRight);
      parts.set(channel, part);
    }
    return part;
  };

  return {
    noteOn: (channel, note, velocity, atNs) => partOf(channel).noteOn(note, velocity, atNs),
    noteOff: (channel, note, atNs) => partOf(channel).noteOff(note, atNs),
    predict(fromNs, toNs) {
      const notes: PredictedNote[] = [];
      const endNs = Math.min(toNs, fromNs + horizonNs);
      for (const [channel, part] of parts) part.predict(channel, fromNs, endNs, notes);
      return notes.sort((a, b) => a.onNs - b.onNs);
    },
    reset: () => parts.clear(),
  };
}

/** One channel: its line of chords, and how well it could be predicted so far. */
class Part {
  readonly #line: ChordLine;
  readonly #rules: SamenessRules;
  readonly #leastRight: number;
  /** Of late, 1 for a prediction that came true. */
  readonly #checks: number[] = [];
  /** The last chord that was complete when it was checked. */
  #checkedTo = -Infinity;

  constructor(line: ChordLine, rules: SamenessRules, leastRight: number) {
    this.#line = line;
    this.#rules = rules;
    this.#leastRight = leastRight;
  }

  noteOn(note: number, velocity: number, atNs: number): void {
    // A chord is complete when the next one begins.
    if (this.#line.noteOn(note, velocity, atNs)) this.#check(this.#line.chords.length - 1);
  }

  noteOff(note: number, atNs: number): void {
    this.#line.noteOff(note, atNs);
  }

  /** Would the chord before `end` have been predicted? */
  #check(end: number): void {
    const { chords } = this.#line;
    const chord = chords[end - 1];
    if (chord === undefined || chord.atNs <= this.#checkedTo) return;
    this.#checkedTo = chord.atNs;
    const [expected] = this.#continue(end - 1, 1, Infinity);
    if (expected === undefined) return;
    this.#checks.push(fulfils(chord, expected, this.#rules) ? 1 : 0);
    if (this.#checks.length > CHECKS_KEPT) this.#checks.shift();
  }

  /** How the first `end` chords go on: `most` chords at most, and none after `toNs`. */
  #continue(end: number, most: number, toNs: number): Chord[] {
    const recurrence = findRecurrence(this.#line.chords, end, this.#rules);
    if (recurrence === undefined) return [];
    // What is foreseen is where the next step starts from, and what a short loop comes round to.
    const line = this.#line.chords.slice(0, end);
    for (let step = 1; step <= most; step += 1) {
      const next = agreedNext(line, recurrence, step, this.#rules);
      if (next === undefined || next.atNs > toNs) break;
      line.push(next);
    }
    return line.slice(end);
  }

  predict(channel: number, fromNs: number, toNs: number, out: PredictedNote[]): void {
    const confidence = this.#confidence();
    if (confidence === 0) return;
    const { chords } = this.#line;
    const coming = this.#continue(chords.length, MOST_CHORDS, toNs);
    // What would have begun while everything was heard, and did not, says that it goes on in another way.
    if (coming.length > 0 && coming[0].atNs < fromNs - 2 * this.#rules.toleranceNs) return;
    for (const { atNs, notes, velocities, lengthsNs } of coming) {
      if (atNs <= fromNs) continue;
      notes.forEach((note, at) => {
        const lengthNs = lengthsNs[at] > 0 ? lengthsNs[at] : DEFAULT_LENGTH_NS;
        const velocity = velocities[at];
        out.push({ channel, note, velocity, onNs: atNs, offNs: atNs + lengthNs, confidence });
      });
    }
  }

  /** 0 where too little has come true in a row. */
  #confidence(): number {
    const { length } = this.#checks;
    const lastWrong = this.#checks.lastIndexOf(0);
    if (length - 1 - lastWrong < this.#leastRight) return 0;
    const right = this.#checks.reduce((sum, each) => sum + each, 0);
    return (right + 1) / (length + 2);
  }
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new JamError('bad-option', `${name} is ${value}: it may be ${least} to ${most}`);
}
