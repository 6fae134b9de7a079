import { createLossMeter, createLossReport, type LossMeter, type LossReport } from '@jamnet/toast';
import { createLossProcess, createRandom, type Loss } from '@jamnet/testkit';

export interface LossPathOptions {
  readonly loss: Loss;
  readonly seed: number;
  readonly seconds: number;
  readonly offsetsUs: readonly number[];
  /** What the meter is told of the plan. @default what it is */
  readonly announcedUs?: readonly number[];
  readonly framesPerSecond?: number;
  /** Called with the present report once a second, after the first five. */
  readonly onReport?: (report: LossReport, nowNs: number) => void;
}

/** What a meter is told of a stream that went through a lossy path, and what really happened. */
export function measureLoss(options: LossPathOptions): {
  meter: LossMeter;
  sent: number;
  lost: number;
} {
  const {
    loss,
    seed,
    seconds,
    offsetsUs,
    framesPerSecond = 100,
    announcedUs = offsetsUs,
  } = options;
  const startNs = 1e12;
  const path = createLossProcess({ loss, random: createRandom(seed), startNs });
  const meter = createLossMeter();
  const report = createLossReport();
  const arrivals: { atNs: number; sequence: number; copy: number }[] = [];
  let lost = 0;
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    const sentNs = startNs + (frame * 1e9) / framesPerSecond;
    offsetsUs.forEach((us, copy) => {
      const atNs = sentNs + us * 1000;
      if (path.isLost(atNs, sentNs)) lost++;
      else arrivals.push({ atNs, sequence: (2 ** 32 - 500 + frame) >>> 0, copy });
    });
  }
  arrivals.sort((a, b) => a.atNs - b.atNs);
  let next = 0;
  for (let tick = 0; tick <= seconds * 10; tick++) {
    const nowNs = startNs + tick * 1e8;
    for (; next < arrivals.length && arrivals[next]!.atNs <= nowNs; next++) {
      const { sequence, copy, atNs } = arrivals[next]!;
      meter.note(sequence, copy, offsetsUs.length, atNs);
    }
    meter.settle(nowNs, announcedUs);
    if (tick >= 50 && tick % 10 === 0) {
      meter.report(report);
      options.onReport?.(report, nowNs);
    }
  }
  return { meter, sent: seconds * framesPerSecond * offsetsUs.length, lost };
}

/** P(lost | lost `lagMs` before) of a two-state chain in continuous time. */
export function gilbertElliottConditional(
  loss: number,
  meanBurstMs: number,
  lagMs: number,
): number {
  const relaxationMs = meanBurstMs * (1 - loss);
  return loss + (1 - loss) * Math.exp(-lagMs / relaxationMs);
}
