import type { TimerId } from './ports.js';

/**
 * Callbacks ordered by time, then by insertion. What real and virtual timers are made of.
 *
 * Reuses its slots, so that a timer allocates nothing but its callback once the heap has grown. Cancelling is O(1): the
 * entry stays until it reaches the top or until such entries outnumber the living ones, when all are swept out.
 */
export interface TimerHeap {
  /** Timers that are waiting. */
  readonly size: number;
  /** Entries kept, cancelled ones included: never more than 2 x `size` + 64. */
  readonly entries: number;
  /** Time of the earliest, Infinity when empty. */
  nextNs(): number;
  push(atNs: number, run: () => void): TimerId;
  /** Whether there was such a timer. */
  cancel(id: TimerId): boolean;
  /** Takes the earliest out and gives its callback; undefined when empty. */
  pop(): (() => void) | undefined;
}

/** An id is slot + generation x this, so an id of a slot's former timer is known to be gone. */
const SLOTS = 2 ** 24;
/** Generations start over here, so that ids stay exact: a slot's id comes back after 268 million timers. */
const GENERATIONS = 2 ** 28;
const GARBAGE_ALLOWED = 64;

export function createTimerHeap(): TimerHeap {
  return new SlottedTimerHeap();
}

class SlottedTimerHeap implements TimerHeap {
  size = 0;
  readonly #atNs: number[] = [];
  readonly #order: number[] = [];
  readonly #run: ((() => void) | null)[] = [];
  /** Starts at 1, so that the id 0 never comes up. */
  readonly #generation: number[] = [];
  readonly #free: number[] = [];
  /** Slots as a binary heap. */
  readonly #heap: number[] = [];
  #nextOrder = 0;

  get entries(): number {
    return this.#heap.length;
  }

  nextNs(): number {
    this.#dropCancelled();
    return this.#heap.length > 0 ? this.#atNs[this.#heap[0]!]! : Infinity;
  }

  push(atNs: number, run: () => void): TimerId {
    const slot = this.#free.pop() ?? this.#atNs.length;
    this.#atNs[slot] = atNs;
    this.#order[slot] = this.#nextOrder++;
    this.#run[slot] = run;
    this.#generation[slot] ??= 1;
    this.#heap.push(slot);
    this.#rise(this.#heap.length - 1);
    this.size++;
    return slot + this.#generation[slot] * SLOTS;
  }

  cancel(id: TimerId): boolean {
    const slot = id % SLOTS;
    if (this.#generation[slot] !== (id - slot) / SLOTS || this.#run[slot] == null) return false;
    this.#run[slot] = null;
    this.size--;
    this.#sweepIfMany();
    return true;
  }

  pop(): (() => void) | undefined {
    this.#dropCancelled();
    if (this.#heap.length === 0) return undefined;
    const slot = this.#heap[0]!;
    const run = this.#run[slot]!;
    this.#removeTop();
    this.size--;
    this.#sweepIfMany();
    return run;
  }

  #dropCancelled(): void {
    while (this.#heap.length > 0 && this.#run[this.#heap[0]!] === null) this.#removeTop();
  }

  #removeTop(): void {
    this.#release(this.#heap[0]!);
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
  }

  #release(slot: number): void {
    this.#run[slot] = null;
    this.#generation[slot] = (this.#generation[slot]! % GENERATIONS) + 1;
    this.#free.push(slot);
  }

  #sweepIfMany(): void {
    if (this.#heap.length - this.size <= this.size + GARBAGE_ALLOWED) return;
    let kept = 0;
    for (const slot of this.#heap) {
      if (this.#run[slot] === null) this.#release(slot);
      else this.#heap[kept++] = slot;
    }
    this.#heap.length = kept;
    for (let i = (kept >> 1) - 1; i >= 0; i--) this.#sink(i);
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

  #sink(index: number): void {
    const heap = this.#heap;
    const slot = heap[index]!;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#before(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#before(heap[child]!, slot)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = slot;
  }
}
