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
import { type AudioRingRecord, readRecord } from './audio-ring-record.js';
import { beginWrite, endWrite, isWhole, setWide, wideAt } from './ring-words.js';

/** How often a block is read again that the writer changed meanwhile, before it is taken as it is. */
const TRIES = 4;

/** The reading side of an audio ring. */
export class AudioRingReader {
  readonly #words: Int32Array;
  readonly #values: Float32Array;
  readonly #channels: number;
  readonly #mask: number;
  readonly #blockWords: number;
  #position: number;
  #reads: number;
  #underruns: number;
  #missedFrames: number;
  #predictedFrames: number;
  #partialFrames: number;
  #tornReads: number;
  #writePosition = 0;
  #activeFrom = Infinity;
  // What the block just read has: in fields, since an object would be made for each.
  #known = 0;
  #guessed = 0;

  constructor(words: Int32Array, values: Float32Array, geometry: AudioRingGeometry) {
    this.#words = words;
    this.#values = values;
    this.#channels = geometry.channels;
    this.#mask = geometry.blocks - 1;
    this.#blockWords = blockBytes(geometry.channels) / 4;
    this.#position = Math.min(wideAt(words, Reader.readPosition), Number.MAX_SAFE_INTEGER);
    this.#reads = wideAt(words, Reader.reads);
    this.#underruns = wideAt(words, Reader.underruns);
    this.#missedFrames = wideAt(words, Reader.missedFrames);
    this.#predictedFrames = wideAt(words, Reader.predictedFrames);
    this.#partialFrames = wideAt(words, Reader.partialFrames);
    this.#tornReads = wideAt(words, Reader.tornReads);
  }

  writePosition(): number {
    this.#look();
    return this.#writePosition;
  }

  read(out: Float32Array, frames: number, atNs: number): number {
    const start = this.#position;
    const missedBefore = this.#missedFrames;
    let there = 0;
    for (let at = start; at < start + frames;) {
      const next = Math.min((Math.floor(at / BLOCK_FRAMES) + 1) * BLOCK_FRAMES, start + frames);
      there += this.#readBlock(at, next - at, out, (at - start) * this.#channels);
      at = next;
    }
    if (this.#missedFrames > missedBefore) this.#underruns += 1;
    this.#position = start + frames;
    this.#reads += 1;
    this.#publish(frames, atNs);
    return there;
  }

  recordAt(position: number, out: AudioRingRecord): boolean {
    const words = this.#words;
    const number = Math.floor(position / BLOCK_FRAMES);
    const block = this.#blockOf(number);
    for (let look = 0; look < TRIES; look += 1) {
      const sequence = Atomics.load(words, block + Block.sequence);
      const is = wideAt(words, block + Block.number) === number;
      const marked = words[block + Block.known]! | words[block + Block.guessed]!;
      readRecord(words, block, out);
      if (isWhole(words, block + Block.sequence, sequence, Reader.fence)) {
        return is && ((marked >>> (position % BLOCK_FRAMES)) & 1) === 1;
      }
    }
    return false;
  }

  stats() {
    const words = this.#words;
    return {
      reads: wideAt(words, Reader.reads),
      underruns: wideAt(words, Reader.underruns),
      missedFrames: wideAt(words, Reader.missedFrames),
      predictedFrames: wideAt(words, Reader.predictedFrames),
      partialFrames: wideAt(words, Reader.partialFrames),
      tornReads: wideAt(words, Reader.tornReads),
    };
  }

  /** Takes `count` frames of one block. Returns how many were there. */
  #readBlock(at: number, count: number, out: Float32Array, to: number): number {
    const number = Math.floor(at / BLOCK_FRAMES);
    const block = this.#blockOf(number);
    const first = at % BLOCK_FRAMES;
    let whole = false;
    for (let look = 0; look < TRIES && !whole; look += 1) {
      whole = this.#copyBlock(block, number, first, count, out, to);
    }
    if (!whole) this.#tornReads += 1;
    const wanted = count === BLOCK_FRAMES ? -1 : ((1 << count) - 1) << first;
    const there = (this.#known | this.#guessed) & wanted;
    if (there !== wanted) {
      this.#silence(there >>> first, count, out, to);
      this.#countMissed(number * BLOCK_FRAMES, wanted & ~there);
    }
    this.#predictedFrames += bitsIn(this.#guessed & ~this.#known & wanted);
    this.#partialFrames += bitsIn(this.#guessed & this.#known & wanted);
    return bitsIn(there);
  }

  /** False where the writer was at it: then what was copied are whole samples, some perhaps older than others. */
  #copyBlock(
    block: number,
    number: number,
    first: number,
    count: number,
    out: Float32Array,
    to: number,
  ): boolean {
    const words = this.#words;
    const sequence = Atomics.load(words, block + Block.sequence);
    // The number before the bits: those of the block that was here before are gone when the number is the new one.
    const low = Atomics.load(words, block + Block.number);
    const is =
      wideAt(words, block + Block.number) === number && low === words[block + Block.number];
    this.#known = is ? Atomics.load(words, block + Block.known) : 0;
    this.#guessed = is ? Atomics.load(words, block + Block.guessed) : 0;
    const values = this.#values;
    const from = block + RECORD_BYTES / 4 + first * this.#channels;
    for (let i = 0; i < count * this.#channels; i += 1) out[to + i] = values[from + i]!;
    return isWhole(words, block + Block.sequence, sequence, Reader.fence);
  }

  #silence(there: number, count: number, out: Float32Array, to: number): void {
    for (let frame = 0; frame < count; frame += 1) {
      if (((there >>> frame) & 1) === 1) continue;
      const at = to + frame * this.#channels;
      for (let channel = 0; channel < this.#channels; channel += 1) out[at + channel] = 0;
    }
  }

  /** Before the first frame that was written, and while the writer rests, nothing is missed. */
  #countMissed(blockStart: number, missing: number): void {
    this.#look();
    const early = Math.min(Math.max(this.#activeFrom - blockStart, 0), BLOCK_FRAMES);
    const due = early === BLOCK_FRAMES ? 0 : missing & (-1 << early);
    this.#missedFrames += bitsIn(due);
  }

  #look(): void {
    const words = this.#words;
    for (let look = 0; look < TRIES; look += 1) {
      const sequence = Atomics.load(words, Writer.sequence);
      const active = words[Writer.active] !== 0;
      const from = wideAt(words, Writer.activeFrom);
      const position = wideAt(words, Writer.writePosition);
      if (!isWhole(words, Writer.sequence, sequence, Reader.fence)) continue;
      this.#activeFrom = active ? from : Infinity;
      this.#writePosition = position;
      return;
    }
  }

  #publish(frames: number, atNs: number): void {
    const words = this.#words;
    const odd = beginWrite(words, Reader.sequence);
    words[Reader.lastFrames] = frames;
    setWide(words, Reader.readPosition, this.#position);
    setWide(words, Reader.lastReadNs, atNs);
    setWide(words, Reader.reads, this.#reads);
    setWide(words, Reader.underruns, this.#underruns);
    setWide(words, Reader.missedFrames, this.#missedFrames);
    setWide(words, Reader.predictedFrames, this.#predictedFrames);
    setWide(words, Reader.partialFrames, this.#partialFrames);
    setWide(words, Reader.tornReads, this.#tornReads);
    endWrite(words, Reader.sequence, odd);
  }

  #blockOf(number: number): number {
    return HEADER_BYTES / 4 + (number & this.#mask) * this.#blockWords;
  }
}

function bitsIn(word: number): number {
  let left = word - ((word >>> 1) & 0x5555_5555);
  left = (left & 0x3333_3333) + ((left >>> 2) & 0x3333_3333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
