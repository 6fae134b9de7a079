import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createFeed, START_NS } from '../support/feed.js';
import { listenOnOneClock } from '../support/one-clock.js';

const FRAMES = 128;
const PERIOD_NS = (FRAMES / 48_000) * 1e9;

/** Messages that come up to 3 ms late at random, and sometimes in droves, as on a busy machine; the reader is on time. */
function listen(seconds: number): { wrong: number; delayMs: number } {
  const random = createRandom(5);
  const feed = createFeed({ receive: { minDelayMs: 6 } });
  const out = new Float32Array(FRAMES);
  let put = 0;
  let wrong = 0;
  let next = NaN;
  let lateNs = 0;
  for (let read = 0; read < seconds * 375; read++) {
    const nowNs = START_NS + 9e6 + read * PERIOD_NS;
    if (read % 40 === 0) lateNs = random() * 3e6;
    // Programs that start stall; nothing of that is to stay.
    if (read < 100) lateNs = 12e6;
    for (; START_NS + (put + 1) * PERIOD_NS + lateNs <= nowNs; put++)
      feed.put(put * FRAMES, FRAMES, START_NS + (put + 1) * PERIOD_NS + lateNs);
    feed.player.pull(out, FRAMES, nowNs);
    for (const sample of out) {
      const frame = (sample * 2 ** 23 + 4e6) / 2;
      if (frame !== next) wrong++;
      next = frame + 1;
    }
  }
  return { wrong, delayMs: feed.player.live.delayMs };
}

describe('an adaptive delay on one clock', () => {
  it('is exact but for one move: the noise of arrivals is not taken for a drift', () => {
    const { wrong, delayMs } = listen(60);
    expect(wrong).toBeLessThan(8 * FRAMES);
    // Six after the fastest arrival, which comes when its chunk has been played.
    expect(delayMs).toBeLessThan(9.1);
  });

  it('that a stall has made grow goes back within some seconds, by a move that is faded', () => {
    const { delaysMs, moves } = listenOnOneClock({
      seconds: 40,
      chunkFrames: FRAMES,
      readFrames: FRAMES,
      // For a quarter of a second all are 20 ms late.
      wayNs: (_, recordedNs) => (recordedNs >= 5e9 && recordedNs < 5.25e9 ? 20e6 : 0.2e6),
    });
    expect(delaysMs[3]).toBeLessThan(6);
    expect(Math.max(...delaysMs.slice(5, 8))).toBeGreaterThan(20);
    expect(delaysMs[29]).toBeLessThan(6);
    expect(moves).toBeGreaterThan(0);
  });

  it('is no more than it may be, however late messages have been', () => {
    const feed = createFeed({ receive: { maxDelayMs: 30 } });
    const out = new Float32Array(FRAMES);
    let put = 0;
    for (let read = 0; read < 375 * 4; read++) {
      const nowNs = START_NS + 9e6 + read * PERIOD_NS;
      // One in three comes 300 ms late, before the reader begins.
      const lateNs = read >= 300 && read < 700 ? 300e6 : 0.2e6;
      for (; START_NS + (put + 1) * PERIOD_NS + lateNs <= nowNs; put++)
        feed.put(put * FRAMES, FRAMES, START_NS + (put + 1) * PERIOD_NS + lateNs);
      if (read < 1000) continue;
      feed.player.pull(out, FRAMES, nowNs);
      // The fastest arrive when their chunk has been played.
      expect(feed.player.live.delayMs).toBeLessThan(30 + 2.667 + 0.3);
    }
    expect(feed.player.live.delayMs).toBeGreaterThan(30);
  });
});
