/**
 * Measures playing live as a whole, devices included, on JACK servers without a sound card: `npx tsx --conditions=@jamnet/source tools/bench/src/live-bar.ts
 * [--seconds 10 --rounds 2 --promote --no-jacktrip]`. Needs root, iproute2, nftables, jackd2 and the native part; Debian's jacktrip where it is to be compared with.
 * `--promote` lets the main threads of the measured processes go before ordinary ones, for a machine that others use meanwhile.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { lanAvailable, missingJack } from '@jamnet/testkit';
import { type LatencyRun, measureLatency, type Program } from './live/device-latency.js';
import { JACKTRIP_OPTIONS, jackTripVersion } from './live/jacktrip.js';
import { type ClickRun, type MidiRun, runTwoHosts } from './live/two-hosts.js';
import { linePlot, type Series } from './report/line-plot.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { type Quantiles, quantiles } from './report/quantiles.js';
import { type Section, writeResult } from './report/result-files.js';
import { figure, textTable } from './report/table.js';
import { allHold, type CheckedRow, row, rowsTable } from './sync-sim/checked-row.js';

const PERIODS = [
  { frames: 64, mostMs: 4 },
  { frames: 32, mostMs: 2.67 },
] as const;
const PROGRAMS = {
  toaster: 'TOASTer',
  jacktrip: 'JackTrip',
  set: 'TOASTer, set like JackTrip',
} as const;
const SETTLE_SECONDS = 8;
const LOSS = 0.3;
const MIDI_GAP_MS = 50;
/** Until the delay of the notes is as long as the loss asks for. */
const MIDI_SETTLE = 100;
const MOST_JITTER_MS = 1;
const FRAME_US = 1e6 / 48_000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '2' },
    promote: { type: 'boolean', default: false },
    'no-jacktrip': { type: 'boolean', default: false },
  },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const available = lanAvailable();
const missing = available.ok ? missingJack() : available.reason;
if (missing !== undefined || !(seconds >= 1) || !(Number.isInteger(rounds) && rounds >= 1)) {
  print(missing ?? 'Usage: live-bar.ts [--seconds 10 --rounds 2 --promote --no-jacktrip]');
  process.exit(2);
}
const jackTrip = values['no-jacktrip'] ? undefined : jackTripVersion();
const [loadBefore] = loadavg();

print(`TOASTer live, from device to device, on ${machineText(thisMachine())}\n`);
const progress = createProgress('live');
const common = { promoted: values.promote, report: progress.say };
const runs = await measureLatency(
  {
    ...common,
    periods: PERIODS.map(({ frames }) => frames),
    rounds,
    seconds,
    settleSeconds: SETTLE_SECONDS,
  },
  jackTrip !== undefined,
);
const { midi, clicks } = await runTwoHosts({
  ...common,
  loss: LOSS,
  messages: MIDI_SETTLE + Math.round((2 * seconds * 1000) / MIDI_GAP_MS),
  gapMs: MIDI_GAP_MS,
  clickSeconds: 2 * seconds,
  settleSeconds: SETTLE_SECONDS,
});
progress.end();
const [loadAfter] = loadavg();

const latencyRows = PERIODS.flatMap(({ frames, mostMs }) => [
  ...rowsOfLatency('toaster', frames, mostMs),
  ...(jackTrip === undefined
    ? []
    : [...rowsOfLatency('jacktrip', frames), ...rowsBesideJackTrip(frames)]),
]);
const midiRows = rowsOfMidi(midi);
const clickRows = rowsOfClicks(clicks);
const compared =
  jackTrip === undefined
    ? 'JackTrip was not measured.'
    : `JackTrip ${jackTrip} with \`${JACKTRIP_OPTIONS.join(' ')}\` beside it, and then TOASTer with a delay that is set, for the latency that JackTrip just had: in turn on the same server, ${rounds} times each.`;
const load = `Load of the machine before and after: ${figure(loadBefore!)} and ${figure(loadAfter!)}, on ${thisMachine().cores} cores${values.promote ? '; the main threads of the measured processes went before ordinary ones' : ''}.`;
const sections: Section[] = [
  {
    title: 'From device to device on one host',
    table: rowsTable(latencyRows),
    notes: [
      `Two programs as clients of one \`jackd -d dummy\` at 48 kHz; a third client plays pulses and a tone into the one, and hears the other. Latency: from the frame in which a pulse goes into \`in_1\` to the one in which it comes out of \`out_1\`; what a sound card would add, a period on the way in and one on the way out, is not in it. Wrong: samples that are not those that were played. Faults: runs of such, at least 5 ms apart. ${compared}`,
      'X-runs are those of the server while it was measured, whoever was late.',
      load,
    ],
  },
  {
    title: `MIDI from host to host at ${LOSS * 100} % loss`,
    table: rowsTable(midiRows),
    notes: [
      `Two hosts of a LAN of namespaces, each with a server of 64 frames; the kernel drops ${LOSS * 100} % of what comes in. One way: from the frame in which a message goes into \`midi_in\` to the one in which it comes out of \`midi_out\`. The first ${MIDI_SETTLE} messages are looked at apart: the delay of the notes still grows with them. Jitter: how far from the median. Beside: what was heard and not sent, or once more, such as a release that is made where one may be missing.`,
    ],
  },
  {
    title: 'The click of two hosts',
    table: rowsTable(clickRows),
    notes: [
      'The same hosts, without loss, at five tempos in turn, changed by either. Each host’s clicks are recorded by a client of its own server, with the times of that server’s periods; CLOCK_MONOTONIC is one for both. Allowed is a sample and what the follower said at that moment that it is within.',
    ],
  },
];
for (const { title, table } of sections) print(`${title}\n${textTable(table!)}\n`);
const files = writeResult({
  name: 'live',
  title: 'Playing live: from device to device',
  command: `npx tsx --conditions=@jamnet/source tools/bench/src/live-bar.ts${process.argv
    .slice(2)
    .map((each) => ` ${each}`)
    .join('')}`,
  sections,
  plots: [
    {
      suffix: 'latency',
      title: 'Latency from device to device',
      svg: linePlot({
        title: 'Latency from device to device, pulse by pulse',
        x: { label: 'share of the pulses, %', from: 0, to: 100 },
        y: { label: 'ms', from: 0 },
        series: PERIODS.flatMap(({ frames }) =>
          (['toaster', 'jacktrip', 'set'] as const).flatMap((program) => curve(program, frames)),
        ),
      }),
    },
  ],
  data: { rows: [...latencyRows, ...midiRows, ...clickRows], load, runs, midi, clicks },
});
print(`written: ${files.join(', ')}`);
process.exitCode = allHold([...latencyRows, ...midiRows, ...clickRows]) ? 0 : 1;

function of(program: Program, frames: number): LatencyRun[] {
  return runs.filter((run) => run.program === program && run.periodFrames === frames);
}

function sum(all: readonly LatencyRun[], what: (run: LatencyRun) => number): number {
  return all.reduce((total, run) => total + what(run), 0);
}

function latencies(all: readonly LatencyRun[]): Quantiles {
  return quantiles(Float64Array.from(all.flatMap((run) => run.latenciesMs)));
}

/** Percent of the samples. */
function wrong(all: readonly LatencyRun[]): number {
  return (100 * sum(all, (run) => run.wrongFrames)) / sum(all, (run) => run.frames);
}

/** At equal latency. */
function rowsBesideJackTrip(frames: number): CheckedRow[] {
  const other = of('jacktrip', frames);
  return rowsOfLatency('set', frames, latencies(other).p50, wrong(other));
}

function rowsOfLatency(
  program: Program,
  frames: number,
  mostMs?: number,
  mostWrong?: number,
): CheckedRow[] {
  const all = of(program, frames);
  const { p50, p99, max } = latencies(all);
  const heard = sum(all, (run) => run.latenciesMs.length);
  const name = `${PROGRAMS[program]}, ${frames} frames`;
  const text = `p50 ${figure(p50)}, p99 ${figure(p99)}, max ${figure(max)} ms; ${heard} of ${sum(all, (run) => run.pulsesPlayed)} pulses`;
  const predicted = sum(all, (run) => run.predicted ?? 0);
  return [
    row(
      `${name}: latency`,
      text,
      mostMs === undefined ? undefined : [`p50 ≤ ${figure(mostMs)} ms`, p50 <= mostMs],
    ),
    row(
      `${name}: wrong`,
      `${figure(wrong(all))} % of the samples, ${sum(all, (run) => run.faults)} faults in ${figure(sum(all, (run) => run.frames) / 48_000)} s${program === 'jacktrip' ? '' : `, ${predicted} frames predicted`}; ${sum(all, (run) => run.xruns)} x-runs`,
      mostWrong === undefined ? undefined : [`≤ ${figure(mostWrong)} %`, wrong(all) <= mostWrong],
    ),
  ];
}

function rowsOfMidi({
  sent,
  missing: lost,
  beside,
  outOfOrder,
  hanging,
  oneWayMs,
  dropped,
}: MidiRun): CheckedRow[] {
  const early = quantiles(Float64Array.from(oneWayMs.slice(0, MIDI_SETTLE)));
  const settled = oneWayMs.slice(MIDI_SETTLE);
  const { p50, p99 } = quantiles(Float64Array.from(settled));
  const jitter = quantiles(Float64Array.from(settled, (ms) => Math.abs(ms - p50)));
  return [
    row(
      'messages',
      `${sent} sent, ${lost} missing, ${beside} beside; ${dropped} datagrams dropped`,
      ['none missing', lost === 0],
    ),
    row('out of order, notes that hang at the end', `${outOfOrder}, ${hanging}`, [
      'none',
      outOfOrder === 0 && hanging === 0,
    ]),
    row('one way', `p50 ${figure(p50)}, p99 ${figure(p99)} ms`),
    row(
      `one way, the first ${MIDI_SETTLE}`,
      `p50 ${figure(early.p50)}, p99 ${figure(early.p99)} ms`,
    ),
    row(
      'jitter',
      `p50 ${figure(jitter.p50)}, p90 ${figure(jitter.p90)}, p99 ${figure(jitter.p99)} ms`,
      [`p99 ≤ ${MOST_JITTER_MS} ms`, jitter.p99 <= MOST_JITTER_MS],
    ),
  ];
}

function rowsOfClicks({ apartUs, boundUs, clicks: counts, alone, xruns }: ClickRun): CheckedRow[] {
  const apart = quantiles(Float64Array.from(apartUs, Math.abs));
  const within = apartUs.filter((us, i) => Math.abs(us) <= FRAME_US + boundUs[i]!).length;
  const bound = quantiles(Float64Array.from(boundUs));
  return [
    row(
      'clicks of each host, and those without one of the other',
      `${counts.join(' and ')}; ${alone}`,
      ['none alone', alone === 0 && apartUs.length > 0],
    ),
    row(
      'apart',
      `p50 ${figure(apart.p50)}, p90 ${figure(apart.p90)}, max ${figure(apart.max)} µs; ${within} of ${apartUs.length} within; ${xruns} x-runs`,
      ['all within a sample and the stated bound', within === apartUs.length && within > 0],
    ),
    row('the stated bound', `p50 ${figure(bound.p50)}, max ${figure(bound.max)} µs`),
  ];
}

function curve(program: Program, frames: number): Series[] {
  const sorted = of(program, frames)
    .flatMap((run) => run.latenciesMs)
    .sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const points = Array.from({ length: 101 }, (_, share): [number, number] => [
    share,
    sorted[Math.min(sorted.length - 1, Math.floor((share * sorted.length) / 100))]!,
  ]);
  return [{ name: `${PROGRAMS[program]}, ${frames}`, points, dashed: program !== 'toaster' }];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
