import type { AudioChunk } from '../v1/audio-chunk.js';
import type { AudioCounters } from './audio-counters.js';
import { createFrameStore, type FrameStore, Known } from './frame-store.js';
import { createRun, type Run, type RunOutlet } from './run.js';

/** What is kept of a stream beside twice the longest delay. */
const KEPT_SECONDS = 1;
/** Where the rate changes, the new one takes over from the old within this. */
const TAKE_OVER_SECONDS = 0.005;
/** Late ones of runs before are still known by them. */
const MOST_RUNS = 3;
/** A new run may begin so far from where its position says it does before the stream counts as begun anew. */
const GOES_ON_SECONDS = 0.04;
/** And so long after it was played it may come, unless the clock that says so has jumped. */
const LATE_SECONDS = 0.15;
const FAR_SECONDS = 60;
const SCALE = 1 / 2 ** 23;

export interface StreamLineOptions {
  /** Of the reader. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly maxDelayNs: number;
  readonly counters: AudioCounters;
  /** Where the stream would be now if what has just come had come at the fastest; NaN while that is not known. */
  placeNow(): number;
  /** What lies before has been read. */
  takenPlace(): number;
  /** Frames came, or came better; `anew` where they replace exact ones. */
  changed(from: number, to: number, anew: boolean): void;
  /** The stream's clock has begun anew. */
  restarted(): void;
}

/** Where a message put its frames. Borrowed. */
export interface Placed {
  /** Place of the first one, between frames perhaps. */
  place: number;
  /** Frames of the line that it stands for. */
  frames: number;
  /** Whether any frame of it was news. Of a converted rate: whether it may have been. */
  fresh: boolean;
}

/** All that came of a stream on one line of frames at the reader's rate, whatever rates and positions it was sent with. */
export interface StreamLine {
  readonly frames: FrameStore;
  readonly sentRate: number;
  /** When the frame at a place was played, on the sender's timeline. */
  timeOf(place: number): number;
  /** Takes what a decoder tells. Does not allocate but where the rate, the channels or the position begin anew. */
  put(chunk: AudioChunk, timestampNs: number, known: Known): Placed;
  /** What lies before `place` can be waited for no longer. */
  due(place: number): void;
  close(): void;
}

export function createStreamLine(options: StreamLineOptions): StreamLine {
  return new RunsLine(options);
}

class RunsLine implements StreamLine {
  readonly frames: FrameStore;
  readonly #options: StreamLineOptions;
  readonly #outlet: RunOutlet;
  /** The newest first. */
  readonly #runs: Run[] = [];
  /** Which run each frame is of. */
  readonly #owner: Uint8Array;
  readonly #takeOverFrames: number;
  readonly #mixed: Float32Array;
  readonly #placed: Placed = { place: 0, frames: 0, fresh: false };
  #samples = new Float32Array(0);
  #runNumber = 0;
  #oddPosition = NaN;
  #oddNs = NaN;

  constructor(options: StreamLineOptions) {
    this.#options = options;
    const { sampleRate, channels, maxDelayNs } = options;
    this.frames = createFrameStore(channels, sampleRate * (KEPT_SECONDS + (2 * maxDelayNs) / 1e9));
    this.#owner = new Uint8Array(this.frames.capacity);
    this.#takeOverFrames = Math.ceil(sampleRate * TAKE_OVER_SECONDS);
    this.#mixed = new Float32Array(channels);
    this.#outlet = {
      sampleRate,
      channels,
      put: (run, place, samples, frames, known) => this.#put(run, place, samples, frames, known),
    };
  }

  get sentRate(): number {
    return this.#runs.at(0)?.sampleRate ?? this.#options.sampleRate;
  }

  timeOf(place: number): number {
    return this.#runs.at(0)?.timeOf(place) ?? NaN;
  }

  put(chunk: AudioChunk, timestampNs: number, known: Known): Placed {
    const { sampleRate, position, frames } = chunk;
    const placed = this.#placed;
    placed.fresh = false;
    const run = this.#runOf(chunk, timestampNs) ?? this.#begin(chunk, timestampNs);
    if (run === undefined) return placed;
    placed.place = run.place(position);
    placed.frames = (frames * this.#options.sampleRate) / sampleRate;
    placed.fresh = sampleRate !== this.#options.sampleRate;
    this.#toFloats(chunk);
    run.put(position, timestampNs, this.#samples, frames, known);
    return placed;
  }

  #runOf({ sampleRate, channels, position }: AudioChunk, timestampNs: number): Run | undefined {
    for (const run of this.#runs) {
      if (!run.holds(sampleRate, channels, position, timestampNs)) continue;
      return this.#isFar(run.place(position)) ? undefined : run;
    }
    return undefined;
  }

  /** Mono goes to all channels; channels that the reader has not are left out, those that the stream has not are silent. */
  #toFloats({ samples, frames, channels: sent }: AudioChunk): void {
    const { channels } = this.#options;
    const length = frames * channels;
    if (this.#samples.length < length) this.#samples = new Float32Array(length);
    const values = this.#samples;
    for (let c = 0; c < channels; c++) {
      const from = sent === 1 ? 0 : c;
      for (let i = 0; i < frames; i++)
        values[i * channels + c] = from < sent ? samples[i * sent + from] * SCALE : 0;
    }
  }

  /** Undefined where the stream would be torn away by a single message. */
  #begin(chunk: AudioChunk, timestampNs: number): Run | undefined {
    const { sampleRate, channels, position } = chunk;
    const before = this.#runs.at(0);
    // Places are small numbers wherever positions begin, so that those between two frames are exact.
    const place = before === undefined ? 0 : this.#placeAfter(before, chunk, timestampNs);
    if (Number.isNaN(place)) return undefined;
    const run = createRun(this.#outlet, sampleRate, channels, position, timestampNs, place);
    this.#runs.unshift(run);
    this.#runNumber = (this.#runNumber + 1) & 0xff;
    if (this.#runs.length > MOST_RUNS) this.#runs.pop()!.close();
    return run;
  }

  /** NaN where that is not to be believed yet. */
  #placeAfter(before: Run, chunk: AudioChunk, timestampNs: number): number {
    const { counters, sampleRate: rate } = this.#options;
    const byTime = before.placeOf(timestampNs);
    const byPosition = before.place((chunk.position * before.sampleRate) / chunk.sampleRate);
    const goesOn = Math.abs(byPosition - byTime) < rate * GOES_ON_SECONDS && !this.#isFar(byTime);
    const now = this.#options.placeNow();
    const late = (Number.isNaN(now) ? Math.max(0, this.frames.end) : now) - byTime;
    const isNear = late > -GOES_ON_SECONDS * rate && late < LATE_SECONDS * rate;
    if (!goesOn && !isNear && !this.#isRepeated(chunk, timestampNs)) return NaN;
    if (chunk.sampleRate !== before.sampleRate) counters.rateChanges++;
    if (chunk.channels !== before.channels) counters.channelChanges++;
    if (goesOn) {
      // Positions are exact to a frame of the lower rate; so are timestamps, unless they are taken from a clock message by message.
      const frame = Math.max(1, rate / Math.min(chunk.sampleRate, before.sampleRate));
      return Math.abs(byPosition - byTime) <= frame ? byTime : byPosition;
    }
    counters.restarts++;
    if (isNear) return byTime;
    // Its clock has jumped: it goes on where it would be by when it came.
    this.#options.restarted();
    return Number.isNaN(now) ? Math.max(0, this.frames.end) : Math.round(now);
  }

  /** Whether a message that goes with nothing before goes on from the last one that did not. */
  #isRepeated({ sampleRate, position }: AudioChunk, timestampNs: number): boolean {
    const frames = position - this.#oddPosition;
    const offNs = timestampNs - this.#oddNs - (frames * 1e9) / sampleRate;
    const goesOn = frames > 0 && Math.abs(offNs) < GOES_ON_SECONDS * 1e9;
    this.#oddPosition = position;
    this.#oddNs = timestampNs;
    return goesOn && frames < sampleRate;
  }

  /** Nobody has played it yet, or long ago: what says so would push what is played out of the window, or count where numbers are not exact. */
  #isFar(place: number): boolean {
    const { end, capacity } = this.frames;
    const now = this.#options.placeNow();
    // Places begin at 0.
    const newest = end === -Infinity ? 0 : end;
    const from = Number.isNaN(now) ? newest : now;
    return !(place < from + capacity / 2 && place > from - FAR_SECONDS * this.#options.sampleRate);
  }

  #put(run: Run, place: number, samples: Float32Array, frames: number, known: Known): void {
    const { channels } = this.frames;
    const isNewest = run === this.#runs.at(0);
    const owner = isNewest ? this.#runNumber : (this.#runNumber - this.#runs.indexOf(run)) & 0xff;
    const taken = this.#options.takenPlace();
    let anew = false;
    let fresh = false;
    for (let i = 0; i < frames; i++) {
      const number = place + i;
      const slot = this.frames.offsetOf(number) / channels;
      if (this.frames.put(number, samples, i * channels, known)) {
        this.#owner[slot] = owner;
        fresh = true;
      } else if (
        isNewest &&
        this.#owner[slot] !== owner &&
        known === Known.EXACT &&
        number >= taken &&
        number >= this.frames.first
      ) {
        this.#takeOver(number, samples, i * channels, number - run.firstPlace);
        this.#owner[slot] = owner;
        anew = true;
      }
    }
    if (fresh || anew) {
      this.#placed.fresh = true;
      this.#options.changed(place, place + frames, anew);
    }
  }

  #takeOver(number: number, samples: Float32Array, offset: number, since: number): void {
    const weight = Math.min(1, (since + 1) / (this.#takeOverFrames + 1));
    const at = this.frames.offsetOf(number);
    for (let c = 0; c < this.frames.channels; c++) {
      const old = this.frames.samples[at + c];
      this.#mixed[c] =
        weight === 1 ? samples[offset + c] : old + weight * (samples[offset + c] - old);
    }
    this.frames.rewrite(number, this.#mixed, 0);
  }

  due(place: number): void {
    for (let i = this.#runs.length - 1; i >= 0; i--) this.#runs[i].due(place);
  }

  close(): void {
    for (const run of this.#runs) run.close();
    this.#runs.length = 0;
  }
}
