/**
 * Checks the bars of the one timeline that need real sockets, on a LAN of network namespaces with loss enforced by the kernel:
 * `npm run bars:sync-lan`. `--starts 20` and `--minutes 1` make it shorter (`--minutes 0` leaves the long session out), `--spin-us` says how long the
 * pacer watches the clock. Needs root, iproute2, nftables and the native port.
 */
import { parseArgs } from 'node:util';
import { lanAvailable } from '@jamnet/testkit';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { quantiles } from './report/quantiles.js';
import { type Section, writeResult } from './report/result-files.js';
import { figure, textTable } from './report/table.js';
import type { HostStart } from './sync-lan/sync-messages.js';
import {
  runStarts,
  runSteady,
  type Start,
  type StartsResult,
  type SteadyResult,
} from './sync-lan/sync-run.js';
import { allHold, type CheckedRow, row, rowsTable } from './sync-sim/checked-row.js';
import { quotedCommands } from './sync-sim/quoted.js';
import { IN_SYNC_NS } from './sync-sim/sync-windows.js';

const STARTS = 100;
const MINUTES = 10;
const SPIN_US = 1000;
const START_LOSS = 0.2;
const STEADY_LOSS = 0.01;
const MOST_APART_NS = 50e3;
const LEAST_NEAR = 0.95;
const MOST_TIMERS_NS = 2e6;
const LEAST_IN_SYNC = 0.99;

const { values } = parseArgs({
  options: {
    starts: { type: 'string' },
    minutes: { type: 'string' },
    'spin-us': { type: 'string' },
  },
});
const count = Number(values.starts ?? STARTS);
const minutes = Number(values.minutes ?? MINUTES);
const spinUs = Number(values['spin-us'] ?? SPIN_US);
const available = lanAvailable();
if (!available.ok || !(count >= 0) || !(minutes >= 0) || !(spinUs >= 0 && spinUs <= SPIN_US)) {
  print(
    available.ok
      ? 'Usage: npm run bars:sync-lan [-- --starts 100 --minutes 10 --spin-us 1000]'
      : `No LAN: ${available.reason}`,
  );
  process.exit(2);
}

print(`JAMNet timeline on a LAN of namespaces, on ${machineText(thisMachine())}\n`);
const progress = createProgress('sync-lan');
const common = { spinUs, report: progress.say };
const starts = count > 0 ? await runStarts({ ...common, loss: START_LOSS }, count) : undefined;
const steady =
  minutes > 0 ? await runSteady({ ...common, loss: STEADY_LOSS }, minutes * 60) : undefined;
progress.end();

const startRows = starts === undefined ? [] : rowsOfStarts(starts);
const steadyRows = steady === undefined ? [] : rowsOfSteady(steady);
const sections: Section[] = [
  {
    title: `${count} scheduled starts`,
    table: rowsTable(startRows),
    notes: [
      `Three hosts, ${START_LOSS * 100} % of what comes in dropped by the kernel; each host in turn gives a start, 250 to 400 ms after the one before, with the usual lead of 150 ms. All processes share CLOCK_MONOTONIC, namespaces too, so that times of one are the true times of the others. Apart: the earliest of the three hosts to the latest.`,
      `Pacer: 10 ms before its time a datagram is handed to the native port, whose thread watches the clock for at most ${spinUs} µs; the time is that at which the kernel had it, at a socket of the same host. Timers: \`jam.sync.timers\`, which are Node's below. A start that a host learnt of too late, or never, counts as one that was not together.`,
    ],
  },
  {
    title: `${minutes} minutes at ${STEADY_LOSS * 100} % loss`,
    table: rowsTable(steadyRows),
    notes: [
      `Every host notes its timeline at the same multiples of 20 ms of the clock that all share. A second is in sync at a host when at each of them it was locked and within ${IN_SYNC_NS / 1e3} µs of the master's timeline.`,
    ],
  },
];
for (const { title, table } of sections) if (table) print(`${title}\n${textTable(table)}\n`);
// A shorter run must not stand where the whole one is expected.
if (count === STARTS && minutes === MINUTES) {
  const files = writeResult({
    name: 'sync-lan-real',
    title: 'One timeline on real hosts, loss enforced by the kernel',
    command: 'npm run bars:sync-lan',
    sections: [...sections, quotedCommands],
    data: { rows: [...startRows, ...steadyRows], spinUs, starts, steady },
  });
  print(`written: ${files.join(', ')}`);
}
process.exitCode = allHold([...startRows, ...steadyRows]) ? 0 : 1;

/** From the earliest host to the latest; Infinity where one is missing. */
function apart(start: Start, of: (host: HostStart) => number): number {
  const times = start.hosts.map((host) => (host === undefined ? NaN : of(host)));
  return times.some(Number.isNaN) ? Infinity : Math.max(...times) - Math.min(...times);
}

function rowsOfStarts({ starts: all, refused, kernelTimestamps }: StartsResult): CheckedRow[] {
  const spread = (of: (host: HostStart) => number): Float64Array =>
    Float64Array.from(all, (start) => apart(start, of)).sort();
  const [first, last] = [spread((host) => host.firstNs), spread((host) => host.lastNs)];
  const [paced, ran] = [spread((host) => host.pacedNs), spread((host) => host.ranNs)];
  const late = (of: (host: HostStart) => number): Float64Array =>
    Float64Array.from(
      all.flatMap(({ hosts }) => hosts.flatMap((host) => (host ? [of(host)] : []))),
    ).filter((ns) => !Number.isNaN(ns));
  const text = (sorted: Float64Array): string => {
    const { p50, p90, max } = quantiles(sorted);
    return `p50 ${figure(p50 / 1e3)}, p90 ${figure(p90 / 1e3)}, p95 ${figure(p95(sorted) / 1e3)}, max ${figure(max / 1e3)} µs`;
  };
  const most = (sorted: Float64Array): number => sorted[sorted.length - 1] ?? Infinity;
  const near = paced.filter((ns) => ns <= MOST_APART_NS).length;
  const known = all.filter(({ hosts }) => hosts.every((host) => host && host.aheadMs > 0)).length;
  const asked = all.length === count;
  return [
    row('all hosts heard of the start before its time', `${known} of ${all.length}`),
    row('computed as soon as it was known, apart', text(first), [
      '≤ 50 µs always',
      asked && most(first) <= MOST_APART_NS,
    ]),
    row('computed 10 ms before, apart', text(last), [
      '≤ 50 µs always',
      asked && most(last) <= MOST_APART_NS,
    ]),
    row(
      'executed by the native pacer, all three within 50 µs',
      `${near} of ${all.length}; ${text(paced)}`,
      [`≥ ${LEAST_NEAR * 100} of 100`, kernelTimestamps && near >= LEAST_NEAR * count],
    ),
    row('by the pacer, after the computed instant', text(late((h) => h.pacedNs - h.lastNs))),
    row("executed by Node's timers, apart", text(ran), [
      'p95 ≤ 2 ms',
      asked && p95(ran) <= MOST_TIMERS_NS,
    ]),
    row("by Node's timers, after the computed instant", text(late((h) => h.ranNs - h.lastNs))),
    row('refused by the pacer', String(refused)),
    row('time stamps of the kernel', kernelTimestamps ? 'yes' : 'NO'),
  ];
}

function p95(sorted: Float64Array): number {
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Infinity;
}

function rowsOfSteady({ hosts }: SteadyResult): CheckedRow[] {
  return hosts.flatMap(({ windows, inSync, worstNs }, i) => [
    row(`host ${i + 1}: in sync`, `${inSync} of ${windows} seconds`, [
      '> 99 %',
      inSync > LEAST_IN_SYNC * windows,
    ]),
    row(`host ${i + 1}: furthest from the master`, `${figure(worstNs / 1e3)} µs`),
  ]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
