import type { AudioChunk } from '../v1/audio-chunk.js';
import { floatsToSamples, samplesToFloats } from '../v1/samples.js';
import type { RateConverter } from './rate-converter.js';
import { JUMP_NS } from './timestamp-line.js';

export interface WireRunOptions {
  readonly sourceRate: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly chunkFrames: number;
  /** Where the rate is not that of the source; closed with the run. */
  readonly converter: RateConverter | undefined;
  /** Number of the first frame that the run is given, at the rate of the source; at its own rate that is a whole number too. */
  readonly sourceStart: number;
  /** Takes a chunk of the run, borrowed until it returns, and when its first frame was played. False when it was refused. */
  emit(chunk: AudioChunk, timestampNs: number): boolean;
}

/** The frames of the source at one rate, cut into chunks. Positions are those of the source, counted at the run's rate. */
export interface WireRun {
  readonly sampleRate: number;
  /** Position of the first frame that it sends, at its own rate. */
  readonly firstPosition: number;
  /** Source frames that it needs, to send a first one and to keep up: what it sends lags so far behind. */
  readonly lagFrames: number;
  /** Says in all chunks from now on that another rate follows. */
  announce(nextRate: number, nextPosition: number): void;
  /**
   * Takes the next frames of the source: 24-bit integers, interleaved. `position` is the number of the first, `timestampNs` when it was played. False when a
   * chunk was refused. Does not allocate where the rate is the source's.
   */
  take(
    samples: Int32Array,
    offset: number,
    frames: number,
    position: number,
    timestampNs: number,
  ): boolean;
  /** Leaves positions out, before the next that is taken: no chunk has them. What waits is sent. A converter cannot do that. */
  skip(frames: number): boolean;
  /** Sends what waits for its chunk to be full. */
  flush(): boolean;
  close(): void;
}

export function createWireRun(options: WireRunOptions): WireRun {
  return new CuttingRun(options);
}

/** Source frames that are converted at a time. */
const FEED_FRAMES = 64;

class CuttingRun implements WireRun {
  readonly sampleRate: number;
  readonly firstPosition: number;
  readonly lagFrames: number;
  readonly #options: WireRunOptions;
  readonly #chunk: AudioChunk;
  readonly #floats: Float32Array;
  readonly #converted: Float32Array;
  /** Position of the next frame that comes out, those that are not sent included. */
  #position: number;
  #filled = 0;
  /** When a source frame was played, as of the last that were taken. */
  #anchorPosition = 0;
  #anchorNs = 0;

  constructor(options: WireRunOptions) {
    const { sourceRate, sampleRate, channels, chunkFrames, converter, sourceStart } = options;
    this.#options = options;
    this.sampleRate = sampleRate;
    this.#position = Math.round((sourceStart * sampleRate) / sourceRate);
    this.lagFrames = converter?.reach ?? 0;
    // A converter that has just begun heard silence before: what that is mixed into stays here.
    this.firstPosition = this.#position + Math.ceil((this.lagFrames * sampleRate) / sourceRate);
    this.#chunk = {
      sampleRate,
      channels,
      position: 0,
      timestampUs: 0,
      frames: 0,
      samples: new Int32Array(chunkFrames * channels),
      nextRate: 0,
      nextPosition: 0,
    };
    const room = converter === undefined ? 0 : FEED_FRAMES * channels;
    this.#floats = new Float32Array(room);
    // A converter gives what has waited inside it too.
    this.#converted = new Float32Array(room === 0 ? 0 : room + 256 * channels);
  }

  announce(nextRate: number, nextPosition: number): void {
    this.#chunk.nextRate = nextRate;
    this.#chunk.nextPosition = nextPosition;
  }

  take(
    samples: Int32Array,
    offset: number,
    frames: number,
    position: number,
    timestampNs: number,
  ): boolean {
    const { converter, channels } = this.#options;
    // What was played before a pause has its own time.
    let sent = this.#follows(position, timestampNs) || this.flush();
    this.#anchorPosition = position;
    this.#anchorNs = timestampNs;
    if (converter === undefined) return this.#cut(samples, offset, frames) && sent;
    for (let done = 0; done < frames; done += FEED_FRAMES) {
      const part = Math.min(FEED_FRAMES, frames - done);
      const count = part * channels;
      samplesToFloats(samples, offset + done * channels, this.#floats, 0, count);
      const made = converter.convert(this.#floats.subarray(0, count), this.#converted);
      if (!this.#cut(this.#converted, 0, made)) sent = false;
    }
    return sent;
  }

  skip(frames: number): boolean {
    const sent = this.flush();
    this.#position += frames;
    return sent;
  }

  #follows(position: number, timestampNs: number): boolean {
    const lengthNs = ((position - this.#anchorPosition) * 1e9) / this.#options.sourceRate;
    return Math.abs(timestampNs - this.#anchorNs - lengthNs) < JUMP_NS;
  }

  #cut(samples: Int32Array | Float32Array, offset: number, frames: number): boolean {
    const { channels, chunkFrames } = this.#options;
    const skipped = Math.min(frames, Math.max(0, this.firstPosition - this.#position));
    this.#position += skipped;
    let sent = true;
    for (let done = skipped; done < frames;) {
      const part = Math.min(frames - done, chunkFrames - this.#filled);
      const from = offset + done * channels;
      const to = this.#filled * channels;
      const into = this.#chunk.samples;
      if (samples instanceof Float32Array)
        floatsToSamples(samples, from, into, to, part * channels);
      else for (let i = 0; i < part * channels; i++) into[to + i] = samples[from + i];
      this.#filled += part;
      this.#position += part;
      done += part;
      if (this.#filled === chunkFrames && !this.flush()) sent = false;
    }
    return sent;
  }

  flush(): boolean {
    if (this.#filled === 0) return true;
    const { sourceRate, emit } = this.#options;
    const chunk = this.#chunk;
    chunk.frames = this.#filled;
    chunk.position = this.#position - this.#filled;
    const sourcePosition = (chunk.position * sourceRate) / this.sampleRate;
    const afterAnchor = sourcePosition - this.#anchorPosition;
    const timestampNs = Math.max(0, Math.round(this.#anchorNs + (afterAnchor * 1e9) / sourceRate));
    chunk.timestampUs = Math.round(timestampNs / 1000);
    this.#filled = 0;
    return emit(chunk, timestampNs);
  }

  close(): void {
    this.#options.converter?.close();
  }
}
