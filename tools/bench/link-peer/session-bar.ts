/**
 * A session keeps with a real Link peer: `npx tsx --conditions=@jamnet/source tools/bench/link-peer/session-bar.ts [--minutes 10] [--ppm 50]`.
 * Phase of the process that is not connected within 1 ms of the real peer's at the same moment, all the time; tempo and start/stop both ways. `--ppm`
 * has the clock of that process, and so the session's, run that much faster than the real peer's. Writes `docs/results/link.md`.
 * Needs root, iproute2, nftables, g++ and ableton-link-dev.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { lanAvailable } from '@jamnet/testkit';
import { linePlot } from '../src/report/line-plot.js';
import { createProgress } from '../src/report/progress.js';
import { type Quantiles, quantiles } from '../src/report/quantiles.js';
import { writeResult } from '../src/report/result-files.js';
import { figure } from '../src/report/table.js';
import { buildLinkPeer } from './build.js';
import { type Crossing, isTempo } from './both-ways.js';
import { checkSessionBothWays, createSessionTrio } from './session-trio.js';

const MOST_APART_US = 1000;
const SAMPLE_MS = 50;
/** Both sides change the tempo in turn, so that what is compared is not one line that never changes. */
const TEMPO_MS = 20_000;

/** One moment: seconds since the start, and how far each process was ahead of the real peer, microseconds. */
interface Sample {
  readonly s: number;
  readonly linkedUs: number;
  readonly otherUs: number;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    ppm: { type: 'string', default: '50' },
  },
});
const minutes = Number(values.minutes);
const ppm = Number(values.ppm);
if (!(minutes > 0) || !Number.isFinite(ppm))
  fail('--minutes takes a number above 0, --ppm a number');
const available = lanAvailable();
if (!available.ok) fail(`No LAN: ${available.reason}`);
print('building the real peer …');
const program = buildLinkPeer();
if (!program.ok) fail(program.reason);

print(`a session beside a real Link peer for ${minutes} min; its clock +${ppm} ppm`);
const trio = await createSessionTrio({ program: program.path, ppm });
const samples: Sample[] = [];
const tempoMs: number[] = [];
let unstable = 0;
try {
  const crossings = await checkSessionBothWays(trio);
  for (const { what, tookMs } of crossings) print(`${what}: ${tookMs.toFixed(0)} ms`);
  await keep();
  const { linked } = await trio.state();
  print(`counters: ${JSON.stringify(linked.stats)}`);
  report(crossings, linked.stats, linked.notice);
} finally {
  await trio.close();
}

/** Looks at the phases all the time, and changes the tempo now and then. */
async function keep(): Promise<void> {
  const progress = createProgress('link');
  const startMs = performance.now();
  let nextTempoMs = startMs + TEMPO_MS;
  let recentUs = 0;
  for (let turn = 0; performance.now() < startMs + minutes * 60e3;) {
    await wait(SAMPLE_MS);
    const nowMs = performance.now();
    if (nowMs >= nextTempoMs) {
      nextTempoMs += TEMPO_MS;
      turn += 1;
      await changeTempo(turn);
    }
    const state = await trio.state();
    const { linkedErrorUs: linkedUs, otherErrorUs: otherUs } = state;
    const together = state.real.peers === 1 && state.linked.linkPeers === 1;
    if (!together || !state.other.playing || !state.linked.playing) unstable += 1;
    samples.push({ s: (nowMs - startMs) / 1e3, linkedUs, otherUs });
    recentUs = Math.max(recentUs * 0.99, Math.abs(otherUs));
    progress.say(
      `${((nowMs - startMs) / 1e3).toFixed(0)} s: at most ${recentUs.toFixed(0)} µs lately`,
    );
  }
  progress.end();
}

async function changeTempo(turn: number): Promise<void> {
  const bpm = 60 + ((turn * 37.3) % 120);
  if (turn % 2 === 0) await trio.other.tell({ order: 'tempo', bpm });
  else await trio.real.tell(`tempo ${bpm}`);
  const took = await trio.until('the tempo is the other one’s', ({ real, linked, other }) =>
    [real, linked, other].every(({ tempo }) => isTempo(tempo, bpm)),
  );
  tempoMs.push(took);
}

function report(crossings: readonly Crossing[], stats: unknown, notice: string | null): void {
  const of = (pick: (sample: Sample) => number): Quantiles =>
    quantiles(Float64Array.from(samples, (sample) => Math.abs(pick(sample))));
  const other = of(({ otherUs }) => otherUs);
  const linked = of(({ linkedUs }) => linkedUs);
  const holds = other.max <= MOST_APART_US && unstable === 0;
  const row = (name: string, q: Quantiles): (string | number)[] => [name, q.p50, q.p99, q.max];
  const seconds = worstOfEachSecond();
  const points = (pick: (sample: Sample) => number): [number, number][] =>
    seconds.map((sample) => [sample.s, pick(sample)]);
  const written = writeResult({
    name: 'link',
    title: 'A session beside a real Ableton Link peer',
    command: `npx tsx --conditions=@jamnet/source tools/bench/link-peer/session-bar.ts --minutes ${minutes} --ppm ${ppm}`,
    sections: [
      {
        title: 'Phase',
        table: {
          columns: ['process', 'median µs', 'p99 µs', 'max µs'],
          rows: [
            row('the other one, which knows the session alone', other),
            row('the one that is connected with Link', linked),
          ],
        },
        notes: [
          `How far its beat is from the real peer’s, modulo 4, at the same moment of the clock that all three hosts share: ${samples.length} moments in ${minutes} minutes, in which the tempo changed ${tempoMs.length} times, in turn from either side. The session’s clock, that of the other process, runs ${ppm} ppm faster than the real peer’s.`,
          `Ports of Link: ${notice ?? 'native'}. Moments at which one was without the other: ${unstable}.`,
        ],
      },
      {
        title: 'Both ways',
        table: {
          columns: ['what', 'ms'],
          rows: crossings.map(({ what, tookMs }) => [what, tookMs]),
        },
        notes: [
          'Asked every few milliseconds. A session gives its commands 150 ms ahead of their time; a start of Link waits for the next bar.',
        ],
      },
      {
        title: 'Bar',
        table: {
          columns: ['what', 'measured', 'bar', 'holds'],
          rows: [
            [
              `phase for ${minutes} minutes, tempo and start/stop both ways`,
              `${figure(other.max)} µs at most`,
              '≤ 1,000 µs',
              holds ? 'yes' : 'NO',
            ],
          ],
        },
      },
    ],
    plots: [
      {
        suffix: '',
        title: 'Phase error over time, the worst moment of each second',
        svg: linePlot({
          title: 'Phase of a session beside a real Link peer',
          x: { label: 'seconds' },
          y: { label: 'ahead of the real peer, µs', ...range() },
          series: [
            { name: 'other process', points: points(({ otherUs }) => otherUs) },
            { name: 'connected process', points: points(({ linkedUs }) => linkedUs) },
          ],
        }),
      },
    ],
    data: { minutes, ppm, other, linked, unstable, crossings, tempoMs, stats, samples: seconds },
  });
  for (const path of written) print(`wrote ${path}`);
  print(
    `${holds ? 'holds' : 'FAILS'}  phase within 1 ms for ${minutes} min, tempo and start/stop both ways: ${other.count} samples, p50 ${figure(other.p50)} µs, p99 ${figure(other.p99)} µs, max ${figure(other.max)} µs; ${unstable} samples without the other`,
  );
  process.exitCode = holds ? 0 : 1;
}

/** Errors are on both sides of 0. */
function range(): { from: number; to: number } {
  const all = samples.flatMap(({ linkedUs, otherUs }) => [linkedUs, otherUs]);
  return { from: Math.min(0, ...all), to: Math.max(0, ...all) };
}

function worstOfEachSecond(): Sample[] {
  const worst = new Map<number, Sample>();
  for (const sample of samples) {
    const known = worst.get(Math.floor(sample.s));
    if (known === undefined || Math.abs(sample.otherUs) > Math.abs(known.otherUs))
      worst.set(Math.floor(sample.s), sample);
  }
  return [...worst.values()].map(({ s, linkedUs, otherUs }) => ({
    s: Math.round(s * 100) / 100,
    linkedUs: Math.round(linkedUs),
    otherUs: Math.round(otherUs),
  }));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): never {
  print(reason);
  process.exit(2);
}
