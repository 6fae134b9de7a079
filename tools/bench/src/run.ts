/** Runs the benches, all or those named: `npm run bench [-- name… --quick]`. */
import type { Bench } from './bench.js';
import { audioForms } from './benches/audio-forms.js';
import { audioKernels } from './benches/audio-kernels.js';
import { audioRedundancy } from './benches/audio-redundancy.js';
import { clockOffset } from './benches/clock-offset.js';
import { concealment } from './benches/concealment.js';
import { concealmentCost } from './benches/concealment-cost.js';
import { conductor } from './benches/conductor.js';
import { dither } from './benches/dither.js';
import { executor } from './benches/executor.js';
import { frameCost } from './benches/frame-cost.js';
import { jellie } from './benches/jellie.js';
import { latency } from './benches/latency.js';
import { memory } from './benches/memory.js';
import { midiPrediction } from './benches/midi-prediction.js';
import { midiClock } from './benches/midi-clock.js';
import { nativeLatency } from './benches/native-latency.js';
import { nativeThroughput } from './benches/native-throughput.js';
import { parse } from './benches/parse.js';
import { pacing } from './benches/pacing.js';
import { residualLoss } from './benches/residual-loss.js';
import { throughput } from './benches/throughput.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { textTable } from './report/table.js';

const BENCHES: readonly Bench[] = [
  frameCost,
  latency,
  throughput,
  memory,
  residualLoss,
  nativeLatency,
  nativeThroughput,
  pacing,
  midiClock,
  parse,
  executor,
  conductor,
  clockOffset,
  dither,
  midiPrediction,
  audioForms,
  audioKernels,
  audioRedundancy,
  jellie,
  concealment,
  concealmentCost,
];

const quick = process.argv.includes('--quick');
const asked = process.argv.slice(2).filter((word) => word !== '--quick');
const unknown = asked.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0 || asked.includes('--help')) {
  print('Usage: npm run bench [-- name… --quick]\n');
  for (const { name, about } of BENCHES) print(`  ${name.padEnd(20)}${about}`);
  if (!asked.includes('--help')) print(`\nNo bench is called ${unknown.join(', ')}.`);
  process.exit(asked.includes('--help') ? 0 : 2);
}

print(`JAMNet benches on ${machineText(thisMachine())}\n`);
for (const bench of BENCHES) {
  if (asked.length > 0 && !asked.includes(bench.name)) continue;
  const progress = createProgress(bench.name);
  const startMs = performance.now();
  progress.say(`${bench.about} …`);
  const measured = await bench.run(progress.say, { quick });
  progress.end();
  const command = `npm run bench -- ${bench.name}`;
  const files = quick ? [] : writeResult({ name: bench.name, command, ...measured });
  print(`${measured.title} (${((performance.now() - startMs) / 1000).toFixed(0)} s)`);
  for (const { title, table, notes = [] } of measured.sections) {
    print(`\n${title}`);
    if (table) print(textTable(table));
    for (const note of notes) print(note);
  }
  print(`\nwritten: ${files.join(', ') || 'nothing'}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
