import type { Bar } from '../bar.js';
import { quantiles } from '../report/quantiles.js';
import { writeResult } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { allHold, type CheckedRow, inALine, row, rowsTable } from '../sync-sim/checked-row.js';
import { quotedJoins } from '../sync-sim/quoted.js';
import {
  createSyncRoom,
  LAN_JITTER,
  SECOND,
  type SyncHost,
  type SyncRoom,
} from '../sync-sim/sync-room.js';
import { inParallel } from '../workers/pool.js';

const RUNS = 100;
const MOST_JOINED_NS = 1 * SECOND;
const WITHIN_NS = 20 * SECOND;
const STEP_NS = 1e6;
const KINDS = [
  { kind: 'running', text: 'into a running session of two' },
  { kind: 'both', text: 'two newcomers at once' },
] as const;
const LOSSES = [0.2, 0] as const;

interface JoinPlan {
  readonly seed: number;
  readonly kind: 'running' | 'both';
  readonly loss: number;
}

/** Nanoseconds from the call; null where it did not come about. */
interface JoinTimes {
  readonly joinedNs: number | null;
  readonly lockedNs: number | null;
}

export async function trial({ seed, kind, loss }: JoinPlan): Promise<JoinTimes> {
  const room = createSyncRoom(seed);
  // Each way loses by itself: what one host hears is not what the other hears.
  const join = (driftPpm: number): Promise<SyncHost> =>
    room.join({ driftPpm, receive: { ...LAN_JITTER, loss } });
  const drift = (): number => 100 * room.random() - 50;
  let times: JoinTimes;
  if (kind === 'both') {
    const both = [await join(drift()), await join(drift())];
    const isOne = (): boolean =>
      both[0].timeline.epoch.founder === both[1].timeline.epoch.founder &&
      both.every(({ timeline }) => timeline.joined);
    times = watch(room, isOne, both);
  } else {
    const first = await join(drift());
    room.pass(room.random());
    await join(drift());
    room.pass(6 + room.random());
    const guest = await join(drift());
    const isThere = (): boolean =>
      guest.timeline.epoch.founder === first.timeline.epoch.founder && guest.timeline.joined;
    times = watch(room, isThere, [guest]);
  }
  await room.close();
  return times;
}

function watch(room: SyncRoom, isJoined: () => boolean, newcomers: readonly SyncHost[]): JoinTimes {
  const startNs = room.time.clock.nowNs();
  let joinedNs: number | null = null;
  for (;;) {
    const ns = room.time.clock.nowNs() - startNs;
    const joined = isJoined();
    if (joined) joinedNs ??= ns;
    if (joined && newcomers.every(({ timeline }) => timeline.state === 'locked'))
      return { joinedNs, lockedNs: ns };
    if (ns >= WITHIN_NS) return { joinedNs, lockedNs: null };
    room.time.runFor(STEP_NS);
  }
}

export const bar: Bar = {
  name: 'sync-join',
  bar: `join at 20 % loss: ${RUNS} of ${RUNS} joined and locked, p95 ≤ 1 s to joined`,
  async run(report) {
    const cases = LOSSES.flatMap((loss) => KINDS.map((each) => ({ ...each, loss })));
    const plans = cases.flatMap(({ kind, loss }, i) =>
      Array.from({ length: RUNS }, (_, seed): JoinPlan => ({
        seed: 1000 * i + seed + 1,
        kind,
        loss,
      })),
    );
    const results = await inParallel<JoinPlan, JoinTimes>(import.meta.url, 'trial', plans, (done) =>
      report(`${done} of ${plans.length} joins`),
    );
    const rows = cases.flatMap(({ text, loss }, i) =>
      caseRows(text, loss, results.slice(i * RUNS, (i + 1) * RUNS)),
    );
    writeResult({
      name: 'sync-join',
      title: 'Joining the one timeline',
      command: 'npm run bars -- sync-join',
      sections: [
        {
          title: 'Time from the call of join',
          table: rowsTable(rows),
          notes: [
            `The whole stack on virtual time, ${RUNS} joins a row; loss is independent, each way by itself; 100 µs + exp(20 µs) each way, clocks up to ±50 ppm off. Joined: on the timeline of the session, for two newcomers: both on the same one. Locked: known well enough to be carried on without its master. Whoever is not there within ${WITHIN_NS / SECOND} s has not joined.`,
          ],
        },
        quotedJoins,
      ],
      data: { runs: RUNS, rows, results },
    });
    return { figure: inALine(rows), holds: allHold(rows), details: rows };
  },
};

function caseRows(text: string, loss: number, results: readonly JoinTimes[]): CheckedRow[] {
  const name = `${figure(loss * 100)} % loss, ${text}`;
  const joined = results.filter(({ joinedNs }) => joinedNs !== null).length;
  const locked = results.filter(({ lockedNs }) => lockedNs !== null).length;
  const ms = (of: (times: JoinTimes) => number | null): { text: string; p95: number } => {
    const sorted = Float64Array.from(results, (each) => of(each) ?? Infinity).sort();
    const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1];
    const { p50, max } = quantiles(sorted);
    return {
      text: `p50 ${figure(p50 / 1e6)}, p95 ${figure(p95 / 1e6)}, max ${figure(max / 1e6)} ms`,
      p95,
    };
  };
  const toJoined = ms(({ joinedNs }) => joinedNs);
  const toLocked = ms(({ lockedNs }) => lockedNs);
  const all = `${RUNS} of ${RUNS}`;
  return [
    row(`${name}: joined and locked`, `${Math.min(joined, locked)} of ${results.length}`, [
      all,
      joined === RUNS && locked === RUNS,
    ]),
    row(`${name}: to joined`, toJoined.text, ['p95 ≤ 1 s', toJoined.p95 <= MOST_JOINED_NS]),
    row(`${name}: to locked`, toLocked.text),
  ];
}
