import { joinSession } from '@jamnet/jam';
import { expect, test } from 'vitest';
import { createLan } from '../support/lan.js';

const send = { form: 'binary', plan: { copiesMs: [0] } } as const;
const FRAMES = 128;

test('the audio of one is heard by another, to the bit', async () => {
  const lan = createLan();
  const receive = { concealment: 'none' } as const;
  const anna = await joinSession({
    topic: 'audio://jam',
    layers: ['audio'],
    audio: { send, receive: false },
    ...lan.place('anna'),
  });
  const bela = await joinSession({
    topic: 'audio://jam',
    layers: ['audio', 'sync'],
    audio: { receive },
    ...lan.place('bela'),
  });
  lan.time.runFor(1e9);
  const samples = Int32Array.from({ length: FRAMES }, (_, i) => i * 1000 - 64_000);
  const heard: number[] = [];
  const out = new Float32Array(FRAMES);
  for (let i = 0; i < 20; i++) {
    anna.audio.send(samples, FRAMES);
    lan.time.runFor((FRAMES / 48_000) * 1e9);
    const [stream] = bela.audio.streams();
    stream?.pull(out, FRAMES);
    if (stream !== undefined) heard.push(...out);
  }
  expect(heard.slice(-FRAMES)).toEqual([...samples].map((value) => value / 2 ** 23));
  expect(bela.stats().audio.received).toMatchObject({ streams: 1, concealed: 0 });
  await Promise.all([anna.close(), bela.close()]);
});

/** Frames of silence that one on another clock hears before the first sound that was sent a second after joining, with a common delay of 20 ms. */
async function silentFrames(
  layers: readonly ['audio'] | readonly ['audio', 'sync'],
): Promise<number> {
  const lan = createLan();
  const topic = 'audio://clocks';
  const anna = await joinSession({
    topic,
    layers,
    audio: { send, receive: false },
    ...lan.place('anna'),
  });
  const bela = await joinSession({
    topic,
    layers,
    audio: { receive: { concealment: 'none', playoutDelayMs: 20 } },
    ...lan.place('bela'),
    clockId: '00000002',
  });
  lan.time.runFor(3e9);
  const samples = new Int32Array(FRAMES).fill(1000);
  const out = new Float32Array(1);
  let silent = 0;
  for (let sent = 0; ; sent++) {
    anna.audio.send(samples, FRAMES, Math.round(lan.time.clock.nowNs()));
    for (let i = 0; i < FRAMES; i++) {
      lan.time.runFor(1e9 / 48_000);
      const [stream] = bela.audio.streams();
      stream?.pull(out, 1);
      if (out[0] === 0 && sent < 100) silent++;
      else {
        await Promise.all([anna.close(), bela.close()]);
        return silent;
      }
    }
  }
}

test('with the layer sync a peer on another clock is played by the timeline, without it by its arrival', async () => {
  // 20 ms after it was played, whatever the way took.
  expect(Math.abs((await silentFrames(['audio', 'sync'])) - 960)).toBeLessThan(24);
  expect(await silentFrames(['audio'])).toBeGreaterThan(955);
});
