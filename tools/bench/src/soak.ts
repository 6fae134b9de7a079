/** Plays for minutes through a bad network and watches memory: `npm run soak [-- --minutes 10 --rate 1000 --loss 0.2]`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machineText, thisMachine } from './report/machine.js';
import {
  growthHolds,
  growthTable,
  mebibytes,
  memoryGrowth,
  memoryPlot,
} from './report/memory-growth.js';
import { median } from './report/quantiles.js';
import { writeResult } from './report/result-files.js';
import { figure, type Table, textTable } from './report/table.js';
import type { SoakEnd, SoakHears, SoakPlan, SoakSample, SoakSays } from './soak-plan.js';
import { type Child, startChild } from './workers/child.js';

/** The sample that ends a minute comes a little after it. */
const LATE_MINUTES = 0.02;
const ROLES = ['player', 'listener'] as const;
type Role = (typeof ROLES)[number];

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '1000' },
    loss: { type: 'string', default: '0.2' },
  },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const loss = Number(values.loss);
if (!(minutes >= 3 && rate > 0 && loss >= 0 && loss < 1)) {
  print('Usage: npm run soak [-- --minutes 10 --rate 1000 --loss 0.2]');
  print('Minutes must be 3 or more, for the last is compared with the second; loss is below 1.');
  process.exit(2);
}

print(`JAMNet soak: ${minutes} minutes, ${rate} events a second, ${loss * 100} % loss both ways`);
print(`on ${machineText(thisMachine())}\n`);
const topic = `midi://soak-${process.pid}`;
const children = ROLES.map((role) => {
  const plan: SoakPlan = { role, minutes, rate, loss, topic };
  return startChild<SoakHears, SoakSays>(
    'soak-process.ts',
    [JSON.stringify(plan)],
    ['--expose-gc'],
  );
});
const dropsBefore = systemDrops();
const samples: Record<Role, SoakSample[]> = { player: [], listener: [] };
await Promise.all(children.map((child) => child.hear((message) => message.kind === 'ready')));
const ends = children.map((child, i) => watch(child, ROLES[i]));
const [player, listener] = children;
player.say({ kind: 'start' });
listener.say({ kind: 'start' });
player.say({ kind: 'finish' });
const sent = await ends[0];
// What was repeated last is still on its way.
await new Promise((resolve) => setTimeout(resolve, 500));
listener.say({ kind: 'finish' });
const got = await ends[1];
for (const child of children) child.stop();
report(sent, got);

function watch(child: Child<SoakHears, SoakSays>, role: Role): Promise<SoakEnd> {
  return child.hear(
    (message) => message.kind === 'end',
    (message) => {
      if (message.kind !== 'sample') return;
      samples[role].push(message);
      const { minute, events, heapBytes, residentBytes } = message;
      const what =
        role === 'player'
          ? `sent, ${message.refused} refused, ${message.copies} copies, level ${figure(message.level)}, ${message.congestionTrips} trips, ${figure(message.kbitPerSecond)} kbit/s`
          : `received, loss ${figure(message.loss * 100)} %`;
      print(
        `${minute.toFixed(2).padStart(6)} min  ${role.padEnd(8)}  ${events.toLocaleString('en-GB')} events ${what}, ` +
          `heap ${mebibytes(heapBytes)}, resident ${mebibytes(residentBytes)} MiB`,
      );
    },
  );
}

/** Datagrams that the system dropped because a receive buffer was full, on the whole host; not a number where that is not told. */
function systemDrops(): number {
  try {
    const [names, numbers] = readFileSync('/proc/net/snmp', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('Udp:'))
      .map((line) => line.split(' '));
    return Number(numbers[names.indexOf('RcvbufErrors')]);
  } catch {
    return NaN;
  }
}

function report(sent: SoakEnd, got: SoakEnd): void {
  const grown = memoryGrowth(samples, minutes, { heap: median, resident: median }, LATE_MINUTES);
  const lost = sent.events - got.events;
  const accounted = lost === 0 && got.twice === 0 && got.altered === 0 && sent.everythingOut;
  const holds = accounted && growthHolds(grown);
  const memory = growthTable(grown);
  const last = samples.listener.at(-1);
  const events: Table = {
    columns: ['events', 'number'],
    rows: [
      ['sent', sent.events],
      ['received once', got.events - got.twice],
      ['lost', lost],
      ['received twice', got.twice],
      ['altered', got.altered],
      ['later than 50 ms', got.late],
      ['taken from the history', got.repaired],
      ['made up to release a note or set a value right', got.synthesised],
      ['refused at first and offered again', samples.player.at(-1)?.refused ?? 0],
      ['times that congestion was suspected', samples.player.at(-1)?.congestionTrips ?? 0],
      ['dropped by the system, receive buffers full, whole host', systemDrops() - dropsBefore],
      ['longest stall of the player, ms', sent.longestStallMs],
      ['longest stall of the listener, ms', got.longestStallMs],
      ['loss met by the listener, %', (last?.loss ?? NaN) * 100],
    ],
  };
  print(`\n${textTable(memory)}\n\n${textTable(events)}\n\n${holds ? 'holds' : 'DOES NOT HOLD'}`);
  const files = writeResult({
    name: 'soak',
    title: 'Soak',
    command: `npm run soak -- --minutes ${minutes} --rate ${rate} --loss ${loss}`,
    sections: [
      {
        title: `${minutes} minutes, ${figure(rate)} events a second, ${loss * 100} % loss both ways: ${holds ? 'holds' : 'does not hold'}`,
        table: memory,
        notes: ['Medians of samples every 10 seconds, each after a collection.'],
      },
      { title: 'Events', table: events },
    ],
    plots: [{ suffix: '', title: 'Memory', svg: memoryPlot('Memory after collection', samples) }],
    data: { minutes, rate, loss, holds, growth: grown, sent, got, samples },
  });
  print(`written: ${files.join(', ')}`);
  process.exitCode = holds ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
