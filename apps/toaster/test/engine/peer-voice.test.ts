import type { RemoteAudio } from '@jamnet/jdat';
import type { AudioRing } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { PeerVoice } from '../../src/engine/peer-voice.js';
import { createFakeStream } from '../support/fake-audio.js';
import { createFakeAudioPort } from './fake-devices.js';

function createVoice(channels = 1) {
  const port = createFakeAudioPort();
  const asked: (number | null)[] = [];
  const calls: string[] = [];
  let fed: AudioRing | undefined;
  const stream: RemoteAudio = {
    ...createFakeStream(channels),
    playAfter: (delayMs) => void asked.push(delayMs),
    feed(ring) {
      fed = ring;
      return { wake: () => void calls.push('wake'), close: () => void calls.push('close') };
    },
  };
  const voice = new PeerVoice(stream, port);
  return { port, stream, voice, asked, calls, fed };
}

describe('the voice of a peer', () => {
  it('is fed by its stream until it is closed', () => {
    const { port, voice, calls, fed } = createVoice(2);
    expect(port.voices).toHaveLength(1);
    expect(fed).toBe(port.voices[0]!.ring);
    expect(fed!.channels).toBe(2);
    voice.wake();
    voice.close();
    expect(calls).toEqual(['wake', 'close']);
    expect(port.voices[0]!.closed).toBe(true);
  });

  it('is as loud as is wished, and asks for no delay where none is', () => {
    const { port, voice, asked } = createVoice();
    voice.follow({ gain: 0.25, delayMs: 0 }, null);
    expect(port.voices[0]!.gain).toBe(0.25);
    expect(voice.gain).toBe(0.25);
    expect(asked).toEqual([]);
  });

  it('is as late as all others, and later by what is its own', () => {
    const { voice, asked } = createVoice();
    voice.follow({ gain: 1, delayMs: 0 }, 30);
    voice.follow({ gain: 1, delayMs: 0 }, 30.2);
    voice.follow({ gain: 1, delayMs: 5 }, 30);
    voice.follow({ gain: 1, delayMs: 200 }, 150);
    voice.follow({ gain: 1, delayMs: 0 }, null);
    expect(asked).toEqual([30, 35, 200, null]);
  });

  it('keeps what its way needed when a delay of its own is wished, whatever that delay makes of it', () => {
    const { stream, voice, asked } = createVoice();
    voice.follow({ gain: 1, delayMs: 10 }, null);
    Object.assign(stream.live, { delayMs: 30 });
    voice.follow({ gain: 1, delayMs: 10 }, null);
    voice.follow({ gain: 1, delayMs: 12 }, null);
    expect(asked).toEqual([30, 32]);
    voice.follow({ gain: 1, delayMs: 0 }, null);
    expect(asked.at(-1)).toBeNull();
  });

  it('is not made later than a way that is not known yet', () => {
    const { stream, voice, asked } = createVoice();
    Object.assign(stream.live, { delayMs: NaN });
    voice.follow({ gain: 1, delayMs: 4 }, null);
    expect(asked).toEqual([]);
    Object.assign(stream.live, { delayMs: 18 });
    voice.follow({ gain: 1, delayMs: 4 }, null);
    expect(asked).toEqual([22]);
  });
});
