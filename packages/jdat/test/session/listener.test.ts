import { FormatType, StreamType } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { createAudioJam, pullSteadily, sendSteadily } from '../support/audio-jam.js';
import { FILLED, fakeConcealers } from '../support/fake-concealer.js';
import { ramp, toFloat } from '../support/feed.js';

const plain = { form: 'binary', plan: { copiesMs: [0] }, throttle: false } as const;

describe('streams of a session', () => {
  it('come with their first message, are exact, and end when their sender leaves or falls silent', async () => {
    const jam = createAudioJam(1);
    const createConcealer = fakeConcealers();
    const player = await jam.join('player', {
      jdat: { send: { ...plain, channels: 2 }, receive: false },
    });
    const listener = await jam.join('listener', { jdat: { receive: { createConcealer } } });
    jam.runMs(300);
    const stop = sendSteadily(player, { channels: 2, signal: ramp });
    jam.runMs(50);
    const [stream] = listener.streams;
    expect(stream.format).toEqual({ sampleRate: 48_000, channels: 2 });
    expect(listener.jdat.streams()).toEqual([stream]);
    const { heard } = pullSteadily(stream, listener.clock);
    jam.runMs(300);
    const first = Math.round(heard[0] * 2 ** 23 + 4e6);
    expect(heard).toEqual(Array.from({ length: heard.length }, (_, i) => toFloat(first + i - 4e6)));
    expect(player.jdat.stats().sent).toMatchObject({ receivers: 1 });
    const reasons: string[] = [];
    stream.onEnd((reason) => reasons.push(reason));
    stop();
    jam.runMs(1500);
    expect(stream.ended).toBe(null);
    jam.runMs(1000);
    expect(reasons).toEqual(['silent']);
    // It is heard again when it goes on, as a new stream.
    sendSteadily(player, { channels: 2, signal: ramp });
    jam.runMs(100);
    expect(listener.streams.length).toBe(2);
    await player.leave();
    jam.runMs(50);
    expect(listener.streams[1].ended).toBe('left');
    expect(listener.jdat.stats().received).toMatchObject({ streams: 0, ended: 2 });
    expect(createConcealer.open).toBe(0);
    expect(stream.pull(new Float32Array(64), 32)).toBe(0);
  });

  it('go on through corruption, reorder and duplicates, and through a sender that restarts at another rate; what is not predicted is what was sent', async () => {
    const jam = createAudioJam(2);
    const receive = { corrupt: 0.1, reorder: 0.05, duplicate: 0.05 };
    const listener = await jam.join('listener', {
      receive,
      jdat: { receive: { createConcealer: fakeConcealers(), playoutDelayMs: 10, silenceMs: 300 } },
    });
    for (const sampleRate of [48_000, 96_000]) {
      const player = await jam.join('player', {
        jdat: { send: { ...plain, sampleRate }, receive: false },
      });
      jam.runMs(300);
      sendSteadily(player, { sampleRate, signal: ramp });
      jam.runMs(50);
      const stream = listener.streams.at(-1)!;
      expect(stream.format.sampleRate).toBe(sampleRate);
      const { heard, end } = pullSteadily(stream, listener.clock);
      jam.runMs(1000);
      end();
      const start = heard.findIndex((value) => value !== FILLED && value !== 0);
      const first = heard[start] * 2 ** 23 - 2 * start;
      const wrong = heard.filter(
        (value, i) => value !== FILLED && value !== toFloat(first + 2 * i),
      );
      expect(wrong.filter((value) => value !== 0)).toEqual([]);
      const { counters } = stream;
      expect(counters.exact / (counters.exact + counters.concealed)).toBeGreaterThan(0.85);
      expect(counters.concealed).toBeGreaterThan(0);
      await player.toast.port.close();
      jam.runMs(1000);
      expect(stream.ended).toBe('silent');
    }
    expect(listener.jdat.stats().received).toMatchObject({ streams: 0, ended: 2, malformed: 0 });
  });

  it('counts what it cannot read', async () => {
    const jam = createAudioJam(4);
    const player = await jam.join('player', { jdat: { receive: false } });
    const listener = await jam.join('listener', {
      jdat: { receive: { createConcealer: fakeConcealers() } },
    });
    jam.runMs(300);
    const formats = [FormatType.STANDARD_JSON, FormatType.GPU_BINARY, 9];
    for (const formatType of formats) {
      const stream = player.session.openStream({
        streamType: StreamType.AUDIO,
        formatType: formatType === 9 ? 1 : formatType,
      });
      const options = { timestampNs: 1, messageType: formatType === 9 ? 77 : 0 };
      stream.send(Uint8Array.of(1, 2, 3), 0, 3, options);
    }
    jam.runMs(100);
    expect(listener.streams).toEqual([]);
    expect(listener.jdat.stats().received).toMatchObject({
      messages: 3,
      malformed: 2,
      unknownForm: 1,
      streams: 0,
    });
    jam.runMs(3000);
    expect(listener.jdat.stats().received).toMatchObject({ messages: 3, ended: 0 });
  });
});
