import {
  createLossProcess,
  createRandom,
  type GilbertElliott,
  type LossProcess,
} from '@jamnet/testkit';

/** How finely the path of a loss process is looked at. */
const STEP_NS = 50e3;

/** Loss in runs of which it is known beforehand when they are. */
export interface TracedLoss extends LossProcess {
  /** The end of the run that `atNs` lies in; `atNs` itself where it lies in none. */
  runEndNs(atNs: number): number;
  /** The end of the last run that begins before `untilNs`; −Infinity where there is none. */
  lastRunEndNs(untilNs: number): number;
}

/** The same seed draws the same path twice: once to be looked through, once to be met by datagrams. */
export function createTracedLoss(
  gilbertElliott: GilbertElliott,
  seed: number,
  startNs: number,
  endNs: number,
): TracedLoss {
  const draw = (): LossProcess =>
    createLossProcess({ loss: { gilbertElliott }, random: createRandom(seed), startNs });
  const { starts, ends } = runsOf(draw(), startNs, endNs);
  const process = draw();
  /** How many runs begin at or before the time. */
  const begun = (atNs: number): number => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= atNs) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const lastRunEndNs = (untilNs: number): number => ends[begun(untilNs) - 1] ?? -Infinity;
  return {
    isLost: (atNs, nowNs) => process.isLost(atNs, nowNs),
    lastRunEndNs,
    runEndNs: (atNs) => Math.max(atNs, lastRunEndNs(atNs)),
  };
}

function runsOf(process: LossProcess, startNs: number, endNs: number) {
  const starts: number[] = [];
  const ends: number[] = [];
  let bad = false;
  for (let atNs = startNs; atNs < endNs; atNs += STEP_NS) {
    if (process.isLost(atNs, atNs) === bad) continue;
    bad = !bad;
    (bad ? starts : ends).push(atNs);
  }
  if (bad) ends.push(endNs);
  return { starts, ends };
}
