import { createRandom } from '@jamnet/testkit';
import { expect, it } from 'vitest';
import { createFeed, START_NS } from '../support/feed.js';

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

it('an adaptive delay on one clock is exact but for one move: the noise of arrivals is not taken for a drift', () => {
  const { wrong, delayMs } = listen(60);
  expect(wrong).toBeLessThan(8 * FRAMES);
  expect(delayMs).toBeLessThan(9);
});
