import { BEAT_SNAP, isLooping, isRunning, lineAt, timeOfLine } from './beat-line.js';
import type { Score } from './score.js';

/**
 * The first time, at or after `fromNs`, at which the score is at `beat`: in nanoseconds and parts of them. `Infinity` when nothing runs, and
 * for a beat that does not come any more or that lies behind the loop. `beatAt` of the answer is `beat` within a nanosecond's worth. A beat
 * that is over by no more than a few nanoseconds counts as being now. Does not allocate.
 *
 * @param fromNs time on the timeline; before the anchor it means the anchor @default the anchor
 */
export function timeOfBeat(score: Score, beat: number, fromNs = score.anchor.atNs): number {
  if (!isRunning(score.run)) return Infinity;
  const startNs = Math.max(fromNs, score.anchor.atNs);
  const line = lineAt(score, startNs) - BEAT_SNAP;
  let wanted = beat;
  if (isLooping(score)) {
    const { startBeat, endBeat } = score.loop!;
    if (beat >= endBeat) return Infinity;
    if (beat < line && beat >= startBeat) {
      const length = endBeat - startBeat;
      wanted = beat + Math.ceil((line - beat) / length) * length;
    }
  }
  return wanted < line ? Infinity : Math.max(startNs, timeOfLine(score, wanted));
}

/** The first time after `afterNs` at which the loop goes back to its start; `Infinity` when it does not. Does not allocate. */
export function nextLoopStart(score: Score, afterNs: number): number {
  if (!isLooping(score)) return Infinity;
  const { startBeat, endBeat } = score.loop!;
  const length = endBeat - startBeat;
  const line = lineAt(score, afterNs);
  let passes = line < endBeat ? 0 : Math.floor((line - endBeat) / length);
  for (; ; passes++) {
    const atNs = timeOfLine(score, endBeat + passes * length);
    if (atNs > afterNs) return atNs;
  }
}
