/** Where things lie in an audio ring: spec/ring/v1. Offsets in 32-bit words, but for those that say bytes. */
import { JamError } from '../errors.js';

/** What an audio ring holds. */
export interface AudioRingFormat {
  /** Frames a second of the reader's device, 1 to 768,000. */
  readonly sampleRate: number;
  /** 1 to 64. */
  readonly channels: number;
  /** How many frames ahead of the reader can be written at the least: 1 to 4,194,304. */
  readonly frames: number;
}

/** Frames of a block: as many as a word has bits. */
export const BLOCK_FRAMES = 32;
export const AUDIO_MAGIC = 0x3152_414a; // "JAR1"
export const RING_VERSION = 1;

export const HEADER_BYTES = 384;
export const RECORD_BYTES = 128;

export const Header = {
  magic: 0,
  version: 1,
  headerBytes: 2,
  blockBytes: 3,
  blocks: 4,
  blockFrames: 5,
  channels: 6,
  sampleRate: 7,
} as const;

/** The writer's words; the first guards the others. */
export const Writer = {
  sequence: 32,
  active: 33,
  activeFrom: 34,
  writePosition: 36,
  writtenFrames: 38,
  lateFrames: 40,
  earlyFrames: 42,
  fence: 62,
} as const;

/** The reader's words; the first guards the others. */
export const Reader = {
  sequence: 64,
  lastFrames: 65,
  readPosition: 66,
  lastReadNs: 68,
  reads: 70,
  underruns: 72,
  missedFrames: 74,
  predictedFrames: 76,
  partialFrames: 78,
  tornReads: 80,
  fence: 94,
} as const;

/** The words of a block; the first guards the others and the samples. */
export const Block = {
  sequence: 0,
  known: 1,
  guessed: 2,
  recordFrames: 3,
  number: 4,
  recordPosition: 6,
  cpuNs: 8,
  gpuNs: 10,
  sampleRate: 12,
  channels: 13,
  bar: 14,
  beat: 15,
  tick: 16,
} as const;

const MAX_FRAMES = 2 ** 22;
const MAX_CHANNELS = 64;
const MAX_RATE = 768_000;
const MAX_BLOCKS = 2 * (MAX_FRAMES / BLOCK_FRAMES);

export const blockBytes = (channels: number): number => RECORD_BYTES + 4 * BLOCK_FRAMES * channels;

const within = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

/** Blocks of a ring: a power of two, and one more than the frames fill, since the reader stands in the middle of one. */
export function blocksFor(frames: number): number {
  const needed = Math.ceil((frames + BLOCK_FRAMES - 1) / BLOCK_FRAMES);
  return 2 ** Math.ceil(Math.log2(needed));
}

/**
 * Bytes that `createAudioRing` needs for a format. Throws a JamError `bad-option` for a format that none can have.
 */
export function audioRingBytes({ sampleRate, channels, frames }: AudioRingFormat): number {
  for (const [name, value, most] of [
    ['sampleRate', sampleRate, MAX_RATE],
    ['channels', channels, MAX_CHANNELS],
    ['frames', frames, MAX_FRAMES],
  ] as const) {
    if (!within(value, most)) {
      const message = `${name} of an audio ring is ${value}; it must be a whole number from 1 to ${most}`;
      throw new JamError('bad-option', message);
    }
  }
  return HEADER_BYTES + blocksFor(frames) * blockBytes(channels);
}

/** What a header says, when it is one and the ring fits. */
export interface AudioRingGeometry {
  readonly sampleRate: number;
  readonly channels: number;
  readonly blocks: number;
}

/** Reads a header that anybody may have written. Undefined where there is no ring of at most `bytes` bytes. */
export function readGeometry(words: Int32Array, bytes: number): AudioRingGeometry | undefined {
  if (bytes < HEADER_BYTES || Atomics.load(words, Header.magic) !== AUDIO_MAGIC) return undefined;
  const channels = words[Header.channels]!;
  const blocks = words[Header.blocks]!;
  const sampleRate = words[Header.sampleRate]!;
  const fits =
    words[Header.version] === RING_VERSION &&
    words[Header.headerBytes] === HEADER_BYTES &&
    words[Header.blockFrames] === BLOCK_FRAMES &&
    within(channels, MAX_CHANNELS) &&
    within(sampleRate, MAX_RATE) &&
    within(blocks, MAX_BLOCKS) &&
    (blocks & (blocks - 1)) === 0 &&
    words[Header.blockBytes] === blockBytes(channels) &&
    HEADER_BYTES + blocks * blockBytes(channels) <= bytes;
  return fits ? { sampleRate, channels, blocks } : undefined;
}

export function writeGeometry(words: Int32Array, geometry: AudioRingGeometry): void {
  words[Header.version] = RING_VERSION;
  words[Header.headerBytes] = HEADER_BYTES;
  words[Header.blockBytes] = blockBytes(geometry.channels);
  words[Header.blocks] = geometry.blocks;
  words[Header.blockFrames] = BLOCK_FRAMES;
  words[Header.channels] = geometry.channels;
  words[Header.sampleRate] = geometry.sampleRate;
  // Last: who finds it finds the rest.
  Atomics.store(words, Header.magic, AUDIO_MAGIC);
}
