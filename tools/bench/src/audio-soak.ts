/** Plays eight channels for minutes from a device in one process to a device in another and watches: `npm run soak:audio [-- --minutes 10 --channels 8 --promote]`. */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Concealment } from '@jamnet/jdat';
import { pathFigures } from './audio-path/path-figures.js';
import type { PathSample } from './audio-path/path-plan.js';
import { type PathRole, type PathRun, runPath } from './audio-path/path-run.js';
import { linePlot } from './report/line-plot.js';
import { machineText, thisMachine } from './report/machine.js';
import { median } from './report/quantiles.js';
import { writeResult } from './report/result-files.js';
import { figure, type Table, textTable } from './report/table.js';

/** The median of the last minute may be so many times that of the second. */
const MOST_GROWTH = 1.05;
const ROLES = ['sender', 'receiver'] as const;
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

interface Growth {
  readonly role: PathRole;
  readonly memory: 'heap' | 'resident';
  readonly secondMinute: number;
  readonly lastMinute: number;
  readonly ratio: number;
}

/** Of heap the least of the minute counts, since collections come when they like: what is left after one. */
function growth(role: PathRole, memory: 'heap' | 'resident'): Growth {
  const of = (minute: number): number => {
    const all = samples[role].filter((sample) => Math.ceil(sample.minute) === minute);
    if (memory === 'heap') return Math.min(...all.map(({ heapBytes }) => heapBytes));
    return median(all.map(({ residentBytes }) => residentBytes));
  };
  const [secondMinute, lastMinute] = [of(2), of(Math.floor(minutes))];
  return { role, memory, secondMinute, lastMinute, ratio: lastMinute / secondMinute };
}

function report({ sent, got, periods, inexact, ...rest }: PathRun): void {
  const grown = ROLES.flatMap((role) => [growth(role, 'heap'), growth(role, 'resident')]);
  const holds =
    got.underruns === 0 && inexact === 0 && grown.every(({ ratio }) => ratio <= MOST_GROWTH);
  const memory: Table = {
    columns: ['memory', 'minute 2, MiB', 'last minute, MiB', 'ratio', 'bar', 'holds'],
    rows: grown.map(({ role, memory: kind, secondMinute, lastMinute, ratio }) => [
      `${role}, ${kind}`,
      Number(mebibytes(secondMinute)),
      Number(mebibytes(lastMinute)),
      ratio.toFixed(3),
      `≤ ${MOST_GROWTH}`,
      ratio <= MOST_GROWTH ? 'yes' : 'NO',
    ]),
  };
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
    plots: [{ suffix: '', title: 'Memory', svg: memoryPlot() }],
    data: { minutes, channels, delayMs, holds, growth: grown, sent, got: gotData, samples },
  });
  print(`written: ${files.join(', ')}`);
  process.exitCode = holds ? 0 : 1;
}

function memoryPlot(): string {
  const series = ROLES.flatMap((role) =>
    (['heapBytes', 'residentBytes'] as const).map((kind) => ({
      name: `${role}, ${kind === 'heapBytes' ? 'heap' : 'resident'}`,
      dashed: kind === 'heapBytes',
      points: samples[role].map((s) => [s.minute, s[kind] / 2 ** 20] as const),
    })),
  );
  return linePlot({
    title: 'Memory',
    x: { label: 'minutes', from: 0 },
    y: { label: 'MiB' },
    series,
  });
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
