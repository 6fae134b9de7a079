import type { Peer } from '@jamnet/toast';
import { checkReceiveOptions } from '../../src/check-options.js';
import type { AudioReceiveOptions } from '../../src/receive-options.js';
import { noCounters } from '../../src/session/audio-counters.js';
import { Known } from '../../src/session/frame-store.js';
import { createPlayer, type Player } from '../../src/session/player.js';
import type { AudioChunk } from '../../src/v1/audio-chunk.js';
import { fakeConcealers } from './fake-concealer.js';

export const START_NS = 1e12;

/** A sample as it is on the wire, of a signal that never has the same value twice within 4,000,000 frames. */
export const ramp = (frame: number, channel = 0): number =>
  ((frame * 2 + channel) % 8_000_000) - 4e6;
export const toFloat = (sample: number): number => sample / 2 ** 23;
export const sine =
  (hz: number, sampleRate: number, level = 0.5) =>
  (frame: number): number =>
    Math.round(level * 8388608 * Math.sin((2 * Math.PI * hz * frame) / sampleRate));

export interface FeedOptions {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly receive?: AudioReceiveOptions;
  readonly signal?: (frame: number, channel: number) => number;
  /** Whether timestamps are on the reader's clock; null while that is not known. */
  readonly sameClock?: boolean | null;
  readonly changed?: (place: number) => void;
}

export interface Feed {
  readonly player: Player;
  readonly counters: ReturnType<typeof noCounters>;
  /** It becomes known whether the clocks are the same. */
  learnClock(sameClock: boolean): void;
  /** A chunk of the signal comes at `atNs`. */
  put(
    position: number,
    frames: number,
    atNs: number,
    change?: Partial<AudioChunk> & { known?: Known },
  ): number;
}

/** A player without a session: chunks in by hand. The frame at position 0 is played at `START_NS`. */
export function createFeed(options: FeedOptions = {}): Feed {
  const { sampleRate = 48_000, channels = 1, signal = ramp, sameClock = true } = options;
  const counters = noCounters();
  const peer = {
    senderId: 1,
    sameClock: sameClock === true,
    clockId: sameClock === null ? '' : '1',
  };
  const player = createPlayer({
    peer: peer as Peer,
    clock: { nowNs: () => START_NS },
    receive: checkReceiveOptions(options.receive ?? {}),
    createConcealer: options.receive?.createConcealer ?? fakeConcealers(),
    format: { sampleRate: options.receive?.sampleRate ?? sampleRate, channels },
    counters,
    changed: options.changed ?? (() => {}),
  });
  return {
    player,
    counters,
    learnClock: (same) => void Object.assign(peer, { sameClock: same, clockId: '1' }),
    put(position, frames, atNs, change = {}) {
      const { known = Known.EXACT, ...fields } = change;
      const chunk: AudioChunk = {
        sampleRate,
        channels,
        position,
        timestampUs: 0,
        frames,
        samples: new Int32Array(0),
        ...fields,
      };
      const timestampNs = fields.timestampUs
        ? fields.timestampUs * 1000
        : START_NS + (position * 1e9) / chunk.sampleRate;
      if (chunk.samples.length === 0) {
        chunk.samples = Int32Array.from({ length: frames * chunk.channels }, (_, i) =>
          signal(position + Math.floor(i / chunk.channels), i % chunk.channels),
        );
      }
      return player.put(chunk, timestampNs, known, atNs);
    },
  };
}

/** Time of a frame. */
export const timeOf = (frame: number, sampleRate = 48_000): number =>
  START_NS + (frame * 1e9) / sampleRate;
