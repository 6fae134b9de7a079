import type { Bar } from '../bar.js';
import { quantiles } from '../report/quantiles.js';
import { writeResult } from '../report/result-files.js';
import { figure } from '../report/table.js';
import { allHold, inALine, row, rowsTable } from '../sync-sim/checked-row.js';
import { quotedCommands } from '../sync-sim/quoted.js';
import { createSyncRoom, LAN_JITTER, type SyncHost } from '../sync-sim/sync-room.js';
import { inParallel } from '../workers/pool.js';

const SESSIONS = 10;
const STARTS = 10;
const LOSS = 0.2;
const DRIFTS = [50, -50, 20];
const SETTLE_SECONDS = 10;
const MOST_APART_NS = 50e3;
/** So long before its time what is to be done is handed to who does it. */
const HAND_OVER_NS = 20e6;

/** What each of three hosts made of one start. True times, nanoseconds; null where the command never came. */
interface Start {
  /** When it takes place, reckoned as soon as the command was known, and again when it was about time. */
  readonly atFirstNs: readonly (number | null)[];
  readonly atLastNs: readonly (number | null)[];
  /** How long before its time it was known. */
  readonly aheadNs: readonly (number | null)[];
  /** When timers on the timeline ran it. */
  readonly ranNs: readonly (number | null)[];
}

export async function trial(seed: number): Promise<Start[]> {
  const room = createSyncRoom(seed);
  const trueNs = (): number => room.time.clock.nowNs();
  const hosts: SyncHost[] = [];
  for (const driftPpm of DRIFTS) {
    hosts.push(await room.join({ driftPpm, receive: { ...LAN_JITTER, loss: LOSS } }));
    room.pass(room.random());
  }
  room.pass(SETTLE_SECONDS);
  const starts = new Map<number, Record<keyof Start, (number | null)[]>>();
  const startOf = (timestampNs: number) => {
    const nobody = (): null[] => hosts.map(() => null);
    const known = starts.get(timestampNs) ?? {
      atFirstNs: nobody(),
      atLastNs: nobody(),
      aheadNs: nobody(),
      ranNs: nobody(),
    };
    starts.set(timestampNs, known);
    return known;
  };
  for (const [i, host] of hosts.entries()) {
    const { sync } = host.jam;
    sync.onCommand(({ timestampNs }, { aheadMs }) => {
      const start = startOf(timestampNs);
      const reckon = (): number => host.trueNs(host.timeline.toOwn(timestampNs));
      start.aheadNs[i] = aheadMs * 1e6;
      start.atFirstNs[i] = reckon();
      sync.timers.schedule(timestampNs - HAND_OVER_NS, () => (start.atLastNs[i] = reckon()));
      sync.timers.schedule(timestampNs, () => (start.ranNs[i] = trueNs()));
    });
  }
  for (let n = 0; n < STARTS; n++) {
    hosts[n % hosts.length].jam.sync.transport.play({ beat: 0 });
    room.pass(0.4 + 0.4 * room.random());
  }
  room.pass(2);
  await room.close();
  return [...starts.values()];
}

export const bar: Bar = {
  name: 'sync-start',
  bar: 'scheduled start, three hosts, 20 % loss: the computed instants agree within 50 µs, always',
  async run(report) {
    const seeds = Array.from({ length: SESSIONS }, (_, i) => i + 1);
    const runs = await inParallel<number, Start[]>(import.meta.url, 'trial', seeds, (done) =>
      report(`${done} of ${SESSIONS} sessions`),
    );
    const starts = runs.flat();
    const expected = SESSIONS * STARTS;
    const spread = (times: readonly (number | null)[]): number =>
      times.some((each) => each === null)
        ? Infinity
        : Math.max(...(times as number[])) - Math.min(...(times as number[]));
    const first = quantiles(Float64Array.from(starts, ({ atFirstNs }) => spread(atFirstNs)));
    const last = quantiles(Float64Array.from(starts, ({ atLastNs }) => spread(atLastNs)));
    const ran = quantiles(Float64Array.from(starts, ({ ranNs }) => spread(ranNs)));
    const aheads = starts.flatMap(({ aheadNs }) => aheadNs).filter((each) => each !== null);
    const inTime = starts.filter(({ aheadNs }) =>
      aheadNs.every((each) => each !== null && each > 0),
    );
    const text = ({ p50, p99, max }: { p50: number; p99: number; max: number }): string =>
      `p50 ${figure(p50 / 1e3)}, p99 ${figure(p99 / 1e3)}, max ${figure(max / 1e3)} µs`;
    const all = starts.length === expected;
    const rows = [
      row('instants when the command became known, apart', text(first), [
        '≤ 50 µs always',
        all && first.max <= MOST_APART_NS,
      ]),
      row(`instants ${HAND_OVER_NS / 1e6} ms before the start, apart`, text(last), [
        '≤ 50 µs always',
        all && last.max <= MOST_APART_NS,
      ]),
      row(
        'starts of which all three hosts knew before their time',
        `${inTime.length} of ${expected}`,
      ),
      row('known ahead at least', `${figure(Math.min(...aheads) / 1e6)} ms of 150`),
      row('run by timers that are never late, apart', text(ran)),
    ];
    writeResult({
      name: 'sync-start',
      title: 'Scheduled starts on a simulated LAN',
      command: 'npm run bars -- sync-start',
      sections: [
        {
          title: `${expected} starts`,
          table: rowsTable(rows),
          notes: [
            `The whole stack on virtual time: three hosts with clocks ${DRIFTS.join(', ')} ppm off, ${LOSS * 100} % loss and 100 µs + exp(20 µs) each way, ${SESSIONS} sessions of ${STARTS} starts, given by each host in turn with the usual lead of 150 ms. Each host turns the command's time into its own clock's, which is compared by the truth.`,
          ],
        },
        quotedCommands,
      ],
      data: { rows, starts },
    });
    return { figure: inALine(rows), holds: allHold(rows), details: rows };
  },
};
