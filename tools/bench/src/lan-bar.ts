/**
 * Checks the bars that need real hosts, on a LAN of network namespaces with loss enforced by the kernel: `npm run bars:lan`.
 * `--notes 200` makes the long one shorter. Needs root, iproute2 and nftables.
 */
import { parseArgs } from 'node:util';
import { lanAvailable } from '@jamnet/testkit';
import { type LanRunResult, runOnLan } from './lan/lan-run.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { figure, type Table, textTable } from './report/table.js';

const NOTES = 2_000;
const MOST_LATE = 5;
const MOST_FOUND_MS = 1_000;

const { values } = parseArgs({ options: { notes: { type: 'string' } } });
const notes = Number(values.notes ?? NOTES);
const available = lanAvailable();
if (!available.ok || !(notes >= 1)) {
  print(available.ok ? `--notes ${values.notes}: pass a number` : `No LAN: ${available.reason}`);
  process.exit(2);
}

const wholeAndOnce = ({ refused, listeners }: LanRunResult): boolean =>
  refused === 0 && listeners.every(({ missing, twice }) => missing === 0 && twice === 0);

const bars = [
  {
    bar: `three hosts, 30 % loss: same events on both listeners, found each other in < ${MOST_FOUND_MS / 1000} s`,
    options: { loss: 0.3, notes: Math.min(notes, 400), notesPerSecond: 40 },
    holds: (run: LanRunResult) => wholeAndOnce(run) && run.foundMs < MOST_FOUND_MS,
  },
  {
    bar: `66 % loss both ways, one file of ${notes} notes: at most ${MOST_LATE} late note-ons after 3 s, nothing missing`,
    options: { loss: 0.66, notes, notesPerSecond: 40 },
    holds: (run: LanRunResult) =>
      wholeAndOnce(run) && run.listeners.every(({ late }) => late <= MOST_LATE),
  },
];

print(`JAMNet bars on a LAN of namespaces, on ${machineText(thisMachine())}\n`);
const outcomes = [];
for (const { bar, options, holds } of bars) {
  const progress = createProgress('lan');
  const run = await runOnLan({ ...options, report: progress.say });
  progress.end();
  const figures = run.listeners.map(
    (l) =>
      `${l.name}: ${figure(l.heard)} of ${figure(run.events)} events, ${l.late} of ${figure(l.noteOns)} note-ons late (longest ${figure(l.latestMs)} ms; ${l.lateAtFirst} in the first 3 s), ${figure(l.repaired)} repaired`,
  );
  const text = `found in ${figure(run.foundMs)} ms; ${figures.join('; ')}; ${run.copies} copies, ${run.congestionTrips} times congested, ${figure(run.bitsPerSecond / 1e6)} Mbit/s`;
  const outcome = { bar, figure: text, holds: holds(run), options, run };
  outcomes.push(outcome);
  print(`${outcome.holds ? 'holds' : 'FAILS'}  ${bar}: ${text}`);
}

const table: Table = {
  columns: ['bar', 'figure', 'holds'],
  rows: outcomes.map(({ bar, figure: text, holds }) => [bar, text, holds ? 'yes' : 'NO']),
};
print(`\n${textTable(table)}\n`);
// A shorter run must not stand where the whole one is expected.
if (notes === NOTES) {
  const files = writeResult({
    name: 'bars-lan',
    title: 'Bars on real hosts, loss enforced by the kernel',
    command: 'npm run bars:lan',
    sections: [{ title: 'Bars', table }],
    data: outcomes,
  });
  print(`written: ${files.join(', ')}`);
}
process.exitCode = outcomes.every(({ holds }) => holds) ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
