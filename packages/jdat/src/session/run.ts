import { createFrameStore, type FrameStore, Known } from './frame-store.js';
import { type RateConverter, takeConverter } from './rate-converter.js';
import { rateCycle } from './rate-cycle.js';

/** How far the timestamp of a message may lie from where its position says it is: beyond, it belongs to another run. */
const SAME_RUN_NS = 50e6;
/** Input that is kept for the converter. */
const KEPT_SECONDS = 0.7;
const FEED_FRAMES = 256;
/** More output than any two rates make of an input, and than the library asks room for before it has looked at the rates. */
const MOST_RATIO = 5;

/** What came of a run, on the stream's own line of frames. */
export interface RunOutlet {
  readonly sampleRate: number;
  readonly channels: number;
  /** Takes frames of `run` from `place` on, as well known as said. Borrowed until it returns. */
  put(run: Run, place: number, samples: Float32Array, frames: number, known: Known): void;
}

/**
 * A stretch of a stream whose positions count on at one rate. Where the rate is that of the stream's line its frames go there as they come; otherwise through
 * a converter, in order, with what is missing fed as zeros when it can be waited for no longer, and what that has touched left out.
 */
export interface Run {
  readonly sampleRate: number;
  readonly channels: number;
  /** The first place on the stream's line that it has put frames to; Infinity before. */
  firstPlace: number;
  /** Whether a message of this position and time belongs to it. */
  holds(sampleRate: number, channels: number, position: number, timestampNs: number): boolean;
  /** Where a position lies on the stream's line, between frames perhaps. */
  place(position: number): number;
  /** When the frame at a place was played, on the sender's timeline. */
  timeOf(place: number): number;
  /** Where what was played then lies. */
  placeOf(timestampNs: number): number;
  /** Frames of a message, as many channels as the line has. `timestampNs` is that of the first. */
  put(
    position: number,
    timestampNs: number,
    samples: Float32Array,
    frames: number,
    known: Known,
  ): void;
  /** What is to be played up to `place` can be waited for no longer. Converts what there is. */
  due(place: number): void;
  close(): void;
}

/** `place` is where `position` lies on the line. */
export function createRun(
  outlet: RunOutlet,
  sampleRate: number,
  channels: number,
  position: number,
  timestampNs: number,
  place: number,
): Run {
  return new RateRun(outlet, sampleRate, channels, position, timestampNs, place);
}

interface Touched {
  readonly from: number;
  to: number;
  readonly known: Known;
}

class RateRun implements Run {
  firstPlace = Infinity;
  readonly #outlet: RunOutlet;
  /** Places a position. */
  readonly #scale: number;
  #position: number;
  #place: number;
  #anchorPosition: number;
  #anchorNs: number;
  readonly #input: FrameStore | undefined;
  #converter: RateConverter | undefined;
  #fed = NaN;
  #produced = NaN;
  /** What lies before the first input is not waited for. */
  #leadEnd = 0;
  /** Input that was fed without being known, or known in half. */
  #touched: Touched[] = [];
  readonly #feed: Float32Array;
  readonly #converted: Float32Array;

  constructor(
    outlet: RunOutlet,
    readonly sampleRate: number,
    readonly channels: number,
    position: number,
    timestampNs: number,
    place: number,
  ) {
    this.#outlet = outlet;
    this.#scale = outlet.sampleRate / sampleRate;
    this.#position = position;
    this.#place = place;
    this.#anchorPosition = position;
    this.#anchorNs = timestampNs;
    const converts = sampleRate !== outlet.sampleRate;
    if (converts) this.#input = createFrameStore(outlet.channels, sampleRate * KEPT_SECONDS);
    else this.#place = Math.round(place);
    const width = converts ? outlet.channels : 0;
    this.#feed = new Float32Array(FEED_FRAMES * width);
    this.#converted = new Float32Array(FEED_FRAMES * MOST_RATIO * width);
  }

  holds(sampleRate: number, channels: number, position: number, timestampNs: number): boolean {
    if (sampleRate !== this.sampleRate || channels !== this.channels) return false;
    const expectedNs = this.#anchorNs + (position - this.#anchorPosition) * (1e9 / sampleRate);
    return Math.abs(timestampNs - expectedNs) < SAME_RUN_NS;
  }

  place(position: number): number {
    return this.#place + (position - this.#position) * this.#scale;
  }

  timeOf(place: number): number {
    const position = this.#position + (place - this.#place) / this.#scale;
    return this.#anchorNs + (position - this.#anchorPosition) * (1e9 / this.sampleRate);
  }

  placeOf(timestampNs: number): number {
    const position =
      this.#anchorPosition + (timestampNs - this.#anchorNs) * (this.sampleRate / 1e9);
    return this.place(position);
  }

  put(
    position: number,
    timestampNs: number,
    samples: Float32Array,
    frames: number,
    known: Known,
  ): void {
    // The sender's device may drift from its timeline: times are told from the newest.
    if (position > this.#anchorPosition) {
      this.#anchorPosition = position;
      this.#anchorNs = timestampNs;
    }
    if (this.#input === undefined) {
      this.#give(this.place(position), samples, frames, known);
      return;
    }
    if (Number.isNaN(this.#fed)) this.#begin(position);
    const { channels } = this.#outlet;
    for (let i = 0; i < frames; i++) {
      if (position + i >= this.#fed) this.#input.put(position + i, samples, i * channels, known);
    }
    this.#convert(-Infinity);
  }

  /** The converter's first output is at its first input, so that must lie on a frame of the line, or as close to one as any of a cycle does. */
  #begin(position: number): void {
    const off = (at: number): number => Math.abs(this.place(at) - Math.round(this.place(at)));
    const cycle = rateCycle(this.sampleRate, this.#outlet.sampleRate);
    let start = position;
    for (let at = position - 1; at > position - cycle; at--)
      if (off(at) < off(start) - 1e-6) start = at;
    this.#place += Math.round(this.place(start)) - this.place(start);
    this.#fed = start;
    this.#leadEnd = position;
    this.#produced = Math.round(this.place(start));
  }

  due(place: number): void {
    if (this.#input !== undefined && !Number.isNaN(this.#fed)) this.#convert(place);
  }

  #convert(due: number): void {
    const input = this.#input!;
    this.#converter ??= takeConverter(
      this.#outlet.channels,
      this.sampleRate,
      this.#outlet.sampleRate,
    );
    if (this.#converter === undefined) return;
    // Nobody has listened for long: it begins anew rather than convert a long silence.
    if (input.first - this.#fed > input.capacity) {
      this.#converter.close();
      this.#converter = undefined;
      this.#touched = [];
      this.#begin(input.first);
      return;
    }
    while (this.#fed < input.end) {
      const most = Math.min(input.end, this.#fed + FEED_FRAMES);
      const isDue = this.#fed < this.#leadEnd || this.place(this.#fed) < due;
      const end = input.runEnd(this.#fed, most, isDue ? Known.HALF : Known.EXACT);
      if (end > this.#fed) this.#feedKnown(end - this.#fed);
      else if (isDue) this.#feedUnknown(input.gapEnd(this.#fed, most) - this.#fed);
      else return;
    }
  }

  #feedKnown(frames: number): void {
    const input = this.#input!;
    const { channels } = this.#outlet;
    for (let i = 0; i < frames; i++) {
      const number = this.#fed + i;
      const at = input.offsetOf(number);
      for (let c = 0; c < channels; c++) this.#feed[i * channels + c] = input.samples[at + c];
      if (input.known(number) === Known.HALF) this.#touch(number, Known.HALF);
    }
    this.#step(frames);
  }

  #feedUnknown(frames: number): void {
    for (let i = 0; i < frames; i++) this.#touch(this.#fed + i, Known.NONE);
    this.#feed.fill(0);
    for (let left = frames; left > 0; left -= FEED_FRAMES) this.#step(Math.min(left, FEED_FRAMES));
  }

  #touch(number: number, known: Known): void {
    const last = this.#touched.at(-1);
    if (last?.to === number && last.known === known) last.to++;
    else this.#touched.push({ from: number, to: number + 1, known });
  }

  #step(frames: number): void {
    const { channels } = this.#outlet;
    this.#fed += frames;
    const made = this.#converter!.convert(
      this.#feed.subarray(0, frames * channels),
      this.#converted,
    );
    this.#giveKnown(made);
    this.#produced += made;
  }

  /** Gives the frames that came out, in stretches that are known alike. */
  #giveKnown(frames: number): void {
    const { channels } = this.#outlet;
    const { reach } = this.#converter!;
    while (this.#touched.length > 0) {
      const oldest = this.#touched[0];
      if (this.place(oldest.to + reach) >= this.#produced) break;
      this.#touched.shift();
    }
    let from = 0;
    let known = this.#knownAt(this.#produced);
    for (let i = 1; i <= frames; i++) {
      const next = i < frames ? this.#knownAt(this.#produced + i) : undefined;
      if (next === known) continue;
      if (known !== Known.NONE) {
        const part = this.#converted.subarray(from * channels, i * channels);
        this.#give(this.#produced + from, part, i - from, known);
      }
      from = i;
      known = next ?? Known.NONE;
    }
  }

  #knownAt(place: number): Known {
    if (this.#touched.length === 0) return Known.EXACT;
    const position = this.#position + (place - this.#place) / this.#scale;
    const { reach } = this.#converter!;
    let known: Known = Known.EXACT;
    for (const { from, to, known: as } of this.#touched)
      if (position + reach >= from && position - reach < to && as < known) known = as;
    return known;
  }

  #give(place: number, samples: Float32Array, frames: number, known: Known): void {
    if (place < this.firstPlace) this.firstPlace = place;
    this.#outlet.put(this, place, samples, frames, known);
  }

  close(): void {
    this.#converter?.close();
  }
}
