import { isLooping, isRunning, lineAt, timeOfLine } from './beat-line.js';
import type { Score } from './score.js';

/**
 * Song time: how far a recording that began with the song would be, in nanoseconds, never below 0. It is the anchor's, and time that ran since
 * adds to it. Song time follows the beat through a loop: each pass begins with the song time that the loop's start had, or, where the score
 * was anchored behind it, would have had at the tempo of the anchor. Exact to a nanosecond's parts without a loop. Does not allocate.
 *
 * @param atNs time on the timeline
 */
export function songNsAt(score: Score, atNs: number): number {
  const { anchor } = score;
  if (!isRunning(score.run) || !(atNs > anchor.atNs)) return anchor.songNs;
  const straightNs = anchor.songNs + (atNs - anchor.atNs);
  if (!isLooping(score)) return straightNs;
  const { startBeat, endBeat } = score.loop!;
  const line = lineAt(score, atNs);
  if (line < endBeat) return straightNs;
  const length = endBeat - startBeat;
  const passes = Math.floor((line - startBeat) / length);
  const passNs = timeOfLine(score, startBeat + passes * length);
  return loopStartSongNs(score) + Math.max(0, atNs - passNs);
}

/** Song time at the start of the loop. */
export function loopStartSongNs(score: Score): number {
  const { anchor, loop } = score;
  const startNs = timeOfLine(score, loop!.startBeat);
  return Math.max(0, anchor.songNs + (startNs - anchor.atNs));
}

/**
 * Samples of song time that have begun: the number of the one that sounds. Exact for a day at 192 kHz; a time that was rounded to the
 * nanosecond counts as where the sample begins. Does not allocate.
 *
 * @param sampleRate samples per second
 */
export function samplesAt(score: Score, atNs: number, sampleRate: number): number {
  return Math.floor(((songNsAt(score, atNs) + 0.5) * sampleRate) / 1e9);
}
