import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createFeed, START_NS } from '../support/feed.js';

const N = 64;
const PERIOD_NS = (N * 1e9) / 48_000;
const WAY_NS = 0.1e6;
const SECONDS = 30;
const QUIET_SECONDS = 3;

interface Storm {
  readonly perSecond: number;
  /** The share of x-runs that only one of both devices has. */
  readonly alone: number;
  /** Times are wrong by up to so much after each, less and less. */
  readonly wrongNs: number;
}

interface Xrun {
  readonly atNs: number;
  readonly byNs: number;
  readonly alone: 'source' | 'reader' | undefined;
}

/** Of 0.5 to 4.5 ms, at random. */
function xrunsOf({ perSecond, alone }: Storm, random: () => number): Xrun[] {
  const xruns: Xrun[] = [];
  for (let atNs = START_NS + QUIET_SECONDS * 1e9; atNs < START_NS + 2 * SECONDS * 1e9;) {
    atNs += (-Math.log(1 - random()) * 1e9) / perSecond;
    const which = random() / alone;
    const byNs = (0.5 + random() * 4) * 1e6;
    xruns.push({ atNs, byNs, alone: which < 0.5 ? 'source' : which < 1 ? 'reader' : undefined });
  }
  return xruns;
}

/** Its periods: when each is, and what it says. */
function createDevice({ wrongNs }: Storm, xruns: readonly Xrun[], random: () => number) {
  let [ns, wrong, next] = [START_NS, 0, 0];
  return {
    next(hits: (alone: Xrun['alone']) => boolean) {
      ns += PERIOD_NS;
      wrong *= 0.7;
      for (; xruns[next].atNs < ns; next++) {
        if (!hits(xruns[next].alone)) continue;
        ns += xruns[next].byNs;
        wrong = wrongNs * (random() * 2 - 1);
      }
      return { ns, saysNs: ns + wrong };
    },
  };
}

/** A machine that has too much to do. */
function weather(storm: Storm, playoutDelayMs?: number) {
  const random = createRandom(7);
  const feed = createFeed({
    receive: playoutDelayMs === undefined ? { maxDelayMs: 60, inTime: 0.995 } : { playoutDelayMs },
  });
  const events: { readonly atNs: number; readonly run: () => void }[] = [];
  const out = new Float32Array(N);
  const delaysMs: number[] = [];
  let frames = 0;
  let resampled = 0;
  const xruns = xrunsOf(storm, random);
  const source = createDevice(storm, xruns, random);
  const reader = createDevice(storm, xruns, random);
  for (let k = 0; k < (SECONDS * 1e9) / PERIOD_NS; k++) {
    const recorded = source.next((alone) => alone !== 'reader');
    const timestampUs = (recorded.saysNs - PERIOD_NS) / 1e3;
    const cameNs = recorded.ns + WAY_NS + random() * 0.1e6;
    events.push({ atNs: cameNs, run: () => void feed.put(k * N, N, cameNs, { timestampUs }) });
    const read = reader.next((alone) => alone !== 'source');
    events.push({
      atNs: read.ns,
      run() {
        feed.player.pull(out, N, read.saysNs);
        frames += N;
        delaysMs.push(feed.player.live.delayMs);
        if (feed.player.live.pace !== 1) resampled++;
      },
    });
  }
  for (const { run } of events.sort((a, b) => a.atNs - b.atNs)) run();
  const sorted = delaysMs.filter(Number.isFinite).sort((a, b) => a - b);
  return {
    medianMs: sorted[Math.floor(sorted.length / 2)],
    concealedPercent: (100 * feed.counters.concealed) / frames,
    counters: feed.counters,
    resampled,
  };
}

const DELAY_MS = 5.33;

describe.each([
  ['an adaptive delay', undefined],
  ['a set delay', DELAY_MS],
] as const)('%s, with many x-runs', (_, playoutDelayMs) => {
  it.each([
    { perSecond: 5, alone: 0, wrongNs: 0 },
    { perSecond: 40, alone: 0, wrongNs: 0 },
    { perSecond: 40, alone: 0, wrongNs: 0.3e6 },
  ])('of both devices at once loses nothing: $perSecond a second, $wrongNs ns', (storm) => {
    const { counters, resampled } = weather(storm, playoutDelayMs);
    expect(counters).toMatchObject({ concealed: 0, skipped: 0, held: 0, late: 0 });
    expect(resampled).toBe(0);
  });

  // Each that only the sender has costs what it loses, and what is predicted until that is sure: 10 ms.
  it.each([
    { perSecond: 5, alone: 0.2, wrongNs: 0, most: 0.5 },
    { perSecond: 40, alone: 0.2, wrongNs: 0, most: 4 },
    { perSecond: 40, alone: 0.2, wrongNs: 0.3e6, most: 4 },
    { perSecond: 40, alone: 0.5, wrongNs: 0.3e6, most: 10 },
  ])('of one alone, $alone of $perSecond a second, comes back each time', ({ most, ...storm }) => {
    const { medianMs, concealedPercent, resampled } = weather(storm, playoutDelayMs);
    expect(concealedPercent).toBeLessThan(most);
    // It is one clock.
    expect(resampled).toBe(0);
    if (playoutDelayMs === undefined) expect(medianMs).toBeLessThan(6);
    else expect(Math.abs(medianMs - DELAY_MS)).toBeLessThan(0.1);
  });
});
