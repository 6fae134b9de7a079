import { Block } from './audio-ring-layout.js';
import { setWide, wideAt } from './ring-words.js';

/** What is known of some frames beside their samples. One is kept with each block of a ring, that of the last write into it. */
export interface AudioRingRecord {
  /** Position in the ring of the frame that the times belong to. Filled in by reading; a write takes its own. */
  position: number;
  /** Frames of the write. Filled in by reading. */
  frames: number;
  /** When the frame was sampled, nanoseconds on the machine's CLOCK_MONOTONIC; 0 for unknown. */
  cpuNs: number;
  /** The same moment on the GPU's clock, nanoseconds; 0 for unknown. */
  gpuNs: number;
  /** Frames a second that the samples had before they were fitted to the ring; 0 for unknown. */
  sampleRate: number;
  /** Channels that they had; 0 for unknown. */
  channels: number;
  /** Bar of the frame, from 1; the bar before the song's start is 0, and so on down. */
  bar: number;
  /** Beat in that bar, from 1; 0 where no musical position is known. */
  beat: number;
  /** Tick in that beat, from 0; 960 to a quarter note. */
  tick: number;
}

/** A record in which nothing is known yet. */
export function createAudioRingRecord(): AudioRingRecord {
  return {
    position: 0,
    frames: 0,
    cpuNs: 0,
    gpuNs: 0,
    sampleRate: 0,
    channels: 0,
    bar: 0,
    beat: 0,
    tick: 0,
  };
}

export function writeRecord(
  words: Int32Array,
  block: number,
  record: AudioRingRecord,
  position: number,
  frames: number,
): void {
  words[block + Block.recordFrames] = frames;
  setWide(words, block + Block.recordPosition, position);
  setWide(words, block + Block.cpuNs, record.cpuNs);
  setWide(words, block + Block.gpuNs, record.gpuNs);
  words[block + Block.sampleRate] = record.sampleRate;
  words[block + Block.channels] = record.channels;
  words[block + Block.bar] = record.bar;
  words[block + Block.beat] = record.beat;
  words[block + Block.tick] = record.tick;
}

export function readRecord(words: Int32Array, block: number, out: AudioRingRecord): void {
  out.frames = words[block + Block.recordFrames]!;
  out.position = wideAt(words, block + Block.recordPosition);
  out.cpuNs = wideAt(words, block + Block.cpuNs);
  out.gpuNs = wideAt(words, block + Block.gpuNs);
  out.sampleRate = words[block + Block.sampleRate]!;
  out.channels = words[block + Block.channels]!;
  out.bar = words[block + Block.bar]!;
  out.beat = words[block + Block.beat]!;
  out.tick = words[block + Block.tick]!;
}
