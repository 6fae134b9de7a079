/**
 * Checks the bars of audio latency between two processes of this machine: `npm run bars:audio [-- --seconds 60 --phases 6 --runs 5 --receive loop --promote]`.
 * `--receive busy`: the path is received by an event loop that never sleeps; the lanes are measured both ways in any case.
 * `--promote` lets the main threads of the measured processes go before ordinary ones, for a machine that others use meanwhile.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { AudioFormName, Concealment } from '@jamnet/jdat';
import { type LaneRatios, measureLanes } from './audio-path/lane-ratios.js';
import { median, type PathFigures, pathFigures } from './audio-path/path-figures.js';
import { type PathRun, runPath } from './audio-path/path-run.js';
import { machineText, thisMachine } from './report/machine.js';
import { linePlot } from './report/line-plot.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { type Table, textTable } from './report/table.js';

const SAMPLE_RATE = 48_000;
const LISTEN_SECONDS = 10;
const SETTLE_SECONDS = 2;
const MOST_UNDERRUNS = 0.01;
const MOST_RATIO = 1.5;
const PERIODS = [
  { frames: 64, mostMs: 2.67 },
  { frames: 32, mostMs: 1.33 },
] as const;
const LANE_FORMS = ['compact', 'binary'] as const;
const RECEIVES = ['loop', 'busy'] as const;
type Receive = (typeof RECEIVES)[number];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    phases: { type: 'string', default: '6' },
    runs: { type: 'string', default: '5' },
    form: { type: 'string', default: 'compact' },
    concealment: { type: 'string', default: 'pnbtr' },
    receive: { type: 'string', default: 'loop' },
    promote: { type: 'boolean', default: false },
  },
});
const [seconds, phases, runs] = [values.seconds, values.phases, values.runs].map(Number);
const receive = values.receive as Receive;
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;
if (!(seconds > 0 && isCount(phases) && isCount(runs) && RECEIVES.includes(receive))) {
  print(
    'Usage: npm run bars:audio [-- --seconds 60 --phases 6 --runs 5 --form compact --concealment pnbtr --receive loop --promote]',
  );
  process.exit(2);
}
const form = values.form as AudioFormName;
const concealment = values.concealment as Concealment;

const PATH_NOTE = `Two devices without a sound card, each a native thread on a schedule of its own by the clock, one in each process, the second so many periods behind the first (phase). The first records a signal that counts; what it recorded is sent in the call that tells of the period (jdat, one channel, ${form}, a message a period), received, fed to the ring and played by the second, which records what it played. Latency: from the time of a frame in the recording device's schedule to its time in the playing device's. Both are the same for each frame of a period; the median is over all periods of all phases. The player's own lateness is not in it. A frame waits a period to be recorded, then under way, then for the next period of the player: with the phase that is up to a period more. An underrun is a period in which a frame was predicted or missing. Under way: from the end of the period in which a chunk was recorded to the handler in the other process. CPU: share of one processor, all threads of the process, for the one stream.`;
const LANE_NOTE = `Every one or two milliseconds a packet, in the same two processes in turn: a chunk of 24-bit noise encoded and sent by jdat and decoded in the handler of the other, or as many bytes sent by the native port to a C program that blocks in recv. From just before the samples are handed over, or the bytes, until they are decoded, or after recv. Median of ${runs} runs with processes of their own.`;

print(`JAMNet audio latency on ${machineText(thisMachine())}, load ${loadavg()[0].toFixed(1)}\n`);
const progress = createProgress('audio-latency');
const loadBefore = loadavg()[0];
const paths: { frames: number; mostMs: number; runs: PathRun[]; figures: PathFigures }[] = [];
for (const { frames, mostMs } of PERIODS) {
  const all: PathRun[] = [];
  for (let phase = 0; phase < phases; phase++) {
    progress.say(`${frames} frames, phase ${phase + 1} of ${phases}`);
    all.push(await run(frames, (phase + 0.5) / phases));
  }
  paths.push({ frames, mostMs, runs: all, figures: pathFigures(all) });
}
const lanes: { what: string; ratios: LaneRatios }[] = [];
for (const { frames } of PERIODS) {
  for (const laneForm of LANE_FORMS) {
    for (const laneReceive of RECEIVES) {
      const what = `${frames} frames, ${laneForm}, received by ${laneReceive === 'loop' ? 'the event loop' : 'busy polling'}`;
      const plan = { form: laneForm, frames, receive: laneReceive };
      const ratios =
        runs > 0 && (await measureLanes(plan, runs, (text) => progress.say(`${what}: ${text}`)));
      if (ratios) lanes.push({ what, ratios });
    }
  }
}
progress.end();
report();

function run(periodFrames: number, phase: number): Promise<PathRun> {
  return runPath(
    {
      topic: `audio://latency-${process.pid}-${periodFrames}-${Math.round(phase * 100)}`,
      sampleRate: SAMPLE_RATE,
      periodFrames,
      channels: 1,
      form,
      phaseNs: (phase * periodFrames * 1e9) / SAMPLE_RATE,
      delayMs: null,
      receive,
      concealment,
      listenSeconds: LISTEN_SECONDS,
      settleSeconds: SETTLE_SECONDS,
      seconds: seconds / phases,
    },
    values.promote,
  );
}

function report(): void {
  const bars = paths.flatMap(({ frames, mostMs, figures }) => [
    bar(`${frames} frames: median, sample-in to sample-out, ms`, figures.medianMs, mostMs),
    bar(`${frames} frames: share of periods with an underrun`, figures.underruns, MOST_UNDERRUNS),
    bar(
      `${frames} frames: periods not bit-exact, underruns and 10 ms after them aside`,
      figures.wrong,
      0,
    ),
  ]);
  for (const lane of lanes) {
    const what = `${lane.what}: encode→UDP→decode / C that blocks, p99`;
    bars.push(bar(what, median(lane.ratios.p99s), MOST_RATIO));
  }
  const barTable: Table = {
    columns: ['what', 'measured', 'bar', 'holds'],
    rows: bars.map(({ what, measured, most, holds }) => [
      what,
      measured,
      `≤ ${most}`,
      holds ? 'yes' : 'NO',
    ]),
  };
  const holds = bars.every((each) => each.holds);
  print(`\n${textTable(barTable)}\n`);
  const promoted = values.promote
    ? ' The main threads of the measured processes went before ordinary ones (SCHED_FIFO), since others used the machine.'
    : '';
  const files = writeResult({
    name: 'audio-latency',
    title: 'Audio latency between two processes',
    command: `npm run bars:audio -- --seconds ${seconds} --phases ${phases} --runs ${runs} --form ${form} --concealment ${concealment} --receive ${receive}${values.promote ? ' --promote' : ''}`,
    sections: [
      {
        title: 'Bars',
        table: barTable,
        notes: [
          `Load of the machine at the start ${loadBefore.toFixed(1)}, at the end ${loadavg()[0].toFixed(1)}.${promoted}`,
          lanes.length === 0
            ? 'The ratios to a C program were not measured: no runs, or no C compiler here.'
            : '',
        ].filter(Boolean),
      },
      ...paths.map(({ frames, runs: all }) => ({
        title: `${frames} frames, phase by phase`,
        table: phaseTable(all),
        notes: [PATH_NOTE],
      })),
      { title: 'Encode, UDP, decode', table: laneTable(), notes: [LANE_NOTE] },
    ],
    plots: [{ suffix: '', title: 'Latency by phase', svg: plot() }],
    data: {
      loadBefore,
      bars,
      paths: paths.map(({ frames, figures }) => ({ frames, figures })),
      lanes,
    },
  });
  print(`written: ${files.join(', ')}`);
  process.exitCode = holds ? 0 : 1;
}

function bar(what: string, measured: number, most: number) {
  return { what, measured, most, holds: measured <= most };
}

function phaseTable(all: readonly PathRun[]): Table {
  return {
    columns: [
      'phase',
      'median ms',
      'p99 ms',
      'underruns',
      'not exact',
      'periods',
      'under way, median µs',
      'under way, p99 µs',
      'player late, p99 µs',
      'player late, most µs',
      'CPU sender %',
      'CPU receiver %',
    ],
    rows: all.map((each, i) => {
      const { medianMs, p99Ms, underWay } = pathFigures([each]);
      return [
        `${(i + 0.5) / all.length}`,
        medianMs,
        p99Ms,
        each.got.underruns,
        each.inexact,
        each.periods,
        underWay.p50,
        underWay.p99,
        each.got.device.p99,
        each.got.device.max,
        each.sent.cpuShare * 100,
        each.got.cpuShare * 100,
      ];
    }),
  };
}

function laneTable(): Table {
  return {
    columns: ['what', 'frame bytes', 'jdat median µs', 'p99', 'C median µs', 'p99', 'ratio of p99'],
    rows: lanes.map(({ what, ratios }) => [
      what,
      ratios.frameBytes,
      median(ratios.jdat.map(({ p50 }) => p50)),
      median(ratios.jdat.map(({ p99 }) => p99)),
      median(ratios.c.map(({ p50 }) => p50)),
      median(ratios.c.map(({ p99 }) => p99)),
      median(ratios.p99s),
    ]),
  };
}

function plot(): string {
  return linePlot({
    title: 'Sample-in to sample-out by the phase of the player',
    x: { label: 'phase, periods', from: 0, to: 1 },
    y: { label: 'median, ms' },
    series: paths.flatMap(({ frames, mostMs, runs: all }) => [
      {
        name: `${frames} frames`,
        points: all.map(
          (each, i) => [(i + 0.5) / all.length, pathFigures([each]).medianMs] as const,
        ),
      },
      {
        name: `bar of ${frames} frames`,
        dashed: true,
        points: [
          [0, mostMs],
          [1, mostMs],
        ] as const,
      },
    ]),
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
