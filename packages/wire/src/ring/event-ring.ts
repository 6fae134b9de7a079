import { JamError } from '../errors.js';
import { RING_VERSION } from './audio-ring-layout.js';
import {
  EVENT_BYTES,
  EVENT_DATA_BYTES,
  EVENT_HEADER_BYTES,
  EVENT_MAGIC,
  EventFlag,
  EventHeader,
  EventReader,
  eventRingBytes,
  EventWord,
  EventWriter,
  isCapacity,
} from './event-ring-layout.js';
import { setWide, wideAt } from './ring-words.js';

/** A MIDI message and when it is to sound. */
export interface RingEvent {
  /** Universal MIDI packets (32-bit words, little-endian), or a MIDI 1.0 byte stream. */
  form: 'ump' | 'bytes';
  /** Its bytes; the first `length` count. Those of a popped event hold 16. */
  data: Uint8Array;
  length: number;
  /** When, nanoseconds on the machine's CLOCK_MONOTONIC. */
  atNs: number;
  /** The same moment on the GPU's clock, nanoseconds; 0 for unknown. */
  gpuNs: number;
  /** The same moment as a position in the audio ring beside it, in frames. */
  position: number;
  /** Musical position of the moment, as in the records of the audio ring: bar from 1, beat from 1 (0 for unknown), tick from 0. */
  bar: number;
  beat: number;
  tick: number;
  /** Names the event, so that a prediction can be taken back: unsigned, 32 bits. */
  id: number;
  /** Guessed, not played. */
  predicted: boolean;
  /** The prediction of this id was wrong: what it began is to end. */
  retracted: boolean;
  /** The message goes on in the next event: system exclusive of more than 16 bytes. Filled in by reading. */
  more: boolean;
}

/** An event to be filled in. */
export function createRingEvent(): RingEvent {
  return {
    form: 'ump',
    data: new Uint8Array(EVENT_DATA_BYTES),
    length: 0,
    atNs: 0,
    gpuNs: 0,
    position: 0,
    bar: 0,
    beat: 0,
    tick: 0,
    id: 0,
    predicted: false,
    retracted: false,
    more: false,
  };
}

/**
 * MIDI between two threads, in shared memory: the audio ring's twin. One writes, one reads, neither waits for the other or allocates. Events come out
 * in the order in which they went in. Layout: spec/ring/v1.
 *
 * A thread opens the ring for itself and uses one side of it.
 */
export interface EventRing {
  /** Records that it holds, a power of two. */
  readonly capacity: number;
  /** The ring's memory: what another thread or a native reader opens. */
  readonly bytes: Uint8Array;
  /** Records waiting, as of a moment that may have passed. */
  size(): number;
  /** Records that the writer could not put in since the ring was made, modulo 2^32. */
  dropped(): number;
  /** Writer: puts an event in, in as many records of 16 bytes as it needs: all or none. False where they do not fit; they are counted as dropped. */
  push(event: RingEvent): boolean;
  /** Reader: takes the oldest event if it is due by `untilNs`. False where none is. `out.data` must hold 16 bytes. */
  pop(out: RingEvent, untilNs?: number): boolean;
}

/**
 * Makes an empty ring of `events` records (a power of two) at the start of `bytes`: `eventRingBytes(events)` bytes or more at an
 * offset that is a multiple of 128. Throws a JamError `bad-option` otherwise.
 */
export function createEventRing(bytes: Uint8Array, events: number): EventRing {
  const needed = eventRingBytes(events);
  if (bytes.byteOffset % 128 !== 0 || bytes.length < needed) {
    const message = `an event ring needs ${needed} bytes at a multiple of 128; given are ${bytes.length} at ${bytes.byteOffset}`;
    throw new JamError('bad-option', message);
  }
  const own = bytes.subarray(0, needed);
  own.fill(0);
  const words = new Int32Array(own.buffer, own.byteOffset, own.length >> 2);
  words[EventHeader.version] = RING_VERSION;
  words[EventHeader.headerBytes] = EVENT_HEADER_BYTES;
  words[EventHeader.eventBytes] = EVENT_BYTES;
  words[EventHeader.events] = events;
  Atomics.store(words, EventHeader.magic, EVENT_MAGIC);
  return new SharedEventRing(own, events);
}

/** Opens a ring that another thread or a program has made. Throws a JamError `bad-option` where none lies at the start of `bytes`. */
export function openEventRing(bytes: Uint8Array): EventRing {
  if (bytes.byteOffset % 128 === 0 && bytes.length >= EVENT_HEADER_BYTES) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, EVENT_HEADER_BYTES / 4);
    const events = words[EventHeader.events]!;
    const is =
      Atomics.load(words, EventHeader.magic) === EVENT_MAGIC &&
      words[EventHeader.version] === RING_VERSION &&
      words[EventHeader.headerBytes] === EVENT_HEADER_BYTES &&
      words[EventHeader.eventBytes] === EVENT_BYTES;
    if (is && isCapacity(events) && eventRingBytes(events) <= bytes.length)
      return new SharedEventRing(bytes, events);
  }
  const message = `no event ring of version 1 lies in the ${bytes.length} bytes at ${bytes.byteOffset}`;
  throw new JamError('bad-option', message);
}

class SharedEventRing implements EventRing {
  readonly bytes: Uint8Array;
  readonly capacity: number;
  readonly #words: Int32Array;
  readonly #own: Uint8Array;
  readonly #mask: number;

  constructor(bytes: Uint8Array, events: number) {
    this.bytes = bytes;
    this.capacity = events;
    this.#mask = events - 1;
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    this.#own = bytes;
  }

  size(): number {
    // The head first: were it read last it could have gone past the tail.
    const head = Atomics.load(this.#words, EventReader.head);
    const waiting = (Atomics.load(this.#words, EventWriter.tail) - head) >>> 0;
    return Math.min(waiting, this.capacity);
  }

  dropped(): number {
    return Atomics.load(this.#words, EventWriter.dropped) >>> 0;
  }

  push(event: RingEvent): boolean {
    const words = this.#words;
    const records = Math.max(1, Math.ceil(event.length / EVENT_DATA_BYTES));
    if (this.capacity - this.size() < records) {
      Atomics.add(words, EventWriter.dropped, records);
      return false;
    }
    const tail = words[EventWriter.tail]!;
    for (let record = 0; record < records; record += 1) this.#put(tail + record, event, record);
    Atomics.store(words, EventWriter.tail, (tail + records) | 0);
    return true;
  }

  pop(out: RingEvent, untilNs = Infinity): boolean {
    if (this.size() === 0) return false;
    const words = this.#words;
    const head = words[EventReader.head]!;
    const at = this.#wordOf(head);
    const atNs = wideAt(words, at + EventWord.atNs);
    if (atNs > untilNs) return false;
    out.atNs = atNs;
    out.gpuNs = wideAt(words, at + EventWord.gpuNs);
    out.position = wideAt(words, at + EventWord.position);
    out.bar = words[at + EventWord.bar]!;
    out.beat = words[at + EventWord.beat]!;
    out.tick = words[at + EventWord.tick]!;
    out.id = words[at + EventWord.id]! >>> 0;
    const shape = words[at + EventWord.shape]!;
    const flags = shape >>> 16;
    out.form = (shape & 0xff) === 0 ? 'ump' : 'bytes';
    out.length = Math.min((shape >>> 8) & 0xff, EVENT_DATA_BYTES);
    out.more = (flags & EventFlag.more) !== 0;
    out.predicted = (flags & EventFlag.predicted) !== 0;
    out.retracted = (flags & EventFlag.retracted) !== 0;
    const from = 4 * (at + EventWord.data);
    for (let i = 0; i < out.length; i += 1) out.data[i] = this.#own[from + i]!;
    Atomics.store(words, EventReader.head, (head + 1) | 0);
    return true;
  }

  #put(index: number, event: RingEvent, record: number): void {
    const words = this.#words;
    const at = this.#wordOf(index);
    const done = record * EVENT_DATA_BYTES;
    const length = Math.min(event.length - done, EVENT_DATA_BYTES);
    const flags =
      (event.length - done > EVENT_DATA_BYTES ? EventFlag.more : 0) |
      (event.predicted ? EventFlag.predicted : 0) |
      (event.retracted ? EventFlag.retracted : 0);
    setWide(words, at + EventWord.atNs, event.atNs);
    setWide(words, at + EventWord.gpuNs, event.gpuNs);
    setWide(words, at + EventWord.position, event.position);
    words[at + EventWord.bar] = event.bar;
    words[at + EventWord.beat] = event.beat;
    words[at + EventWord.tick] = event.tick;
    words[at + EventWord.id] = event.id | 0;
    words[at + EventWord.shape] = (event.form === 'ump' ? 0 : 1) | (length << 8) | (flags << 16);
    const to = 4 * (at + EventWord.data);
    for (let i = 0; i < length; i += 1) this.#own[to + i] = event.data[done + i]!;
  }

  #wordOf(index: number): number {
    return (EVENT_HEADER_BYTES + (index & this.#mask) * EVENT_BYTES) / 4;
  }
}
