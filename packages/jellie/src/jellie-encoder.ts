import {
  type AudioChunk,
  type AudioForm,
  type AudioFormat,
  AudioMessageType,
  checkAudioForm,
  type ChunkEncoder,
  createAudioRecord,
  maxFramesOf,
  type MessageOutlet,
} from '@jamnet/jdat';
import { mixPart } from './mix-part.js';
import { isSample, PARTS } from './parts.js';

/** More than a datagram takes: the limits of the messages keep them below that. */
const MESSAGE_BYTES = 2048;
/** So that the last piece of a chunk is in range when its first is. */
const LATEST_US = Number.MAX_SAFE_INTEGER - 20_000;

const LEAST_FRAMES = 2;
const MOST_FRAMES = 512;

/**
 * Writes chunks of 2 to 512 frames as the four messages of a JELLIE frame, one for each part; see `AudioCoding`. Throws JamError
 * `bad-option` for a format that no stream has, or a form that there is not.
 */
export function createJellieEncoder(format: AudioFormat, formatType: number): ChunkEncoder {
  return new Encoder(format, formatType);
}

class Encoder implements ChunkEncoder {
  readonly parts = PARTS;
  readonly partsNeeded = 2;
  readonly maxFrames: number;
  readonly #form: AudioForm;
  readonly #record = createAudioRecord(AudioMessageType.jellie);
  readonly #bytes = new Uint8Array(MESSAGE_BYTES);
  #sequence = 0;

  constructor(
    private readonly format: AudioFormat,
    formatType: number,
  ) {
    this.#form = checkAudioForm(format, formatType);
    this.maxFrames = maxFramesOf(this.#form, AudioMessageType.jellie, format.channels);
  }

  encode(chunk: AudioChunk, outlet: MessageOutlet): boolean {
    const { format } = this;
    const { frames, channels, samples, position, timestampUs } = chunk;
    if (chunk.sampleRate !== format.sampleRate || channels !== format.channels) return false;
    if (!(frames >= LEAST_FRAMES && frames <= MOST_FRAMES)) return false;
    if (samples.length < frames * channels) return false;
    if (!(position >= 0 && position <= Number.MAX_SAFE_INTEGER - frames)) return false;
    if (!(timestampUs >= 0 && timestampUs <= LATEST_US)) return false;
    // All of it is looked at before anything goes out: a chunk is sent whole or not at all.
    for (let i = 0; i < frames * channels; i++) if (!isSample(samples[i]!)) return false;
    for (let from = 0; from < frames;) {
      const count = pieceOf(frames - from, this.maxFrames);
      if (!this.#write(chunk, from, count, outlet)) return false;
      from += count;
    }
    return true;
  }

  #write(chunk: AudioChunk, from: number, frames: number, outlet: MessageOutlet): boolean {
    const record = this.#record;
    const position = chunk.position + from;
    record.sampleRate = chunk.sampleRate;
    record.channels = chunk.channels;
    record.frames = frames;
    record.position = position;
    record.timestampUs = chunk.timestampUs + Math.round((from * 1e6) / chunk.sampleRate);
    record.sequence = this.#sequence;
    record.nextRate = chunk.nextRate ?? 0;
    record.nextPosition = chunk.nextPosition ?? 0;
    for (let part = 0; part < PARTS; part++) {
      record.part = part;
      mixPart(part, chunk.samples, from, frames, chunk.channels, record.samples);
      const length = this.#form.encodeInto(record, this.#bytes, 0);
      if (length < 0) return false;
      outlet(part, this.#bytes, length, position);
    }
    this.#sequence = (this.#sequence + 1) >>> 0;
    return true;
  }
}

/** Frames of the next JELLIE frame: even while more follow, alike in size, and never so that one is left over. */
function pieceOf(rest: number, most: number): number {
  if (rest <= most) return rest;
  const pieces = Math.ceil(rest / most);
  const size = 2 * Math.ceil(rest / pieces / 2);
  const fitting = size <= most ? size : size - 2;
  return rest - fitting === 1 ? fitting - 2 : fitting;
}
