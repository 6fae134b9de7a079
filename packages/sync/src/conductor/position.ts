import { type BarPlace, placeInBars } from './bars.js';
import { beatAt } from './beat-at.js';
import { BEAT_SNAP, isRunning } from './beat-line.js';
import type { Score } from './score.js';
import { songNsAt } from './song-time.js';

/** MIDI clocks of a quarter note. */
export const MIDI_CLOCKS_PER_QUARTER = 24;

/** Where the music is. */
export interface Position extends BarPlace {
  /** Whether beats go by at this time: not before the anchor. */
  running: boolean;
  /** Quarter notes from the song's start. */
  beat: number;
  /** Song time, ns. */
  songNs: number;
}

/** The position at a time: `out`, filled, so that a caller that keeps one allocates nothing. @param atNs time on the timeline */
export function positionAt(
  score: Score,
  atNs: number,
  out: Position = { running: false, beat: 0, songNs: 0, bar: 1, beatInBar: 1, tick: 0 },
): Position {
  out.running = isRunning(score.run) && atNs >= score.anchor.atNs;
  out.beat = beatAt(score, atNs);
  out.songNs = songNsAt(score, atNs);
  placeInBars(score.signatures, out.beat, out);
  return out;
}

/** MIDI clocks from the song's start that are over or due: 24 a quarter note. Does not allocate. @param atNs time on the timeline */
export function midiClocksAt(score: Score, atNs: number): number {
  return Math.floor((beatAt(score, atNs) + BEAT_SNAP) * MIDI_CLOCKS_PER_QUARTER);
}
