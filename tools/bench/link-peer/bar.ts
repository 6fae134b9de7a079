/**
 * Keeps with a real Link peer: `npx tsx --conditions=@jamnet/source tools/bench/link-peer/bar.ts [--minutes 10] [--founder real|ours] [--ppm 50]`.
 * Phase within 1 ms all the time, tempo and start/stop both ways. `--ppm` has our clock run that much faster than the real peer's; where
 * ours is then the founder, the error is the real peer's own, which corrects itself every 30 s only.
 * Needs root, iproute2, nftables, g++ and ableton-link-dev.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { lanAvailable } from '@jamnet/testkit';
import { createProgress } from '../src/report/progress.js';
import { buildLinkPeer } from './build.js';
import { checkBothWays, isTempo } from './both-ways.js';
import { createLinkPair } from './pair.js';

const MOST_APART_US = 1000;
const SAMPLE_MS = 50;
const PROGRESS_MS = 5000;
/** Both sides change the tempo in turn, so that what is compared is not one line that never changes. */
const TEMPO_MS = 20_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    founder: { type: 'string', default: 'real' },
    ppm: { type: 'string', default: '0' },
  },
});
const minutes = Number(values.minutes);
const ppm = Number(values.ppm);
const { founder } = values;
if (!(minutes > 0) || !Number.isFinite(ppm) || (founder !== 'real' && founder !== 'ours')) {
  fail('--minutes takes a number above 0, --ppm a number, --founder real or ours');
}
const available = lanAvailable();
if (!available.ok) fail(`No LAN: ${available.reason}`);
print('building the real peer …');
const program = buildLinkPeer();
if (!program.ok) fail(program.reason);

print(`our peer beside a real one for ${minutes} min; founder: ${founder}; our clock +${ppm} ppm`);
const pair = await createLinkPair({ program: program.path, founder, ppm });
const errors: number[] = [];
let unstable = 0;
try {
  const both = await checkBothWays(pair);
  for (const { what, tookMs } of both) print(`${what}: ${tookMs.toFixed(0)} ms`);
  const progress = createProgress('link');
  const startMs = performance.now();
  const endMs = startMs + minutes * 60e3;
  let nextTempoMs = startMs + TEMPO_MS;
  let nextProgressMs = startMs + PROGRESS_MS;
  let recent: number[] = [];
  for (let turn = 0; performance.now() < endMs;) {
    await wait(SAMPLE_MS);
    const nowMs = performance.now();
    if (nowMs >= nextTempoMs) {
      nextTempoMs += TEMPO_MS;
      turn += 1;
      const bpm = 60 + ((turn * 37.3) % 120);
      if (turn % 2 === 0) await pair.ours.tell({ order: 'tempo', bpm });
      else await pair.real.tell(`tempo ${bpm}`);
      await pair.until('the tempo is the other one’s', ({ ours, real }) =>
        [ours, real].every(({ tempo }) => isTempo(tempo, bpm)),
      );
    }
    const state = await pair.state();
    if (state.real.peers !== 1 || state.ours.peers !== 1) unstable += 1;
    errors.push(Math.abs(state.phaseErrorUs));
    recent.push(Math.abs(state.phaseErrorUs));
    if (nowMs >= nextProgressMs) {
      nextProgressMs += PROGRESS_MS;
      const { driftPpm, roundTripUs } = state.ours.stats;
      progress.say(
        `${((nowMs - startMs) / 1e3).toFixed(0)} s: max ${quantile(recent, 1)} µs, p99 ${quantile(recent, 0.99)} µs; drift ${driftPpm.toFixed(2)} ppm, round trip ${roundTripUs?.toFixed(0) ?? '–'} µs`,
      );
      recent = [];
    }
  }
  progress.end();
  const { stats } = (await pair.state()).ours;
  print(`counters: ${JSON.stringify(stats)}`);
  const holds = Math.max(...errors) <= MOST_APART_US && unstable === 0;
  print(
    `${holds ? 'holds' : 'FAILS'}  phase within 1 ms for ${minutes} min, tempo and start/stop both ways: ${errors.length} samples, p50 ${quantile(errors, 0.5)} µs, p99 ${quantile(errors, 0.99)} µs, max ${quantile(errors, 1)} µs; ${unstable} samples without the other`,
  );
  process.exitCode = holds ? 0 : 1;
} finally {
  await pair.close();
}

function quantile(samples: readonly number[], q: number): string {
  const sorted = samples.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN).toFixed(0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): never {
  print(reason);
  process.exit(2);
}
