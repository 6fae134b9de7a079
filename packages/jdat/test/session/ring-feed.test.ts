import { createVirtualTime } from '@jamnet/testkit';
import { audioRingBytes, createAudioRing } from '@jamnet/wire';
import { expect, it, vi } from 'vitest';
import type { AudioReceiveOptions } from '../../src/receive-options.js';
import { feedRing, type RingFeed } from '../../src/session/ring-feed.js';
import { FILLED } from '../support/fake-concealer.js';
import { createFeed, ramp, START_NS, timeOf, toFloat } from '../support/feed.js';

const N = 64;
/** Of an event loop. */
const TURN_NS = 5e3;

/** From the first frame that is heard on; the reader counts its own frames. */
function sounding(heard: readonly number[]): { readonly sound: number[]; readonly first: number } {
  const sound = heard.slice(heard.findIndex((value) => value !== 0));
  return { sound, first: (sound[0] * 2 ** 23 + 4e6) / 2 };
}

const expected = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => toFloat(ramp(first + i)));

interface Played {
  readonly receive?: AudioReceiveOptions;
  /** By how much a read is later than it is due. */
  readonly readLateMs?: number;
}

/** A reader on another thread, played by virtual time: it reads every 64 frames, 0.4 ms after chunks come. */
function play(
  chunks: number,
  lateMs: (chunk: number) => number = () => 0,
  stall: readonly [from: number, to: number] = [0, 0],
  { receive = {}, readLateMs = 0 }: Played = {},
) {
  const time = createVirtualTime({ startNs: START_NS });
  // A thread that is kept from its work does nothing until that is over; the device reads on.
  const [stallFrom, stallTo] = stall.map((chunk) => timeOf(chunk * N));
  const whenAwake = (atNs: number): number => (atNs > stallFrom && atNs < stallTo ? stallTo : atNs);
  const timers = {
    ...time.timers,
    schedule: (atNs: number, run: () => void) =>
      time.timers.schedule(Math.max(whenAwake(atNs), time.clock.nowNs() + TURN_NS), run),
  };
  let ringFeed: RingFeed | undefined;
  const feed = createFeed({ receive, changed: (place) => ringFeed?.changed(place) });
  const format = { sampleRate: 48_000, channels: 1, frames: 2048 };
  const ring = createAudioRing(new Uint8Array(audioRingBytes(format)), format);
  const write = vi.spyOn(ring, 'write');
  const heard: number[] = [];
  const out = new Float32Array(N);
  for (let k = 0; k < chunks; k++) {
    const cameNs = timeOf((k + 1) * N) + 1e5 + lateMs(k) * 1e6;
    // Its timers run before its input.
    const atNs = whenAwake(cameNs) + (whenAwake(cameNs) > cameNs ? TURN_NS / 2 : 0);
    if (Number.isFinite(atNs)) {
      time.timers.schedule(atNs, () => {
        feed.put(k * N, N, atNs);
        ringFeed ??= feedRing({
          ring,
          player: feed.player,
          clock: time.clock,
          timers,
          counters: feed.counters,
        });
        ringFeed.look();
      });
    }
    const readNs = timeOf((k + 1) * N) + 5e5;
    time.timers.schedule(readNs + readLateMs * 1e6, () => {
      ring.read(out, N, readNs);
      heard.push(...out);
    });
  }
  time.run(timeOf((chunks + 1) * N));
  ringFeed?.close();
  const predictions = write.mock.calls.filter(([, , , , kind]) => kind === 'predicted').length;
  return { feed, ring, heard, predictions };
}

it('puts frames into the ring as they come, so that the next read takes them, to the bit', () => {
  const { feed, ring, heard } = play(200);
  const { sound, first } = sounding(heard);
  expect(sound.length).toBeGreaterThan(195 * N);
  expect(sound).toEqual(expected(first, sound.length));
  expect(ring.stats()).toMatchObject({ missedFrames: 0, predictedFrames: 0, underruns: 0 });
  expect(feed.counters).toMatchObject({ concealed: 0, late: 0 });
  expect(feed.player.live.delayMs).toBeCloseTo(N / 48 + 0.5, 2);
});

it('has a prediction there for what is lost, and says so', () => {
  const { feed, ring, heard } = play(200, (chunk) => (chunk === 100 ? Infinity : 0));
  const { sound, first } = sounding(heard);
  const lost = 100 * N - first;
  expect(sound.slice(0, lost)).toEqual(expected(first, lost));
  expect(sound.slice(lost, lost + N)).toEqual(Array.from({ length: N }, () => FILLED));
  // The chunk after it was there before it was read, and is faded in from the prediction that was.
  const faded = sound.slice(lost + N, lost + 2 * N);
  for (let i = 1; i < N; i++) expect(faded[i]).toBeLessThan(faded[i - 1]);
  expect(FILLED - faded[0]).toBeLessThan(0.03);
  expect(sound.slice(lost + 2 * N)).toEqual(expected(102 * N, sound.length - lost - 2 * N));
  expect(ring.stats()).toMatchObject({ predictedFrames: N, missedFrames: 0 });
  expect(feed.counters).toMatchObject({ concealed: N, faded: N, underruns: 1 });
});

it('replaces a prediction by the truth that comes before it is read', () => {
  // The prediction is made half a millisecond or so after the read before; this one comes 0.3 ms later than others, 0.1 ms before its read.
  const { ring, heard } = play(200, (chunk) => (chunk % 7 === 3 ? 0.3 : 0));
  const { sound, first } = sounding(heard);
  expect(sound).toEqual(expected(first, sound.length));
  expect(ring.stats()).toMatchObject({ predictedFrames: 0, missedFrames: 0 });
});

it('begins anew after its thread was kept from it, and predicts nothing that nobody hears', () => {
  const { feed, heard } = play(900, () => 0, [300, 450]);
  // 200 ms, of which nothing had to be made up.
  expect(feed.counters.skipped).toBeGreaterThan(140 * N);
  expect(feed.counters.concealed).toBeLessThan(10 * N);
  const last = heard.slice(-300 * N);
  const first = Math.round((last[0] * 2 ** 23 + 4e6) / 2);
  expect(last).toEqual(expected(first, last.length));
});

it('takes in all that came while its thread was kept from it before it predicts anything', () => {
  const { heard, predictions } = play(200, undefined, [99.1, 101.1], {
    receive: { playoutDelayMs: 3.2 },
  });
  const { sound, first } = sounding(heard);
  expect(sound).toEqual(expected(first, sound.length));
  expect(predictions).toBe(0);
});

it('goes on from what came behind a read that missed it, not from a prediction of it', () => {
  const { feed, ring, heard } = play(200, undefined, [99.1, 101.6], {
    receive: { playoutDelayMs: 3.2 },
  });
  const { sound, first } = sounding(heard);
  expect(ring.stats().missedFrames).toBe(N);
  const missed = sound.findIndex((value, i) => value !== toFloat(ramp(first + i)));
  expect(sound.slice(missed + N)).toEqual(expected(first + missed + N, sound.length - missed - N));
  expect(feed.counters.concealed).toBe(0);
});

it('begins at the place of a set delay, however late its reader reads', () => {
  const { feed, heard } = play(200, undefined, undefined, {
    receive: { playoutDelayMs: 6 },
    readLateMs: 3.1,
  });
  // To where messages end.
  expect(Math.abs(feed.player.live.delayMs - 6)).toBeLessThan(8.5 / 48);
  const { sound, first } = sounding(heard);
  expect(sound).toEqual(expected(first, sound.length));
  expect(feed.counters).toMatchObject({ concealed: 0, skipped: 0 });
});

/** A reader who tells of its reads, and whose messages come so long after them. */
function playTold(chunks: number, afterReadMs: number) {
  const time = createVirtualTime({ startNs: START_NS });
  let turns = 0;
  const timers = {
    ...time.timers,
    schedule: (atNs: number, run: () => void) => {
      const nowNs = time.clock.nowNs();
      if (atNs <= nowNs) turns++;
      return time.timers.schedule(Math.max(atNs, nowNs + TURN_NS), run);
    },
  };
  let ringFeed: RingFeed | undefined;
  const feed = createFeed({ changed: (place) => ringFeed?.changed(place) });
  const format = { sampleRate: 48_000, channels: 1, frames: 2048 };
  const ring = createAudioRing(new Uint8Array(audioRingBytes(format)), format);
  const write = vi.spyOn(ring, 'write');
  const out = new Float32Array(N);
  const heard: number[] = [];
  for (let k = 0; k < chunks; k++) {
    const readNs = timeOf((k + 1) * N) + 5e5;
    time.timers.schedule(readNs, () => {
      ring.read(out, N, readNs);
      heard.push(...out);
    });
    time.timers.schedule(readNs + 2e4, () => ringFeed?.wake());
    const cameNs = readNs + afterReadMs * 1e6;
    time.timers.schedule(cameNs, () => {
      feed.put(k * N, N, cameNs);
      const { player, counters } = feed;
      ringFeed ??= feedRing({ ring, player, clock: time.clock, timers, counters });
      ringFeed.look();
    });
  }
  time.run(timeOf((chunks + 1) * N));
  ringFeed?.close();
  const predictions = write.mock.calls.filter(([, , , , kind]) => kind === 'predicted').length;
  return { heard, ring, turns, predictions };
}

it('waits for what comes right after a read, and predicts nothing then', () => {
  const { heard, ring, predictions } = playTold(200, 0.15);
  const { sound, first } = sounding(heard);
  expect(sound).toEqual(expected(first, sound.length));
  expect(ring.stats()).toMatchObject({ missedFrames: 0, predictedFrames: 0 });
  expect(predictions).toBeLessThan(3);
});

it('predicts what does not come so soon, and gives up waiting for it', () => {
  const { heard, ring, turns, predictions } = playTold(400, 0.7);
  const { sound, first } = sounding(heard);
  expect(sound).toEqual(expected(first, sound.length));
  expect(ring.stats().missedFrames).toBe(0);
  expect(predictions).toBeGreaterThan(380);
  // Two turns a read, some sixty while it still waits.
  expect(turns / 400).toBeLessThan(5);
});
