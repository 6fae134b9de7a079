/**
 * How long it takes from `git clone` to TOASTer's screen and to the first sound of somebody else, with nothing installed and once more: `npx tsx
 * --conditions=@jamnet/source tools/bench/src/start-bar.ts`. Needs Linux, git, npm and where it gets packages from, util-linux, jackd2 and the native part.
 */
import { missingJack } from '@jamnet/testkit';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { figure, textTable } from './report/table.js';
import type { StartTimes } from './start/npm-start.js';
import { missingTerminal } from './start/pseudo-terminal.js';
import { measureStarts } from './start/start-times.js';
import { allHold, type CheckedRow, row, rowsTable } from './sync-sim/checked-row.js';

const MOST_COLD_S = 120;
const MOST_WARM_S = 10;
const PERIOD_FRAMES = 128;

const missing = missingTerminal() ?? missingJack();
if (missing !== undefined) {
  print(missing);
  process.exit(2);
}
print(`From a clone to sound, on ${machineText(thisMachine())}\n`);
const progress = createProgress('start');
const run = await measureStarts(PERIOD_FRAMES, progress.say);
progress.end();
const rows = [
  ...rowsOf('cold', run.cold, MOST_COLD_S, [['git clone', run.cloneS]]),
  ...rowsOf('warm', run.warm, MOST_WARM_S),
];
const table = rowsTable(rows);
print(textTable(table));
const files = writeResult({
  name: 'start',
  title: 'From a clone to sound',
  command: 'npx tsx --conditions=@jamnet/source tools/bench/src/start-bar.ts',
  sections: [
    {
      title: '`npm start`',
      table,
      notes: [
        `Cold: from \`git clone\` of this repository (${run.commit}, from the same disk) on, with an npm cache of its own that is empty; warm: \`npm start\` in that clone once more. On a terminal of \`script\`, without a desktop: it is the terminal’s screen and not a window, and it is there when it shows the list of rooms.`,
        `\`npm start\` joins no room by itself: \`/\` and Enter are typed as soon as the list is there, which joins the room of the settings (a file that JAMNET_SETTINGS names, with a room and \`lo\`). Another engine is in that room and sends a tone that a probe plays into its \`in_1\`; the first sound is the first sample but zero that the probe hears of \`out_1\` of the TOASTer that was started. Both are on one \`jackd -d dummy\` of ${PERIOD_FRAMES} frames, and take their part of the processors while it installs.`,
      ],
    },
  ],
  plots: [],
  data: { rows, ...run },
});
print(`written: ${files.join(', ')}`);
process.exitCode = allHold(rows) ? 0 : 1;

function rowsOf(
  what: string,
  { screenS, soundS, steps }: StartTimes,
  mostS: number,
  before: StartTimes['steps'] = [],
): CheckedRow[] {
  const within = (seconds: number) => [`≤ ${mostS} s`, seconds <= mostS] as const;
  const all = [...before, ...steps].map(([step, seconds]) => `${step} ${figure(seconds)}`);
  const of = all.length === 0 ? '' : `: ${all.join(', ')}`;
  return [
    row(`${what}, to the screen`, `${figure(screenS)} s${of}`, within(screenS)),
    row(`${what}, to the first sound`, `${figure(soundS)} s`, within(soundS)),
  ];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
