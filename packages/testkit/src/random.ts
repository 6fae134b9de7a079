import type { RandomSource } from '@jamnet/wire';
import { checkInteger } from './check-option.js';

/**
 * A seeded source of random numbers with 32 random bits each: the same seed gives the same numbers on every machine.
 * The generator is sfc32 (128 bits of state, passes PractRand); neighbouring seeds give unrelated numbers. Not for secrets.
 *
 * @param seed any whole number from -(2^53 - 1) to 2^53 - 1; a JamError `bad-option` is thrown for anything else
 */
export function createRandom(seed: number): RandomSource {
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const low = seed | 0;
  const high = Math.floor(seed / 0x1_0000_0000) | 0;
  let a = scramble(low ^ 0x6a61_6d6e);
  let b = scramble(high ^ 0x6574_2074);
  let c = scramble(a ^ Math.imul(low, 0x9e37_79b9) ^ b);
  let counter = 1;

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // The first dozen outputs still resemble the seed.
  for (let warmUp = 0; warmUp < 15; warmUp += 1) next();
  return next;
}

/** A source of its own, seeded from another: what one of them draws does not shift what the other draws. */
export function forkRandom(random: RandomSource): RandomSource {
  return createRandom(Math.floor(random() * 0x1_0000_0000));
}

/** Murmur3's finaliser: every bit of the input reaches every bit of the output. */
function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
  return x ^ (x >>> 16);
}
