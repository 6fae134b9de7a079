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

/** A machine that has too much to do: x-runs of 0.5 to 4.5 ms at random. */
function weather({ perSecond, alone, wrongNs }: Storm, playoutDelayMs?: number) {
  const random = createRandom(7);
  const feed = createFeed({
    receive: playoutDelayMs === undefined ? { maxDelayMs: 60, inTime: 0.995 } : { playoutDelayMs },
  });
  const events: { readonly atNs: number; readonly run: () => void }[] = [];
  const out = new Float32Array(N);
  const delaysMs: number[] = [];
  let frames = 0;
  let resampled = 0;
  const source = { ns: START_NS, wrongNs: 0 };
  const reader = { ns: START_NS, wrongNs: 0 };
  for (let k = 0; k < (SECONDS * 1e9) / PERIOD_NS; k++) {
    for (const device of [source, reader]) {
      device.ns += PERIOD_NS;
      device.wrongNs *= 0.7;
    }
    const isXrun =
      k > (QUIET_SECONDS * 1e9) / PERIOD_NS && random() < (perSecond * PERIOD_NS) / 1e9;
    if (isXrun) {
      const byNs = (0.5 + random() * 4) * 1e6;
      const which = random();
      const late = which < alone / 2 ? [source] : which < alone ? [reader] : [source, reader];
      for (const device of late) {
        device.ns += byNs;
        device.wrongNs = wrongNs * (random() * 2 - 1);
      }
    }
    const timestampUs = (source.ns - PERIOD_NS + source.wrongNs) / 1e3;
    const cameNs = source.ns + WAY_NS + random() * 0.1e6;
    events.push({ atNs: cameNs, run: () => void feed.put(k * N, N, cameNs, { timestampUs }) });
    const [readNs, saysNs] = [reader.ns, reader.ns + reader.wrongNs];
    events.push({
      atNs: readNs,
      run() {
        feed.player.pull(out, N, saysNs);
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
