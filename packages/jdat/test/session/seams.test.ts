import { createRandom, createVirtualTime } from '@jamnet/testkit';
import { createConcealer } from '@jamnet/pnbtr';
import { audioRingBytes, createAudioRing } from '@jamnet/wire';
import { expect, it } from 'vitest';
import { feedRing, type RingFeed } from '../../src/session/ring-feed.js';
import { createFeed, START_NS, timeOf } from '../support/feed.js';

const N = 64;
const CHUNKS = 2200;
/** By then there is a past to predict from. */
const LEARNT = 400 * N;
const LOSS = 0.05;
/** −40 dBFS. */
const MOST_STEP = 0.01;

const random = createRandom(11);
const signal = Float64Array.from(
  { length: CHUNKS * N },
  (_, n) => 0.3 * Math.sin(n * 0.0576) + 0.1 * Math.sin(n * 0.2) + 0.01 * (random() - 0.5),
);
const lost = Array.from({ length: CHUNKS }, (_, k) => k * N > LEARNT && random() < LOSS);
const ownSteps = signal.map((value, n) => (n === 0 ? 0 : Math.abs(value - signal[n - 1])));
const largest = (steps: ArrayLike<number>): number =>
  Array.from(steps).reduce((most, step) => Math.max(most, step), 0);

function createHeard() {
  const feed = createFeed({
    signal: (frame) => Math.round(signal[frame] * 2 ** 23),
    receive: {
      createConcealer: (sampleRate) => createConcealer({ sampleRate, fitting: 'inline' }),
    },
    changed: (place) => ringFeed?.changed(place),
  });
  let ringFeed: RingFeed | undefined;
  return { feed, setFeed: (each: RingFeed) => (ringFeed = each), heard: [] as number[] };
}

/** No step is larger than those of the signal by more than may be, and no block silent. */
function judge(heard: readonly number[]): void {
  const from = heard.findIndex((value) => value !== 0) + LEARNT;
  let [most, quietest] = [0, Infinity];
  for (let at = from; at + N <= heard.length; at += N) {
    let power = 0;
    for (let i = 0; i < N; i++) {
      power += heard[at + i] ** 2;
      most = Math.max(most, Math.abs(heard[at + i] - heard[at + i - 1]));
    }
    quietest = Math.min(quietest, power / N);
  }
  expect(most).toBeLessThan(largest(ownSteps) + MOST_STEP);
  // The loudest partial alone has 0.045.
  expect(quietest).toBeGreaterThan(0.045 / 10);
}

it('conceals with PNBTR what is lost, without a step or a silent gap', () => {
  const { feed, heard } = createHeard();
  const out = new Float32Array(N);
  for (let k = 0; k < CHUNKS; k++) {
    if (!lost[k]) feed.put(k * N, N, timeOf((k + 1) * N) + 1e5);
    feed.player.pull(out, N, timeOf((k + 1) * N) + 5e5);
    heard.push(...out);
  }
  judge(heard);
  expect(feed.counters.concealed).toBeGreaterThan(0.03 * CHUNKS * N * 0.8);
  feed.player.close();
});

it('does so for a reader of a ring too, where each chunk is predicted before it comes', () => {
  const time = createVirtualTime({ startNs: START_NS });
  const { feed, setFeed, heard } = createHeard();
  const format = { sampleRate: 48_000, channels: 1, frames: 2048 };
  const ring = createAudioRing(new Uint8Array(audioRingBytes(format)), format);
  const out = new Float32Array(N);
  let ringFeed: RingFeed | undefined;
  for (let k = 0; k < CHUNKS; k++) {
    const cameNs = timeOf((k + 1) * N) + 1e5;
    time.timers.schedule(cameNs, () => {
      if (!lost[k]) feed.put(k * N, N, cameNs);
      if (ringFeed === undefined) {
        ringFeed = feedRing({ ring, player: feed.player, ...time, counters: feed.counters });
        setFeed(ringFeed);
      }
      ringFeed.look();
    });
    const readNs = timeOf((k + 1) * N) + 2e5;
    time.timers.schedule(readNs, () => {
      ring.read(out, N, readNs);
      heard.push(...out);
      // The device tells of its periods.
      ringFeed?.look();
    });
  }
  time.run(timeOf((CHUNKS + 1) * N));
  judge(heard);
  expect(ring.stats()).toMatchObject({ missedFrames: expect.any(Number) });
  expect(feed.counters.concealed).toBeGreaterThan(0.03 * CHUNKS * N * 0.8);
  ringFeed?.close();
  feed.player.close();
});
