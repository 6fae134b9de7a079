import { JamError } from '../errors.js';
import {
  type AudioRingFormat,
  type AudioRingGeometry,
  audioRingBytes,
  BLOCK_FRAMES,
  blocksFor,
  readGeometry,
  writeGeometry,
} from './audio-ring-layout.js';
import { AudioRingReader } from './audio-ring-reader.js';
import type { AudioRingRecord } from './audio-ring-record.js';
import { AudioRingWriter } from './audio-ring-writer.js';

/** How a frame is known: as it was played, guessed as a whole, or known in part with a guess for the rest. */
export type FrameKind = 'real' | 'predicted' | 'partial';

/** When the reader last took frames: what drift is measured by. */
export interface LastRead {
  /** Position of the first frame that was taken. */
  position: number;
  frames: number;
  /** What the reader gave as its time, nanoseconds on CLOCK_MONOTONIC; 0 before the first read. */
  cpuNs: number;
}

/** Counters of both sides since the ring was made. */
export interface AudioRingStats {
  /** Frames that the writer put in. */
  readonly writtenFrames: number;
  /** Frames refused because the reader was past them. */
  readonly lateFrames: number;
  /** Frames refused because they lay further ahead than the ring is long. */
  readonly earlyFrames: number;
  readonly reads: number;
  /** Reads in which a frame was missing that should have been there. */
  readonly underruns: number;
  /** Frames that should have been there and were not: silence took their place. */
  readonly missedFrames: number;
  /** Frames taken as predictions. */
  readonly predictedFrames: number;
  /** Frames taken that were known in part. */
  readonly partialFrames: number;
  /** Blocks taken while the writer was at them: whole samples all, but perhaps some from before and some from after the change. */
  readonly tornReads: number;
}

/**
 * Frames of PCM between two threads, in shared memory: one writes, one reads, neither waits for the other or allocates. Positions
 * are the reader's own count of frames since the ring was made: each read goes on by as many frames as it asks for, whatever
 * is there. The writer puts frames at any position from the reader's up to `capacityFrames` after it, in any order, and may
 * replace them until they are taken: a prediction by the truth. Layout: spec/ring/v1.
 *
 * A thread opens the ring for itself and uses one side of it.
 */
export interface AudioRing {
  readonly sampleRate: number;
  readonly channels: number;
  /** Frames from `readPosition` on that can be written at any moment. */
  readonly capacityFrames: number;
  /** The ring's memory: what another thread or a native reader opens. */
  readonly bytes: Uint8Array;

  /**
   * Writer: puts `frames` frames at `position`, interleaved, from `samples[offset]` on. `record` goes with them, its `position` and
   * `frames` being those of the call. Returns how many frames came too late, and were left out; those too far ahead are
   * left out and counted as early.
   */
  write(
    position: number,
    samples: Float32Array,
    offset: number,
    frames: number,
    kind: FrameKind,
    record?: AudioRingRecord,
  ): number;
  /** Writer: what is missing from now on is silence by intent and no underrun, until the next write. */
  rest(): void;

  /**
   * Reader: takes the next `frames` frames to the start of `out`, interleaved; silence for what is missing. `atNs` is when,
   * on CLOCK_MONOTONIC. Returns how many were there.
   */
  read(out: Float32Array, frames: number, atNs?: number): number;

  /** Position of the next frame to be taken. From either side or a third thread. */
  readonly readPosition: number;
  /** Position after the last frame written so far. */
  readonly writePosition: number;
  /** Fills `out` with the last read and returns it. */
  lastRead(out?: LastRead): LastRead;
  /** The record that lies with the frame at `position`. False where there is none (any more). */
  recordAt(position: number, out: AudioRingRecord): boolean;
  /** Allocates. */
  stats(): AudioRingStats;
}

/**
 * Makes an empty ring at the start of `bytes`: zeroed or used memory of `audioRingBytes(format)` bytes or more, best on a
 * SharedArrayBuffer or in the native arena, at an offset that is a multiple of 128. Throws a JamError `bad-option` otherwise.
 */
export function createAudioRing(bytes: Uint8Array, format: AudioRingFormat): AudioRing {
  const needed = audioRingBytes(format);
  if (bytes.byteOffset % 128 !== 0 || bytes.length < needed) {
    const message = `an audio ring needs ${needed} bytes at a multiple of 128; given are ${bytes.length} at ${bytes.byteOffset}`;
    throw new JamError('bad-option', message);
  }
  const own = bytes.subarray(0, needed);
  own.fill(0);
  const { sampleRate, channels } = format;
  const geometry = { sampleRate, channels, blocks: blocksFor(format.frames) };
  writeGeometry(wordsOf(own), geometry);
  return new SharedAudioRing(own, geometry);
}

/** Opens a ring that another thread or a program has made. Throws a JamError `bad-option` where none lies at the start of `bytes`. */
export function openAudioRing(bytes: Uint8Array): AudioRing {
  const geometry =
    bytes.byteOffset % 128 === 0 ? readGeometry(wordsOf(bytes), bytes.length) : undefined;
  if (geometry === undefined) {
    const message = `no audio ring of version 1 lies in the ${bytes.length} bytes at ${bytes.byteOffset}`;
    throw new JamError('bad-option', message);
  }
  return new SharedAudioRing(bytes, geometry);
}

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
}

/** The shape is kept from when the ring was opened: a header that is overwritten later leads nowhere outside. */
class SharedAudioRing implements AudioRing {
  readonly bytes: Uint8Array;
  readonly sampleRate: number;
  readonly channels: number;
  readonly capacityFrames: number;
  readonly #writer: AudioRingWriter;
  readonly #reader: AudioRingReader;

  constructor(bytes: Uint8Array, geometry: AudioRingGeometry) {
    this.bytes = bytes;
    this.sampleRate = geometry.sampleRate;
    this.channels = geometry.channels;
    this.capacityFrames = (geometry.blocks - 1) * BLOCK_FRAMES + 1;
    const words = wordsOf(bytes);
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, words.length);
    this.#writer = new AudioRingWriter(words, values, geometry);
    this.#reader = new AudioRingReader(words, values, geometry);
  }

  get readPosition(): number {
    return this.#writer.readPosition();
  }

  get writePosition(): number {
    return this.#reader.writePosition();
  }

  write(
    position: number,
    samples: Float32Array,
    offset: number,
    frames: number,
    kind: FrameKind,
    record?: AudioRingRecord,
  ): number {
    return this.#writer.write(position, samples, offset, frames, kind, record);
  }

  rest(): void {
    this.#writer.rest();
  }

  read(out: Float32Array, frames: number, atNs = 0): number {
    return this.#reader.read(out, frames, atNs);
  }

  lastRead(out: LastRead = { position: 0, frames: 0, cpuNs: 0 }): LastRead {
    return this.#writer.lastRead(out);
  }

  recordAt(position: number, out: AudioRingRecord): boolean {
    return this.#reader.recordAt(position, out);
  }

  stats(): AudioRingStats {
    return { ...this.#writer.stats(), ...this.#reader.stats() };
  }
}
