import { createSystemClock } from '@jamnet/wire';
import { cpuSeconds } from '../cpu-seconds.js';
import type { PathSample } from './path-plan.js';

const LOOK_MS = 10_000;

export interface ProcessLooks {
  /** Share of one processor since the last time this was asked. */
  cpuShare(): number;
  stop(): void;
}

/** Looks at this process's memory every ten seconds. Collects nothing: that would stop what is measured. */
export function createProcessLooks(say: (sample: PathSample) => void): ProcessLooks {
  const clock = createSystemClock();
  const share = shareMeter(() => clock.nowNs());
  const lookShare = shareMeter(() => clock.nowNs());
  const timer = setInterval(() => {
    const { heapUsed, rss } = process.memoryUsage();
    say({
      kind: 'sample',
      atNs: clock.nowNs(),
      heapBytes: heapUsed,
      residentBytes: rss,
      cpuShare: lookShare(),
    });
  }, LOOK_MS);
  return { cpuShare: share, stop: () => clearInterval(timer) };
}

function shareMeter(nowNs: () => number): () => number {
  let [seconds, ns] = [cpuSeconds(), nowNs()];
  return () => {
    const before = { seconds, ns };
    [seconds, ns] = [cpuSeconds(), nowNs()];
    return ((seconds - before.seconds) * 1e9) / (ns - before.ns);
  };
}
