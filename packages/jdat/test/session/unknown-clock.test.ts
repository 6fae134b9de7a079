import { describe, expect, it } from 'vitest';
import { createAudioJam, pullSteadily, sendSteadily } from '../support/audio-jam.js';
import { FILLED, fakeConcealers } from '../support/fake-concealer.js';
import { createFeed, ramp, timeOf, toFloat } from '../support/feed.js';

const N = 64;
const DELAY_MS = 10;

/** Chunks come 1.1 ms after their end; the clock of their sender becomes known before chunk `known` comes. */
function play(playoutDelayMs: number | undefined, known: number, chunks: number, isSame = true) {
  const receive = playoutDelayMs === undefined ? {} : { playoutDelayMs };
  const feed = createFeed({ sameClock: null, receive });
  const heard: number[] = [];
  const out = new Float32Array(N);
  for (let k = 0; k < chunks; k++) {
    if (k === known) feed.learnClock(isSame);
    feed.put(k * N, N, timeOf((k + 1) * N) + 1.1e6);
    feed.player.pull(out, N, timeOf((k + 1) * N) + 1.2e6);
    heard.push(...out);
  }
  return { feed, heard };
}

const sent = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => toFloat(ramp(first + i)));

describe('a stream that comes before it is known whose clock it is on', () => {
  it('is placed by its arrival, then by its timestamps within some milliseconds, to the bit', () => {
    const { feed, heard } = play(DELAY_MS, 40, 4000);
    // Until then the delay is after the arrival, a chunk and 1.1 ms after the timestamp; the frames of the first 40 chunks are as they came.
    const start = heard.findIndex((value) => value === toFloat(ramp(0)));
    expect(heard.slice(start, 40 * N)).toEqual(sent(0, 40 * N - start));
    const from = 45 * N;
    const place = Math.round(((N * 1e3) / 48 + 1.2e3 - DELAY_MS * 1e3) * 0.048);
    expect(heard.slice(from)).toEqual(sent(from + place, heard.length - from));
    expect(feed.counters).toMatchObject({ held: 0, late: 0, concealed: 48, restarts: 0 });
    expect(feed.counters.skipped).toBe(Math.round(((N * 1e3) / 48 + 1.1e3) * 0.048));
    expect(feed.player.live.pace).toBe(1);
    expect(feed.player.live.delayMs).toBeCloseTo(DELAY_MS, 1);
  });

  it('is not resampled before that, however long it takes', () => {
    const { feed, heard } = play(DELAY_MS, Infinity, 6000);
    expect(heard.slice(-5000 * N)).toEqual(sent(1000 * N + placeOf(heard, 1000 * N), 5000 * N));
    expect(feed.player.playout.pace.corrects).toBe(false);
  });

  it('with an adaptive delay goes to the least delay of one clock, to the bit, and stays there', () => {
    const { feed, heard } = play(undefined, 40, 6000);
    expect(heard.slice(60 * N)).toEqual(
      sent(60 * N + placeOf(heard, 60 * N), heard.length - 60 * N),
    );
    expect(feed.player.live.delayMs * 48).toBeLessThan(2 * N);
    expect(feed.counters).toMatchObject({ held: 0, late: 0 });
  });

  it('is placed at once where nothing has been read', () => {
    const feed = createFeed({ sameClock: null, receive: { playoutDelayMs: DELAY_MS } });
    for (let k = 0; k < 10; k++) {
      if (k === 5) feed.learnClock(true);
      feed.put(k * N, N, timeOf((k + 1) * N) + 1.1e6);
    }
    const out = new Float32Array(N);
    feed.player.pull(out, N, timeOf(5 * N + 480));
    feed.player.pull(out, N, timeOf(6 * N + 480));
    expect(feed.counters).toMatchObject({ skipped: 0, concealed: 0 });
    expect(feed.player.live.delayMs).toBeCloseTo(DELAY_MS, 9);
  });
});

/** How much later the frame is that was heard as the `index`th. */
const placeOf = (heard: readonly number[], index: number): number =>
  (heard[index] * 2 ** 23 + 4e6) / 2 - index;

it('is exact on one clock though nobody has met when it begins', async () => {
  const jam = createAudioJam(7);
  const plain = { form: 'binary', plan: { copiesMs: [0] }, throttle: false } as const;
  const receive = { createConcealer: fakeConcealers(), playoutDelayMs: DELAY_MS };
  const player = await jam.join('player', { jdat: { send: plain, receive: false } });
  const listener = await jam.join('listener', { jdat: { receive } });
  sendSteadily(player, { signal: ramp });
  while (listener.streams.length === 0) jam.runMs(1);
  const { heard } = pullSteadily(listener.streams[0], listener.clock, N);
  jam.runMs(1000);
  const filled = heard.filter((value) => value === FILLED).length;
  expect(filled).toBeLessThanOrEqual(48);
  const tail = heard.slice(-30_000);
  expect(tail).toEqual(sent(placeOf(tail, 0), tail.length));
  expect(listener.streams[0].live.delayMs).toBeCloseTo(DELAY_MS, 1);
});
