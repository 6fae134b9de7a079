import { beatAt, bpmAt, isRunning, type Score } from '@jamnet/sync';
import type { JamSync } from '../session/sync-layer.js';
import { usPerBeatOf } from './phase.js';

/** What a session plays at one time. */
export interface SessionPlace {
  /** Time on the timeline. */
  readonly atNs: number;
  readonly running: boolean;
  readonly bpm: number;
  /** NaN for a tempo that Link does not have. */
  readonly usPerBeat: number;
  /** Since when that tempo holds; the time itself while nothing runs. */
  readonly tempoSinceNs: number;
  readonly beat: number;
  /** The beat as if there were no loop: Link goes on counting while a loop goes round. */
  readonly lineBeat: number;
}

export function placeAt({ transport }: JamSync, atNs: number): SessionPlace {
  const score: Score = transport.score(atNs);
  const running = isRunning(score.run);
  const bpm = bpmAt(score, atNs);
  const since = running ? score.tempos.findLast((each) => each.atNs <= atNs) : undefined;
  return {
    atNs,
    running,
    bpm,
    usPerBeat: usPerBeatOf(bpm),
    tempoSinceNs: since?.atNs ?? atNs,
    beat: beatAt(score, atNs),
    lineBeat: beatAt({ ...score, loop: null }, atNs),
  };
}
