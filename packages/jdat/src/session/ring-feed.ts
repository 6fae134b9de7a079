import {
  type AudioRing,
  type AudioRingRecord,
  type Clock,
  createAudioRingRecord,
  type FrameKind,
  type LastRead,
  type TimerId,
  type Timers,
} from '@jamnet/wire';
import type { AudioCounters } from './audio-counters.js';
import { REACH } from './interpolator.js';
import { Played } from './played-line.js';
import type { Player } from './player.js';

const BLOCK = 256;
/** A reader who has not read yet, or has stopped, is looked at this often. */
const IDLE_NS = 10e6;
const LEAST_LOOK_NS = 1e6;
/** A thread that was kept from its work for longer begins anew. */
const BEHIND_S = 0.05;
/** After a read is due it may take so long until it shows. */
const AFTER_READ_NS = 50e3;

/** For so long after a read what the next one takes is watched for before it is predicted, and in so many turns of the event loop. */
const MOST_WAIT_NS = 0.3e6;
const WAIT_SHARE = 1 / 3;
const MOST_TURNS = 64;
/** After it has been in vain so often in a row that is tried now and then only. */
const MOST_PATIENCE = 8;
const TRY_EVERY = 64;

/** Feeds a ring that another thread reads. */
export interface RingFeed {
  /** Frames came: writes what can be written. Does not allocate. */
  look(): void;
  /** The reader has read: takes note of it, and predicts what is missing, when what has come by then is taken in. */
  wake(): void;
  /** What was rendered from `place` on is different now. */
  changed(place: number): void;
  close(): void;
}

export interface RingFeedOptions {
  readonly ring: AudioRing;
  readonly player: Player;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly counters: AudioCounters;
}

/**
 * Writes real frames as soon as they come, and after each read of the reader a prediction of what the next one takes and what has not come: so nothing is
 * waited for, and a frame that comes before it is read is played as it is.
 */
export function feedRing(options: RingFeedOptions): RingFeed {
  return new LookingFeed(options);
}

class LookingFeed implements RingFeed {
  readonly #options: RingFeedOptions;
  readonly #lastRead: LastRead = { position: 0, frames: 0, cpuNs: 0 };
  readonly #record: AudioRingRecord = createAudioRingRecord();
  /** Places of the frames that were rendered, by position in the ring. */
  readonly #placeOf: Float64Array;
  readonly #places = new Float64Array(BLOCK);
  readonly #samples: Float32Array;
  #kinds = new Uint8Array(BLOCK);
  /** Position in the ring of the next frame to be rendered. */
  #next = 0;
  #seenPosition = -1;
  #begun = false;
  #timer: TimerId = 0;
  #closed = false;
  #waking = false;
  #concealed = 0;
  readonly #looks = (): void => this.wake();
  readonly #afterInput = (): void => this.#soon(this.#wakes);
  readonly #wakes = (): void => {
    if (this.#closed) return;
    if (this.#waits()) return this.#soon(this.#wakes);
    this.#waking = false;
    this.#noteRead();
    if (!this.#begun) this.#begin();
    if (this.#begun) {
      this.#writeKnown();
      this.#writeDue();
    }
    this.#arm();
  };
  /** Turns of the event loop since it was woken, and how often more it waits in vain before it gives that up for a while. */
  #turns = 0;
  #patience = MOST_PATIENCE;
  #unwaited = 0;

  constructor(options: RingFeedOptions) {
    this.#options = options;
    const { ring, player } = options;
    this.#placeOf = new Float64Array(2 ** Math.ceil(Math.log2(ring.capacityFrames + BLOCK)));
    this.#samples = new Float32Array(BLOCK * ring.channels);
    this.#record.sampleRate = player.line.sentRate;
    this.#record.channels = ring.channels;
    this.wake();
  }

  look(): void {
    if (this.#closed) return;
    const { position, frames } = this.#options.ring.lastRead(this.#lastRead);
    // What else has come may be waiting behind it.
    if (!this.#begun || position + frames > this.#next) return this.wake();
    this.#noteRead();
    this.#writeKnown();
    if (this.#next < position + 2 * frames) this.wake();
  }

  /**
   * After a pause of this thread more messages wait than one, and where sender and reader have their periods together what the next read takes comes right after the last one: a
   * prediction would be for nothing, and hold up what it predicts. What is due already runs after the input of this turn, and what that schedules after the input of the next one.
   */
  wake(): void {
    if (this.#waking || this.#closed) return;
    this.#waking = true;
    this.#turns = 0;
    this.#soon(this.#afterInput);
  }

  /** Whether to go on watching the input, which is all that it does meanwhile: for a moment, and as long as that has been worth it of late. */
  #waits(): boolean {
    if (!this.#begun) return false;
    const { ring, clock } = this.#options;
    const { cpuNs, position, frames } = ring.lastRead(this.#lastRead);
    const end = position + frames;
    // What has been read is not waited for.
    if (this.#next < end) return false;
    if (this.#next >= end + frames) {
      if (this.#turns > 0) this.#patience = MOST_PATIENCE;
      return false;
    }
    if (this.#turns === 0 && this.#patience === 0 && ++this.#unwaited % TRY_EVERY !== 0)
      return false;
    const waitNs = Math.min(MOST_WAIT_NS, (WAIT_SHARE * frames * 1e9) / ring.sampleRate);
    if (this.#turns++ < MOST_TURNS && clock.nowNs() - cpuNs < waitNs) return true;
    // One that was woken too late has not waited.
    if (this.#turns > 1) this.#patience = Math.max(0, this.#patience - 1);
    return false;
  }

  #soon(run: () => void): void {
    this.#options.timers.schedule(this.#options.clock.nowNs(), run);
  }

  /** A reader's read says when the next one is due, however late this is looked at: what is later than that by now would be played that much too early from then on. */
  #begin(): void {
    const { ring, player, clock } = this.#options;
    const { position, frames, cpuNs } = this.#lastRead;
    if (frames === 0) return;
    const nowNs = clock.nowNs();
    const nextNs = cpuNs + (frames * 1e9) / ring.sampleRate;
    // One who has stopped says so when it goes on.
    if (nowNs - nextNs > IDLE_NS || !player.begin(position + frames, frames, nowNs, nextNs)) return;
    this.#begun = true;
    this.#next = position + frames;
    this.#concealed = this.#options.counters.concealed;
  }

  #noteRead(): void {
    const { ring, player, counters } = this.#options;
    const read = ring.lastRead(this.#lastRead);
    if (read.cpuNs === 0 || read.position === this.#seenPosition) return;
    this.#seenPosition = read.position;
    if (!this.#begun) return;
    const end = read.position + read.frames;
    if (end - this.#next > BEHIND_S * ring.sampleRate) {
      // To predict all that nobody has heard would keep this thread from what comes next.
      counters.skipped += end - this.#next;
      counters.underruns++;
      this.#begun = false;
      return;
    }
    if (end > this.#next) {
      // It read what had not been written: the stream goes on behind it.
      this.#render(end - this.#next, false);
    }
    const from = this.#at(Math.max(read.position, this.#next - this.#placeOf.length + 1));
    const last = this.#at(end - 1);
    player.read(read.position, read.cpuNs, from, last + 1);
    if (counters.concealed > this.#concealed) counters.underruns++;
    this.#concealed = counters.concealed;
    const periodNs = (read.frames * 1e9) / ring.sampleRate;
    const next = end < this.#next ? this.#at(end) : player.place;
    player.beforeRead(end, next, read.frames, read.cpuNs + periodNs);
  }

  #at(position: number): number {
    return this.#placeOf[position & (this.#placeOf.length - 1)];
  }

  /** What is exact already, as far as the ring is long. */
  #writeKnown(): void {
    const { ring, player } = this.#options;
    player.played.ahead();
    const reach = player.playout.pace.corrects ? REACH : 0;
    const room = ring.readPosition + ring.capacityFrames - this.#next;
    // At a pace of a little more than one a frame less is there than it seems.
    const there = reach === 0 ? player.ahead : (player.ahead - reach - 1) * 0.999;
    const frames = Math.min(room, Math.floor(there));
    if (frames > 0) this.#render(frames, true);
  }

  /** What the next read takes. */
  #writeDue(): void {
    const { ring } = this.#options;
    const end = ring.readPosition + this.#lastRead.frames;
    if (end > this.#next) this.#render(end - this.#next, true);
  }

  #render(frames: number, write: boolean): void {
    const { player, clock } = this.#options;
    for (let done = 0; done < frames; done += BLOCK) {
      const block = Math.min(BLOCK, frames - done);
      player.lay(block, this.#places);
      player.due(this.#places[block - 1], clock.nowNs(), !write);
      const mask = this.#placeOf.length - 1;
      for (let i = 0; i < block; i++) this.#placeOf[(this.#next + i) & mask] = this.#places[i];
      if (write) this.#write(this.#next, block);
      this.#next += block;
    }
  }

  #write(position: number, frames: number): void {
    const { ring, player } = this.#options;
    const { channels } = ring;
    for (let i = 0; i < frames; i++)
      this.#kinds[i] = player.render(this.#at(position + i), this.#samples, i * channels);
    let from = 0;
    for (let i = 1; i <= frames; i++) {
      const kind = kindOf(this.#kinds[from]);
      if (i < frames && kindOf(this.#kinds[i]) === kind) continue;
      this.#record.cpuNs = player.playedNs(this.#at(position + from));
      this.#record.sampleRate = player.line.sentRate;
      ring.write(position + from, this.#samples, from * channels, i - from, kind, this.#record);
      from = i;
    }
  }

  changed(place: number): void {
    if (this.#closed || !this.#begun) return;
    const { ring, player } = this.#options;
    const reach = player.playout.pace.corrects ? REACH : 0;
    const first = Math.max(ring.readPosition, this.#next - this.#placeOf.length);
    let from = this.#next;
    while (from > first && this.#at(from - 1) + reach >= place) from--;
    for (; from < this.#next; from += BLOCK) this.#write(from, Math.min(BLOCK, this.#next - from));
  }

  /** The next look is right after the next read, which may need a prediction behind it. */
  #arm(): void {
    const { ring, timers, clock } = this.#options;
    const nowNs = clock.nowNs();
    timers.cancel(this.#timer);
    const periodNs = (this.#lastRead.frames * 1e9) / ring.sampleRate;
    const nextNs = this.#lastRead.cpuNs + periodNs + AFTER_READ_NS;
    const isIdle = periodNs === 0 || nowNs - nextNs > IDLE_NS;
    const atNs = isIdle ? nowNs + IDLE_NS : Math.max(nextNs, nowNs + LEAST_LOOK_NS);
    this.#timer = timers.schedule(atNs, this.#looks);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
    this.#options.ring.rest();
  }
}

function kindOf(how: number): FrameKind {
  if (how <= Played.PREDICTED) return 'predicted';
  return how === Played.HALF ? 'partial' : 'real';
}
