import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createFeed, ramp, START_NS, toFloat } from '../support/feed.js';

const N = 64;
const PERIOD_NS = (N * 1e9) / 48_000;
const SECONDS = 8;
const WAY_NS = 0.1e6;

interface Late {
  readonly source: boolean;
  readonly reader: boolean;
}

/** A sender and a reader by periods on one clock, of whom one or both go on by so many periods later once a second. */
function play(late: Late, lostPeriods: number, playoutDelayMs?: number, wrongPeriods = 0) {
  const feed = createFeed({
    receive: playoutDelayMs === undefined ? {} : { playoutDelayMs },
  });
  const periods = Math.round((SECONDS * 1e9) / PERIOD_NS);
  // Each other time is wrong by so much.
  const lostPeriodsBy = (n: number): number => n * lostPeriods + (n % 2) * wrongPeriods;
  const lostBy = (is: boolean, k: number): number =>
    is ? lostPeriodsBy(Math.floor(k / 750)) * PERIOD_NS : 0;
  const events: { readonly atNs: number; readonly run: () => void }[] = [];
  const out = new Float32Array(N);
  const heard: number[] = [];
  const delaysMs: number[] = [];
  for (let k = 0; k < periods; k++) {
    const recordedNs = START_NS + k * PERIOD_NS + lostBy(late.source, k);
    const cameNs = recordedNs + PERIOD_NS + WAY_NS;
    events.push({
      atNs: cameNs,
      run: () => void feed.put(k * N, N, cameNs, { timestampUs: recordedNs / 1e3 }),
    });
    const readNs = START_NS + (k + 1) * PERIOD_NS + lostBy(late.reader, k);
    events.push({
      atNs: readNs,
      run() {
        feed.player.pull(out, N, readNs);
        heard.push(...out);
        delaysMs.push(feed.player.live.delayMs);
      },
    });
  }
  for (const { run } of events.sort((a, b) => a.atNs - b.atNs)) run();
  return { feed, heard, delaysMs };
}

/** Frames that do not follow on from the one before, from the first that was played on. */
function seams(heard: readonly number[]): number {
  const from = heard.findIndex((value) => value !== 0);
  return heard.slice(from).filter((value, i, all) => i > 0 && value !== next(all[i - 1])).length;
}

const next = (before: number): number =>
  toFloat(ramp((Math.round(before * 2 ** 23) + 4e6) / 2 + 1));
const last = <T>(all: readonly T[]): T => all[all.length - 1];

describe.each([
  ['an adaptive delay', undefined],
  ['a set delay', 4],
] as const)('%s, when a device was late', (_, playoutDelayMs) => {
  it('goes on to the bit where both were', () => {
    const { feed, heard, delaysMs } = play({ source: true, reader: true }, 1.4, playoutDelayMs);
    expect(seams(heard)).toBe(0);
    expect(feed.counters).toMatchObject({ concealed: 0, late: 0, skipped: 0, held: 0 });
    expect(last(delaysMs)).toBeCloseTo(delaysMs[100], 1);
    expect(feed.player.live.pace).toBe(1);
  });

  it('comes back by one faded step where the reader’s was', () => {
    const { feed, delaysMs } = play({ source: false, reader: true }, 2, playoutDelayMs);
    expect(feed.counters).toMatchObject({ late: 0, skipped: (SECONDS - 1) * 2 * N });
    // How it would have gone on, for the fade.
    expect(feed.counters.concealed).toBeLessThanOrEqual((SECONDS - 1) * 4 * N);
    // For a moment after each it is longer.
    const longer = delaysMs.slice(100).filter((ms) => ms > delaysMs[100] + 0.2).length;
    expect((longer * PERIOD_NS) / 1e6).toBeLessThan((SECONDS - 1) * 30);
    expect(last(delaysMs)).toBeCloseTo(delaysMs[100], 1);
    expect(feed.player.live.pace).toBe(1);
  });

  it('comes back by whole periods where its step was not quite that', () => {
    const { feed } = play({ source: false, reader: true }, 2, playoutDelayMs, 0.06);
    expect(feed.counters.skipped).toBe((SECONDS - 1) * 2 * N);
  });

  it('waits where the sender’s was, and is no longer for it', () => {
    const { feed, delaysMs } = play({ source: true, reader: false }, 2, playoutDelayMs);
    // What was lost, and what is predicted until that is sure.
    expect(feed.counters.concealed).toBeLessThanOrEqual((SECONDS - 1) * 12 * N);
    expect(last(delaysMs)).toBeLessThan(delaysMs[100] + 0.6);
    expect(last(delaysMs)).toBeGreaterThan(delaysMs[100] - 0.6);
    expect(feed.player.live.pace).toBe(1);
  });
});

/** Two sound cards of one machine, and a delay that is set. */
it.each([10, 20, 150, 200])(
  'a drift of %d ppm is led after by the pace alone, without a step',
  (ppm) => {
    const feed = createFeed({ receive: { playoutDelayMs: 6 } });
    const out = new Float32Array(N);
    for (let k = 0; k < 750 * 60; k++) {
      feed.put(k * N, N, START_NS + (k + 1) * PERIOD_NS + WAY_NS);
      feed.player.pull(out, N, START_NS + (k + 1) * PERIOD_NS * (1 - ppm / 1e6) + 0.5e6);
    }
    expect(feed.counters).toMatchObject({ concealed: 0, skipped: 0, late: 0 });
    expect(Math.abs(feed.player.live.delayMs - 6)).toBeLessThan(0.7);
  },
);

it.each([
  ['reads', 12],
  ['timestamps', 12],
] as const)('%s that are late at random are no x-runs', (which, playoutDelayMs) => {
  const random = createRandom(5);
  const feed = createFeed({ receive: { playoutDelayMs } });
  const out = new Float32Array(N);
  const late = (is: boolean): number => (is ? -Math.log(1 - random()) * 0.3e6 : 0);
  for (let k = 0; k < 750 * 20; k++) {
    const timestampUs = (START_NS + k * PERIOD_NS + late(which === 'timestamps')) / 1e3;
    feed.put(k * N, N, START_NS + (k + 1) * PERIOD_NS + WAY_NS, { timestampUs });
    feed.player.pull(out, N, START_NS + (k + 1) * PERIOD_NS + 1e6 + late(which === 'reads'));
  }
  // Where it was before it was known when things were played it was somewhere else.
  expect(feed.counters.skipped).toBeLessThan(64);
  expect(feed.counters.concealed).toBeLessThan(128);
});

it.each([
  [0.15, 0],
  [-0.15, 0],
  [0.5, 0.5],
])(
  'a set delay of %d ms more than three periods is one of %d ms more: it ends where messages end',
  (moreMs, playedMs) => {
    const { delaysMs } = play({ source: false, reader: false }, 0, 4 + moreMs);
    expect(last(delaysMs) - 4).toBeCloseTo(playedMs, 1);
  },
);

describe.each([
  ['on one clock', true],
  ['of two hosts', false],
] as const)('a set delay %s', (_, sameClock) => {
  const DELAY_MS = 14;

  /** Both by periods; `lateNs` is what times say too much. */
  function listen(seconds: number, late: { stampNs?: () => number; readNs?: () => number }) {
    // Two hosts know when something was played by a timeline, whose offset wanders by ±3 ms in 5 s.
    const wanderNs = (atNs: number): number => 3e6 * Math.sin((2 * Math.PI * atNs) / 5e9);
    const timeline = { toOwnNs: (_id: number, atNs: number) => atNs + wanderNs(atNs) };
    const feed = createFeed({
      sameClock,
      receive: { playoutDelayMs: DELAY_MS, ...(sameClock ? {} : { timeline }) },
    });
    const out = new Float32Array(N);
    for (let k = 0; k < 750 * seconds; k++) {
      const timestampUs = (START_NS + k * PERIOD_NS + (late.stampNs?.() ?? 0)) / 1e3;
      feed.put(k * N, N, START_NS + (k + 1) * PERIOD_NS + WAY_NS, { timestampUs });
      feed.player.pull(out, N, START_NS + (k + 1) * PERIOD_NS + 0.5e6 + (late.readNs?.() ?? 0));
    }
    return feed;
  }

  it('is kept without a step where times are even', () => {
    const { counters } = listen(40, {});
    // Where the offset is when it begins is not where it is on average.
    expect(counters.skipped).toBeLessThan(sameClock ? 1 : 3 * N);
    expect(counters.concealed).toBe(0);
  });

  it.each([0.5, 1])('takes no timestamps for steps that are late by up to %d ms', (mostMs) => {
    const random = createRandom(11);
    const { counters } = listen(40, { stampNs: () => random() * mostMs * 1e6 });
    expect(counters.skipped).toBeLessThan(3 * N);
    expect(counters.concealed).toBeLessThan(2 * N);
  });

  it('takes no reads for steps that are late by up to 4 ms', () => {
    const random = createRandom(12);
    const { counters } = listen(40, { readNs: () => random() * 4e6 });
    expect(counters.skipped).toBeLessThan(4 * N);
    expect(counters.concealed).toBeLessThan(2 * N);
  });
});
