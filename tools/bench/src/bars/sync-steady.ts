import type { Bar } from '../bar.js';
import { writeResult } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { allHold, type CheckedRow, inALine, row, rowsTable } from '../sync-sim/checked-row.js';
import { quotedOffsets } from '../sync-sim/quoted.js';
import {
  createSyncRoom,
  LAN_JITTER,
  masterOf,
  SECOND,
  type SyncHost,
} from '../sync-sim/sync-room.js';
import { createSyncWindows, IN_SYNC_NS } from '../sync-sim/sync-windows.js';
import { inParallel } from '../workers/pool.js';

const MINUTES = 10;
const SESSIONS = 4;
const LEAST = 0.99;
const LOOK_NS = 10e6;
const SETTLE_SECONDS = 5;
const DRIFTS = [50, -50, 20];
const CASES = [
  { text: 'LAN, wander of 10 ppb/√s', loss: 0.01, wander: 10, asked: true },
  { text: 'the same at 20 % loss', loss: 0.2, wander: 10, asked: false },
  { text: 'the same, wander of 50 ppb/√s', loss: 0.01, wander: 50, asked: false },
] as const;

interface SteadyPlan {
  readonly seed: number;
  readonly loss: number;
  readonly wander: number;
}

/** Of each host. */
interface SteadyRun {
  readonly windows: number;
  readonly inSync: number;
  readonly worstNs: number;
}

export async function trial({ seed, loss, wander }: SteadyPlan): Promise<SteadyRun[]> {
  const room = createSyncRoom(seed);
  const hosts: SyncHost[] = [];
  for (const driftPpm of DRIFTS) {
    const receive = { ...LAN_JITTER, loss };
    hosts.push(await room.join({ driftPpm, wanderPpbPerRootS: wander, receive }));
    room.pass(room.random());
  }
  room.pass(SETTLE_SECONDS);
  const windows = hosts.map(() => createSyncWindows());
  const looks = (MINUTES * 60 * SECOND) / LOOK_NS;
  for (let look = 0; look < looks; look++) {
    room.time.runFor(LOOK_NS);
    const master = masterOf(hosts);
    const masterNs = master?.now() ?? null;
    for (const [i, host] of hosts.entries()) {
      const offNs = masterNs === null ? null : host.now() - masterNs;
      windows[i].look((look * LOOK_NS) / SECOND, host.timeline.state === 'locked', offNs);
    }
  }
  await room.close();
  return windows.map(({ windows: all, inSync, worstNs }) => ({ windows: all, inSync, worstNs }));
}

export const bar: Bar = {
  name: 'sync-steady',
  bar: `three hosts, 1 % loss, ${MINUTES} minutes: more than 99 % of one-second windows in sync on every host`,
  async run(report) {
    const plans = CASES.flatMap(({ loss, wander }, i) =>
      Array.from({ length: SESSIONS }, (_, seed): SteadyPlan => ({
        seed: 1000 * i + seed + 1,
        loss,
        wander,
      })),
    );
    const results = await inParallel<SteadyPlan, SteadyRun[]>(
      import.meta.url,
      'trial',
      plans,
      (done) => report(`${done} of ${plans.length} sessions`),
    );
    const rows = CASES.flatMap(({ text, asked }, i) =>
      caseRows(text, asked, results.slice(i * SESSIONS, (i + 1) * SESSIONS).flat()),
    );
    writeResult({
      name: 'sync-steady',
      title: 'A session that goes on',
      command: 'npm run bars -- sync-steady',
      sections: [
        {
          title: `${MINUTES} minutes`,
          table: rowsTable(rows),
          notes: [
            `The whole stack on virtual time, three hosts with clocks ${DRIFTS.join(', ')} ppm off, 100 µs + exp(20 µs) each way; ${SESSIONS} sessions a row from ${SETTLE_SECONDS} s after the last joined. A second is in sync at a host when at each look (every ${LOOK_NS / 1e6} ms) of it the host was locked and its timeline within ${IN_SYNC_NS / 1e3} µs of the master's at the same true time. The worst host of all sessions is what counts.`,
          ],
        },
        quotedOffsets,
      ],
      data: { rows, results },
    });
    return { figure: inALine(rows), holds: allHold(rows), details: rows };
  },
};

function caseRows(name: string, asked: boolean, runs: readonly SteadyRun[]): CheckedRow[] {
  const share = Math.min(...runs.map(({ inSync, windows }) => inSync / windows));
  const worst = Math.max(...runs.map(({ worstNs }) => worstNs));
  const windows = runs.reduce((total, run) => total + run.windows, 0);
  return [
    row(
      `${name}: in sync, worst host`,
      `${figure(100 * share)} % (${figure(windows)} windows in all)`,
      asked ? ['> 99 %', share > LEAST] : undefined,
    ),
    row(`${name}: furthest from the master`, `${figure(worst / 1e3)} µs`),
  ];
}
