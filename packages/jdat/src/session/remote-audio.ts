import type { Peer } from '@jamnet/toast';
import type { AudioRing } from '@jamnet/wire';
import type { AudioFormat } from '../v1/audio-chunk.js';
import type { AudioCounters } from './audio-counters.js';

/** How a stream does at this moment. A live object: reading it does not allocate. */
export interface AudioLive {
  /** Between the frame that is read next and the newest that has come, milliseconds. */
  readonly bufferMs: number;
  /** The delay that is kept, and the one that there is: after the timestamps where these can be told on this clock, else after the fastest arrival. */
  readonly targetMs: number;
  readonly delayMs: number;
  /** How much longer than the fastest message the slowest of late took, milliseconds. */
  readonly jitterMs: number;
  /** How much faster the stream runs than the reader, ppm; what is corrected. */
  readonly driftPpm: number;
  /** Frames of the stream for each frame that is read: 1 while nothing is corrected. */
  readonly pace: number;
  /** Of the last prediction, 0 to 1; 1 while nothing is predicted. */
  readonly confidence: number;
}

/** A snapshot. */
export interface RemoteAudioStats extends Readonly<AudioCounters>, AudioLive {
  /** Frames predicted that have not come since. */
  readonly lost: number;
}

/** Why a stream has ended. */
export type EndReason = 'silent' | 'left' | 'closed';

/** What fills a ring. */
export interface AudioFeed {
  /**
   * The reader has read: what the next read needs and has not come is predicted as soon as what has come by now is taken in. For a device that tells of its periods
   * (`AudioPort.onPeriod`); without it a timer looks after each read, a millisecond apart at least. Allocates entries of the event loop, two
   * to 66.
   */
  wake(): void;
  /** Leaves the ring alone from now on: it falls silent. */
  close(): void;
}

/** The stream of a peer. It has one reader: who calls `pull`, or who reads the ring that is fed. */
export interface RemoteAudio {
  readonly peer: Peer;
  readonly streamId: number;
  /** What the reader gets; it stays the same whatever the sender changes. */
  readonly format: AudioFormat;
  /** The rate that is sent now. */
  readonly sentRate: number;
  readonly counters: Readonly<AudioCounters>;
  readonly live: AudioLive;
  /** Null while the stream goes on. */
  readonly ended: EndReason | null;
  /**
   * Takes the next `frames` frames to the start of `out`, interleaved floats from −1 to 1. What did not come in time is predicted; before the start and after the end there is
   * silence. Returns how many were not predicted. Does not block; does not allocate once its buffers have grown.
   *
   * `atNs` is the moment of the reader's clock that the first of them is for, nanoseconds of `Clock`: a device tells it, a writer of files counts it. Without it that is now, and what
   * a reader varies in asking looks like a delay. @default now
   */
  pull(out: Float32Array, frames: number, atNs?: number): number;
  /**
   * Feeds a ring of this format instead, for a reader on another thread: frames go in as they come, and a prediction where the reader is about to need what has not
   * come, to be replaced if it comes before it is read. Throws JamError `bad-option` where the ring has another format.
   */
  feed(ring: AudioRing): AudioFeed;
  /**
   * Plays every frame so long after its timestamp from now on, milliseconds from 0 to 200, or to `maxDelayMs` or `playoutDelayMs` of the receiver where that is more; null: as
   * soon as what is measured allows. The reader goes there by one faded step. Throws JamError `bad-option`.
   */
  playAfter(delayMs: number | null): void;
  /** Sets the one who is told when the stream has ended. */
  onEnd(handler: (reason: EndReason) => void): void;
  /** Allocates. */
  stats(): RemoteAudioStats;
}
