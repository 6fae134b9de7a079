/** How well a frame is known. Better ones replace worse ones. */
export const Known = { NONE: 0, HALF: 1, EXACT: 2 } as const;
export type Known = (typeof Known)[keyof typeof Known];

/**
 * Frames of a stream by their number, for as long as they can be of use: a window that moves on and never back. Interleaved floats.
 */
export interface FrameStore {
  readonly channels: number;
  readonly capacity: number;
  /** The first number that it still holds, and one more than the last that was ever put in; both −Infinity before the first. */
  readonly first: number;
  readonly end: number;
  /** Interleaved; `offsetOf` says where a frame lies. */
  readonly samples: Float32Array;
  /** Of a whole number, inside the window or not. */
  offsetOf(number: number): number;
  known(number: number): Known;
  /**
   * Takes a frame, `channels` values from `values[offset]`. False when it is older than the window or known as well already. A number far ahead moves the
   * window. Does not allocate.
   */
  put(number: number, values: Float32Array, offset: number, known: Known): boolean;
  /** Writes a frame that is there already anew. */
  rewrite(number: number, values: Float32Array, offset: number): void;
  /** One more than the last of the frames from `from` that are known at least so well, at most `to`. */
  runEnd(from: number, to: number, least: Known): number;
  /** The first frame from `from` on that is known at all, at most `to`. */
  gapEnd(from: number, to: number): number;
  /** Forgets what lies before `number`. */
  dropBefore(number: number): void;
  /** Forgets everything. */
  clear(): void;
}

/** `leastFrames` are rounded up to a power of two. */
export function createFrameStore(channels: number, leastFrames: number): FrameStore {
  return new WindowStore(channels, 2 ** Math.ceil(Math.log2(leastFrames)));
}

class WindowStore implements FrameStore {
  first = -Infinity;
  end = -Infinity;
  readonly samples: Float32Array;
  readonly #known: Uint8Array;

  constructor(
    readonly channels: number,
    readonly capacity: number,
  ) {
    this.samples = new Float32Array(channels * capacity);
    this.#known = new Uint8Array(capacity);
  }

  #at(number: number): number {
    // Numbers go beyond 32 bits, where & would not do and % is slow; a power of two divides without a rest.
    return number - Math.floor(number / this.capacity) * this.capacity;
  }

  offsetOf(number: number): number {
    return this.#at(number) * this.channels;
  }

  known(number: number): Known {
    if (number < this.first || number >= this.end) return Known.NONE;
    return this.#known[this.#at(number)] as Known;
  }

  put(number: number, values: Float32Array, offset: number, known: Known): boolean {
    if (number < this.first) return false;
    this.#reach(number);
    const at = this.#at(number);
    if (this.#known[at] >= known) return false;
    this.#known[at] = known;
    const to = at * this.channels;
    for (let c = 0; c < this.channels; c++) this.samples[to + c] = values[offset + c];
    return true;
  }

  rewrite(number: number, values: Float32Array, offset: number): void {
    const to = this.offsetOf(number);
    for (let c = 0; c < this.channels; c++) this.samples[to + c] = values[offset + c];
  }

  #reach(number: number): void {
    if (this.end === -Infinity) {
      // What came out of order before it may still be taken.
      this.first = number - (this.capacity >> 1);
      this.end = number;
    }
    if (number - this.end >= this.capacity) {
      this.#known.fill(0);
      this.first = number + 1 - this.capacity;
      this.end = number + 1;
      return;
    }
    while (this.end <= number) {
      this.#known[this.#at(this.end)] = 0;
      this.end++;
    }
    if (this.end - this.capacity > this.first) this.first = this.end - this.capacity;
  }

  runEnd(from: number, to: number, least: Known): number {
    let at = from;
    while (at < to && this.known(at) >= least) at++;
    return at;
  }

  gapEnd(from: number, to: number): number {
    let at = Math.max(from, Math.min(to, this.first));
    const end = Math.min(to, this.end);
    while (at < end && this.#known[this.#at(at)] === 0) at++;
    return at < end ? at : to;
  }

  dropBefore(number: number): void {
    if (number > this.first) this.first = number;
  }

  clear(): void {
    this.#known.fill(0);
    this.first = -Infinity;
    this.end = -Infinity;
  }
}
