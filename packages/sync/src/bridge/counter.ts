import { JamError } from '@jamnet/wire';

/** Undoes the wraps of a counter of fewer bits than time needs. */
export interface Counter {
  /**
   * A raw reading as a count that goes on: the first one as it is, each later one as near as possible to the one before it.
   * So the counter must be read at least once in half its range, and a reading up to half a range older than the one before is
   * taken as that, not as a wrap. Exact up to 2^53. Does not allocate for numbers.
   */
  take(raw: number | bigint): number;
}

/**
 * A counter of `bits` bits, 8 to 64 (a device's `timestampBits`), in whatever unit it counts. Readings of more than 53 bits are
 * given as a BigInt. Throws a JamError `bad-option`.
 */
export function createCounter(bits: number): Counter {
  if (!Number.isInteger(bits) || bits < 8 || bits > 64) {
    throw new JamError('bad-option', `bits is ${bits}: a counter has 8 to 64 of them`);
  }
  return bits <= 52 ? new NarrowCounter(2 ** bits) : new WideCounter(bits);
}

class NarrowCounter implements Counter {
  readonly #range: number;
  #last = NaN;

  constructor(range: number) {
    this.#range = range;
  }

  take(raw: number | bigint): number {
    const value = Number(raw);
    if (Number.isNaN(this.#last)) return (this.#last = value);
    const range = this.#range;
    const ahead = value - this.#last;
    return (this.#last += ahead - range * Math.round(ahead / range));
  }
}

class WideCounter implements Counter {
  readonly #bits: number;
  #last: bigint | null = null;
  #total = 0n;

  constructor(bits: number) {
    this.#bits = bits;
  }

  take(raw: number | bigint): number {
    const value = BigInt(raw);
    this.#total =
      this.#last === null ? value : this.#total + BigInt.asIntN(this.#bits, value - this.#last);
    this.#last = value;
    return Number(this.#total);
  }
}
