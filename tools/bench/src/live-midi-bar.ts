/**
 * Notes from host to host for long, through kernel-enforced loss, while a third player is killed and started again: `npx tsx --conditions=@jamnet/source
 * tools/bench/src/live-midi-bar.ts [--minutes 10]`. Needs root, iproute2, nftables, jackd2 and the native part.
 */
import { parseArgs } from 'node:util';
import { lanAvailable, missingJack } from '@jamnet/testkit';
import { playOn } from './live/played-on.js';
import { linePlot } from './report/line-plot.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { quantiles } from './report/quantiles.js';
import { writeResult } from './report/result-files.js';
import { figure, textTable } from './report/table.js';
import { allHold, row, rowsTable } from './sync-sim/checked-row.js';

const LOSS = 0.3;
const GAP_MS = 50;
const MOST_JITTER_MS = 1;
/** Until the delay of the notes is as long as the loss asks for. */
const SETTLE_SECONDS = 30;
const KILL_EVERY_SECONDS = 20;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
const available = lanAvailable();
const missing = available.ok ? missingJack() : available.reason;
if (missing !== undefined || !(minutes >= 1)) {
  print(missing ?? 'Usage: live-midi-bar.ts [--minutes 10], 1 at least');
  process.exit(2);
}
print(`TOASTer live, notes for ${minutes} minutes, on ${machineText(thisMachine())}\n`);
const progress = createProgress('notes');
const run = await playOn({
  seconds: minutes * 60,
  loss: LOSS,
  gapMs: GAP_MS,
  settleSeconds: SETTLE_SECONDS,
  killEverySeconds: KILL_EVERY_SECONDS,
  report: progress.say,
});
progress.end();

const startMs = run.heardMs[0]!;
const settled = run.oneWayMs.filter((_, i) => run.heardMs[i]! - startMs > SETTLE_SECONDS * 1000);
const { p50, p99, max } = quantiles(Float64Array.from(settled));
const jitter = quantiles(Float64Array.from(settled, (ms) => Math.abs(ms - p50)));
const hangs = quantiles(Float64Array.from(run.kills.flatMap(({ hangsMs }) => hangsMs)));
const stuck = run.kills.reduce((sum, kill) => sum + kill.stuck, 0) + run.hanging;
const held = run.kills.reduce((sum, kill) => sum + kill.stuck + kill.hangsMs.length, 0);
const rows = [
  row(
    'messages',
    `${run.sent} sent, ${run.missing} missing, ${run.beside} beside, ${run.outOfOrder} out of order; ${run.dropped} datagrams dropped`,
    ['none missing, none out of order', run.missing === 0 && run.outOfOrder === 0],
  ),
  row('one way', `p50 ${figure(p50)}, p99 ${figure(p99)}, max ${figure(max)} ms`),
  row(
    'jitter',
    `p50 ${figure(jitter.p50)}, p90 ${figure(jitter.p90)}, p99 ${figure(jitter.p99)} ms`,
    [`p99 ≤ ${MOST_JITTER_MS} ms`, jitter.p99 <= MOST_JITTER_MS],
  ),
  row('stuck notes', `${stuck} of ${held} that were held in ${run.kills.length} kills`, [
    'none',
    stuck === 0 && held > 0,
  ]),
  row(
    'a killed player’s notes sound on for',
    `p50 ${figure(hangs.p50)}, max ${figure(hangs.max)} ms`,
  ),
];
const table = rowsTable(rows);
print(textTable(table));
const files = writeResult({
  name: 'live-midi',
  title: `Notes from host to host for ${minutes} minutes`,
  command: `npx tsx --conditions=@jamnet/source tools/bench/src/live-midi-bar.ts --minutes ${minutes}`,
  sections: [
    {
      title: `At ${LOSS * 100} % loss, with a player killed every ${KILL_EVERY_SECONDS} s`,
      table,
      notes: [
        `Three hosts of a LAN of namespaces, each with \`jackd -d dummy\` and an engine; the kernel drops ${LOSS * 100} % of what comes in at each. One plays a message every ${GAP_MS} ms, one listens; the third holds three notes, is killed with SIGKILL and is started again. One way: from the frame in which a message goes into \`midi_in\` to the one in which it comes out of \`midi_out\`, after the first ${SETTLE_SECONDS} s. Jitter: how far from the median. No sound is sent: three hosts’ is more than these cores bear beside it.`,
      ],
    },
  ],
  plots: [
    {
      suffix: 'one-way',
      title: 'One way, note by note',
      svg: linePlot({
        title: 'One way, note by note',
        x: { label: 'seconds', from: 0 },
        y: { label: 'ms', from: 0 },
        series: [
          {
            name: 'one way',
            points: run.oneWayMs.map((ms, i) => [(run.heardMs[i]! - startMs) / 1000, ms]),
          },
        ],
      }),
    },
  ],
  data: { rows, kills: run.kills },
});
print(`written: ${files.join(', ')}`);
process.exitCode = allHold(rows) ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
