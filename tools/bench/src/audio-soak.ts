/** Plays eight channels for minutes from a device in one process to a device in another and watches: `npm run soak:audio [-- --minutes 10 --channels 8 --promote]`. */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Concealment } from '@jamnet/jdat';
import { pathFigures } from './audio-path/path-figures.js';
import type { PathSample } from './audio-path/path-plan.js';
import { type PathRole, type PathRun, runPath } from './audio-path/path-run.js';
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

const SAMPLE_RATE = 48_000;
const PERIOD_FRAMES = 64;
const LISTEN_SECONDS = 10;
const SETTLE_SECONDS = 2;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    channels: { type: 'string', default: '8' },
    'delay-ms': { type: 'string', default: '20' },
    concealment: { type: 'string', default: 'pnbtr' },
    promote: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const channels = Number(values.channels);
const delayMs = Number(values['delay-ms']);
if (!(minutes >= 3 && channels >= 1 && channels <= 8 && delayMs >= 0)) {
  print('Usage: npm run soak:audio [-- --minutes 10 --channels 8 --delay-ms 20 --promote]');
  print('Minutes must be 3 or more, for the last is compared with the second.');
  process.exit(2);
}

print(`JAMNet audio soak: ${channels} channels, ${minutes} minutes, play-out after ${delayMs} ms`);
print(`on ${machineText(thisMachine())}, load ${loadavg()[0].toFixed(1)}\n`);
const samples: Record<PathRole, (PathSample & { readonly minute: number })[]> = {
  sender: [],
  receiver: [],
};
const loadBefore = loadavg()[0];
const began = performance.now();
const run = await runPath(
  {
    topic: `audio://soak-${process.pid}`,
    sampleRate: SAMPLE_RATE,
    periodFrames: PERIOD_FRAMES,
    channels,
    form: 'binary',
    phaseNs: (0.5 * PERIOD_FRAMES * 1e9) / SAMPLE_RATE,
    delayMs,
    concealment: values.concealment as Concealment,
    listenSeconds: LISTEN_SECONDS,
    settleSeconds: SETTLE_SECONDS,
    seconds: minutes * 60,
  },
  values.promote,
  (role, sample) => {
    const minute = (performance.now() - began) / 60e3;
    samples[role].push({ ...sample, minute });
    print(
      `${minute.toFixed(2).padStart(6)} min  ${role.padEnd(8)}  heap ${mebibytes(sample.heapBytes)}, resident ${mebibytes(sample.residentBytes)} MiB, ${figure(sample.cpuShare * 100)} % of a processor`,
    );
  },
);
report(run);

function report({ sent, got, periods, inexact, ...rest }: PathRun): void {
  // Collections come when they like: what is left after one is the least heap of the minute.
  const least = (bytes: number[]) => Math.min(...bytes);
  const grown = memoryGrowth(samples, minutes, { heap: least, resident: median });
  const holds = got.underruns === 0 && inexact === 0 && growthHolds(grown);
  const memory = growthTable(grown);
  const figures = pathFigures([{ sent, got, periods, inexact, ...rest }]);
  const played: Table = {
    columns: ['what', 'number'],
    rows: [
      ['periods of 64 frames played', periods],
      ['of these with an underrun (bar: 0)', got.underruns],
      ['of these not bit-exact', inexact],
      ['frames predicted', got.predictedFrames],
      ['frames missing in the ring', got.missedFrames],
      ['sends refused', sent.refused],
      ['sample-in to sample-out, median ms', figures.medianMs],
      ['under way, p99 µs', figures.underWay.p99],
      ['under way, most µs', figures.underWay.max],
      ['player late, p99 µs', got.device.p99],
      ['player late, most µs', got.device.max],
      ['CPU of the sender for the stream, % of one processor', sent.cpuShare * 100],
      ['CPU of the receiver for the stream, % of one processor', got.cpuShare * 100],
    ],
  };
  print(`\n${textTable(memory)}\n\n${textTable(played)}\n\n${holds ? 'holds' : 'DOES NOT HOLD'}`);
  const { underWayNs: _, ...gotData } = got;
  const files = writeResult({
    name: 'audio-soak',
    title: 'Audio soak',
    command: `npm run soak:audio -- --minutes ${minutes} --channels ${channels} --delay-ms ${delayMs} --concealment ${values.concealment}${values.promote ? ' --promote' : ''}`,
    sections: [
      {
        title: `${channels} channels, ${minutes} minutes: ${holds ? 'holds' : 'does not hold'}`,
        table: memory,
        notes: [
          `A look every 10 seconds. Resident: medians of a minute. Heap: the least of a minute, what is left after a collection; none is asked for, since it would stop what is measured.`,
          `Load of the machine at the start ${loadBefore.toFixed(1)}, at the end ${loadavg()[0].toFixed(1)}.`,
        ],
      },
      { title: 'Played', table: played },
    ],
    plots: [{ suffix: '', title: 'Memory', svg: memoryPlot('Memory', samples) }],
    data: { minutes, channels, delayMs, holds, growth: grown, sent, got: gotData, samples },
  });
  print(`written: ${files.join(', ')}`);
  process.exitCode = holds ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
