import { isRunning, type Score, type Transport } from '@jamnet/sync';

/** Is handed a score and times of the timeline, from one (included) to the other (excluded), for which to make messages by it. */
export type WindowSink = (score: Score, fromNs: number, toNs: number) => void;

/**
 * Cuts a stretch of time where the score changes. What begins to run takes over `leadNs` before its time, since nothing else is to be said by then
 * and receivers want a Start ahead of the first clock.
 */
export function cutAtScores(
  transport: Pick<Transport, 'score' | 'nextEvent'>,
  fromNs: number,
  toNs: number,
  leadNs: number,
  sink: WindowSink,
): void {
  let atNs = fromNs;
  while (atNs < toNs) {
    const score = transport.score(atNs);
    const changeNs = transport.nextEvent(atNs);
    let untilNs = Math.min(toNs, changeNs);
    if (changeNs - leadNs < toNs && !isRunning(score.run)) {
      const next = transport.score(changeNs);
      if (isRunning(next.run)) {
        const earlyNs = changeNs - leadNs;
        if (atNs < earlyNs) untilNs = earlyNs;
        else {
          untilNs = Math.min(toNs, transport.nextEvent(changeNs));
          sink(next, atNs, untilNs);
          atNs = untilNs;
          continue;
        }
      }
    }
    sink(score, atNs, untilNs);
    atNs = untilNs;
  }
}
