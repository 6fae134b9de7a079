import type { Peer } from '@jamnet/toast';
import type { Clock } from '@jamnet/wire';
import type { CheckedReceiveOptions } from '../check-options.js';
import type { AudioChunk, AudioFormat } from '../v1/audio-chunk.js';
import type { AudioCounters } from './audio-counters.js';
import type { Concealer, ConcealerFactory } from './concealer.js';
import { Known } from './frame-store.js';
import { interpolateFrame, REACH } from './interpolator.js';
import { createPlayedLine, Played, type PlayedLine } from './played-line.js';
import { createPlayout, type Playout } from './playout.js';
import { prepareConverters } from './rate-converter.js';
import type { AudioLive } from './remote-audio.js';
import { createStreamLine, type StreamLine } from './stream-line.js';

const BLOCK = 512;
/** Copies are not asked for later than bursts are ever spread, however far the delay may adapt. */
const MOST_SPREAD_NS = 45e6;
const FORGET_NS = 1e3;
/** Nothing is under way for so long. */
const MOST_WAY_NS = 5e9;

export interface PlayerOptions {
  readonly peer: Peer;
  readonly clock: Clock;
  readonly receive: CheckedReceiveOptions;
  readonly createConcealer: ConcealerFactory;
  /** What the reader gets. */
  readonly format: AudioFormat;
  readonly counters: AudioCounters;
  /** What is played from `place` on has changed after it was rendered. */
  changed(place: number): void;
}

/**
 * From the messages of a stream to the frames of its reader: the stream's line, what is played of it without a hole, and the pace at which it is read. Places are
 * those of the played line.
 */
export interface Player {
  readonly format: AudioFormat;
  readonly line: StreamLine;
  readonly played: PlayedLine;
  readonly playout: Playout;
  readonly live: AudioLive;
  /** Whether a reader has begun. */
  readonly begun: boolean;
  /** How long after the first copy of a message would have come another one can still be played, nanoseconds. */
  readonly usefulNs: number;
  /** Takes a chunk. Returns how many of its frames (of the reader's rate) may be news; 0 for none. */
  put(chunk: AudioChunk, timestampNs: number, known: Known, arrivalNs: number): number;
  /** Reads `frames` frames at `nowNs`. Returns how many were not predicted. */
  pull(out: Float32Array, frames: number, nowNs: number): number;
  /** Begins for a reader who has taken `count` frames and takes `frames` more at `atNs`. False while there is nothing to begin with. */
  begin(count: number, frames: number, nowNs: number, atNs: number): boolean;
  /** A reader who has taken `count` frames is about to take `frames` more, from `place` on; keeps the delay. */
  beforeRead(count: number, place: number, frames: number, nowNs: number): void;
  /** Of the frame that is laid next. */
  readonly place: number;
  /** Writes the places of the reader's next frames; the player goes on behind them. */
  lay(frames: number, places: Float64Array): void;
  /** How far what is there goes beyond the reader's next frame, in frames. */
  readonly ahead: number;
  /** When the frame at a place was played, nanoseconds on this process's clock; 0 where that is not known. */
  playedNs(place: number): number;
  /** Makes sure that the frame at `place` can be rendered, by prediction if need be; `isRead` says that it is read now, whatever may still come. */
  due(place: number, nowNs: number, isRead: boolean): void;
  /** The frame at a place, interleaved. Returns how it is known. */
  render(place: number, out: Float32Array, offset: number): Played;
  /** The reader, who had taken `count` frames, took some more at `atNs`, at places from `from` to before `to`. */
  read(count: number, atNs: number, from: number, to: number): void;
  close(): void;
}

/** What may be asked for at any time is there from the beginning, whatever an adaptive delay may grow to. */
const LEAST_LONGEST_NS = 200e6;

/** The longest delay that a stream can be played with. */
export function longestDelayNs({ maxDelayNs, playoutDelayNs = 0 }: CheckedReceiveOptions): number {
  return Math.max(maxDelayNs, playoutDelayNs, LEAST_LONGEST_NS);
}

export function createPlayer(options: PlayerOptions): Player {
  return new StreamPlayer(options);
}

class StreamPlayer implements Player {
  readonly format: AudioFormat;
  readonly line: StreamLine;
  readonly played: PlayedLine;
  readonly playout: Playout;
  readonly live: AudioLive;
  begun = false;
  readonly #options: PlayerOptions;
  readonly #places = new Float64Array(BLOCK);
  /** Of the reader's next frame, and how many it has taken by then. */
  #place = 0;
  #count = 0;
  #readNs = 0;
  #readCount = 0;
  #readPlace = NaN;
  #arrivalNs = 0;
  /** From when a first frame was played until it came, at the fastest of late. */
  #wayNs = Infinity;
  #closed = false;

  constructor(options: PlayerOptions) {
    this.#options = options;
    const { format, receive, counters } = options;
    const { sampleRate, channels } = format;
    this.format = format;
    this.playout = createPlayout({ ...receive, sampleRate, drifts: () => this.#drifts() });
    this.line = createStreamLine({
      sampleRate,
      channels,
      maxDelayNs: longestDelayNs(receive),
      counters,
      placeNow: () => this.playout.placeAt(this.#arrivalNs),
      takenPlace: () => (this.begun ? this.played.taken - this.played.shift : -Infinity),
      changed: (from, to, anew) => this.#changed(from, to, anew),
      restarted: () => this.playout.restart(),
    });
    const create = (): Concealer => options.createConcealer(sampleRate);
    this.played = createPlayedLine(this.line.frames, sampleRate, create, counters);
    this.live = this.#createLive();
    // A converter takes a while to be made, and a change of rate does not wait.
    void prepareConverters();
  }

  #createLive(): AudioLive {
    const newest = (): number => this.line.frames.end + this.played.shift;
    const toMs = (frames: number): number => (frames * 1000) / this.format.sampleRate;
    const delayMs = (): number => this.#delayMs();
    const bufferMs = (): number => (this.begun ? toMs(newest() - this.#place) : 0);
    const { playout, played } = this;
    return {
      get bufferMs() {
        return bufferMs();
      },
      get targetMs() {
        return playout.targetNs / 1e6;
      },
      get delayMs() {
        return delayMs();
      },
      get jitterMs() {
        return playout.jitterNs / 1e6;
      },
      get driftPpm() {
        return playout.driftPpm;
      },
      get pace() {
        return playout.pace.ratio;
      },
      get confidence() {
        return played.confidence;
      },
    };
  }

  get usefulNs(): number {
    const { commonNs } = this.playout;
    if (commonNs === undefined) return Math.min(this.#options.receive.maxDelayNs, MOST_SPREAD_NS);
    return Math.max(0, commonNs - (Number.isFinite(this.#wayNs) ? this.#wayNs : 0));
  }

  #drifts(): boolean | undefined {
    const { clockId, sameClock } = this.#options.peer;
    return clockId === '' ? undefined : !sameClock;
  }

  #ownNs(timestampNs: number): number {
    const { peer, receive } = this.#options;
    const byTimeline = receive.timeline?.toOwnNs(peer.senderId, timestampNs);
    if (byTimeline !== undefined && byTimeline !== null) return byTimeline;
    return peer.sameClock ? timestampNs : NaN;
  }

  #delayMs(): number {
    const playedNs = this.#ownNs(this.line.timeOf(this.#readPlace));
    if (!Number.isNaN(playedNs)) return (this.#readNs - playedNs) / 1e6;
    return this.playout.delayNs(this.#readCount, this.#readPlace, this.#readNs) / 1e6;
  }

  put(chunk: AudioChunk, timestampNs: number, known: Known, arrivalNs: number): number {
    // Beyond, numbers are not exact, and counting on would not count.
    if (!(chunk.position + chunk.frames <= Number.MAX_SAFE_INTEGER)) return 0;
    this.#arrivalNs = arrivalNs;
    const isFirst = this.line.frames.end === -Infinity;
    const placed = this.line.put(chunk, timestampNs, known);
    if (isFirst) this.played.origin = Math.floor(placed.place);
    if (!placed.fresh) return 0;
    if (known === Known.EXACT) this.#arrived(placed.place, placed.frames, timestampNs);
    return placed.frames;
  }

  #arrived(place: number, frames: number, timestampNs: number): void {
    const { playout, played } = this;
    const atNs = this.#arrivalNs;
    // What has been rendered and not been read may still be replaced.
    const next = this.begun ? played.taken - played.shift : -Infinity;
    let playedNs = this.#ownNs(timestampNs);
    // A clock that says so says nothing.
    if (Math.abs(atNs - playedNs) > MOST_WAY_NS) playedNs = NaN;
    // It forgets slowly, so that a way that has become longer is known as such.
    if (!Number.isNaN(playedNs)) this.#wayNs = Math.min(atNs - playedNs, this.#wayNs + FORGET_NS);
    const lateNs = playout.arrived(place, frames, timestampNs, playedNs, atNs, next);
    if (!this.begun) return;
    // Also what had come in time and was not looked at: it was not there when it was read.
    this.#options.counters.late += Math.max(0, Math.min(frames, next - place));
    if (!(lateNs > 0)) return;
    const wait = playout.wait(this.#count, this.#place - played.shift, atNs);
    const held = wait > 0 ? played.holdFrom(Math.ceil(place), wait) : 0;
    if (held === 0) return;
    this.#held(held);
    this.#changed(place, place + frames, true);
  }

  #held(frames: number): void {
    if (frames === 0) return;
    this.playout.waited(frames);
    this.#options.counters.held += frames;
  }

  #changed(from: number, to: number, anew: boolean): void {
    if (!this.begun) return;
    const changed = this.played.improved(from, to, anew);
    if (changed < this.played.end) this.#options.changed(changed);
  }

  begin(count: number, frames: number, nowNs: number, atNs: number): boolean {
    const { end } = this.line.frames;
    if (end === -Infinity) return false;
    this.line.due(-Infinity);
    const place = this.playout.begin(nowNs, atNs, frames, end);
    if (Number.isNaN(place)) return false;
    this.#place = place;
    this.#count = count;
    this.played.begin(place);
    this.begun = true;
    return true;
  }

  beforeRead(count: number, place: number, frames: number, nowNs: number): void {
    const { end } = this.line.frames;
    const { playout, played } = this;
    const skip = playout.skip(count, place - played.shift, nowNs, frames, end);
    if (skip === 0) return;
    this.played.jump(-skip);
    this.#options.counters.skipped += Math.abs(skip);
  }

  lay(frames: number, places: Float64Array): void {
    this.#place = this.playout.pace.lay(this.#place, frames, places);
    this.#count += frames;
  }

  get place(): number {
    return this.#place;
  }

  get ahead(): number {
    return this.played.end - this.#place;
  }

  playedNs(place: number): number {
    const ownNs = this.#ownNs(this.line.timeOf(place - this.played.shift));
    return Number.isNaN(ownNs) ? 0 : Math.max(0, Math.round(ownNs));
  }

  due(place: number, nowNs: number, isRead: boolean): void {
    const last = Math.floor(place) + 1;
    const end = last + (this.playout.pace.corrects ? REACH : 0);
    if (end <= this.played.end) return;
    this.line.due(end - this.played.shift);
    this.played.ahead(end);
    if (end <= this.played.end) return;
    const wait = this.playout.wait(this.#count, this.#place - this.played.shift, nowNs);
    this.#held(this.played.due(end, wait, isRead ? last : -Infinity));
  }

  render(place: number, out: Float32Array, offset: number): Played {
    interpolateFrame(this.played.frames, place, out, offset);
    return this.played.played(Math.round(place));
  }

  read(count: number, atNs: number, from: number, to: number): void {
    const { shift } = this.played;
    this.#readNs = atNs;
    this.#readCount = count;
    this.#readPlace = from - shift;
    this.played.take(Math.floor(to));
    this.playout.read(count, atNs, from - shift, to - shift);
  }

  pull(out: Float32Array, frames: number, nowNs: number): number {
    const { channels } = this.format;
    if (!this.begun && !this.begin(0, frames, nowNs, nowNs)) {
      out.fill(0, 0, frames * channels);
      return 0;
    }
    const count = this.#count;
    this.beforeRead(count, this.#place, frames, nowNs);
    const from = this.#place;
    let there = 0;
    for (let done = 0; done < frames; done += BLOCK) {
      const block = Math.min(BLOCK, frames - done);
      this.lay(block, this.#places);
      this.due(this.#places[block - 1], nowNs, true);
      for (let i = 0; i < block; i++) {
        const how = this.render(this.#places[i], out, (done + i) * channels);
        if (how > Played.PREDICTED) there++;
      }
    }
    if (there < frames && from > this.played.origin) this.#options.counters.underruns++;
    this.read(count, nowNs, from, this.#place);
    return there;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.line.close();
    this.played.close();
  }
}
