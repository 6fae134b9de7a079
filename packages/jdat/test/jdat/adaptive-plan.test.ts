import { createJdat, type RemoteAudio } from '@jamnet/jdat';
import { describe, expect, it } from 'vitest';
import { createAudioLan, START_NS } from '../support/audio-lan.js';

const CHUNK = 128;
const SAMPLE_RATE = 48_000;
const SECONDS = 12;

const silent = () => ({
  accept: (input: Float32Array, output: Float32Array): void => output.set(input),
  fill: (output: Float32Array): number => {
    output.fill(0);
    return 0;
  },
  close: () => undefined,
});

describe('a sender and a listener, both as programs have them', () => {
  it('agree on copies that the listener has the time for', async () => {
    const lan = createAudioLan(3);
    const { clock } = lan.time;
    const loss = { gilbertElliott: { loss: 0.1, meanBurstMs: 8 } };
    const there = await lan.join('listener', { receive: { loss } });
    const here = await lan.join('player');
    const listener = createJdat({
      session: there.session,
      receive: { playoutDelayMs: 30, createConcealer: silent },
    });
    const player = createJdat({
      session: here.session,
      receive: false,
      send: { form: 'binary', maxBitRateFactor: 3 },
    });
    let stream: RemoteAudio | undefined;
    listener.onStream((each) => (stream ??= each));
    const samples = new Int32Array(CHUNK).fill(1000);
    const out = new Float32Array(CHUNK);
    let missed = 0;
    for (let position = 0; position < SECONDS * SAMPLE_RATE; position += CHUNK) {
      const startNs = START_NS + (position * 1e9) / SAMPLE_RATE;
      lan.time.run(Math.ceil(startNs + (CHUNK * 1e9) / SAMPLE_RATE));
      player.send(samples, CHUNK, startNs);
      lan.time.runFor(1e6);
      stream?.pull(out, CHUNK);
      if (clock.nowNs() > START_NS + 4e9) missed += out[0] === 0 ? 1 : 0;
    }
    const { plan, receivers } = player.stats().sent!;
    expect(receivers).toBe(1);
    expect(plan.bitRateFactor).toBe(3);
    // As far apart as the listener can wait: the delay less the chunk and the way.
    expect(plan.copiesMs).toEqual([0, 12, 24]);
    const chunks = ((SECONDS - 4) * SAMPLE_RATE) / CHUNK;
    expect(missed / chunks).toBeLessThan(0.04);
    player.close();
    listener.close();
  });
});
