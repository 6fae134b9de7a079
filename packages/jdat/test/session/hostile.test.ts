import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeed, type FeedOptions, ramp, sine, timeOf, toFloat } from '../support/feed.js';
import { toneResidualDb } from '../support/tone-residual.js';

const N = 64;
const FAR = Number.MAX_SAFE_INTEGER;

/** A stream from `first` on with something else before chunk 200; returns what was heard in the last half. */
function play(
  options: FeedOptions,
  first: number,
  disturb: (feed: ReturnType<typeof createFeed>) => void,
) {
  const feed = createFeed(options);
  const out = new Float32Array(N);
  const heard: number[] = [];
  for (let k = 0; k < 1200; k++) {
    const nowNs = timeOf((k + 1) * N);
    if (k === 200) disturb(feed);
    feed.put(first + k * N, N, nowNs + 1e5, { timestampUs: timeOf(k * N) / 1e3 });
    feed.player.pull(out, N, nowNs + 2e5);
    if (k >= 600) heard.push(...out);
  }
  return { feed, heard };
}

const isExact = (heard: readonly number[]): boolean => {
  const first = (heard[0] * 2 ** 23 + 4e6) / 2;
  return heard.every((value, i) => value === toFloat(ramp(first + i)));
};

describe('a message that lies', () => {
  const atNs = timeOf(200 * N);
  const cases = [
    [
      'a position at the end of all, at a time that goes with it',
      FAR - 511,
      timeOf(FAR - 511) / 1e3,
    ],
    ['a position at the end of all', FAR, atNs / 1e3],
    ['a position ten seconds ahead, at a time that goes with it', 480_000, timeOf(480_000) / 1e3],
    ['a time long ago', 200 * N, 1],
    ['a time at the end of all', 200 * N, FAR],
    ['no time at all', 200 * N, NaN],
  ] as const;
  const modes = [{}, { receive: { playoutDelayMs: 10 } }, { sameClock: false }];

  it.each(cases)(
    'by %s does not keep the stream from going on, to the bit',
    (_, position, timestampUs) => {
      for (const options of modes) {
        const { heard, feed } = play(options, 0, (each) => {
          for (let i = 0; i < 4; i++) each.put(position, N, atNs, { timestampUs });
        });
        expect(isExact(heard)).toBe(true);
        expect(feed.player.live.delayMs).toBeLessThan(30);
      }
    },
  );
});

it('takes anything that a message may claim', () => {
  const anyNumber = fc.oneof(
    fc.nat(FAR),
    fc.nat(100_000),
    fc.integer({ min: FAR - 1000, max: FAR }),
  );
  const message = fc.record({
    position: anyNumber,
    timestampUs: fc.oneof(anyNumber, fc.constant(NaN)),
    sampleRate: fc.constantFrom(44_100, 48_000, 96_000, 192_000),
    channels: fc.integer({ min: 1, max: 8 }),
    frames: fc.integer({ min: 1, max: 512 }),
    pulls: fc.nat(2),
  });
  const property = fc.property(fc.array(message, { maxLength: 60 }), (messages) => {
    const feed = createFeed({ channels: 2 });
    const out = new Float32Array(2 * 128);
    let nowNs = timeOf(0);
    for (const { pulls, position, frames, ...chunk } of messages) {
      nowNs += 1e6;
      feed.put(position, frames, nowNs, {
        ...chunk,
        samples: new Int32Array(8 * 512).fill(2 ** 23 - 1),
      });
      for (let i = 0; i < pulls; i++) feed.player.pull(out, 128, (nowNs += 2e6));
      expect(out.every((value) => Math.abs(value) <= 1.5)).toBe(true);
    }
    feed.player.close();
  });
  // Once a loop without an end: what a first message claims, at another rate than the second.
  const claim = { timestampUs: NaN, channels: 2, frames: 64, pulls: 2 };
  const far = [
    { ...claim, position: FAR - 500, sampleRate: 44_100 },
    { ...claim, position: 35_489, sampleRate: 48_000 },
  ];
  fc.assert(property, { numRuns: 60, endOnFailure: true, examples: [[far]] });
});

it('resamples as well where positions are large', () => {
  const drift = 1 + 80e-6;
  const options = { signal: (n: number) => sine(997, 48_000)(n % 48_000), sameClock: false };
  const feed = createFeed({ ...options, receive: { playoutDelayMs: 20 } });
  const out = new Float32Array(128);
  const last: number[] = [];
  let k = 0;
  for (let read = 0; read < 375 * 14; read++) {
    const nowNs = timeOf(0) + (read * 128 * 1e9 * drift) / 48_000;
    for (; timeOf((k + 1) * 128) <= nowNs; k++)
      feed.put(2 ** 52 + k * 128, 128, timeOf((k + 1) * 128), {
        timestampUs: timeOf(k * 128) / 1e3,
      });
    feed.player.pull(out, 128, nowNs);
    if (read > 375 * 13.5) last.push(...out);
  }
  expect(feed.player.live.pace).not.toBe(1);
  expect(toneResidualDb(last.slice(0, 4800), 997, 48_000)).toBeLessThan(-90);
});

describe('a sender that restarts under the same numbers with another clock', () => {
  const modes: FeedOptions[] = [
    {},
    { receive: { playoutDelayMs: 10 } },
    { sameClock: false },
    { sameClock: false, receive: { playoutDelayMs: 10 } },
  ];
  it.each([3600, -900, 0.2, -0.2])(
    '%d s off goes on within half a second, to the bit',
    (seconds) => {
      for (const options of modes) {
        // On one clock a common delay means what the timestamps say: what they say is over cannot be played.
        if (seconds === -0.2 && options.sameClock !== false && options.receive) continue;
        const feed = createFeed(options);
        const out = new Float32Array(N);
        const heard: number[] = [];
        for (let k = 0; k < 1500; k++) {
          const nowNs = timeOf((k + 1) * N);
          const [position, jumpUs] = k < 400 ? [k * N, 0] : [(k - 400) * N, seconds * 1e6];
          feed.put(position, N, nowNs + 1e5, { timestampUs: timeOf(k * N) / 1e3 + jumpUs });
          feed.player.pull(out, N, nowNs + 2e5);
          if (k >= 800) heard.push(...out);
        }
        expect(feed.counters.restarts).toBe(1);
        expect(isExact(heard)).toBe(true);
      }
    },
  );
});
