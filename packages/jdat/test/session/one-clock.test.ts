import { createRandom } from '@jamnet/testkit';
import { expect, it } from 'vitest';
import { createFeed, ramp, START_NS, toFloat } from '../support/feed.js';

const FRAMES = 128;
const PERIOD_NS = (FRAMES / 48_000) * 1e9;

/** Messages that come up to 3 ms late at random, and sometimes in droves, as on a busy machine; the reader is on time. */
function listen(seconds: number): number {
  const random = createRandom(5);
  const feed = createFeed({ receive: { minDelayMs: 6 } });
  const out = new Float32Array(FRAMES);
  let put = 0;
  let wrong = 0;
  let from = NaN;
  let lateNs = 0;
  for (let read = 0; read < seconds * 375; read++) {
    const nowNs = START_NS + 9e6 + read * PERIOD_NS;
    if (read % 40 === 0) lateNs = random() * 3e6;
    for (; START_NS + (put + 1) * PERIOD_NS + lateNs <= nowNs; put++)
      feed.put(put * FRAMES, FRAMES, START_NS + (put + 1) * PERIOD_NS + lateNs);
    feed.player.pull(out, FRAMES, nowNs);
    if (Number.isNaN(from)) {
      for (let place = 0; place < put * FRAMES; place++)
        if (toFloat(ramp(place)) === out[0] && out[0] !== 0) from = place - read * FRAMES;
    }
    for (let i = 0; i < FRAMES; i++)
      if (out[i] !== Math.fround(toFloat(ramp(from + read * FRAMES + i)))) wrong++;
  }
  return Number.isNaN(from) ? Infinity : wrong;
}

it('an adaptive delay on one clock is exact: the noise of arrivals is not taken for a drift', () => {
  expect(listen(60)).toBeLessThan(2 * FRAMES);
});
