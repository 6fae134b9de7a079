import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Known } from '../../src/session/frame-store.js';
import { FILLED, fakeConcealers } from '../support/fake-concealer.js';
import {
  createFeed,
  type Feed,
  type FeedOptions,
  ramp,
  sine,
  timeOf,
  toFloat,
} from '../support/feed.js';
import { toneResidualDb } from '../support/tone-residual.js';

const N = 64;

/** Chunks come 0.1 ms after their end, reads lie half a millisecond behind; `comes` says when, or never. */
function play(feed: Feed, chunks: number, comes: (chunk: number) => number = () => 0): number[] {
  const heard: number[] = [];
  const out = new Float32Array(N * feed.player.format.channels);
  const arrivals = Array.from({ length: chunks }, (_, k) => ({
    k,
    atNs: timeOf((k + 1) * N) + 1e5 + comes(k) * 1e6,
  })).sort((a, b) => a.atNs - b.atNs);
  for (let k = 0; k < chunks; k++) {
    const nowNs = timeOf((k + 1) * N) + 6e5;
    while (arrivals.length > 0 && arrivals[0].atNs <= nowNs) {
      const { k: chunk, atNs } = arrivals.shift()!;
      feed.put(chunk * N, N, atNs);
    }
    feed.player.pull(out, N, nowNs);
    heard.push(...out);
  }
  return heard;
}

const expected = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => toFloat(ramp(from + i)));

describe('a stream that is played', () => {
  it('is what was sent, to the bit, one chunk after it was played', () => {
    const feed = createFeed();
    const heard = play(feed, 100);
    expect(heard).toEqual(expected(0, 100 * N));
    expect(feed.counters).toMatchObject({ exact: 100 * N, concealed: 0, underruns: 0, late: 0 });
    expect(feed.player.live.delayMs).toBeCloseTo((N / 48) * 1 + 0.6, 3);
    expect(feed.player.live.pace).toBe(1);
  });

  it('is filled where a chunk is lost, and exact elsewhere', () => {
    const feed = createFeed();
    const heard = play(feed, 100, (k) => (k === 40 || k === 41 ? Infinity : 0));
    const [from, to] = [40 * N, 42 * N];
    expect(heard.slice(from, to)).toEqual(Array.from({ length: 2 * N }, () => FILLED));
    expect(heard.slice(0, from)).toEqual(expected(0, from));
    expect(heard.slice(to)).toEqual(expected(to, 58 * N));
    expect(feed.counters).toMatchObject({ exact: 98 * N, concealed: 2 * N, late: 0, underruns: 2 });
    expect(feed.player.live.confidence).toBe(1);
  });

  it('waits as long as messages need that are late by more than it was slow, once', () => {
    const feed = createFeed();
    // From chunk 40 on all come 5 ms later.
    const heard = play(feed, 400, (k) => (k >= 40 ? 5 : 0));
    const { held, concealed, late } = feed.counters;
    // No more than what they are late by, and what one read may lie worse than another.
    expect(held).toBeGreaterThan(4 * 48);
    expect(held).toBeLessThan(5 * 48 + N);
    // Of the first that are late two are no reason to wait.
    expect(concealed).toBeLessThan(held + 5 * N);
    expect(late).toBeGreaterThan(0);
    // Afterwards nothing is missing any more.
    expect(heard.slice(80 * N)).toEqual(expected(80 * N - held, 320 * N));
    expect(feed.player.live.delayMs).toBeCloseTo(N / 48 + 0.6 + held / 48, 3);
  });

  it('does not wait for a few that are late, fewer than may be', () => {
    const feed = createFeed();
    play(feed, 1000);
    const { targetMs } = feed.player.live;
    const again = createFeed();
    const heard = play(again, 2000, (k) => (k > 1000 && k % 300 === 0 ? 8 : 0));
    expect(again.counters).toMatchObject({ held: 0, concealed: 3 * N, late: 3 * N });
    expect(again.player.live.targetMs).toBe(targetMs);
    expect(heard.slice(-10)).toEqual(expected(2000 * N - 10, 10));
  });

  it('never gives anything else than what was sent, whatever comes how often and in which order', () => {
    const arrival = fc.record({ chunk: fc.nat(39), at: fc.integer({ min: 0, max: 50 }) });
    const property = fc.property(fc.array(arrival, { maxLength: 120 }), (arrivals) => {
      const feed = createFeed({ receive: { playoutDelayMs: 4 } });
      const out = new Float32Array(N);
      for (let k = 0; k < 50; k++) {
        const nowNs = timeOf((k + 1) * N);
        for (const { chunk, at } of arrivals) if (at === k) feed.put(chunk * N, N, nowNs - 1e5);
        feed.player.pull(out, N, nowNs);
        const start = (k + 1) * N - 4 * 48;
        for (let i = 0; i < N; i++) {
          const isRight = out[i] === toFloat(ramp(start + i));
          if (!isRight && out[i] !== FILLED && out[i] !== 0) expect(out[i]).toBe('right');
          const chunk = Math.floor((start + i) / N);
          // What came before it was due is played.
          const came = arrivals.some((each) => each.chunk === chunk && each.at <= k);
          if (came && !isRight && feed.player.begun && start + i >= 0) expect(out[i]).toBe('right');
        }
      }
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('plays half-rate frames where nothing better came in time, and the better ones where they did', () => {
    const feed = createFeed({ receive: { playoutDelayMs: 10 } });
    const guess = Int32Array.from({ length: N }, () => 7);
    const out = new Float32Array(N);
    for (let k = 0; k < 60; k++) {
      const nowNs = timeOf((k + 1) * N);
      feed.put(k * N, N, nowNs, { samples: guess, known: Known.HALF });
      if (k % 2 === 0) feed.put(k * N, N, nowNs);
      feed.player.pull(out, N, nowNs);
      const place = (k + 1) * N - 480;
      for (let i = 0; i < N && place >= 0; i++) {
        const isWhole = Math.floor((place + i) / N) % 2 === 0;
        expect(out[i]).toBe(isWhole ? toFloat(ramp(place + i)) : toFloat(7));
      }
    }
    const { exact, halfRate, concealed } = feed.counters;
    expect(concealed).toBe(0);
    expect(Math.abs(exact - halfRate)).toBeLessThanOrEqual(N);
  });

  it('gives a mono stream to all channels of the reader, and silence for channels that are no more', () => {
    const feed = createFeed({ channels: 2, receive: { playoutDelayMs: 5 } });
    const out = new Float32Array(2 * N);
    for (let k = 0; k < 40; k++) {
      const nowNs = timeOf((k + 1) * N);
      feed.put(k * N, N, nowNs, { channels: k < 20 ? 2 : 1 });
      feed.player.pull(out, N, nowNs);
    }
    const place = 40 * N - 240;
    expect([out[0], out[1]]).toEqual([toFloat(ramp(place)), toFloat(ramp(place))]);
    expect(feed.counters).toMatchObject({ channelChanges: 1, restarts: 0, concealed: 0 });
  });
});

it('goes on where positions begin anew, at the time that the timestamps say', () => {
  const feed = createFeed({ receive: { playoutDelayMs: 10 } });
  const out = new Float32Array(N);
  const heard: number[] = [];
  for (let k = 0; k < 80; k++) {
    const nowNs = timeOf((k + 1) * N);
    // Four chunks are lost with it.
    if (k < 36) feed.put(k * N, N, nowNs);
    if (k >= 40) feed.put((k - 40) * N, N, nowNs, { timestampUs: timeOf(k * N) / 1000 });
    feed.player.pull(out, N, nowNs);
    heard.push(...out);
  }
  const from = 40 * N + 480 - N;
  expect(heard.slice(from)).toEqual(expected(0, heard.length - from));
  expect(feed.counters).toMatchObject({
    restarts: 1,
    rateChanges: 0,
    concealed: 4 * N,
    skipped: 0,
  });
});

describe('a stream whose clock runs at another rate than the reader', () => {
  /** Reads for `seconds`; returns what was heard in the last two of them. */
  function drift(
    options: FeedOptions,
    ppm: number,
    seconds: number,
    everySecond: (feed: Feed) => void,
  ): { feed: Feed; last: Float32Array } {
    const feed = createFeed(options);
    const frames = 128;
    const out = new Float32Array(frames);
    const reads = seconds * 375;
    const last = new Float32Array(2 * 375 * frames);
    let k = 0;
    for (let read = 0; read < reads; read++) {
      const nowNs = timeOf(0) + 3e6 + read * (frames / 48_000) * 1e9 * (1 + ppm * 1e-6);
      for (; timeOf((k + 1) * frames) + 1e5 <= nowNs; k++)
        feed.put(k * frames, frames, timeOf((k + 1) * frames) + 1e5);
      feed.player.pull(out, frames, nowNs);
      const at = (read - reads) * frames + last.length;
      if (at >= 0) last.set(out, at);
      if (read % 375 === 374) everySecond(feed);
    }
    return { feed, last };
  }

  it.each([100, -100])(
    'of %i ppm is resampled: depth steady, nothing dropped or repeated, THD+N below −90 dB',
    (ppm) => {
      const delays: number[] = [];
      const options = { signal: sine(997, 48_000), receive: { playoutDelayMs: 20 } };
      const { feed, last } = drift(
        options,
        ppm,
        30,
        ({ player }) => void delays.push(player.live.delayMs),
      );
      expect(feed.counters).toMatchObject({
        concealed: 0,
        faded: 0,
        held: 0,
        skipped: 0,
        underruns: 0,
      });
      expect(Math.max(...delays.map((delay) => Math.abs(delay - 20)))).toBeLessThan(1.2);
      expect(Math.abs(delays.at(-1)! - 20)).toBeLessThan(1);
      expect(feed.player.live.driftPpm).toBeCloseTo(ppm / (1 + ppm * 1e-6), 1);
      // Windows of a tenth of a second.
      for (let at = 0; at < last.length; at += 19_200)
        expect(toneResidualDb(last.subarray(at, at + 4800), 997, 48_000)).toBeLessThan(-90);
    },
  );

  it('of another clock with an adaptive delay begins deep enough', () => {
    const { feed } = drift({ sameClock: false }, -80, 12, () => {});
    expect(feed.counters).toMatchObject({ concealed: 0, held: 0, late: 0 });
    expect(feed.player.live.delayMs).toBeLessThan(6);
  });
});

it('frees its concealers', () => {
  const createConcealer = fakeConcealers();
  const feed = createFeed({ channels: 2, receive: { createConcealer } });
  // A stream that nobody plays needs none.
  expect(createConcealer.open).toBe(0);
  feed.put(0, N, timeOf(N));
  feed.player.pull(new Float32Array(2 * N), N, timeOf(N));
  expect(createConcealer.open).toBe(2);
  feed.player.close();
  feed.player.close();
  expect(createConcealer.open).toBe(0);
});
