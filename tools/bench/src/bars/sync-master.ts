import type { TimelineSource } from '@jamnet/sync';
import type { Bar } from '../bar.js';
import { quantiles } from '../report/quantiles.js';
import { writeResult } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { watchBeats } from '../sync-sim/beat-watch.js';
import { allHold, type CheckedRow, inALine, row, rowsTable } from '../sync-sim/checked-row.js';
import {
  createSyncRoom,
  LAN_JITTER,
  masterOf,
  SECOND,
  type SyncHost,
} from '../sync-sim/sync-room.js';
import { inParallel } from '../workers/pool.js';

const KILLS = 50;
const TAKE_OVERS = 20;
const SETTLE_SECONDS = 12;
const WATCH_SECONDS = 12;
const MOST_STEP_NS = 20e3;
const LOOK_NS = 1e6;
/** The gpu's clock counts from elsewhere, and this much faster than the host's. */
const GPU_PPM = 40;

type Kind = 'killed' | 'better' | 'gpu-killed';
interface MasterPlan {
  readonly seed: number;
  readonly kind: Kind;
}

interface MasterRun {
  /** Largest change of anyone's timeline within a millisecond, less the millisecond, and less what it was in the millisecond before. */
  readonly offMsNs: number;
  readonly stepNs: number;
  /** The survivors' largest distance from each other, and how far the timeline has left the line that it was on, at the end. */
  readonly apartNs: number;
  readonly leftNs: number;
  /** Until all agree on another master who is there; null where they never did. */
  readonly agreedNs: number | null;
  readonly missing: number;
  readonly doubled: number;
  readonly mistimed: number;
  /** Beats counted by all who were left, by looking, by timers, and beats that there were. */
  readonly looked: number;
  readonly timed: number;
  readonly expected: number;
  readonly shortestBeatNs: number;
  readonly longestBeatNs: number;
}

const gpu = (): TimelineSource => ({
  kind: 'gpu',
  quality: 1,
  read: (ownNs) => 5e12 + ownNs * (1 + GPU_PPM / 1e6),
});

export async function trial({ seed, kind }: MasterPlan): Promise<MasterRun> {
  const room = createSyncRoom(seed);
  const { time } = room;
  const trueNs = (): number => time.clock.nowNs();
  const drifts = seed % 2 === 0 ? [50, -50, 50, -50] : [-50, 50, 0];
  const hosts: SyncHost[] = [];
  for (const [i, driftPpm] of drifts.entries()) {
    const source = kind === 'gpu-killed' && i === 0 ? { source: gpu } : {};
    hosts.push(await room.join({ driftPpm, receive: LAN_JITTER, ...source }));
    room.pass(room.random());
  }
  room.pass(SETTLE_SECONDS);
  const old = masterOf(hosts)!;
  old.jam.sync.transport.play({ beat: 0 });
  room.pass(1 + room.random());
  if (kind === 'better') hosts.push(await room.join({ receive: LAN_JITTER, source: gpu }));
  // One who has just come is given the time to get there.
  if (kind === 'better') room.pass(3);
  const left = kind === 'better' ? hosts : hosts.filter((host) => host !== old);
  const paceBefore = old.clock.driftPpm / 1e6 + old.timeline.ratePpm / 1e6;
  if (kind !== 'better') await old.kill();
  const startNs = trueNs();
  const watches = left.map((host) => watchBeats(host, trueNs));
  const startLine = left.map((host) => host.now());
  let last = startLine;
  let lastOff = left.map((): number => NaN);
  let [offMsNs, stepNs, apartNs] = [0, 0, 0];
  let agreedNs: number | null = null;
  for (let ms = 0; ms < WATCH_SECONDS * 1000; ms++) {
    time.runFor(LOOK_NS);
    const now = left.map((host) => host.now());
    const off = now.map((ns, i) => ns - last[i] - LOOK_NS);
    off.forEach((ns, i) => {
      offMsNs = Math.max(offMsNs, Math.abs(ns));
      if (!Number.isNaN(lastOff[i])) stepNs = Math.max(stepNs, Math.abs(ns - lastOff[i]));
    });
    apartNs = Math.max(apartNs, Math.max(...now) - Math.min(...now));
    for (const watch of watches) watch.look();
    [last, lastOff] = [now, off];
    const { master } = left[0].timeline;
    const agreed =
      master !== old.id &&
      left.some(({ id }) => id === master) &&
      left.every(({ timeline }) => timeline.master === master);
    if (agreed) agreedNs ??= trueNs() - startNs;
    else agreedNs = null;
  }
  const elapsed = trueNs() - startNs;
  const leftNs = Math.max(
    ...last.map((ns, i) => Math.abs(ns - startLine[i] - elapsed * (1 + paceBefore))),
  );
  const beats = left.map((host, i) => {
    const { transport } = host.jam.sync;
    const { anchor } = transport.score(last[i]);
    const beatOf = (ns: number): number => Math.floor((ns - anchor.atNs) / (SECOND / 2));
    return beatOf(last[i]) - beatOf(startLine[i]);
  });
  await room.close();
  const sum = (of: (watch: (typeof watches)[number]) => number): number =>
    watches.reduce((total, watch) => total + of(watch), 0);
  return {
    offMsNs,
    stepNs,
    apartNs,
    leftNs,
    agreedNs,
    missing: sum((watch) => watch.missing),
    doubled: sum((watch) => watch.doubled),
    mistimed: sum((watch) => watch.mistimed),
    looked: sum((watch) => watch.looked),
    timed: sum((watch) => watch.timed),
    expected: beats.reduce((total, each) => total + each, 0),
    shortestBeatNs: Math.min(...watches.map((watch) => watch.shortestNs)),
    longestBeatNs: Math.max(...watches.map((watch) => watch.longestNs)),
  };
}

const CASES: readonly { kind: Kind; text: string; runs: number }[] = [
  { kind: 'killed', text: 'master killed', runs: KILLS },
  { kind: 'better', text: 'a gpu clock comes and takes over', runs: TAKE_OVERS },
  { kind: 'gpu-killed', text: 'master with a gpu clock killed', runs: TAKE_OVERS },
];

export const bar: Bar = {
  name: 'sync-master',
  bar: `master killed ${KILLS} times: another takes over, largest step of anyone's timeline ≤ 20 µs, no missing or doubled beat`,
  async run(report) {
    const plans = CASES.flatMap(({ kind, runs }, i) =>
      Array.from({ length: runs }, (_, seed): MasterPlan => ({ seed: 1000 * i + seed + 1, kind })),
    );
    const results = await inParallel<MasterPlan, MasterRun>(
      import.meta.url,
      'trial',
      plans,
      (done) => report(`${done} of ${plans.length} sessions`),
    );
    const rows = CASES.flatMap(({ kind, text }) =>
      caseRows(
        text,
        results.filter((_, i) => plans[i].kind === kind),
      ),
    );
    writeResult({
      name: 'sync-master',
      title: 'The timeline when its master goes',
      command: 'npm run bars -- sync-master',
      sections: [
        {
          title: `From that moment on, for ${WATCH_SECONDS} s`,
          table: rowsTable(rows),
          notes: [
            `The whole stack on virtual time: three or four hosts in turn, clocks ±50 ppm off, 100 µs + exp(20 µs) each way, playing at 120 bpm. Every host that is left is looked at each millisecond of true time. Step: how much more or less its timeline went on than in the millisecond before. Off a millisecond: how much more or less than a millisecond it went on, the pace of the master's clock and slewing within it. Apart: the largest distance between any two. Left its line: how far anyone's timeline is, at the end, from where the old master's pace would have brought it: the new master's clock has the pace that the old one's was found to have.`,
            `Beats by looking: a program asks for the beat each millisecond; passed over is missing, gone back is doubled. Beats by timers: each beat sets the timer of the next; the time between two is of true time. The gpu clock counts from elsewhere and runs ${GPU_PPM} ppm faster than its host's; a better clock has to have been there for 5 s before it takes over, and the new pace is worked towards.`,
          ],
        },
      ],
      data: { rows, plans, results },
    });
    return { figure: inALine(rows), holds: allHold(rows), details: rows };
  },
};

function caseRows(name: string, runs: readonly MasterRun[]): CheckedRow[] {
  const worst = (of: (run: MasterRun) => number): number => Math.max(...runs.map(of));
  const sum = (of: (run: MasterRun) => number): number => runs.reduce((t, r) => t + of(r), 0);
  const taken = runs.filter(({ agreedNs }) => agreedNs !== null).length;
  const agreed = quantiles(Float64Array.from(runs, ({ agreedNs }) => agreedNs ?? Infinity));
  const stepNs = worst((r) => Math.max(r.stepNs, r.offMsNs));
  const [missing, doubled] = [sum((r) => r.missing), sum((r) => r.doubled)];
  const mistimed = sum((r) => r.mistimed);
  const [looked, timed, expected] = [
    sum((r) => r.looked),
    sum((r) => r.timed),
    sum((r) => r.expected),
  ];
  const counted = missing === 0 && doubled === 0 && mistimed === 0 && looked === expected;
  const us = (ns: number): string => `${figure(ns / 1e3)} µs`;
  return [
    row(`${name}: another takes over`, `${taken} of ${runs.length}`, [
      'always',
      taken === runs.length,
    ]),
    row(
      `${name}: all agree on it after`,
      `p50 ${figure(agreed.p50 / 1e6)}, max ${figure(agreed.max / 1e6)} ms`,
    ),
    row(
      `${name}: largest step`,
      `${us(worst((r) => r.stepNs))}; off a millisecond ${us(worst((r) => r.offMsNs))}`,
      ['≤ 20 µs', stepNs <= MOST_STEP_NS],
    ),
    row(
      `${name}: beats`,
      `${missing} missing, ${doubled} doubled, ${mistimed} mistimed; ${figure(looked)} by looking and ${figure(timed)} by timers of ${figure(expected)}`,
      ['none missing, none doubled', counted && timed === expected],
    ),
    row(
      `${name}: from beat to beat`,
      `${(Math.min(...runs.map((r) => r.shortestBeatNs)) / 1e6).toFixed(4)} to ${(worst((r) => r.longestBeatNs) / 1e6).toFixed(4)} ms of 500`,
    ),
    row(`${name}: apart at most`, us(worst((r) => r.apartNs))),
    row(`${name}: left its line by`, us(worst((r) => r.leftNs))),
  ];
}
