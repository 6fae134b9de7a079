import { type AudioCoding, pcmCoding } from '@jamnet/jdat';
import { describe, expect, it } from 'vitest';
import type { AudioSendOptions } from '../../src/send-options.js';
import { type AudioSender, createAudioSender } from '../../src/session/audio-sender.js';
import {
  type AudioLan,
  createAudioLan,
  type HeardChunk,
  lineUp,
  listen,
  type Place,
  START_NS,
} from '../support/audio-lan.js';

const badOption = expect.objectContaining({ code: 'bad-option' });

/** A sample for each number, all different from their neighbours. */
const valueAt = (n: number): number => ((n * 7919) % 2 ** 24) - 2 ** 23;

interface Setup {
  readonly lan: AudioLan;
  readonly player: Place;
  readonly sender: AudioSender;
  readonly heard: HeardChunk[];
  /** Plays for a time, so many frames at once. Gives the numbers of what was refused. */
  play(seconds: number, frames?: number): number;
}

async function setUp(
  send: AudioSendOptions,
  options: {
    readonly player?: Parameters<AudioLan['join']>[1];
    readonly listener?: Parameters<AudioLan['join']>[1];
    readonly usefulUs?: number;
    readonly value?: (n: number) => number;
    readonly codings?: readonly AudioCoding[];
  } = {},
): Promise<Setup> {
  const { value = valueAt, codings = [pcmCoding] } = options;
  const lan = createAudioLan();
  const player = await lan.join('player', options.player);
  const listener = await lan.join('listener', options.listener);
  const heard = listen(listener, codings, options.usefulUs);
  const { session } = player;
  const sender = createAudioSender({ session, codings, send });
  const { sampleRate = 48_000, channels = 1 } = send;
  let position = 0;
  let nextNs = START_NS;
  const play = (seconds: number, frames = 64): number => {
    let refused = 0;
    const block = new Int32Array(frames * channels);
    for (const end = position + seconds * sampleRate; position < end; position += frames) {
      for (let i = 0; i < block.length; i++) block[i] = value(position * channels + i);
      const startNs = START_NS + (position * 1e9) / sampleRate;
      nextNs = startNs + (frames * 1e9) / sampleRate;
      lan.time.run(Math.ceil(nextNs));
      if (!sender.send(block, frames, startNs)) refused++;
    }
    return refused;
  };
  return { lan, player, sender, heard, play };
}

describe('a sender', () => {
  it.each([1, 37, 64, 480, 5000])('sends pieces of %d frames bit by bit', async (frames) => {
    const { lan, sender, heard, play } = await setUp({ channels: 2 });
    expect(play(0.3, frames)).toBe(0);
    const { frames: taken } = sender.stats();
    sender.close();
    lan.time.runFor(10e6);
    const line = lineUp(heard, 48_000);
    expect(line).toHaveLength(taken * 2);
    expect(line.every((value, n) => value === valueAt(n))).toBe(true);
    for (const { position, timestampNs, timestampUs } of heard) {
      const exactNs = START_NS + (position * 1e9) / 48_000;
      expect(Math.abs(timestampNs - exactNs)).toBeLessThan(2);
      expect(Math.abs(timestampUs - exactNs / 1000)).toBeLessThan(1);
    }
  });

  it.each(['standard', 'compact', 'binary', 'msgpack'] as const)(
    'writes the form %s',
    async (form) => {
      const { lan, heard, play, sender } = await setUp({ form, channels: 8 });
      play(0.05);
      sender.close();
      lan.time.runFor(10e6);
      const line = lineUp(heard, 48_000);
      expect(line.length).toBeGreaterThan(2400 * 8 - 1);
      expect(line.every((value, n) => value === valueAt(n))).toBe(true);
    },
  );

  it('leaves out what its source has lost, and lies at its time afterwards', async () => {
    const { lan, sender, heard } = await setUp({});
    const send = (from: number, frames: number): boolean =>
      sender.send(
        Int32Array.from({ length: frames }, (_, i) => valueAt(from + i)),
        frames,
        START_NS + (from * 1e9) / 48_000,
      );
    expect(send(0, 100)).toBe(true);
    expect(sender.skip(77)).toBe(true);
    expect(send(177, 100)).toBe(true);
    expect(sender.skip(0)).toBe(true);
    for (const none of [-1, 0.5, NaN, 48_001]) expect(sender.skip(none)).toBe(false);
    expect(sender.stats()).toMatchObject({ frames: 277, framesSkipped: 77 });
    sender.close();
    expect(sender.skip(1)).toBe(false);
    lan.time.runFor(10e6);
    const known = heard.flatMap(({ position, samples, frames }) =>
      Array.from({ length: frames }, (_, i) => [position + i, samples[i]]),
    );
    const played = [...Array(100).keys(), ...Array.from(Array(100).keys(), (n) => n + 177)];
    expect(known).toEqual(played.map((n) => [n, valueAt(n)]));
    for (const { position, timestampNs } of heard)
      expect(Math.abs(timestampNs - START_NS - (position * 1e9) / 48_000)).toBeLessThan(2);
  });

  it('counts on over what was lost where its caller gives no times', async () => {
    const { lan, sender, heard } = await setUp({});
    const block = new Int32Array(64);
    for (let n = 0; n < 10; n++) {
      lan.time.runFor((64e9 * (n === 5 ? 2 : 1)) / 48_000);
      if (n === 5) sender.skip(64);
      sender.send(block, 64);
    }
    lan.time.runFor(10e6);
    const [first, last] = [heard[0]!, heard.at(-1)!];
    expect(last.position).toBe(10 * 64);
    const lengthNs = ((last.position - first.position) * 1e9) / 48_000;
    expect(Math.abs(last.timestampNs - first.timestampNs - lengthNs)).toBeLessThan(20e3);
  });

  it('takes floats, exactly', async () => {
    const { lan, sender, heard } = await setUp({});
    const floats = Float32Array.from({ length: 256 }, (_, i) => valueAt(i) / 2 ** 23);
    expect(sender.send(floats, 256)).toBe(true);
    lan.time.runFor(10e6);
    expect(lineUp(heard, 48_000)).toEqual(Array.from({ length: 256 }, (_, i) => valueAt(i)));
    // Without a timestamp they have just been played.
    expect(heard[0]!.timestampNs).toBe(Math.round(START_NS - 256e9 / 48_000));
  });

  it('sends the first copy at once and the others at their times', async () => {
    const { lan, heard, play, sender } = await setUp(
      { plan: { copiesMs: [0, 12, 24] }, form: 'binary' },
      { listener: { receive: { loss: { gilbertElliott: { loss: 0.3, meanBurstMs: 8 } } } } },
    );
    play(2, 128);
    expect(sender.idle).toBe(false);
    lan.time.runFor(30e6);
    expect(sender.idle).toBe(true);
    const late = heard.map(({ arrivalNs, timestampNs, burstIndex, burstSize }) => {
      expect(burstSize).toBe(3);
      // A chunk of 128 frames is complete 2.67 ms after its first frame was played.
      return (arrivalNs - timestampNs - 128e9 / 48e3) / 1e6 - 12 * burstIndex;
    });
    for (const ms of late) expect(Math.abs(ms)).toBeLessThan(0.2);
    expect(new Set(heard.map(({ burstIndex }) => burstIndex))).toEqual(new Set([0, 1, 2]));
  });

  it('says no and counts where the ceiling refuses, and goes on in the right place', async () => {
    const { heard, play, sender } = await setUp(
      { throttle: false },
      { player: { session: { rateCeilingBitsPerSecond: 1_500_000 } } },
    );
    const refused = play(1);
    expect(refused).toBeGreaterThan(100);
    expect(sender.stats().framesRefused).toBe(refused * 64);
    const line = lineUp(heard, 48_000);
    line.forEach((value, n) => expect(value).toBe(valueAt(n)));
    expect(sender.stats().frames).toBe(48_000);
  });

  it('refuses what is no audio, and everything once it is closed', async () => {
    const { sender } = await setUp({ channels: 2 });
    expect(sender.send(new Float32Array(7), 4)).toBe(false);
    expect(sender.send(new Float32Array(8), 1.5)).toBe(false);
    expect(sender.send(new Float32Array(8), -1)).toBe(false);
    expect(sender.send(new Float32Array(0), 0)).toBe(true);
    sender.close();
    sender.close();
    expect(sender.send(new Float32Array(8), 4)).toBe(false);
  });

  it.each<[AudioSendOptions]>([
    [{ sampleRate: 8000 }],
    [{ channels: 9 }],
    [{ chunkFrames: 15 }],
    [{ chunkFrames: 513 }],
    [{ form: 'xml' as never }],
    [{ maxBitRateFactor: 0.5 }],
    [{ plan: { coding: 'flac' } }],
    [{ plan: { copiesMs: [0, 50] } }],
  ])('is not made of %j', async (send) => {
    const { session } = await createAudioLan().join('player');
    expect(() => createAudioSender({ session, codings: [pcmCoding], send })).toThrow(badOption);
    // Nothing was left open.
    expect(session.openStream({ streamType: 2, formatType: 1 }).streamId).toBe(1);
  });

  it('chooses chunks that fit a datagram', async () => {
    const chunkOf = async (send: AudioSendOptions): Promise<number> => {
      const { heard, play } = await setUp(send);
      play(0.02);
      return heard[0]!.frames;
    };
    expect(await chunkOf({ form: 'binary' })).toBe(128);
    expect(await chunkOf({})).toBe(64);
    expect(await chunkOf({ form: 'binary', channels: 8 })).toBe(32);
  });
});

describe('an adaptive plan', () => {
  it('is one copy on a good path', async () => {
    const { play, sender } = await setUp({ form: 'binary' });
    play(3, 128);
    expect(sender.stats()).toMatchObject({ receivers: 1, planChanges: 0 });
    expect(sender.stats().plan.bitRateFactor).toBe(1);
  });

  it('spreads copies over as long as a listener can wait when losses come in runs', async () => {
    const loss = { gilbertElliott: { loss: 0.1, meanBurstMs: 8 } };
    const { play, sender } = await setUp(
      { form: 'binary', maxBitRateFactor: 3 },
      { listener: { receive: { loss } }, usefulUs: 24_000 },
    );
    play(8, 128);
    const { plan } = sender.stats();
    expect(plan).toMatchObject({ coding: 'pcm', bitRateFactor: 3 });
    expect(plan.copiesMs).toEqual([0, 12, 24]);
  });

  it('takes no more than the session may send', async () => {
    const { play, sender } = await setUp(
      { form: 'binary' },
      {
        player: { session: { rateCeilingBitsPerSecond: 4_000_000 } },
        listener: { receive: { loss: 0.3 } },
      },
    );
    play(4, 128);
    const { plan, plainBitsPerSecond, framesRefused } = sender.stats();
    expect(plainBitsPerSecond).toBeGreaterThan(1_000_000);
    expect(plan.bitRateFactor * plainBitsPerSecond).toBeLessThanOrEqual(0.85 * 4_000_000);
    expect(plan.bitRateFactor).toBeGreaterThan(1);
    expect(framesRefused).toBe(0);
  });

  it('gives copies back as soon as a passage gets loud', async () => {
    const { play, sender } = await setUp(
      { form: 'compact' },
      {
        player: { session: { rateCeilingBitsPerSecond: 8_000_000 } },
        listener: { receive: { loss: 0.3 } },
        value: (n) => (n < 4 * 48_000 ? 0 : valueAt(n)),
      },
    );
    play(4);
    expect(sender.stats().plan.bitRateFactor).toBeGreaterThan(2);
    play(0.25);
    const { plan, plainBitsPerSecond, framesRefused } = sender.stats();
    expect(plainBitsPerSecond).toBeGreaterThan(3_000_000);
    expect(plan.bitRateFactor * plainBitsPerSecond).toBeLessThanOrEqual(0.8 * 8_000_000);
    expect(framesRefused).toBe(0);
  });
});
