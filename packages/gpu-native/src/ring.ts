import { DESCRIPTOR_BYTES, JamError, type MappedArena } from '@jamnet/wire';

/** 32-bit words of a record. */
export const RECORD_WORDS = DESCRIPTOR_BYTES / 4;

// The layout is drawn in native/memory/ring.h.
const MAGIC = 0x676e524a;
const TAIL = 128 / 4;
const DROPPED = 132 / 4;
const HEAD = 256 / 4;
const RECORDS_AT = 384;
const MAX_CAPACITY = 2 ** 24;

/**
 * A queue of 32-byte records (`DESCRIPTOR_…` of `@jamnet/wire`) in the arena, for one producer and one consumer, each in a
 * thread of its own, in JavaScript or in C++. A thread opens the ring for itself and uses one side of it. Nothing here
 * locks, waits or allocates, but for making the ring and opening it.
 *
 * Records lie in a row but for the wrap: what `peek` and `claim` say is never more than up to the end of the memory, and the
 * rest follows at its start with the next call.
 */
export interface DescriptorRing {
  /** Where it starts in the arena: what another thread opens it with. */
  readonly offset: number;
  /** Records that it holds, a power of two. */
  readonly capacity: number;
  /** The records as they lie, `capacity` of them; byte `32 * index` is where the one at `index` starts. */
  readonly records: DataView;
  /** Records waiting, as of a moment that may have passed. */
  size(): number;
  /** Records that the producer could not put in since the start, modulo 2^32. */
  dropped(): number;

  /**
   * Producer: puts `count` records in from the `from`th record of `words` on, eight words each. All or none: false where they
   * do not fit, and they are counted as dropped.
   */
  push(words: Uint32Array, from: number, count: number): boolean;
  /** Producer: how many records can be written in a row from `writeIndex` on. */
  claim(): number;
  /** Producer: where in `records` the next record goes. */
  readonly writeIndex: number;
  /** Producer: hands over `count` records that were written where `claim` allowed it. */
  publish(count: number): void;

  /** Consumer: takes up to `room` records out, to the `to`th record of `words` on. Gives their number. */
  pop(words: Uint32Array, to: number, room: number): number;
  /** Consumer: how many waiting records lie in a row from `readIndex` on. */
  peek(): number;
  /** Consumer: where in `records` the oldest record is. */
  readonly readIndex: number;
  /** Consumer: lets go of the `count` oldest records; the producer will write over them. */
  advance(count: number): void;

  /** In the thread that made the ring: gives its memory back. Elsewhere it does nothing. */
  free(): void;
}

/**
 * Makes an empty ring. `capacity` is a power of two from 1 to 2^24, otherwise JamError `bad-option`. Undefined where the arena
 * has no room for its 384 + 32 × capacity bytes.
 */
export function createRing(arena: MappedArena, capacity: number): DescriptorRing | undefined {
  const powerOfTwo = Number.isInteger(Math.log2(capacity));
  if (!powerOfTwo || capacity < 1 || capacity > MAX_CAPACITY) {
    const message = `capacity is ${capacity}; it must be a power of two from 1 to ${MAX_CAPACITY}`;
    throw new JamError('bad-option', message);
  }
  const range = arena.allocate(RECORDS_AT + capacity * DESCRIPTOR_BYTES);
  if (range === undefined) return undefined;
  const shape = new Uint32Array(arena.buffer, range.offset, 2);
  Atomics.store(shape, 1, capacity);
  Atomics.store(shape, 0, MAGIC);
  return new ArenaRing(arena, range.offset, capacity, () => range.free());
}

/** Opens a ring that another thread has made. Throws a JamError `bad-option` where none lies at that offset. */
export function openRing(arena: MappedArena, offset: number): DescriptorRing {
  const room = arena.buffer.byteLength - offset;
  if (Number.isInteger(offset) && offset >= 0 && offset % 128 === 0 && room >= RECORDS_AT) {
    const shape = new Uint32Array(arena.buffer, offset, 2);
    const capacity = Atomics.load(shape, 1);
    const powerOfTwo =
      capacity > 0 && capacity <= MAX_CAPACITY && (capacity & (capacity - 1)) === 0;
    const fits = RECORDS_AT + capacity * DESCRIPTOR_BYTES <= room;
    if (Atomics.load(shape, 0) === MAGIC && powerOfTwo && fits)
      return new ArenaRing(arena, offset, capacity, () => {});
  }
  throw new JamError('bad-option', `there is no ring at offset ${offset} of the arena`);
}

class ArenaRing implements DescriptorRing {
  readonly offset: number;
  readonly capacity: number;
  readonly records: DataView;
  readonly free: () => void;
  readonly #header: Uint32Array;
  readonly #words: Uint32Array;
  readonly #mask: number;
  // What was last seen of the other side: its cache line is fetched once per fill and not once per record.
  #seenHead: number;
  #seenTail: number;

  constructor(arena: MappedArena, offset: number, capacity: number, free: () => void) {
    this.offset = offset;
    this.capacity = capacity;
    this.free = free;
    this.#mask = capacity - 1;
    this.#header = new Uint32Array(arena.buffer, offset, RECORDS_AT / 4);
    this.#words = new Uint32Array(arena.buffer, offset + RECORDS_AT, capacity * RECORD_WORDS);
    this.records = new DataView(arena.buffer, offset + RECORDS_AT, capacity * DESCRIPTOR_BYTES);
    this.#seenHead = Atomics.load(this.#header, HEAD);
    this.#seenTail = Atomics.load(this.#header, TAIL);
  }

  get writeIndex(): number {
    return this.#header[TAIL]! & this.#mask;
  }

  get readIndex(): number {
    return this.#header[HEAD]! & this.#mask;
  }

  size(): number {
    // The head first: were it read last it could have gone past the tail.
    const head = Atomics.load(this.#header, HEAD);
    return Math.min((Atomics.load(this.#header, TAIL) - head) >>> 0, this.capacity);
  }

  dropped(): number {
    return Atomics.load(this.#header, DROPPED);
  }

  push(words: Uint32Array, from: number, count: number): boolean {
    const tail = this.#header[TAIL]!;
    if (this.#roomFrom(tail) < count) {
      this.#seenHead = Atomics.load(this.#header, HEAD);
      if (this.#roomFrom(tail) < count) {
        Atomics.add(this.#header, DROPPED, count);
        return false;
      }
    }
    for (let record = 0; record < count; record += 1) {
      const to = ((tail + record) & this.#mask) * RECORD_WORDS;
      copyRecord(words, (from + record) * RECORD_WORDS, this.#words, to);
    }
    Atomics.store(this.#header, TAIL, (tail + count) >>> 0);
    return true;
  }

  claim(): number {
    const tail = this.#header[TAIL]!;
    this.#seenHead = Atomics.load(this.#header, HEAD);
    return Math.min(this.#roomFrom(tail), this.capacity - (tail & this.#mask));
  }

  publish(count: number): void {
    Atomics.store(this.#header, TAIL, (this.#header[TAIL]! + count) >>> 0);
  }

  pop(words: Uint32Array, to: number, room: number): number {
    const head = this.#header[HEAD]!;
    const count = Math.min(this.#waitingFrom(head), room);
    for (let record = 0; record < count; record += 1) {
      const from = ((head + record) & this.#mask) * RECORD_WORDS;
      copyRecord(this.#words, from, words, (to + record) * RECORD_WORDS);
    }
    if (count > 0) this.advance(count);
    return count;
  }

  peek(): number {
    const head = this.#header[HEAD]!;
    return Math.min(this.#waitingFrom(head), this.capacity - (head & this.#mask));
  }

  advance(count: number): void {
    Atomics.store(this.#header, HEAD, (this.#header[HEAD]! + count) >>> 0);
  }

  #roomFrom(tail: number): number {
    return this.capacity - Math.min((tail - this.#seenHead) >>> 0, this.capacity);
  }

  #waitingFrom(head: number): number {
    if (this.#seenTail === head) this.#seenTail = Atomics.load(this.#header, TAIL);
    return Math.min((this.#seenTail - head) >>> 0, this.capacity);
  }
}

/** Word by word: `set` and `subarray` would make an object. A record that does not fit into `target` is cut. */
function copyRecord(source: Uint32Array, from: number, target: Uint32Array, to: number): void {
  target[to] = source[from]!;
  target[to + 1] = source[from + 1]!;
  target[to + 2] = source[from + 2]!;
  target[to + 3] = source[from + 3]!;
  target[to + 4] = source[from + 4]!;
  target[to + 5] = source[from + 5]!;
  target[to + 6] = source[from + 6]!;
  target[to + 7] = source[from + 7]!;
}
