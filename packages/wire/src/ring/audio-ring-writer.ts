import type { FrameKind, LastRead } from './audio-ring.js';
import {
  type AudioRingGeometry,
  Block,
  BLOCK_FRAMES,
  blockBytes,
  HEADER_BYTES,
  Reader,
  RECORD_BYTES,
  Writer,
} from './audio-ring-layout.js';
import { type AudioRingRecord, createAudioRingRecord, writeRecord } from './audio-ring-record.js';
import { beginWrite, endWrite, isWhole, setWide, wideAt } from './ring-words.js';

const NO_RECORD = createAudioRingRecord();
/** How often the reader's words are looked at again while it writes them; what was last seen of them then stands. */
const LOOKS = 16;

/** The writing side of an audio ring. */
export class AudioRingWriter {
  readonly #words: Int32Array;
  readonly #values: Float32Array;
  readonly #channels: number;
  readonly #mask: number;
  readonly #blocks: number;
  readonly #blockWords: number;
  readonly #seen: LastRead = { position: 0, frames: 0, cpuNs: 0 };
  #seenPosition = 0;
  #lateFrames: number;
  #earlyFrames: number;
  #writtenFrames: number;
  #writePosition: number;
  #activeFrom: number;
  #active: number;

  constructor(words: Int32Array, values: Float32Array, geometry: AudioRingGeometry) {
    this.#words = words;
    this.#values = values;
    this.#channels = geometry.channels;
    this.#blocks = geometry.blocks;
    this.#mask = geometry.blocks - 1;
    this.#blockWords = blockBytes(geometry.channels) / 4;
    this.#active = words[Writer.active]!;
    this.#activeFrom = wideAt(words, Writer.activeFrom);
    this.#writePosition = wideAt(words, Writer.writePosition);
    this.#writtenFrames = wideAt(words, Writer.writtenFrames);
    this.#lateFrames = wideAt(words, Writer.lateFrames);
    this.#earlyFrames = wideAt(words, Writer.earlyFrames);
  }

  readPosition(): number {
    this.#look();
    return this.#seenPosition;
  }

  lastRead(out: LastRead): LastRead {
    this.#look();
    out.position = this.#seen.position;
    out.frames = this.#seen.frames;
    out.cpuNs = this.#seen.cpuNs;
    return out;
  }

  write(
    position: number,
    samples: Float32Array,
    offset: number,
    frames: number,
    kind: FrameKind,
    record: AudioRingRecord = NO_RECORD,
  ): number {
    this.#look();
    const taken = this.#seenPosition;
    // The block that the reader stands in is still read from: its place is not free before the reader has left it.
    const end = (Math.floor(taken / BLOCK_FRAMES) + this.#blocks) * BLOCK_FRAMES;
    const from = Math.min(Math.max(position, taken), position + frames);
    const to = Math.max(Math.min(position + frames, end), from);
    for (let at = from; at < to;) {
      const next = Math.min((Math.floor(at / BLOCK_FRAMES) + 1) * BLOCK_FRAMES, to);
      const first = offset + (at - position) * this.#channels;
      this.#writeBlock(at, next - at, samples, first, kind, record, position, frames);
      at = next;
    }
    this.#lateFrames += from - position;
    this.#earlyFrames += position + frames - to;
    this.#writtenFrames += to - from;
    if (to > from) {
      this.#activeFrom = this.#active === 0 ? from : Math.min(this.#activeFrom, from);
      this.#active = 1;
      this.#writePosition = Math.max(this.#writePosition, to);
    }
    this.#publish();
    return from - position;
  }

  rest(): void {
    this.#active = 0;
    this.#publish();
  }

  stats() {
    return {
      writtenFrames: wideAt(this.#words, Writer.writtenFrames),
      lateFrames: wideAt(this.#words, Writer.lateFrames),
      earlyFrames: wideAt(this.#words, Writer.earlyFrames),
    };
  }

  #writeBlock(
    at: number,
    count: number,
    samples: Float32Array,
    from: number,
    kind: FrameKind,
    record: AudioRingRecord,
    recordPosition: number,
    recordFrames: number,
  ): void {
    const words = this.#words;
    const number = Math.floor(at / BLOCK_FRAMES);
    const block = HEADER_BYTES / 4 + (number & this.#mask) * this.#blockWords;
    const odd = beginWrite(words, block + Block.sequence);
    if (wideAt(words, block + Block.number) !== number) {
      // First nothing is there, then it is another block: a reader never takes what was there for what is to come.
      Atomics.store(words, block + Block.known, 0);
      Atomics.store(words, block + Block.guessed, 0);
      words[block + Block.number + 1] = (number / 2 ** 32) | 0;
      Atomics.store(words, block + Block.number, (number % 2 ** 32) | 0);
    }
    const first = at % BLOCK_FRAMES;
    const values = this.#values;
    const to = block + RECORD_BYTES / 4 + first * this.#channels;
    for (let i = 0; i < count * this.#channels; i += 1) values[to + i] = samples[from + i]!;
    writeRecord(words, block, record, recordPosition, recordFrames);
    const bits = count === BLOCK_FRAMES ? -1 : ((1 << count) - 1) << first;
    // Bits after samples: a frame that is marked is there.
    const known = words[block + Block.known]!;
    const guessed = words[block + Block.guessed]!;
    Atomics.store(words, block + Block.known, kind === 'predicted' ? known & ~bits : known | bits);
    Atomics.store(words, block + Block.guessed, kind === 'real' ? guessed & ~bits : guessed | bits);
    endWrite(words, block + Block.sequence, odd);
  }

  /** The reader's position only grows: what was seen last is never ahead of it. */
  #look(): void {
    const words = this.#words;
    for (let look = 0; look < LOOKS; look += 1) {
      const sequence = Atomics.load(words, Reader.sequence);
      const position = wideAt(words, Reader.readPosition);
      const frames = words[Reader.lastFrames]!;
      const cpuNs = wideAt(words, Reader.lastReadNs);
      if (!isWhole(words, Reader.sequence, sequence, Writer.fence)) continue;
      this.#seenPosition = position;
      this.#seen.position = position - frames;
      this.#seen.frames = frames;
      this.#seen.cpuNs = cpuNs;
      return;
    }
  }

  #publish(): void {
    const words = this.#words;
    const odd = beginWrite(words, Writer.sequence);
    words[Writer.active] = this.#active;
    setWide(words, Writer.activeFrom, this.#activeFrom);
    setWide(words, Writer.writePosition, this.#writePosition);
    setWide(words, Writer.writtenFrames, this.#writtenFrames);
    setWide(words, Writer.lateFrames, this.#lateFrames);
    setWide(words, Writer.earlyFrames, this.#earlyFrames);
    endWrite(words, Writer.sequence, odd);
  }
}
