import { isLooping, lineAt } from './beat-line.js';
import type { Score } from './score.js';

/**
 * The beat at a time, a pure function of the score. Before the anchor, and while nothing runs, it is the anchor's. From the end of a loop it
 * goes on at its start; a loop whose end lies at or before the anchor's beat is passed by, one that lies ahead is run into. Within 1e-9 of a
 * beat of the exact value for a day at any tempo. Never falls as time grows, but at the end of a loop. Does not allocate.
 *
 * @param atNs time on the timeline
 */
export function beatAt(score: Score, atNs: number): number {
  const line = lineAt(score, atNs);
  if (!isLooping(score)) return line;
  const { startBeat, endBeat } = score.loop!;
  return line < endBeat ? line : startBeat + ((line - startBeat) % (endBeat - startBeat));
}
