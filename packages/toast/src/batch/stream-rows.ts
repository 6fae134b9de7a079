import type { RandomSource } from '@jamnet/wire';
import type { SequenceWindows } from './sequence-windows.js';

const EMPTY = -1;

/**
 * Which row of the windows belongs to which (session, sender, stream id). Bounded: rows that have been idle make room for new streams,
 * and beyond that a stream is turned away.
 */
export interface StreamRows {
  /** The row of a stream, taken for it at its first frame; −1 when there is none to be had. Does not allocate. */
  take(session: number, sender: number, streamId: number, arrivalNs: number): number;
  /** The row of a stream, −1 where it has none. */
  find(session: number, sender: number, streamId: number): number;
  /** Forgets the streams of a session. */
  forgetSession(session: number): void;
  /** A batch begins. Idle rows are looked for once a batch at most, so that a flood of senders costs little. */
  nextBatch(): void;
  readonly used: number;
}

export function createStreamRows(
  windows: SequenceWindows,
  maxStreams: number,
  idleNs: number,
  random: RandomSource,
): StreamRows {
  return new Rows(windows, maxStreams, idleNs, random);
}

class Rows implements StreamRows {
  used = 0;
  readonly #mask: number;
  /** Senders choose their ids: without salt they could choose where they fall. */
  readonly #salt: number;
  /** Per slot: its row. */
  readonly #slots: Int32Array;
  /** Per row: sender, session and stream id, last arrival; the key is −1 while the row is free. */
  readonly #senders: Uint32Array;
  readonly #keys: Int32Array;
  readonly #lastNs: Float64Array;
  /** Per row: the batch that used it last. A row never changes hands within a batch. */
  readonly #lastBatch: Uint32Array;
  readonly #free: Int32Array;
  #batch = 1;
  #maySweep = true;

  constructor(
    readonly windows: SequenceWindows,
    readonly maxStreams: number,
    readonly idleNs: number,
    random: RandomSource,
  ) {
    const slots = 2 ** Math.ceil(Math.log2(2 * maxStreams));
    this.#mask = slots - 1;
    this.#salt = Math.floor(random() * 2 ** 32);
    this.#slots = new Int32Array(slots).fill(EMPTY);
    this.#senders = new Uint32Array(maxStreams);
    this.#keys = new Int32Array(maxStreams).fill(EMPTY);
    this.#lastNs = new Float64Array(maxStreams);
    this.#lastBatch = new Uint32Array(maxStreams);
    this.#free = Int32Array.from({ length: maxStreams }, (_, i) => maxStreams - 1 - i);
  }

  take(session: number, sender: number, streamId: number, arrivalNs: number): number {
    const key = (session << 8) | streamId;
    let row = this.#slots[this.#seek(key, sender)];
    if (row === EMPTY) {
      if (this.used === this.maxStreams && !this.#sweep(arrivalNs)) return -1;
      row = this.#insert(key, sender);
    }
    this.#lastNs[row] = arrivalNs;
    this.#lastBatch[row] = this.#batch;
    return row;
  }

  find(session: number, sender: number, streamId: number): number {
    return this.#slots[this.#seek((session << 8) | streamId, sender)];
  }

  /** The slot of a stream, or the empty one where it would stand. */
  #seek(key: number, sender: number): number {
    let hash = Math.imul(sender ^ this.#salt, 0x9e3779b1) ^ Math.imul(key + 1, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & this.#mask;
    for (; ; slot = (slot + 1) & this.#mask) {
      const row = this.#slots[slot];
      if (row === EMPTY || (this.#keys[row] === key && this.#senders[row] === sender)) return slot;
    }
  }

  #insert(key: number, sender: number): number {
    const slot = this.#seek(key, sender);
    const row = this.#free[this.maxStreams - 1 - this.used];
    this.used++;
    this.#keys[row] = key;
    this.#senders[row] = sender;
    this.#slots[slot] = row;
    this.windows.clear(row);
    return row;
  }

  #sweep(nowNs: number): boolean {
    if (!this.#maySweep) return false;
    this.#maySweep = false;
    return this.#forget(
      (row) => nowNs - this.#lastNs[row] >= this.idleNs && this.#lastBatch[row] !== this.#batch,
    );
  }

  forgetSession(session: number): void {
    this.#forget((row) => this.#keys[row] >> 8 === session);
  }

  #forget(which: (row: number) => boolean): boolean {
    const before = this.used;
    for (let row = 0; row < this.maxStreams; row++) {
      if (this.#keys[row] === EMPTY || !which(row)) continue;
      this.#keys[row] = EMPTY;
      this.used--;
      this.#free[this.maxStreams - 1 - this.used] = row;
    }
    if (this.used === before) return false;
    this.#slots.fill(EMPTY);
    for (let row = 0; row < this.maxStreams; row++) {
      const key = this.#keys[row];
      if (key !== EMPTY) this.#slots[this.#seek(key, this.#senders[row])] = row;
    }
    return true;
  }

  nextBatch(): void {
    this.#batch = (this.#batch + 1) >>> 0;
    this.#maySweep = true;
  }
}
