import type { Clock, TimerId, Timers } from '@jamnet/wire';
import { createLateness, type Lateness } from './lateness.js';
import { SLOT_BYTES } from './send-socket.js';

/** Datagrams that wait for their time. */
export interface TimedSends<Target> {
  readonly size: number;
  /** Keeps a copy until `atNs`. False when all slots are taken. */
  add(bytes: Uint8Array, offset: number, length: number, target: Target, atNs: number): boolean;
  /** How late they went out: median of the last ones, in microseconds. */
  latenessUs(): number;
  /** Drops what waits. */
  clear(): void;
}

/** 45 ms of 10,000 events a second in nine copies each fit. */
export const TIMED_SLOTS = 4096;

export function createTimedSends<Target>(
  clock: Clock,
  timers: Timers,
  send: (bytes: Uint8Array, length: number, target: Target) => void,
  slots = TIMED_SLOTS,
): TimedSends<Target> {
  return new HeapOfTimedSends(clock, timers, send, slots);
}

/** Slots in a binary heap by time, then by order of arrival, and one timer for the earliest of them. */
class HeapOfTimedSends<Target> implements TimedSends<Target> {
  size = 0;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #send: (bytes: Uint8Array, length: number, target: Target) => void;
  readonly #lateness: Lateness = createLateness();
  readonly #atNs: Float64Array;
  readonly #order: Float64Array;
  readonly #lengths: Uint16Array;
  readonly #bytes: Uint8Array[] = [];
  readonly #targets: (Target | null)[] = [];
  /** A permutation of the slots: the first `size` are the heap, the rest are free. */
  readonly #heap: Uint16Array;
  #nextOrder = 0;
  #timer: TimerId = 0;
  #armedForNs = Infinity;

  constructor(
    clock: Clock,
    timers: Timers,
    send: (bytes: Uint8Array, length: number, target: Target) => void,
    slots: number,
  ) {
    this.#clock = clock;
    this.#timers = timers;
    this.#send = send;
    this.#atNs = new Float64Array(slots);
    this.#order = new Float64Array(slots);
    this.#lengths = new Uint16Array(slots);
    this.#heap = Uint16Array.from({ length: slots }, (_, slot) => slot);
  }

  add(bytes: Uint8Array, offset: number, length: number, target: Target, atNs: number): boolean {
    if (this.size === this.#heap.length) return false;
    const slot = this.#heap[this.size]!;
    let storage = this.#bytes[slot];
    if (storage === undefined || storage.length < length) {
      storage = this.#bytes[slot] = new Uint8Array(Math.max(length, SLOT_BYTES));
    }
    storage.set(length === bytes.length ? bytes : bytes.subarray(offset, offset + length));
    this.#atNs[slot] = atNs;
    this.#order[slot] = this.#nextOrder++;
    this.#lengths[slot] = length;
    this.#targets[slot] = target;
    this.#rise(this.size++);
    if (atNs < this.#armedForNs) this.#arm(atNs);
    return true;
  }

  latenessUs(): number {
    return this.#lateness.medianUs();
  }

  clear(): void {
    this.size = 0;
    this.#targets.fill(null);
    this.#disarm();
  }

  readonly #wake = (): void => {
    this.#armedForNs = Infinity;
    const dueNs = this.#clock.nowNs();
    while (this.size > 0 && this.#atNs[this.#heap[0]!]! <= dueNs) this.#sendEarliest();
    if (this.size > 0) this.#arm(this.#atNs[this.#heap[0]!]!);
  };

  #sendEarliest(): void {
    const slot = this.#heap[0]!;
    const target = this.#targets[slot]!;
    this.#heap[0] = this.#heap[--this.size]!;
    this.#heap[this.size] = slot;
    this.#sink();
    this.#targets[slot] = null;
    this.#lateness.add((this.#clock.nowNs() - this.#atNs[slot]!) / 1e3);
    this.#send(this.#bytes[slot]!, this.#lengths[slot]!, target);
  }

  #arm(atNs: number): void {
    this.#disarm();
    this.#armedForNs = atNs;
    this.#timer = this.#timers.schedule(atNs, this.#wake);
  }

  #disarm(): void {
    if (this.#armedForNs !== Infinity) this.#timers.cancel(this.#timer);
    this.#armedForNs = Infinity;
  }

  #before(a: number, b: number): boolean {
    const ahead = this.#atNs[a]! - this.#atNs[b]!;
    return ahead < 0 || (ahead === 0 && this.#order[a]! < this.#order[b]!);
  }

  #rise(index: number): void {
    const heap = this.#heap;
    const slot = heap[index]!;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(slot, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = slot;
  }

  #sink(): void {
    const heap = this.#heap;
    if (this.size === 0) return;
    const slot = heap[0]!;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#before(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#before(heap[child]!, slot)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = slot;
  }
}
