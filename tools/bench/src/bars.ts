/** Checks the statistical bars, all or those named: `npm run bars [-- name…]`. Each is a module in `bars/` that exports `bar`. */
import { readdirSync } from 'node:fs';
import type { Bar, BarResult } from './bar.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { type Table, textTable } from './report/table.js';

interface Outcome extends BarResult {
  readonly name: string;
  readonly bar: string;
  readonly seconds: number;
}

const bars = await findBars();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !bars.some((bar) => bar.name === name));
if (unknown.length > 0 || asked.includes('--help')) {
  print('Usage: npm run bars [-- name…]\n');
  for (const { name, bar } of bars) print(`  ${name.padEnd(18)}${bar}`);
  if (!asked.includes('--help')) print(`\nNo bar is called ${unknown.join(', ')}.`);
  process.exit(asked.includes('--help') ? 0 : 2);
}

print(`JAMNet bars on virtual time, on ${machineText(thisMachine())}\n`);
const outcomes: Outcome[] = [];
for (const bar of bars) {
  if (asked.length === 0 || asked.includes(bar.name)) outcomes.push(await check(bar));
}
print(`\n${textTable(tableOf(outcomes))}\n`);
// A part of the bars must not stand where all of them are expected.
const written =
  asked.length === 0
    ? write('bars', 'npm run bars', outcomes)
    : outcomes.flatMap((each) =>
        write(`bars-${each.name}`, `npm run bars -- ${each.name}`, [each]),
      );
print(`written: ${written.join(', ')}`);
process.exitCode = outcomes.every(({ holds }) => holds) ? 0 : 1;

function tableOf(some: readonly Outcome[]): Table {
  return {
    columns: ['name', 'bar', 'figure', 'holds'],
    rows: some.map(({ name, bar, figure, holds }) => [name, bar, figure, holds ? 'yes' : 'NO']),
  };
}

function write(name: string, command: string, some: readonly Outcome[]): string[] {
  const title = 'Bars, on virtual time where one does not say otherwise';
  const sections = [{ title: 'Bars', table: tableOf(some) }];
  return writeResult({ name, title, command, sections, data: some });
}

async function findBars(): Promise<Bar[]> {
  const files = readdirSync(new URL('bars/', import.meta.url)).filter((file) =>
    file.endsWith('.ts'),
  );
  const modules = await Promise.all(
    files.map(
      (file) => import(new URL(`bars/${file}`, import.meta.url).href) as Promise<{ bar?: Bar }>,
    ),
  );
  return modules.flatMap(({ bar }) => (bar === undefined ? [] : [bar]));
}

async function check(bar: Bar): Promise<Outcome> {
  const progress = createProgress(bar.name);
  const startMs = performance.now();
  progress.say('begins');
  let result: BarResult;
  try {
    result = await bar.run(progress.say);
  } catch (error) {
    // One that breaks must not keep the others from being seen.
    const figure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { figure: figure.split('\n')[0], holds: false, details: figure };
  }
  progress.end();
  const seconds = Math.round((performance.now() - startMs) / 1000);
  print(`${result.holds ? 'holds' : 'FAILS'}  ${bar.name}: ${result.figure} (${seconds} s)`);
  return { name: bar.name, bar: bar.bar, ...result, seconds };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
