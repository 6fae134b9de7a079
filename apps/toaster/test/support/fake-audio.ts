import type { AudioSenderStats, RemoteAudio } from '@jamnet/jdat';
import type { JamAudio } from '../../src/jam.js';
import { PLAYER } from './fake-jam.js';

/** A stream that a test plays: what is pulled counts up, and counters are the test's to set. */
export interface FakeStream extends RemoteAudio {
  /** Frames before the first one that is played. */
  silence: number;
  /** These frames of each block from now on are predicted. */
  predicted: number;
  pulled: number;
  /** The times that blocks were asked for. */
  readonly askedNs: number[];
  readonly counters: { messages: number } & RemoteAudio['counters'];
  end(reason: 'left' | 'silent'): void;
}

export function createFakeStream(channels = 1, sampleRate = 48_000): FakeStream {
  let onEnd: (reason: 'left' | 'silent' | 'closed') => void = () => undefined;
  const counters = {
    messages: 0,
    duplicates: 0,
    malformed: 0,
    unknownForm: 0,
    exact: 0,
    halfRate: 0,
    concealed: 0,
    faded: 0,
    late: 0,
    byCopy: 0,
    byCoding: 0,
    underruns: 0,
    held: 0,
    skipped: 0,
    rateChanges: 0,
    channelChanges: 0,
    restarts: 0,
  };
  const live = {
    bufferMs: 18.5,
    targetMs: 20,
    delayMs: 20,
    jitterMs: 0.4,
    driftPpm: 1.5,
    pace: 1,
    confidence: 0.9,
  };
  return {
    peer: { ...PLAYER, lossRate: 0.25 } as unknown as RemoteAudio['peer'],
    streamId: 1,
    format: { sampleRate, channels },
    sentRate: sampleRate,
    counters,
    live,
    ended: null,
    silence: 0,
    predicted: 0,
    pulled: 0,
    askedNs: [],
    pull(out, frames, atNs = NaN) {
      this.askedNs.push(atNs);
      const silent = Math.min(this.silence, frames);
      this.silence -= silent;
      out.fill(0, 0, silent * channels);
      for (let at = silent * channels; at < frames * channels; at += 1)
        out[at] = (this.pulled + at / channels - silent + 1) / 65_536;
      const played = frames - silent;
      this.pulled += played;
      const predicted = Math.min(this.predicted, played);
      counters.concealed += predicted;
      counters.exact += played - predicted;
      return played - predicted;
    },
    feed() {
      throw new Error('nothing is fed in this test');
    },
    playAfter(delayMs) {
      Object.assign(live, { targetMs: delayMs ?? 0 });
    },
    onEnd(handler) {
      onEnd = handler;
    },
    stats: () => ({ ...counters, ...live, lost: counters.concealed }),
    end(reason) {
      Object.assign(this, { ended: reason });
      onEnd(reason);
    },
  };
}

/** Audio of a room without a network. */
export interface FakeAudio extends NonNullable<JamAudio> {
  readonly sent: {
    readonly samples: Float32Array;
    readonly frames: number;
    readonly ns?: number;
  }[];
  refuse: boolean;
  /** As if it had been heard for the first time. */
  appear(stream: RemoteAudio): void;
}

export const SENT: AudioSenderStats = {
  streamId: 1,
  frames: 0,
  framesSkipped: 0,
  framesRefused: 0,
  clipped: 2,
  messages: 375,
  plainBitsPerSecond: 2.5e6,
  plan: {
    coding: 'pcm',
    copiesMs: [0, 12, 24],
    partsMs: [0],
    partsNeeded: 1,
    burst: { offsetsUs: [0, 12_000, 24_000], spread: 'wide' },
    bitRateFactor: 3,
  },
  planChanges: 1,
  sampleRate: 48_000,
  rateChanges: 0,
  receivers: 1,
};

export function createFakeAudio(): FakeAudio {
  let handler: (stream: RemoteAudio) => void = () => undefined;
  return {
    sent: [],
    refuse: false,
    send(samples, frames, ns) {
      if (this.refuse) return false;
      this.sent.push({
        samples: Float32Array.from(samples),
        frames,
        ...(ns !== undefined && { ns }),
      });
      return true;
    },
    onStream(told) {
      handler = told;
    },
    stats: () => ({ sent: SENT, received: null }),
    appear: (stream) => handler(stream),
  };
}
