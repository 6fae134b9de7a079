/**
 * Checks how long it takes to find somebody, and to hear him, on a LAN of network namespaces on which the kernel blocks what the way
 * under test does without: `npm run bars:discovery`. `--rounds 5` makes it shorter. Needs root, iproute2 and nftables.
 */
import { parseArgs } from 'node:util';
import { lanAvailable } from '@jamnet/testkit';
import type { SearchTimes } from './discovery/discovery-messages.js';
import { type DiscoveryRunOptions, runDiscovery } from './discovery/discovery-run.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { figure, type Table, textTable } from './report/table.js';

const MOST_MEDIA_MS = 2_000;

interface Search extends Pick<DiscoveryRunOptions, 'discovery' | 'blocked' | 'rounds'> {
  readonly bar: string;
  readonly mostMs: number;
}

const searches: readonly Search[] = [
  { bar: 'multicast', discovery: 'multicast', blocked: 'nothing', rounds: 100, mostMs: 300 },
  { bar: 'DNS-SD', discovery: 'bonjour', blocked: 'multicast', rounds: 50, mostMs: 2_000 },
  {
    bar: 'scan of a /24, the last address',
    discovery: 'scan',
    blocked: 'multicast and mDNS',
    rounds: 20,
    mostMs: 5_000,
  },
  { bar: 'auto, nothing blocked', discovery: 'auto', blocked: 'nothing', rounds: 20, mostMs: 300 },
  {
    bar: 'auto, multicast blocked',
    discovery: 'auto',
    blocked: 'multicast',
    rounds: 20,
    mostMs: 2_000,
  },
  {
    bar: 'auto, multicast and mDNS blocked',
    discovery: 'auto',
    blocked: 'multicast and mDNS',
    rounds: 20,
    mostMs: 5_000,
  },
];

const { values } = parseArgs({ options: { rounds: { type: 'string' } } });
const mostRounds = Number(values.rounds ?? Infinity);
const available = lanAvailable();
if (!available.ok || !(mostRounds >= 1)) {
  print(available.ok ? `--rounds ${values.rounds}: pass a number` : `No LAN: ${available.reason}`);
  process.exit(2);
}

print(`JAMNet finding others on a LAN of namespaces, on ${machineText(thisMachine())}\n`);
const outcomes = [];
for (const search of searches) {
  const rounds = Math.min(search.rounds, mostRounds);
  const progress = createProgress('discovery');
  const times = await runDiscovery({ ...search, rounds, report: progress.say });
  progress.end();
  const foundMs = shares(times.map((each) => each.foundMs));
  const mediaMs = shares(times.map((each) => each.mediaMs));
  const whole = times.length === rounds;
  const holds = whole && foundMs.p95 <= search.mostMs && mediaMs.max <= MOST_MEDIA_MS;
  outcomes.push({ ...search, rounds, foundMs, mediaMs, foundBy: waysOf(times), holds, times });
  print(
    `${holds ? 'holds' : 'FAILS'}  ${search.bar}: found in ${figure(foundMs.p95)} ms (p95), heard ${figure(mediaMs.max)} ms later at most`,
  );
}

const table: Table = {
  columns: [
    'way',
    'searches',
    'found by',
    'found p50 ms',
    'p95 ms',
    'longest ms',
    'bar p95 ms',
    'found to music p50 ms',
    'longest ms ',
    'holds',
  ],
  rows: outcomes.map(({ bar, rounds, foundBy, foundMs, mostMs, mediaMs, holds }) => [
    bar,
    rounds,
    foundBy,
    foundMs.p50,
    foundMs.p95,
    foundMs.max,
    mostMs,
    mediaMs.p50,
    mediaMs.max,
    holds ? 'yes' : 'NO',
  ]),
};
print(`\n${textTable(table)}\n`);
// A shorter run must not stand where the whole one is expected.
if (values.rounds === undefined) {
  const files = writeResult({
    name: 'discovery',
    title: 'Finding others, way by way',
    command: 'npm run bars:discovery',
    sections: [
      {
        title: 'From the start of a process’s place on the network',
        table,
        notes: [
          'Each search opens its sockets anew, at a random moment; opening them is counted. The one who is looked for plays at 10.77.0.254, the address that a scan asks last, in mode `auto`; whoever looks is at 10.77.0.2. What is blocked, the kernel of both hosts drops (nftables).',
          `Found to music: until the first frame arrives, ${MOST_MEDIA_MS / 1000} s at most; 0 where it came before the finding, as multicast brings it. With multicast blocked no address is given: the session adds whom it has found.`,
        ],
      },
    ],
    data: outcomes,
  });
  print(`written: ${files.join(', ')}`);
}
process.exitCode = outcomes.every(({ holds }) => holds) ? 0 : 1;

function shares(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Infinity;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function waysOf(times: readonly SearchTimes[]): string {
  return [...new Set(times.map(({ foundBy }) => foundBy))].toSorted().join(', ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
