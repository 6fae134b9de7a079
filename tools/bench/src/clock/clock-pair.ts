import { createLan, type Lan, lanAvailable } from '@jamnet/testkit';
import { spawnOn, type Spawned } from '../sync-lan/spawned.js';
import type { ClockOrder, ClockRole, ClockSays } from './clock-messages.js';

export interface ClockLane {
  readonly native: 'require' | 'off';
  /** On loopback of this machine, or on two hosts of a LAN of namespaces, which have the machine's clock too. */
  readonly place: 'loopback' | 'lan';
}

export interface ClockPlan {
  readonly settleSeconds: number;
  readonly seconds: number;
}

export type Measured = Extract<ClockSays, { readonly kind: 'measured' }>;

/** For a machine that is slow to start, and for peers that are slow to find each other. */
const SPARE_SECONDS = 60;

/** Why that lane cannot be measured here; undefined where it can. */
export function laneFault({ place }: ClockLane): string | undefined {
  if (place === 'loopback') return undefined;
  const available = lanAvailable();
  return available.ok ? undefined : available.reason;
}

/** What both processes found. Rejects where one of them ends early. */
export async function measurePair(lane: ClockLane, plan: ClockPlan): Promise<Measured[]> {
  const lan = lane.place === 'lan' ? await createLan({ hosts: 2 }) : undefined;
  const pair: Spawned<ClockOrder, ClockSays>[] = [];
  try {
    for (const i of [0, 1]) {
      pair.push(start(lan, i, lane, plan));
      // The second one comes into a session that is there, so that its time to lock is that of joining.
      await pair[i].hear('ready');
    }
    const measured = await inTime(
      Promise.all(pair.map((each) => each.hear('measured'))),
      plan.settleSeconds + plan.seconds + SPARE_SECONDS,
    );
    for (const each of pair) each.tell('end');
    await Promise.all(pair.map(({ ended }) => ended));
    return measured;
  } finally {
    for (const each of pair) each.stop();
    await lan?.close();
  }
}

async function inTime<T>(wanted: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fault = new Error(`nothing was measured in ${seconds} s: did the two hear each other?`);
    timer = setTimeout(() => reject(fault), seconds * 1000);
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    clearTimeout(timer);
  }
}

function start(
  lan: Lan | undefined,
  i: number,
  { native, place }: ClockLane,
  plan: ClockPlan,
): Spawned<ClockOrder, ClockSays> {
  const role: ClockRole = {
    name: ['first', 'second'][i],
    topic: `sync://clock-offset-${native}-${place}-${process.pid}`,
    native,
    interfaceName: lan?.host(i).interfaceName ?? 'lo',
    settleSeconds: plan.settleSeconds,
    seconds: plan.seconds,
  };
  return spawnOn(lan?.host(i), 'clock/clock-process.ts', role);
}

/** The second's timeline less the first's at each sample of the second: both know the same clock. */
export function timelineErrors([first, second]: readonly Measured[]): Float64Array {
  let at = 0;
  return second.timesNs.map((timeNs, i) => {
    while (at + 1 < first.timesNs.length && first.timesNs[at + 1] <= timeNs) at++;
    return second.timelineNs[i] - timeNs - (first.timelineNs[at] - first.timesNs[at]);
  });
}
