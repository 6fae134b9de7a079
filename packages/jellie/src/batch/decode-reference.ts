import { completePair } from '../complete-pair.js';
import { filterAt, halfRateFilters, REACH } from '../half-rate-filters.js';
import { EVEN_WEIGHT, ODD_WEIGHT, PARTS } from '../parts.js';
import { type SamplePair, unmixPair } from '../unmix-pair.js';

/** What the rows of a batch have in common: a row is a stretch of one stream. */
export interface JellieRows {
  /** Pairs of frames of a row. */
  readonly pairs: number;
  readonly channels: number;
}

/** Rows to be decoded, one after the other. */
export interface JellieDecodeColumns {
  /** Which parts there are of each pair: bit k for part k, 0-15. `rows * pairs` */
  readonly present: Uint32Array;
  /** For each row its four parts one after the other, each as in a message: `rows * 4 * pairs * channels`. */
  readonly parts: Int32Array;
  /** Interleaved frames: `rows * 2 * pairs * channels`. */
  readonly samples: Int32Array;
  /**
   * For each pair and channel: 0 nothing is known, and the samples are 0; 1 half of it, and the rest is estimated; 2 all of it; 3 no pair of
   * samples has the parts, and the samples are 0. `rows * pairs * channels`
   */
  readonly known: Uint32Array;
}

const pair: SamplePair = { even: 0, odd: 0 };

/**
 * What the `jellie_decode` kernel computes, and the path without a device: rows `from` to before `to`. Pairs of which one part is there are
 * estimated from up to eight neighbours on either side in the same row, up to the first that does not have the part. A kernel that
 * computes in 32 bits gives the same to the last bit where two parts are there, and within 16 of 2^24 steps where one is.
 */
export function decodeRows(
  { pairs, channels }: JellieRows,
  columns: JellieDecodeColumns,
  from: number,
  to: number,
): void {
  const { samples, known } = columns;
  const row = new Row(columns, pairs, channels);
  for (let r = from; r < to; r++) {
    for (let p = 0; p < pairs; p++) {
      for (let c = 0; c < channels; c++) {
        row.select(r, c);
        const at = (r * pairs + p) * 2 * channels + c;
        known[(r * pairs + p) * channels + c] = row.decode(p);
        samples[at] = pair.even;
        samples[at + channels] = pair.odd;
      }
    }
  }
}

class Row {
  #row = 0;
  #channel = 0;
  #value = 0;
  readonly #filters = halfRateFilters();

  constructor(
    private readonly columns: JellieDecodeColumns,
    private readonly pairs: number,
    private readonly channels: number,
  ) {}

  select(row: number, channel: number): void {
    this.#row = row;
    this.#channel = channel;
  }

  /** Leaves both samples in `pair` and says how they are known. */
  decode(p: number): number {
    const bits = this.#present(p);
    const several = (bits & (bits - 1)) !== 0;
    if (several && this.#unmix(bits, p)) return 2;
    if (bits === 0 || several) {
      pair.even = 0;
      pair.odd = 0;
      return several ? 3 : 0;
    }
    this.#estimate(lowest(bits), p);
    return 1;
  }

  #estimate(part: number, p: number): void {
    const own = this.#part(part, p);
    let before = 0;
    while (before < REACH && this.#has(part, p - 1 - before)) before++;
    let after = 0;
    while (after < REACH && this.#has(part, p + 1 + after)) after++;
    const centre = filterAt(part, before, after) + REACH;
    let sum = this.#filters[centre]! * own;
    for (let k = -before; k <= after; k++) {
      if (k === 0) continue;
      this.#has(part, p + k);
      sum += this.#filters[centre + k]! * this.#value;
    }
    completePair(part, own, sum, pair);
  }

  /** Whether the part of a pair is known; leaves it in `#value`. */
  #has(part: number, p: number): boolean {
    if (p < 0 || p >= this.pairs) return false;
    const bits = this.#present(p);
    if ((bits & (bits - 1)) !== 0) {
      if (!this.#unmix(bits, p)) return false;
      this.#value = EVEN_WEIGHT[part]! * pair.even + ODD_WEIGHT[part]! * pair.odd;
      return true;
    }
    this.#value = this.#part(part, p);
    return bits === 1 << part;
  }

  /** From the two lowest parts. */
  #unmix(bits: number, p: number): boolean {
    const low = lowest(bits);
    const high = lowest(bits & (bits - 1));
    return unmixPair(low, this.#part(low, p), high, this.#part(high, p), pair);
  }

  #present(p: number): number {
    return this.columns.present[this.#row * this.pairs + p]! & (2 ** PARTS - 1);
  }

  #part(part: number, p: number): number {
    const at = ((this.#row * PARTS + part) * this.pairs + p) * this.channels + this.#channel;
    return this.columns.parts[at]!;
  }
}

const lowest = (bits: number): number => 31 - Math.clz32(bits & -bits);
