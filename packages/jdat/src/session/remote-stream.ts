import type { Peer, ReceivedFrame } from '@jamnet/toast';
import { type AudioRing, type Clock, JamError, Status, type Timers } from '@jamnet/wire';
import type { CheckedReceiveOptions } from '../check-options.js';
import type { AudioCoding, ChunkDecoder, ChunkSink } from '../coding.js';
import type { AudioFormat } from '../v1/audio-chunk.js';
import { type AudioCounters, noCounters } from './audio-counters.js';
import type { ConcealerFactory } from './concealer.js';
import { Known } from './frame-store.js';
import { createPlayer, longestDelayNs, type Player } from './player.js';
import type {
  AudioFeed,
  AudioLive,
  EndReason,
  RemoteAudio,
  RemoteAudioStats,
} from './remote-audio.js';
import { feedRing, type RingFeed } from './ring-feed.js';

/** The timestamp of a chunk is the frame's own where both name the same microsecond. */
const SAME_NS = 2_000;

export interface RemoteStreamOptions {
  readonly peer: Peer;
  readonly streamId: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly codings: readonly AudioCoding[];
  readonly receive: CheckedReceiveOptions;
  readonly createConcealer: ConcealerFactory;
  /** Its format is known. */
  appeared(stream: RemoteAudio): void;
}

/** One stream of one peer, as a listener keeps it. */
export interface RemoteStream extends RemoteAudio {
  /** When something of it came last. */
  readonly heardNs: number;
  /** Whether any audio of it could be read yet: before that it has no format and nobody is told of it. */
  readonly known: boolean;
  /** Memory for its frames. */
  readonly bytes: number;
  /** How long copies of its messages are of use, nanoseconds; −1 while nobody reads it. */
  readonly usefulNs: number;
  /** What has come and not been read, nanoseconds; 0 while nobody reads. Not more than the delay may be. */
  readonly restNs: number;
  frame(frame: ReceivedFrame): void;
  end(reason: EndReason): void;
}

export function createRemoteStream(options: RemoteStreamOptions): RemoteStream {
  return new Stream(options);
}

class Stream implements RemoteStream {
  heardNs = 0;
  ended: EndReason | null = null;
  readonly peer: Peer;
  readonly streamId: number;
  readonly counters: AudioCounters = noCounters();
  readonly #options: RemoteStreamOptions;
  readonly #decoders = new Map<number, ChunkDecoder>();
  #player: Player | undefined;
  #feed: RingFeed | undefined;
  #frame: ReceivedFrame | undefined;
  #coding: AudioCoding | undefined;
  #told = false;
  #endHandler: ((reason: EndReason) => void) | undefined;

  constructor(options: RemoteStreamOptions) {
    this.#options = options;
    this.peer = options.peer;
    this.streamId = options.streamId;
  }

  get known(): boolean {
    return this.#player !== undefined;
  }

  get bytes(): number {
    const player = this.#player;
    if (player === undefined) return 0;
    return player.line.frames.samples.byteLength + player.played.frames.samples.byteLength;
  }

  get usefulNs(): number {
    return this.#player?.begun === true ? this.#player.usefulNs : -1;
  }

  get restNs(): number {
    const bufferNs = (this.#player?.live.bufferMs ?? 0) * 1e6;
    const most = this.#player?.playout.commonNs ?? this.#options.receive.maxDelayNs;
    return Math.max(0, Math.min(bufferNs, most));
  }

  get format(): AudioFormat {
    return this.#played.format;
  }

  get sentRate(): number {
    return this.#played.line.sentRate;
  }

  get live(): AudioLive {
    return this.#played.live;
  }

  get #played(): Player {
    if (this.#player === undefined) throw new JamError('closed', 'the stream has no format yet');
    return this.#player;
  }

  playAfter(delayMs: number | null): void {
    const mostMs = longestDelayNs(this.#options.receive) / 1e6;
    if (delayMs !== null && !(delayMs >= 0 && delayMs <= mostMs)) {
      throw new JamError(
        'bad-option',
        `playAfter(${delayMs}): it may be 0 to ${mostMs} ms, or null`,
      );
    }
    this.#player?.playout.keep(delayMs === null ? undefined : delayMs * 1e6);
  }

  frame(frame: ReceivedFrame): void {
    if (this.ended !== null) return;
    this.heardNs = frame.arrivalNs;
    this.counters.messages++;
    const coding = this.#options.codings.find(
      ({ messageType }) => messageType === frame.messageType,
    );
    if (coding === undefined) {
      this.counters.unknownForm++;
      return;
    }
    let decoder = this.#decoders.get(coding.messageType);
    if (decoder === undefined) {
      decoder = coding.createDecoder();
      this.#decoders.set(coding.messageType, decoder);
    }
    this.#frame = frame;
    this.#coding = coding;
    this.#told = false;
    const { bytes, payloadOffset, payloadLength, formatType } = frame;
    const status = decoder.accept(bytes, payloadOffset, payloadLength, formatType, this.#take);
    if (status === Status.unknownForm) this.counters.unknownForm++;
    else if (status < 0) this.counters.malformed++;
    else if (!this.#told && coding === this.#options.codings[0]) this.counters.duplicates++;
    if (this.#told) this.#feed?.look();
  }

  readonly #take: ChunkSink = (chunk, exactness) => {
    const { receive, appeared } = this.#options;
    const frame = this.#frame!;
    const byChunkNs = chunk.timestampUs * 1000;
    const timestampNs =
      Math.abs(frame.timestampNs - byChunkNs) < SAME_NS ? frame.timestampNs : byChunkNs;
    const isFirst = this.#player === undefined;
    this.#player ??= createPlayer({
      ...this.#options,
      counters: this.counters,
      format: {
        sampleRate: receive.sampleRate ?? chunk.sampleRate,
        channels: chunk.channels,
      },
      changed: (from) => this.#feed?.changed(from),
    });
    const known = exactness === 'exact' ? Known.EXACT : Known.HALF;
    const fresh = this.#player.put(chunk, timestampNs, known, frame.arrivalNs);
    if (fresh) this.#count(fresh, known);
    if (isFirst) appeared(this);
  };

  #count(frames: number, known: Known): void {
    this.#told = true;
    if (this.#frame!.burstIndex > 0) this.counters.byCopy += frames;
    const beside = this.#coding !== this.#options.codings[0];
    if (beside && known === Known.EXACT) this.counters.byCoding += frames;
  }

  pull(out: Float32Array, frames: number, atNs = this.#options.clock.nowNs()): number {
    const { channels } = this.format;
    if (!(frames >= 0 && frames * channels <= out.length)) {
      throw new JamError(
        'bad-option',
        `${frames} frames of ${channels} channels do not fit in ${out.length} values: give an array of ${frames * channels} or more`,
      );
    }
    if (this.ended !== null || this.#feed !== undefined) {
      out.fill(0, 0, frames * channels);
      return 0;
    }
    return this.#played.pull(out, frames, atNs);
  }

  feed(ring: AudioRing): AudioFeed {
    const { sampleRate, channels } = this.format;
    if (ring.sampleRate !== sampleRate || ring.channels !== channels) {
      throw new JamError(
        'bad-option',
        `the ring is for ${ring.channels} channels at ${ring.sampleRate}/s, the stream has ${channels} at ${sampleRate}: make one of the stream's format`,
      );
    }
    this.#feed?.close();
    const { clock, timers } = this.#options;
    const feed = feedRing({ ring, player: this.#played, clock, timers, counters: this.counters });
    this.#feed = this.ended === null ? feed : undefined;
    if (this.ended !== null) feed.close();
    return {
      wake: () => feed.wake(),
      close: () => {
        feed.close();
        if (this.#feed === feed) this.#feed = undefined;
      },
    };
  }

  onEnd(handler: (reason: EndReason) => void): void {
    this.#endHandler = handler;
  }

  end(reason: EndReason): void {
    if (this.ended !== null) return;
    this.ended = reason;
    this.#feed?.close();
    this.#feed = undefined;
    this.#player?.played.ended();
    this.#player?.close();
    this.#endHandler?.(reason);
  }

  stats(): RemoteAudioStats {
    const { counters } = this;
    const { bufferMs, targetMs, delayMs, jitterMs, driftPpm, pace, confidence } = this.live;
    const lost = Math.max(0, counters.concealed - counters.late);
    return {
      ...counters,
      ...{ bufferMs, targetMs, delayMs, jitterMs, driftPpm, pace, confidence },
      lost,
    };
  }
}
