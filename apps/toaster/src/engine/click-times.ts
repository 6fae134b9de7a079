import {
  BEAT_SNAP,
  bpmAt,
  isLooping,
  placeInBars,
  positionAt,
  type Score,
  type Signature,
  signatureAt,
  timeOfBeat,
} from '@jamnet/sync';

/** A click, and whether a bar begins with it. */
export interface Click {
  /** Time on the timeline. */
  readonly atNs: number;
  readonly accent: boolean;
}

const QUARTERS = 4;
/** Rounding may put a beat before the time that was asked for. */
const MOST_TRIES = 4;
const PLACE = { bar: 1, beatInBar: 1, tick: 0 };

/**
 * The first click from `fromNs` on and before `untilNs`, by this score: one for each beat of the time signature. Undefined where there is none, and while nothing
 * runs.
 */
export function nextClick(score: Score, fromNs: number, untilNs: number): Click | undefined {
  const startNs = Math.max(fromNs, score.anchor.atNs);
  // Times that are not known are none.
  if (!(startNs < untilNs && bpmAt(score, startNs) > 0)) return undefined;
  let from = positionAt(score, startNs).beat;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const beat = clickBeatFrom(score, from);
    const atNs = timeOfBeat(score, beat, startNs);
    if (atNs >= fromNs && atNs < untilNs) {
      placeInBars(score.signatures, beat, PLACE);
      return { atNs, accent: PLACE.beatInBar === 1 };
    }
    if (atNs >= untilNs && atNs !== Infinity) return undefined;
    from = beat + 2 * BEAT_SNAP;
  }
  return undefined;
}

/** The first beat with a click that comes at or after a beat: behind a loop's end it is one from its start on. */
function clickBeatFrom(score: Score, from: number): number {
  const beat = gridBeatFrom(score.signatures, from);
  if (!isLooping(score) || beat < score.loop!.endBeat - BEAT_SNAP) return beat;
  return gridBeatFrom(score.signatures, score.loop!.startBeat);
}

/** Beats are counted from where their signature began, and another one begins a bar. */
function gridBeatFrom(signatures: readonly Signature[], from: number): number {
  const signature = signatureAt(signatures, from);
  const index = signatures.indexOf(signature);
  const start = index === 0 ? 0 : signature.beat;
  const unit = QUARTERS / signature.denominator;
  const beat = start + Math.ceil((from - BEAT_SNAP - start) / unit) * unit;
  const next = signatures[index + 1];
  return next !== undefined && next.beat < beat ? next.beat : beat;
}
