import { MAX_PAYLOAD_BYTES } from '@jamnet/toast';
import { Status } from '@jamnet/wire';
import type {
  AudioCoding,
  ChunkDecoder,
  ChunkEncoder,
  ChunkSink,
  MessageOutlet,
} from '../coding.js';
import type { AudioChunk, AudioFormat } from './audio-chunk.js';
import { audioFormOf, type AudioForm } from './audio-forms.js';
import {
  AudioMessageType,
  checkRecord,
  createAudioRecord,
  type AudioRecord,
} from './audio-record.js';
import { checkAudioForm, MAX_FRAMES, maxFramesOf } from './message-limits.js';

/** So that the last piece of a chunk is in range when its first is: 512 frames are 11,610 µs at 44.1 kHz. */
const LATEST_US = Number.MAX_SAFE_INTEGER - 20_000;
const NO_SAMPLES = new Int32Array(0);

/** Plain PCM: each message holds whole frames and can be read alone (spec/jdat/v1, section 3). Message type 0, `jdat`. */
export const pcmCoding: AudioCoding = {
  name: 'pcm',
  messageType: AudioMessageType.jdat,
  createEncoder: (format, formatType) => new PcmEncoder(format, formatType),
  createDecoder: () => new PcmDecoder(),
};

class PcmEncoder implements ChunkEncoder {
  readonly parts = 1;
  readonly maxFrames: number;
  readonly #form: AudioForm;
  readonly #bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
  readonly #record: AudioRecord;

  constructor(format: AudioFormat, formatType: number) {
    this.#form = checkAudioForm(format, formatType);
    this.#record = { ...createAudioRecord(AudioMessageType.jdat), samples: NO_SAMPLES };
    this.maxFrames = maxFramesOf(this.#form, AudioMessageType.jdat, format.channels);
  }

  encode(chunk: AudioChunk, outlet: MessageOutlet): boolean {
    const record = this.#record;
    const { frames, channels, sampleRate, position, timestampUs } = chunk;
    const sound =
      frames >= 1 &&
      frames <= MAX_FRAMES &&
      position <= Number.MAX_SAFE_INTEGER - frames &&
      timestampUs <= LATEST_US &&
      chunk.samples.length >= frames * channels;
    if (!sound) return false;
    record.sampleRate = sampleRate;
    record.channels = channels;
    record.nextRate = chunk.nextRate ?? 0;
    record.nextPosition = chunk.nextPosition ?? 0;
    record.samples = chunk.samples;
    // All of it is looked at before anything goes out: a chunk is sent whole or not at all.
    record.start = 0;
    record.frames = frames;
    record.position = position;
    record.timestampUs = timestampUs;
    if (checkRecord(record) < 0) return false;
    for (let done = 0; done < frames;) {
      record.start = done * channels;
      record.position = position + done;
      record.timestampUs = timestampUs + Math.round((done * 1e6) / sampleRate);
      record.frames = this.#fitting(frames - done);
      const length = this.#form.encodeInto(record, this.#bytes, 0);
      if (length < 0) return false;
      outlet(0, this.#bytes, length, record.position);
      done += record.frames;
    }
    return true;
  }

  /** How many of the `most` frames from the record's start on fit a message: what they take, not what they could. */
  #fitting(most: number): number {
    const record = this.#record;
    const { channels, samples, start } = record;
    let room = MAX_PAYLOAD_BYTES - this.#form.overhead(record);
    let index = start;
    for (let frames = 0; frames < most; frames += 1) {
      for (const end = index + channels; index < end; index += 1) {
        room -= this.#form.integerLength(record, samples[index]!);
      }
      if (room < 0) return frames;
    }
    return most;
  }
}

class PcmDecoder implements ChunkDecoder {
  readonly #record = createAudioRecord(AudioMessageType.jdat);
  readonly #chunk: AudioChunk = {
    sampleRate: 0,
    channels: 0,
    position: 0,
    timestampUs: 0,
    frames: 0,
    samples: this.#record.samples,
    nextRate: 0,
    nextPosition: 0,
  };
  #sink: ChunkSink | undefined;

  accept(
    bytes: Uint8Array,
    offset: number,
    length: number,
    formatType: number,
    sink: ChunkSink,
  ): number {
    const form = audioFormOf(formatType);
    if (form === undefined) return Status.unknownForm;
    if (offset + length > bytes.length) return Status.malformed;
    this.#sink = sink;
    return form.readPayload(bytes, offset, offset + length, this.#record, this.#deliver);
  }

  /** It waits for nothing: each message can be read alone. */
  reset(): void {
    this.#record.frames = 0;
  }

  readonly #deliver = (): void => {
    const record = this.#record;
    const chunk = this.#chunk;
    chunk.sampleRate = record.sampleRate;
    chunk.channels = record.channels;
    chunk.position = record.position;
    chunk.timestampUs = record.timestampUs;
    chunk.frames = record.frames;
    chunk.nextRate = record.nextRate;
    chunk.nextPosition = record.nextPosition;
    this.#sink!(chunk, 'exact');
  };
}
