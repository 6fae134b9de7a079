import { TICKS_PER_QUARTER } from './bars.js';
import { beatsGone, HEAD_WORDS, SIGNATURE_WORDS, TEMPO_WORDS } from './conductor-table.js';

/** Where a batch's positions go, one row a time. */
export interface ConductorColumns {
  /** Quarter notes in 2^-32, signed. */
  readonly beats: BigInt64Array;
  /** From 1. */
  readonly bars: Int32Array;
  /** From 1, in units of the signature's denominator. */
  readonly beatsInBar: Uint32Array;
  /** Of that unit, 960 to a quarter note. */
  readonly ticks: Uint32Array;
}

/** `BEAT_SNAP` in 2^-32 quarter notes. */
const SNAP = 64n;

/**
 * What the `conductor` kernel computes, and the path without a device: positions of the score in `table` (see `conductor-table.ts`) at the
 * times from `from` to before `to`. Integers throughout, modulo 2^64, so that both are equal to the last bit; within 1e-6 of a beat of `beatAt` for
 * days. Bars are right for beats up to 2^23 either way.
 */
export function conductTimes(
  table: Uint32Array,
  times: BigUint64Array,
  from: number,
  to: number,
  out: ConductorColumns,
): void {
  const signed = (at: number): bigint => (BigInt(table[at + 1]! | 0) << 32n) | BigInt(table[at]!);
  const unsigned = (at: number): bigint => BigInt.asUintN(64, signed(at));
  const firstSignature = HEAD_WORDS + table[1]! * TEMPO_WORDS;
  const start = signed(4);
  const end = signed(6);

  const beatAt = (timeNs: bigint): bigint => {
    let at = HEAD_WORDS;
    if (timeNs < unsigned(at)) return signed(at + 2);
    for (let i = 1; i < table[1]! && timeNs >= unsigned(at + TEMPO_WORDS); i++) at += TEMPO_WORDS;
    const gone = beatsGone(timeNs - unsigned(at), unsigned(at + 4));
    const beat = BigInt.asIntN(64, signed(at + 2) + gone);
    if (table[3] === 0 || beat < end) return beat;
    return start + (BigInt.asUintN(64, beat - start) % (end - start));
  };

  for (let i = from; i < to; i++) {
    const beat = beatAt(times[i]!);
    out.beats[i] = beat;
    const reached = BigInt.asIntN(64, beat + SNAP);
    let at = firstSignature;
    for (let n = 1; n < table[2]! && reached >= signed(at + SIGNATURE_WORDS); n++) {
      at += SIGNATURE_WORDS;
    }
    const numerator = table[at + 3]! & 0xffff;
    const denominator = table[at + 3]! >>> 16;
    // In 2^-34 of the denominator's unit.
    const units = BigInt.asIntN(64, (reached - signed(at)) * BigInt(denominator));
    const whole = Number(units >> 34n);
    const full = Math.floor(whole / numerator);
    const rest = BigInt.asUintN(34, units) * BigInt(4 * TICKS_PER_QUARTER);
    out.bars[i] = (table[at + 2]! | 0) + full;
    out.beatsInBar[i] = whole - full * numerator + 1;
    out.ticks[i] = Math.floor(Number(rest >> 34n) / denominator);
  }
}
