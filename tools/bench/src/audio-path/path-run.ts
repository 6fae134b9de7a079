import { createSystemClock } from '@jamnet/wire';
import { startChild } from '../workers/child.js';
import { promote } from './promote.js';
import {
  COUNTS,
  type PathHears,
  type PathPlan,
  type PathSample,
  type PathSays,
  type ReceiverEnd,
  type SenderEnd,
} from './path-plan.js';

/** Both processes are up by then. */
const START_AFTER_NS = 3e9;

/** What a run over the path came to. */
export interface PathRun {
  readonly sent: SenderEnd;
  readonly got: Omit<ReceiverEnd, 'playedNs' | 'counted'>;
  /** Of each period that counts: from when its first frame was sampled to when that was played, nanoseconds. Those that were not exact are left out. */
  readonly latenciesNs: Float64Array;
  readonly periods: number;
  readonly periodNs: number;
  /** Periods whose samples were not those recorded, in a row. */
  readonly inexact: number;
}

export type PathRole = 'sender' | 'receiver';

/** One run: a fresh sender and a fresh receiver. */
export async function runPath(
  options: Omit<PathPlan, 'startNs'>,
  promoted: boolean,
  onSample: (role: PathRole, sample: PathSample) => void = () => {},
): Promise<PathRun> {
  const startNs = createSystemClock().nowNs() + START_AFTER_NS;
  const args = [JSON.stringify({ ...options, startNs } satisfies PathPlan)];
  const start = (role: PathRole) =>
    startChild<PathHears, PathSays>(`audio-path/path-${role}.ts`, args);
  const receiver = start('receiver');
  await receiver.hear((message) => message.kind === 'ready');
  const sender = start('sender');
  try {
    await sender.hear((message) => message.kind === 'ready');
    if (promoted) for (const { pid } of [sender, receiver]) promote(pid);
    const sampled =
      (role: PathRole) =>
      (message: PathSays): void => {
        if (message.kind === 'sample') onSample(role, message);
      };
    const senderEnd = sender.hear((message) => message.kind === 'end', sampled('sender'));
    const got = await receiver.hear((message) => message.kind === 'end', sampled('receiver'));
    sender.say({ kind: 'finish' });
    receiver.say({ kind: 'finish' });
    return runOf(options, (await senderEnd) as SenderEnd, got as ReceiverEnd);
  } finally {
    sender.stop();
    receiver.stop();
  }
}

function runOf(
  { sampleRate, channels, periodFrames }: Omit<PathPlan, 'startNs'>,
  sent: SenderEnd,
  { playedNs, counted, ...got }: ReceiverEnd,
): PathRun {
  const latenciesNs = new Float64Array(counted.length);
  let exact = 0;
  for (const [i, count] of counted.entries()) {
    if (count < 0) continue;
    // The count begins anew every 2^24 samples: the frame is the latest of those it may be.
    const cycleNs = (COUNTS / channels / sampleRate) * 1e9;
    const sampledNs = sent.startNs + (count / channels / sampleRate) * 1e9;
    const agoNs = playedNs[i] - sampledNs;
    latenciesNs[exact++] = agoNs - Math.floor(agoNs / cycleNs) * cycleNs;
  }
  const periods = counted.length;
  return {
    sent,
    got,
    latenciesNs: latenciesNs.slice(0, exact),
    periods,
    periodNs: (periodFrames * 1e9) / sampleRate,
    inexact: periods - exact,
  };
}
