import type { Score } from '@jamnet/sync';

/**
 * The beat of a sender that knows nothing of the session's loop, brought back into it by whole beats, so that it keeps its place in the beat. Where
 * there is no loop, or the session has passed it by, and before the loop's end, it is the beat itself.
 */
export function foldIntoLoop(beat: number, { loop, anchor }: Score): number {
  // A session that rests inside its loop counts too: it is going to go round in it.
  if (loop === null || anchor.beat >= loop.endBeat || beat < loop.endBeat) return beat;
  const beats = Math.max(1, Math.floor(loop.endBeat - loop.startBeat));
  return Math.max(0, beat - beats * (Math.floor((beat - loop.endBeat) / beats) + 1));
}
