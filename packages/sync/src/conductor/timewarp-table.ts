import { JamError } from '@jamnet/wire';
import type { ClockLine } from './timewarp.js';

export const CLOCK_WORDS = 8;

/** Bits of a rate behind the point. 32 would be 0.4 µs in an hour; these are less than 1e-4 ns. */
export const WARP_RATE_BITS = 56n;

/** Lines of clocks in integers, as the `timewarp` kernel and its reference read them. */
export interface TimewarpTable {
  /**
   * Eight words of head: word 0 belongs to who runs it, the number of timestamps; word 1 is the number of clocks. Then per clock its reading,
   * the result at it, the rate in 2^-56, signed (pairs of words, little-endian), 1 where the clock is known, and an empty word.
   */
  readonly words: Uint32Array<ArrayBuffer>;
  /** Throws JamError `bad-option`. */
  set(clock: number, line: ClockLine): void;
  clear(clock: number): void;
}

export function createTimewarpTable(clocks: number): TimewarpTable {
  if (!Number.isInteger(clocks) || clocks < 1 || clocks > 65_536) {
    throw new JamError('bad-option', `clocks is ${clocks}: a whole number from 1 to 65,536 it is`);
  }
  const words = new Uint32Array(CLOCK_WORDS * (clocks + 1));
  words[1] = clocks;
  const placeOf = (clock: number): number => {
    if (!Number.isInteger(clock) || clock < 0 || clock >= clocks) {
      throw new JamError('bad-option', `clock is ${clock}: there are ${clocks}, from 0`);
    }
    return CLOCK_WORDS * (clock + 1);
  };
  const pair = (at: number, value: bigint): void => {
    words[at] = Number(BigInt.asUintN(32, value));
    words[at + 1] = Number(BigInt.asUintN(32, value >> 32n));
  };
  const isTime = (ns: number): boolean => Number.isSafeInteger(ns) && ns >= 0;
  return {
    words,
    set(clock, { atNs, resultNs, rate = 0 }) {
      const at = placeOf(clock);
      if (!isTime(atNs) || !isTime(resultNs)) {
        const what = `clock ${clock} is ${resultNs} ns at ${atNs} ns`;
        throw new JamError('bad-option', `${what}: give whole numbers from 0 to 2^53 - 1`);
      }
      if (!(Math.abs(rate) < 1)) {
        throw new JamError('bad-option', `the rate is ${rate}: give a share below 1 either way`);
      }
      pair(at, BigInt(atNs));
      pair(at + 2, BigInt(resultNs));
      pair(at + 4, BigInt(Math.round(rate * 2 ** Number(WARP_RATE_BITS))));
      words[at + 6] = 1;
    },
    clear(clock) {
      words[placeOf(clock) + 6] = 0;
    },
  };
}
