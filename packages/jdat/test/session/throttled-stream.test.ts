import { createBottleneck } from '@jamnet/testkit';
import { createJdat, pcmCoding, type RemoteAudio } from '@jamnet/jdat';
import { expect, it } from 'vitest';
import { createAudioSender } from '../../src/session/audio-sender.js';
import { prepareConverters } from '../../src/session/rate-converter.js';
import { createAudioLan, type HeardChunk, listen, START_NS } from '../support/audio-lan.js';

const SOURCE_RATE = 96_000;
const CHUNK = 256;

/** Seconds of the source from `fromS` to `toS` of which nothing came at any rate. */
function missingS(heard: readonly HeardChunk[], fromS: number, toS: number): number {
  const spans = heard
    .map(({ position, frames, sampleRate }) => ({
      from: position / sampleRate,
      to: (position + frames) / sampleRate,
    }))
    .sort((a, b) => a.from - b.from);
  let reachedS = fromS;
  let missing = 0;
  for (const { from, to } of spans) {
    if (from > toS) break;
    // Of two rates the frames do not begin at the same time: what is less than two of them is no gap.
    if (from > reachedS + 4e-5) missing += from - reachedS;
    reachedS = Math.max(reachedS, to);
  }
  return missing + Math.max(0, toS - reachedS);
}

const holding = () => ({
  accept: (input: Float32Array, output: Float32Array): void => output.set(input),
  fill: (output: Float32Array): number => {
    output.fill(0.5);
    return 0;
  },
  close: () => undefined,
});

it('a stream on a link that is narrow for ten seconds goes down, keeps playing, and comes back', async () => {
  await prepareConverters();
  const narrow = createBottleneck({ bitsPerSecond: 2e6, queueBytes: 50_000 });
  const lan = createAudioLan();
  const { clock } = lan.time;
  const isNarrow = (nowNs: number): boolean => nowNs >= START_NS + 1e9 && nowNs < START_NS + 11e9;
  const bottleneck = {
    enter: (length: number, nowNs: number): number =>
      isNarrow(nowNs) ? narrow.enter(length, nowNs) : nowNs + narrow.backlogNs(nowNs),
    backlogNs: (nowNs: number): number => narrow.backlogNs(nowNs),
  };
  const player = await lan.join('player', { send: { bottleneck } });
  const listener = await lan.join('listener');
  const heard = listen(listener);
  // The listener of a program, with a delay that the queue fits into.
  const jdat = createJdat({
    session: listener.session,
    receive: { playoutDelayMs: 300, createConcealer: holding },
  });
  let stream: RemoteAudio | undefined;
  jdat.onStream((each) => (stream ??= each));
  const out = new Float32Array(CHUNK);
  const predictedAt: number[] = [];
  let predicted = 0;
  const { session } = player;
  const sender = createAudioSender({
    session,
    codings: [pcmCoding],
    send: { sampleRate: SOURCE_RATE, form: 'binary', chunkFrames: CHUNK },
  });
  const block = new Int32Array(CHUNK);
  const rateAt: number[] = [];
  for (let position = 0; position < SOURCE_RATE * 20.5; position += CHUNK) {
    const startNs = START_NS + (position * 1e9) / SOURCE_RATE;
    lan.time.run(Math.ceil(startNs + (CHUNK * 1e9) / SOURCE_RATE));
    for (let i = 0; i < CHUNK; i++) block[i] = (position + i) & 0xffff;
    sender.send(block, CHUNK, startNs);
    if (stream !== undefined) predicted += CHUNK - stream.pull(out, CHUNK);
    const decisecond = Math.floor((clock.nowNs() - START_NS) / 100e6);
    if (rateAt.length > decisecond) continue;
    rateAt.push(sender.stats().sampleRate);
    predictedAt.push(predicted);
    // Spare converters are made in turns of the real loop.
    await prepareConverters();
  }
  expect([rateAt[9], rateAt[20], rateAt[50], rateAt.at(-1)]).toEqual([
    96_000, 48_000, 48_000, 96_000,
  ]);
  // Once up while it was still narrow, and once when it was not.
  expect(sender.stats().rateChanges).toBe(4);
  expect(missingS(heard, 0, 1)).toBe(0);
  // What was lost is what did not fit the queue before it was noticed.
  expect(missingS(heard, 1, 3)).toBeLessThan(0.1);
  expect(missingS(heard, 3, 5)).toBe(0);
  expect(missingS(heard, 13, 20.4)).toBe(0);
  // What the listener of a program had to predict: nothing where nothing was lost, changes of the rate included.
  const predictedIn = (fromS: number, toS: number): number =>
    (predictedAt[toS * 10]! - predictedAt[fromS * 10]!) / SOURCE_RATE;
  expect(stream!.counters.rateChanges).toBeGreaterThan(0);
  expect(predictedIn(1, 4)).toBeLessThan(0.2);
  expect(predictedIn(4, 6)).toBe(0);
  expect(predictedIn(14, 20)).toBe(0);
  const announced = heard.filter(({ nextRate }) => nextRate === 48_000);
  expect(announced.length).toBeGreaterThan(0);
  sender.close();
  jdat.close();
});
