import type { Run, Score } from './score.js';

const NS_PER_MINUTE = 60e9;

/**
 * How far before a beat the position may lie and still be that beat, quarter notes: 7 ns at 120 bpm. The time of a beat that was rounded to
 * a whole nanosecond may lie before it by half of one.
 */
export const BEAT_SNAP = 2 ** -26;

/** Whether beats go by. */
export function isRunning(run: Run): boolean {
  return run === 'playing' || run === 'recording';
}

/** Whether the score goes round in its loop: one whose end lies behind the anchor is passed by. */
export function isLooping(score: Score): boolean {
  return score.loop !== null && isRunning(score.run) && score.anchor.beat < score.loop.endBeat;
}

/** Quarter notes per minute at a time. Does not allocate. */
export function bpmAt(score: Score, atNs: number): number {
  const { tempos, anchor } = score;
  const holdsNs = Math.max(atNs, anchor.atNs);
  let bpm = tempos[0]!.bpm;
  for (let i = 1; i < tempos.length && tempos[i]!.atNs <= holdsNs; i++) bpm = tempos[i]!.bpm;
  return bpm;
}

/**
 * The beat at a time as if there were no loop: piece by piece of the tempo map, from the anchor on. Works on differences from the anchor
 * only, so the error is that of a few roundings of the beats gone by: 1e-10 of a beat in a day at 120 bpm. Never falls as time grows.
 */
export function lineAt(score: Score, atNs: number): number {
  const { anchor, tempos } = score;
  if (!isRunning(score.run) || !(atNs > anchor.atNs)) return anchor.beat;
  let beat = anchor.beat;
  let fromNs = anchor.atNs;
  let bpm = tempos[0]!.bpm;
  for (let i = 1; i < tempos.length; i++) {
    const nextNs = tempos[i]!.atNs;
    if (nextNs >= atNs) break;
    if (nextNs > fromNs) {
      beat += ((nextNs - fromNs) * bpm) / NS_PER_MINUTE;
      fromNs = nextNs;
    }
    bpm = tempos[i]!.bpm;
  }
  return beat + ((atNs - fromNs) * bpm) / NS_PER_MINUTE;
}

/**
 * When the line is at `beat`: the inverse of {@link lineAt}. Before the anchor's beat the first tempo is taken to have held for ever, so that
 * time may lie before the anchor. For a score that runs.
 */
export function timeOfLine(score: Score, beat: number): number {
  const { anchor, tempos } = score;
  let from = anchor.beat;
  let fromNs = anchor.atNs;
  let bpm = bpmAt(score, anchor.atNs);
  if (beat <= from) return fromNs - ((from - beat) * NS_PER_MINUTE) / bpm;
  for (let i = 1; i < tempos.length; i++) {
    const nextNs = tempos[i]!.atNs;
    if (nextNs > fromNs) {
      const next = from + ((nextNs - fromNs) * bpm) / NS_PER_MINUTE;
      if (beat <= next) return Math.min(nextNs, fromNs + ((beat - from) * NS_PER_MINUTE) / bpm);
      from = next;
      fromNs = nextNs;
    }
    bpm = tempos[i]!.bpm;
  }
  return fromNs + ((beat - from) * NS_PER_MINUTE) / bpm;
}
