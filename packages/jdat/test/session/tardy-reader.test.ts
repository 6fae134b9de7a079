import { describe, expect, it } from 'vitest';
import { createAudioJam, sendSteadily } from '../support/audio-jam.js';
import { fakeConcealers } from '../support/fake-concealer.js';
import { createFeed, ramp, timeOf, toFloat } from '../support/feed.js';

const N = 128;
const BLOCK_NS = (N * 1e9) / 48_000;

async function listening(playoutDelayMs: number) {
  const jam = createAudioJam(5);
  const player = await jam.join('player', {
    jdat: { send: { form: 'binary', plan: { copiesMs: [0] }, throttle: false }, receive: false },
  });
  const listener = await jam.join('listener', {
    jdat: { receive: { createConcealer: fakeConcealers(), playoutDelayMs } },
  });
  jam.runMs(300);
  const stop = sendSteadily(player, { signal: ramp });
  jam.runMs(20);
  const [stream] = listener.streams;
  const heard: number[] = [];
  const out = new Float32Array(N);
  const startNs = listener.clock.nowNs();
  let blocks = 0;
  /** Takes what is due, each block for its own time, whenever that is. */
  const take = () => {
    for (; startNs + blocks * BLOCK_NS <= listener.clock.nowNs(); blocks++) {
      stream.pull(out, N, startNs + blocks * BLOCK_NS);
      if (stream.ended === null) heard.push(...out);
    }
  };
  return { jam, player, stream, stop, heard, take };
}

describe('a reader who takes blocks late', () => {
  it('and says what time they are for, has the delay that was asked for and all of the stream to the bit', async () => {
    const { jam, stream, heard, take } = await listening(40);
    for (let round = 0; round < 300; round++) {
      jam.runMs(5 + ((round * 13) % 31));
      take();
    }
    expect(stream.live.delayMs).toBeCloseTo(40, 3);
    expect(stream.live.driftPpm).toBeCloseTo(0, 3);
    expect(stream.live.pace).toBe(1);
    const start = heard.findIndex((value) => value !== 0);
    const first = heard[start] * 2 ** 23;
    const all = heard.slice(start);
    expect(all.length).toBeGreaterThan(48_000 * 5);
    expect(all.findIndex((value, at) => value !== toFloat(first + 2 * at))).toBe(-1);
  });

  it('hears what has come to its end when the sender says goodbye', async () => {
    const { jam, player, stream, stop, heard, take } = await listening(200);
    for (let round = 0; round < 100; round++) {
      jam.runMs(5);
      take();
    }
    stop();
    await player.leave();
    jam.runMs(50);
    take();
    expect(stream.ended).toBe(null);
    for (let round = 0; round < 40; round++) {
      jam.runMs(5);
      take();
    }
    expect(stream.ended).toBe('left');
    const last = Math.max(...heard.filter((value) => value < 0));
    const sentMs = 520;
    // But for what does not fill a chunk.
    expect(((last * 2 ** 23 + 4e6) / 2 / 48_000) * 1e3).toBeGreaterThan(sentMs - 10);
  });
});

it('counts as late what had come in time and was not looked at', () => {
  const feed = createFeed({ receive: { playoutDelayMs: 20 } });
  const out = new Float32Array(N);
  const late = 60;
  for (let k = 0; k < 100; k++) {
    if (k !== late) feed.put(k * N, N, timeOf((k + 1) * N));
    feed.player.pull(out, N, timeOf((k + 1) * N));
  }
  // It lay in a queue meanwhile.
  feed.put(late * N, N, timeOf((late + 1) * N));
  expect(feed.counters).toMatchObject({ concealed: N, late: N });
});

it('after a stop takes no drift from the jump', () => {
  const feed = createFeed({ receive: { playoutDelayMs: 20 } });
  const out = new Float32Array(N);
  let stoppedNs = 0;
  for (let k = 0; k < 375 * 12; k++) {
    feed.put(k * N, N, timeOf((k + 1) * N));
    if (k === 375 * 3) stoppedNs = 0.9e9;
    // While it stands still it does not read.
    if (stoppedNs > 0) stoppedNs -= BLOCK_NS;
    else feed.player.pull(out, N, timeOf((k + 1) * N) + 1e5);
  }
  expect(feed.counters.skipped).toBeGreaterThan(40_000);
  expect(feed.player.live.driftPpm).toBeCloseTo(0, 3);
  expect(feed.player.live.pace).toBe(1);
  expect(feed.player.live.delayMs).toBeCloseTo(20, 1);
});

it('is led to a set delay by one step, to the bit, where the first timestamps were wrong', () => {
  const feed = createFeed({ receive: { playoutDelayMs: 20 } });
  const out = new Float32Array(N);
  const heard: number[] = [];
  for (let k = 0; k < 375 * 4; k++) {
    // Of a device whose times are not averaged yet.
    const timestampUs = (timeOf(k * N) + (k < 10 ? 1e6 : 0)) / 1e3;
    feed.put(k * N, N, timeOf((k + 1) * N), { timestampUs });
    feed.player.pull(out, N, timeOf((k + 1) * N));
    if (k >= 375 * 2) heard.push(...out);
  }
  expect(feed.player.live.delayMs).toBeCloseTo(20, 1);
  expect(feed.player.live.pace).toBe(1);
  const first = heard[0] * 2 ** 23;
  expect(heard.findIndex((value, at) => value !== toFloat(first + 2 * at))).toBe(-1);
});
