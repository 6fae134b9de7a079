import type { AudioChunk, AudioFormat } from './v1/audio-chunk.js';

/** How exactly a run of frames is known. */
export type Exactness = 'exact' | 'half-rate';

/** Takes frames that have become known. `chunk` is borrowed until it returns. Half-rate frames hold every second sample and a guess between. */
export type ChunkSink = (chunk: AudioChunk, exactness: Exactness) => void;

/**
 * Takes one message to be sent: `length` bytes from the start of `payload`, borrowed until it returns. `part` numbers the messages of a chunk that
 * are to be sent apart in time, from 0 to `parts - 1`. A chunk that is too long for one message gives several of each part, `position` being that of
 * the first frame of each.
 */
export type MessageOutlet = (
  part: number,
  payload: Uint8Array,
  length: number,
  position: number,
) => void;

/** Writes chunks as messages of one form. */
export interface ChunkEncoder {
  /** Messages of one chunk that are to be sent apart in time: 1 for plain PCM, 4 for JELLIE. */
  readonly parts: number;
  /** Parts of a chunk, whichever, from which all of it is known. @default all of them */
  readonly partsNeeded?: number;
  /** Frames that fit one message whatever their values. */
  readonly maxFrames: number;
  /**
   * Writes a chunk of 1 to 512 frames: in one message of each part up to `maxFrames`, in as many as it takes beyond. False for values that are no chunk,
   * of which nothing is written. Does not allocate, in MessagePack excepted.
   */
  encode(chunk: AudioChunk, outlet: MessageOutlet): boolean;
}

/** Reads messages of one remote stream and tells what has become known by them. */
export interface ChunkDecoder {
  /** A whole payload of format type `formatType`. Returns 0 or a `Status` below 0, never throws. Does not allocate once its buffers have grown. */
  accept(
    bytes: Uint8Array,
    offset: number,
    length: number,
    formatType: number,
    sink: ChunkSink,
  ): number;
  /** Forgets what it waits for: the stream starts anew. */
  reset(): void;
}

/** One way to write audio: a message type of its own within stream type AUDIO. The extension point that JELLIE plugs into. */
export interface AudioCoding {
  /** For people and for options: `pcm`, `jellie`. */
  readonly name: string;
  /** The frame's message type, 0 to 255; registered in spec/registry. */
  readonly messageType: number;
  createEncoder(format: AudioFormat, formatType: number): ChunkEncoder;
  createDecoder(): ChunkDecoder;
}
