import type { AudioChunk } from '../v1/audio-chunk.js';
import { takeConverter } from './rate-converter.js';
import { rateCycle } from './rate-cycle.js';
import { createWireRun, type WireRun } from './wire-run.js';

/** How long before a change it is announced. */
const LEAD_SECONDS = 0.02;
/** How long both rates are sent, so that a receiver can go over from one to the other without a gap. */
const OVERLAP_SECONDS = 0.01;

export interface RateChangerOptions {
  readonly sourceRate: number;
  readonly channels: number;
  readonly chunkFrames: number;
  /** Takes each chunk of whichever rate, borrowed until it returns. False when it was refused. */
  emit(chunk: AudioChunk, timestampNs: number): boolean;
}

/** Sends a source at one rate, and changes that without a gap: the new rate begins before the old one ends, and is announced in it. */
export interface RateChanger {
  /** Of what is sent; of the newer while there are two. */
  readonly sampleRate: number;
  readonly changing: boolean;
  /** Changes made. */
  readonly changes: number;
  /** Begins a change. False while there is no converter yet or another change goes on: then asking again later helps. */
  change(sampleRate: number): boolean;
  /** Takes the next frames of the source, as {@link WireRun} does. */
  take(
    samples: Int32Array,
    offset: number,
    frames: number,
    position: number,
    timestampNs: number,
  ): boolean;
  /** As {@link WireRun} does, where it can: not while a rate is converted or changed. `frames` are of the source, from `position` on. */
  readonly skips: boolean;
  skip(frames: number, position: number): boolean;
  flush(): boolean;
  close(): void;
}

export function createRateChanger(options: RateChangerOptions): RateChanger {
  return new TwoRuns(options);
}

class TwoRuns implements RateChanger {
  changes = 0;
  readonly #options: RateChangerOptions;
  #run: WireRun;
  #next: WireRun | undefined;
  /** Source frames with which the next run begins, and with which the present one ends. */
  #nextStart = 0;
  #end = 0;
  /** Number of the next source frame. */
  #position = 0;

  constructor(options: RateChangerOptions) {
    this.#options = options;
    this.#run = this.#create(options.sourceRate, 0, undefined);
  }

  get sampleRate(): number {
    return (this.#next ?? this.#run).sampleRate;
  }

  get changing(): boolean {
    return this.#next !== undefined;
  }

  change(sampleRate: number): boolean {
    const { sourceRate, channels } = this.#options;
    if (this.#next !== undefined) return false;
    const converter =
      sampleRate === sourceRate ? undefined : takeConverter(channels, sourceRate, sampleRate);
    if (sampleRate !== sourceRate && converter === undefined) return false;
    // Where both rates have a frame at the same time, so that positions stay in proportion.
    const cycle = rateCycle(sourceRate, sampleRate);
    const earliest = this.#position + LEAD_SECONDS * sourceRate;
    this.#nextStart = Math.ceil(earliest / cycle) * cycle;
    const next = this.#create(sampleRate, this.#nextStart, converter);
    const overlap = Math.ceil(OVERLAP_SECONDS * sourceRate);
    this.#end = this.#nextStart + next.lagFrames + this.#run.lagFrames + overlap;
    this.#run.announce(sampleRate, next.firstPosition);
    this.#next = next;
    return true;
  }

  #create(
    sampleRate: number,
    sourceStart: number,
    converter: ReturnType<typeof takeConverter>,
  ): WireRun {
    return createWireRun({ ...this.#options, sampleRate, sourceStart, converter });
  }

  take(
    samples: Int32Array,
    offset: number,
    frames: number,
    position: number,
    timestampNs: number,
  ): boolean {
    const { channels, sourceRate } = this.#options;
    let sent = true;
    for (let done = 0; done < frames;) {
      const at = position + done;
      const part = Math.min(frames - done, this.#beforeNextEvent(at));
      const from = offset + done * channels;
      const ns = timestampNs + (done * 1e9) / sourceRate;
      if (!this.#run.take(samples, from, part, at, ns)) sent = false;
      const next = this.#next;
      if (next !== undefined && at >= this.#nextStart && !next.take(samples, from, part, at, ns))
        sent = false;
      done += part;
      if (next !== undefined && at + part >= this.#end && !this.#goOver(next)) sent = false;
    }
    this.#position = position + frames;
    return sent;
  }

  get skips(): boolean {
    return this.#next === undefined && this.#run.sampleRate === this.#options.sourceRate;
  }

  skip(frames: number, position: number): boolean {
    this.#position = position + frames;
    return this.#run.skip(frames);
  }

  /** Frames from `at` on until something changes. */
  #beforeNextEvent(at: number): number {
    if (this.#next === undefined) return Infinity;
    return at < this.#nextStart ? this.#nextStart - at : Math.max(1, this.#end - at);
  }

  #goOver(next: WireRun): boolean {
    const sent = this.#run.flush();
    this.#run.close();
    this.#run = next;
    this.#next = undefined;
    this.changes++;
    return sent;
  }

  flush(): boolean {
    const sent = this.#run.flush();
    return (this.#next?.flush() ?? true) && sent;
  }

  close(): void {
    this.#run.close();
    this.#next?.close();
  }
}
