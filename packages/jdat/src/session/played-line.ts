import {
  type ChannelConcealers,
  CONCEALED_BLOCK as BLOCK,
  createChannelConcealers,
} from './channel-concealers.js';
import type { Concealer } from './concealer.js';
import { createFrameStore, type FrameStore, Known } from './frame-store.js';

/** What was played at a place. */
export const Played = { NONE: 0, PREDICTED: 1, FADED: 2, HALF: 3, EXACT: 4 } as const;
export type Played = (typeof Played)[keyof typeof Played];

/** What comes back after a gap is faded in within this. */
const FADE_SECONDS = 0.01;
/** A seam that cannot be cross-faded fades out its step instead. */
const SEAM_SECONDS = 0.0025;
/** Filled where the stream goes on from another place, so that it is faded over. */
const JUMP_SECONDS = 0.001;

/** How many frames were played how, once each. */
export interface PlayedCounters {
  exact: number;
  halfRate: number;
  /** Predicted because they had not come; what was read after the last one that ever came is not counted once the stream has ended. */
  concealed: number;
  /** Frames that came, cross-faded with a prediction. */
  faded: number;
}

/**
 * What is played, frame by frame without a hole: what came where it came in time, and predictions between. Its places are those of the stream's line plus `shift`,
 * which grows when the stream is held back.
 */
export interface PlayedLine {
  readonly frames: FrameStore;
  readonly shift: number;
  /** Up to here there is something to play; from `taken` on it may still be replaced. */
  readonly end: number;
  readonly taken: number;
  /** Of the last prediction, 0 to 1; 1 while nothing is predicted. */
  readonly confidence: number;
  played(place: number): Played;
  /** Begins at a place of the stream's line. */
  begin(place: number): void;
  /** Takes over what is exact already and comes next, up to `place` or to a limit. */
  ahead(place?: number): void;
  /**
   * Fills up to `place`, with predictions for what is missing; what lies before `sure` will be taken as it is now. At a gap it begins to insert `hold` frames:
   * the stream waits. Returns those inserted now.
   */
  due(place: number, hold: number, sure: number): number;
  /** The reader has taken what lies before `place`. */
  take(place: number): void;
  /**
   * Frames of the stream's line came, or came better; `anew` where even exact ones are others now. Returns the first place that sounds different now, `end` for
   * none.
   */
  improved(from: number, to: number, anew: boolean): number;
  /** Nothing is missed before this place: the stream begins there. */
  origin: number;
  /** The stream goes on `frames` frames later, or earlier where negative, faded over. */
  jump(frames: number): void;
  /** Nothing more comes: what was predicted after the last frame was not lost. */
  ended(): void;
  /** Goes back to `place` of the stream while its frames are predicted and not replaced: what came late is played after all. Returns the frames that it waits. */
  holdFrom(place: number, most: number): number;
  close(): void;
}

/** `createConcealer` makes one a channel, when the line begins; they are closed with it. */
export function createPlayedLine(
  source: FrameStore,
  sampleRate: number,
  createConcealer: () => Concealer,
  counters: PlayedCounters,
): PlayedLine {
  return new ConcealedLine(source, sampleRate, createConcealer, counters);
}

class ConcealedLine implements PlayedLine {
  readonly frames: FrameStore;
  readonly #counters: PlayedCounters;
  shift = 0;
  end = 0;
  taken = 0;
  confidence = 1;
  origin = -Infinity;
  readonly #source: FrameStore;
  readonly #concealers: ChannelConcealers;
  readonly #how: Uint8Array;
  readonly #fadeFrames: number;
  readonly #seamFrames: number;
  readonly #jumpFrames: number;
  readonly #differs = new Uint8Array(BLOCK);
  readonly #block: Float32Array;
  readonly #step: Float32Array;
  /** The concealers know what lies before; what follows up to the end is predicted and may still come. */
  #told = 0;
  /** Frames that are still faded in after a gap. */
  #fading = 0;
  /** Whether a fade had not come to its end when the last prediction began. */
  #cutFade = false;
  /** Frames that are filled although they came. */
  #jumping = 0;
  /** Frames that are still to be inserted while the stream waits. */
  #holding = 0;
  /** Predictions that were taken since the last frame that came. */
  #tail = 0;

  constructor(
    source: FrameStore,
    sampleRate: number,
    createConcealer: () => Concealer,
    counters: PlayedCounters,
  ) {
    this.#counters = counters;
    this.#source = source;
    this.#concealers = createChannelConcealers(source, createConcealer);
    this.frames = createFrameStore(source.channels, source.capacity);
    this.#how = new Uint8Array(source.capacity);
    this.#fadeFrames = Math.ceil(sampleRate * FADE_SECONDS);
    this.#seamFrames = Math.ceil(sampleRate * SEAM_SECONDS);
    this.#jumpFrames = Math.ceil(sampleRate * JUMP_SECONDS);
    this.#block = new Float32Array(BLOCK * source.channels);
    this.#step = new Float32Array(source.channels);
  }

  #slot(place: number): number {
    return this.frames.offsetOf(place) / this.frames.channels;
  }

  played(place: number): Played {
    if (place >= this.end || place < this.end - this.frames.capacity) return Played.NONE;
    return this.#how[this.#slot(place)] as Played;
  }

  begin(place: number): void {
    this.shift = 0;
    this.end = place;
    this.taken = place;
    this.#told = place;
    this.frames.clear();
    this.#how.fill(Played.NONE);
    this.#fading = 0;
    this.#jumping = 0;
    this.#holding = 0;
  }

  ahead(place = Infinity): void {
    const source = this.#source;
    // Half a window stays for what is behind the reader and what a reader who has paused may want.
    const most = Math.min(source.end + this.shift, this.taken + source.capacity / 2);
    this.#acceptRun(Math.min(place, most), Known.EXACT);
  }

  due(place: number, hold: number, sure: number): number {
    let held = 0;
    while (this.end < place) {
      if (this.end < this.origin) {
        this.#silence(Math.min(BLOCK, this.origin - this.end, place - this.end));
        continue;
      }
      if (this.#acceptRun(place, Known.HALF) > 0) continue;
      if (this.#jumping === 0 && this.#holding === 0) this.#holding = hold - held;
      const isSure = this.end < sure;
      const left = (isSure ? Math.min(place, sure) : place) - this.end;
      if (this.#jumping > 0) {
        const frames = Math.min(BLOCK, left, this.#jumping);
        this.#jumping -= frames;
        this.#fill(frames, true);
      } else if (this.#holding > 0) {
        const frames = Math.min(BLOCK, left, this.#holding);
        this.#holding -= frames;
        this.shift += frames;
        held += frames;
        this.#fill(frames, true);
      } else {
        const from = this.end - this.shift;
        const gapEnd = this.#source.gapEnd(from, from + Math.min(BLOCK, left));
        this.#fill(gapEnd - from, isSure);
      }
    }
    return held;
  }

  /** Accepts what comes next and is known at least so well. Returns how many frames. */
  #acceptRun(to: number, least: Known): number {
    if (this.#jumping > 0 || this.#holding > 0) return 0;
    let accepted = 0;
    for (;;) {
      const from = this.end - this.shift;
      const most = Math.min(to - this.shift, from + BLOCK);
      const frames = most > from ? this.#source.runEnd(from, most, least) - from : 0;
      if (frames <= 0) return accepted;
      this.#accept(from, frames);
      accepted += frames;
    }
  }

  #accept(from: number, frames: number): void {
    this.#tell(this.end);
    this.#concealers.accept(from, frames, this.#fading, this.#block, this.#differs);
    for (let i = 0; i < frames; i++) {
      let how: Played = this.#source.known(from + i) === Known.EXACT ? Played.EXACT : Played.HALF;
      if (this.#fading > 0) this.#fading--;
      if (this.#differs[i] === 1) how = Played.FADED;
      this.#append(i, how);
    }
    this.#told = this.end;
    this.confidence = 1;
  }

  /** Tells the concealers what has become of what they predicted, up to a place. */
  #tell(to: number): void {
    while (this.#told < to) {
      const isPredicted = this.played(this.#told) === Played.PREDICTED;
      let frames = 1;
      const most = Math.min(BLOCK, to - this.#told);
      while (
        frames < most &&
        (this.played(this.#told + frames) === Played.PREDICTED) === isPredicted
      )
        frames++;
      if (isPredicted) this.#concealers.fill(frames, this.#block);
      else this.#concealers.told(this.#told - this.shift, frames);
      this.#told += frames;
    }
  }

  /** Before the stream begins there is nothing to be predicted. */
  #silence(frames: number): void {
    this.#tell(this.end);
    this.#concealers.silence(frames);
    this.#block.fill(0);
    for (let i = 0; i < frames; i++) this.#append(i, Played.PREDICTED);
    this.#told = this.end;
  }

  /** What is not sure to be played is only shown by the concealers. */
  #fill(frames: number, isSure: boolean): void {
    this.#tell(this.end);
    const concealers = this.#concealers;
    const isTold = isSure || !concealers.shows;
    this.confidence = isTold
      ? concealers.fill(frames, this.#block)
      : concealers.preview(frames, this.#block);
    const before = this.played(this.end - 1);
    if (before !== Played.PREDICTED) this.#cutFade = before === Played.FADED && this.#fading > 0;
    for (let i = 0; i < frames; i++) this.#append(i, Played.PREDICTED);
    this.#fading = this.#fadeFrames;
    if (isTold) this.#told = this.end;
  }

  #append(index: number, how: Played): void {
    this.frames.put(this.end, this.#block, index * this.#source.channels, Known.EXACT);
    this.#how[this.#slot(this.end)] = how;
    this.end++;
  }

  take(place: number): void {
    const to = Math.min(place, this.end);
    for (; this.taken < to; this.taken++) {
      const how = this.#how[this.#slot(this.taken)] as Played;
      if (how > Played.PREDICTED) this.#tail = 0;
      if (how === Played.EXACT) this.#counters.exact++;
      else if (how === Played.HALF) this.#counters.halfRate++;
      else if (how === Played.FADED) this.#counters.faded++;
      else if (this.taken >= this.origin) {
        this.#counters.concealed++;
        if (this.taken - this.shift >= this.#source.end) this.#tail++;
      }
    }
  }

  ended(): void {
    const beyond = this.taken - this.shift - this.#source.end;
    this.#counters.concealed -= Math.max(0, Math.min(this.#tail, beyond));
    this.#tail = 0;
  }

  improved(from: number, to: number, anew: boolean): number {
    const first = Math.max(from + this.shift, this.taken);
    const end = Math.min(to + this.shift, this.end);
    if (first >= end) return this.end;
    let changed = this.end;
    let faded = 0;
    for (let place = first; place < end; place++) {
      const how = this.#how[this.#slot(place)] as Played;
      const known = this.#source.known(place - this.shift);
      const better =
        how === Played.PREDICTED ||
        (how === Played.HALF && known === Known.EXACT) ||
        (anew && how === Played.EXACT);
      if (known === Known.NONE || !better) continue;
      if (changed === this.end) {
        changed = place;
        // A prediction that has been taken: what came is faded in from how it would have gone on.
        const before = this.played(place - 1);
        if (before === Played.PREDICTED || (before === Played.FADED && this.#cutFade))
          faded = Math.min(this.#fadeFrames, end - place);
      }
      const i = place - changed;
      this.#replace(place, known, i < faded ? (i + 1) / (faded + 1) : 1);
    }
    if (changed < this.end) this.#leave(end);
    return changed;
  }

  /** Writes a frame as it came, weighed against what stood there, and notes by how much they differ. */
  #replace(place: number, known: Known, weight: number): void {
    const { channels, samples } = this.frames;
    const to = this.frames.offsetOf(place);
    const from = this.#source.offsetOf(place - this.shift);
    for (let c = 0; c < channels; c++) {
      const old = samples[to + c];
      const value = this.#source.samples[from + c];
      // Not by the formula where it is whole: that would not be exact.
      samples[to + c] = weight === 1 ? value : old + weight * (value - old);
      this.#step[c] = samples[to + c] - old;
    }
    const whole = known === Known.EXACT ? Played.EXACT : Played.HALF;
    this.#how[this.#slot(place)] = weight === 1 ? whole : Played.FADED;
  }

  /** What follows was predicted from what has been replaced: it fades back from where that ends, or is what came where all before it came. */
  #leave(from: number): void {
    const { channels, samples } = this.frames;
    const raw = this.played(from) === Played.FADED;
    for (let i = 0; from + i < this.end; i++) {
      const place = from + i;
      const how = this.played(place);
      if (raw && how === Played.FADED) {
        this.#replace(place, this.#source.known(place - this.shift), 1);
        continue;
      }
      if (how !== Played.PREDICTED || i >= this.#seamFrames) break;
      const at = this.frames.offsetOf(place);
      const weight = 1 - (i + 1) / (this.#seamFrames + 1);
      for (let c = 0; c < channels; c++) samples[at + c] += this.#step[c] * weight;
    }
    // A fade that was made here has come to its end here.
    if (this.played(this.end - 1) !== Played.PREDICTED) this.#fading = 0;
  }

  jump(frames: number): void {
    this.#tell(this.end);
    this.shift += frames;
    this.#jumping = this.#jumpFrames;
  }

  holdFrom(place: number, most: number): number {
    const wanted = this.taken - this.shift - place;
    if (wanted <= 0 || this.played(this.taken - 1) !== Played.PREDICTED) return 0;
    this.#tell(this.taken);
    const wait = Math.min(wanted, most);
    this.shift += wait;
    this.#holding = 0;
    return wait;
  }

  close(): void {
    this.#concealers.close();
  }
}
