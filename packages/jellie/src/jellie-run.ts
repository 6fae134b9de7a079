import type { AudioChunk, AudioRecord, ChunkSink } from '@jamnet/jdat';
import { jelliePairs } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { estimatePairs } from './estimate-pairs.js';
import { createFrameWindow, type FrameWindow, UNKNOWN } from './frame-window.js';
import { REACH } from './half-rate-filters.js';
import type { JellieCounters } from './jellie-stats.js';
import { EVEN_WEIGHT, isSample, ODD_WEIGHT } from './parts.js';
import { type SamplePair, unmixPair } from './unmix-pair.js';

/** Puts the parts of one run together: messages of one rate and number of channels. */
export interface JellieRun {
  readonly sampleRate: number;
  readonly channels: number;
  /** Takes a message that the codec found good. Returns 0 or a `Status`. Does not allocate once `chunk` has grown. */
  accept(message: AudioRecord, sink: ChunkSink): number;
}

/** `chunk` and `counters` are shared by the runs of a stream. */
export function createJellieRun(
  sampleRate: number,
  channels: number,
  chunk: AudioChunk,
  counters: JellieCounters,
): JellieRun {
  return new Run(createFrameWindow(sampleRate, channels), chunk, counters);
}

class Run implements JellieRun {
  readonly #pair: SamplePair = { even: 0, odd: 0 };

  constructor(
    private readonly window: FrameWindow,
    private readonly chunk: AudioChunk,
    private readonly counters: JellieCounters,
  ) {}

  get sampleRate(): number {
    return this.window.sampleRate;
  }

  get channels(): number {
    return this.window.channels;
  }

  accept(message: AudioRecord, sink: ChunkSink): number {
    const { window, counters } = this;
    const { position, frames, part } = message;
    if (!lastFits(message)) return this.#refuse();
    if (!window.open(position, frames)) {
      counters.late++;
      return 0;
    }
    const begins = window.framesAt(position) !== frames;
    if (begins ? !this.#isFree(position, frames) : !this.#belongs(message)) return this.#refuse();
    if (begins) {
      this.#begin(message);
      this.#give(message, position, frames, sink, 'half-rate');
      counters.halfRateFrames += frames;
    } else {
      const known = window.partAt(position);
      if (known < 0 || known === part) {
        counters.redundant++;
        return 0;
      }
      if (!this.#complete(message, known)) return this.#refuse();
      this.#give(message, position, frames, sink, 'exact');
      counters.halfRateFrames -= frames;
      counters.exactFrames += frames;
    }
    this.#improveBefore(message, sink);
    this.#improveAfter(message, sink);
    return 0;
  }

  #refuse(): number {
    this.counters.inconsistent++;
    return Status.malformed;
  }

  #belongs({ position, timestampUs, sequence }: AudioRecord): boolean {
    return this.window.isNoted(position, timestampUs, sequence);
  }

  #isFree(position: number, frames: number): boolean {
    for (let i = 0; i < frames; i++) {
      if (this.window.state(position + i) !== UNKNOWN) return false;
    }
    return true;
  }

  /** The first part of a frame. Until there is an estimate all of it stands in one of the samples of each pair. */
  #begin(message: AudioRecord): void {
    const { position, frames, part, samples: payload, timestampUs, sequence } = message;
    const { window } = this;
    const { samples, channels, capacity } = window;
    for (let p = 0, i = 0; p < (frames + 1) >> 1; p++) {
      const even = ((position + 2 * p) % capacity) * channels;
      const odd = ((position + 2 * p + 1) % capacity) * channels;
      const whole = 2 * p + 1 < frames;
      for (let c = 0; c < channels; c++) {
        if (part !== 1) samples[even + c] = payload[i++]!;
        if (whole) samples[odd + c] = part === 1 ? payload[i++]! : 0;
      }
    }
    window.mark(position, frames, part);
    window.note(position, timestampUs, sequence);
    estimatePairs(window, position, frames, part, 0, (frames + 1) >> 1);
  }

  /** The second part of a frame. Nothing is changed before all pairs have been found good. */
  #complete(message: AudioRecord, known: number): boolean {
    if (!this.#solve(message, known, false)) return false;
    this.#solve(message, known, true);
    this.window.mark(message.position, message.frames, -1);
    return true;
  }

  #solve(
    { position, frames, part, samples: payload }: AudioRecord,
    known: number,
    write: boolean,
  ): boolean {
    const { samples, channels, capacity } = this.window;
    const pair = this.#pair;
    for (let p = 0, i = 0; p < (frames + 1) >> 1; p++) {
      const even = ((position + 2 * p) % capacity) * channels;
      const odd = ((position + 2 * p + 1) % capacity) * channels;
      const whole = 2 * p + 1 < frames;
      for (let c = 0; c < channels; c++, i++) {
        if (!whole) {
          // The odd sample counts as 0, so all parts but `o` are the even one itself.
          if (known === 1) samples[even + c] = write ? payload[i]! : samples[even + c]!;
          else if (part !== 1 && payload[i] !== samples[even + c]) return false;
          continue;
        }
        const first =
          EVEN_WEIGHT[known]! * samples[even + c]! + ODD_WEIGHT[known]! * samples[odd + c]!;
        if (!unmixPair(known, first, part, payload[i]!, pair)) return false;
        if (!write) continue;
        samples[even + c] = pair.even;
        samples[odd + c] = pair.odd;
      }
    }
    return true;
  }

  /** What is known now lets the end of the frame before be estimated better, where that is not exact. */
  #improveBefore(message: AudioRecord, sink: ChunkSink): void {
    const { window } = this;
    const head = window.headBefore(message.position);
    if (head < 0) return;
    const part = window.partAt(head);
    if (part < 0) return;
    const frames = window.framesAt(head);
    const pairs = (frames + 1) >> 1;
    const from = Math.max(0, pairs - REACH);
    estimatePairs(window, head, frames, part, from, pairs);
    this.#give(message, head + 2 * from, frames - 2 * from, sink, 'half-rate');
  }

  #improveAfter(message: AudioRecord, sink: ChunkSink): void {
    const { window } = this;
    const head = message.position + message.frames;
    const part = window.partAt(head);
    if (part < 0) return;
    const frames = window.framesAt(head);
    const pairs = Math.min(REACH, (frames + 1) >> 1);
    estimatePairs(window, head, frames, part, 0, pairs);
    this.#give(message, head, Math.min(frames, 2 * pairs), sink, 'half-rate');
  }

  /** Hands frames over that stand in the window; the message says when its own were. */
  #give(
    message: AudioRecord,
    position: number,
    frames: number,
    sink: ChunkSink,
    exactness: 'exact' | 'half-rate',
  ): void {
    const { chunk, window } = this;
    const { samples, channels, capacity, sampleRate } = window;
    const values = frames * channels;
    if (chunk.samples.length < values) chunk.samples = new Int32Array(values);
    const first = (position % capacity) * channels;
    const straight = Math.min(values, samples.length - first);
    for (let i = 0; i < straight; i++) chunk.samples[i] = samples[first + i]!;
    for (let i = straight; i < values; i++) chunk.samples[i] = samples[i - straight]!;
    chunk.sampleRate = sampleRate;
    chunk.channels = channels;
    chunk.position = position;
    chunk.frames = frames;
    chunk.nextRate = message.nextRate;
    chunk.nextPosition = message.nextPosition;
    chunk.timestampUs =
      message.timestampUs + Math.round(((position - message.position) * 1e6) / sampleRate);
    sink(chunk, exactness);
  }
}

/** The even sample that an odd number of frames ends with is a sample in every part that has it. */
function lastFits({ frames, channels, part, samples }: AudioRecord): boolean {
  if (frames % 2 === 0 || part < 2) return true;
  const values = jelliePairs(frames, part) * channels;
  for (let i = values - channels; i < values; i++) {
    if (!isSample(samples[i]!)) return false;
  }
  return true;
}
