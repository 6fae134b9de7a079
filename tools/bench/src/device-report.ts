/** Writes a results page from what `tools/gpu-runner/run.sh` brought back from another machine: `device-report.ts <its folder>`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  deviceText,
  executorSection,
  parseBars,
  parsePlot,
  type ParseRow,
  parseTable,
  type RunnerResult,
} from './benches/parse-sections.js';
import { writeResult } from './report/result-files.js';
import { textTable } from './report/table.js';

const folder = process.argv[2];
if (folder === undefined) throw new Error('device-report.ts <folder with gpu-runner.json>');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const runner = JSON.parse(read('gpu-runner.json')) as RunnerResult;
const machine = existsSync(join(folder, 'machine.txt'))
  ? read('machine.txt').trim().split('\n').map(shortened).join(', ')
  : 'an unknown machine';
const node = readNode();
const rows = [...runner.parse, ...(node?.results ?? [])];
const device = runner.device?.name ?? 'no device';
const slug = device.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const title = `Parsing JSON lines on ${device}`;

const sections = [
  parseTable('JSON lines into columns', rows, [
    `Device: ${deviceText(runner)}. The same SPIR-V and the same JMID lines of 60 bytes as in [parse.md](parse.md), run by \`tools/gpu-runner\`, a C++ program on the executor of \`packages/gpu-native\`. In one process, in turns; medians. Mapped: the kernel reads and writes host memory where it lies; staged: lines and columns are copied to the device's memory and back, by the device or by the host. All of it, and the search for the ends of lines, is in the times. simdjson (${runner.simdjson}) reads the same fields into columns. Every column equals the TypeScript reference's: ${runner.equal ? 'yes' : 'NO'}.`,
    node === undefined
      ? 'No Node there, so no JSON.parse.'
      : `JSON.parse: ${node.node} on the same machine, in a process of its own.`,
  ]),
  parseBars(node?.results ?? [], runner.parse, runner),
  executorSection(runner),
];
const files = writeResult({
  name: `parse-${slug}`,
  title,
  command: 'tools/gpu-runner/run.sh',
  machine,
  sections,
  plots: [parsePlot(title, rows)],
  data: { machine, runner, node },
});
for (const { title: part, table } of sections) {
  process.stdout.write(`${part}\n${table === undefined ? '' : textTable(table)}\n\n`);
}
process.stdout.write(`written: ${files.join(', ')}\n`);

function readNode(): { node: string; results: ParseRow[] } | undefined {
  if (!existsSync(join(folder, 'json-parse.json'))) return undefined;
  const text = read('json-parse.json').trim();
  return text === '' ? undefined : (JSON.parse(text) as { node: string; results: ParseRow[] });
}

/** `model name : X` is X; a number alone is that of the cores. */
function shortened(line: string): string {
  const text = line.replace(/^model name\s*:\s*/, '').trim();
  return /^\d+$/.test(text) ? `${text} cores` : text;
}
