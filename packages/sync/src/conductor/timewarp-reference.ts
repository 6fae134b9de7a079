import { CLOCK_WORDS, WARP_RATE_BITS } from './timewarp-table.js';

const HALF = 1n << (WARP_RATE_BITS - 1n);

/**
 * What the `timewarp` kernel computes, and the path without a device: each of the timestamps from `from` to before `to` by the line of its
 * clock in `table` (see `timewarp-table.ts`), to the nearest ns, modulo 2^64; 0 where the clock is not known. Integers throughout, so that
 * both are equal to the last bit; within 1 ns of `warpTime` for ±500 ppm over an hour.
 */
export function warpTimes(
  table: Uint32Array,
  times: BigUint64Array,
  clocks: Uint32Array,
  from: number,
  to: number,
  out: BigUint64Array,
): void {
  const signed = (at: number): bigint => (BigInt(table[at + 1]! | 0) << 32n) | BigInt(table[at]!);
  for (let i = from; i < to; i++) {
    const clock = clocks[i]!;
    const at = (clock + 1) * CLOCK_WORDS;
    if (clock >= table[1]! || table[at + 6] === 0) {
      out[i] = 0n;
      continue;
    }
    const since = BigInt.asIntN(64, times[i]! - signed(at));
    const product = since * signed(at + 4);
    const gain = ((product < 0n ? -product : product) + HALF) >> WARP_RATE_BITS;
    // An array of this kind keeps the low 64 bits.
    out[i] = signed(at + 2) + since + (product < 0n ? -gain : gain);
  }
}
