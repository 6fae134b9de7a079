import { beforeAll, describe, expect, it } from 'vitest';
import { prepareConverters } from '../../src/session/rate-converter.js';
import { createFeed, sine, timeOf } from '../support/feed.js';
import { FILLED } from '../support/fake-concealer.js';

const HZ = 997;
const DELAY_MS = 10;

beforeAll(() => prepareConverters());

/** A reader at `readerRate` of a stream that changes from the first rate to the second after a quarter of a second, with 20 ms of overlap. */
async function play(
  rates: readonly [number, number],
  readerRate: number,
  lost: (rate: number, chunk: number) => boolean = () => false,
) {
  const feed = createFeed({
    sampleRate: rates[0],
    receive: { sampleRate: readerRate, playoutDelayMs: DELAY_MS },
  });
  const arrivals: { atNs: number; put: () => void }[] = [];
  for (const [i, rate] of rates.entries()) {
    // Both rates have a frame at the same time there, as a sender sees to.
    const [from, to] = i === 0 ? [0, 0.27] : [0.25, 0.5];
    const signal = sine(HZ, rate);
    const first = Math.round(from * rate);
    for (let position = first, chunk = 0; position < to * rate; position += 60, chunk++) {
      const atNs = timeOf(position + 60, rate) + 1e5;
      const samples = Int32Array.from({ length: 60 }, (_, k) => signal(position + k));
      if (lost(rate, chunk)) continue;
      arrivals.push({
        atNs,
        put: () => void feed.put(position, 60, atNs, { sampleRate: rate, samples }),
      });
    }
  }
  arrivals.sort((a, b) => a.atNs - b.atNs);
  const frames = readerRate / 1000;
  const out = new Float32Array(Math.ceil(frames));
  const heard: number[] = [];
  for (let ms = 12; ms < 480; ms++) {
    const nowNs = timeOf(0) + ms * 1e6;
    while (arrivals.length > 0 && arrivals[0].atNs <= nowNs) arrivals.shift()!.put();
    feed.player.pull(out, frames, nowNs);
    heard.push(...out);
    // A converter that was taken is replaced by another one meanwhile.
    if (ms % 50 === 0) await prepareConverters();
  }
  return { feed, heard };
}

describe('a change of rate', () => {
  it.each([
    [96_000, 48_000, 96_000],
    [48_000, 44_100, 48_000],
    [44_100, 48_000, 48_000],
    [48_000, 96_000, 48_000],
    [192_000, 96_000, 48_000],
  ])('from %i to %i is not heard by a reader at %i', async (from, to, reader) => {
    const { feed, heard } = await play([from, to], reader);
    expect(feed.counters).toMatchObject({
      concealed: 0,
      underruns: 0,
      rateChanges: 1,
      restarts: 0,
    });
    const at = (n: number): number =>
      0.5 * Math.sin((2 * Math.PI * HZ * (n + (reader * (12 - DELAY_MS)) / 1000)) / reader);
    let worst = 0;
    for (let n = 0; n < heard.length; n++)
      if (n > reader / 100) worst = Math.max(worst, Math.abs(heard[n] - at(n)));
    // Half a microsecond of a timestamp is as much as it may be off.
    expect(20 * Math.log10(worst)).toBeLessThan(-48);
  });

  it('leaves to concealment what a lost message has touched, and no more than that', async () => {
    const { feed, heard } = await play([96_000, 96_000], 48_000, (_, chunk) => chunk === 100);
    const filled = heard.filter((value) => value === FILLED).length;
    // One in each half; 30 frames of the reader's each, and the reach of the filter on either side.
    expect(filled).toBeGreaterThan(2 * 30);
    expect(filled).toBeLessThan(2 * (30 + 2 * 50));
    expect(feed.counters.concealed).toBe(filled);
  });
});
