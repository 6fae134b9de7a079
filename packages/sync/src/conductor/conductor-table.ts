import { JamError } from '@jamnet/wire';
import { firstBarOf } from './bars.js';
import { bpmAt, isLooping, isRunning } from './beat-line.js';
import type { Score } from './score.js';

/** Tempos, and signatures, that a table has room for. */
export const MAX_TEMPOS = 64;
export const MAX_SIGNATURES = 64;

export const HEAD_WORDS = 8;
export const TEMPO_WORDS = 6;
export const SIGNATURE_WORDS = 4;
export const TABLE_WORDS = HEAD_WORDS + MAX_TEMPOS * TEMPO_WORDS + MAX_SIGNATURES * SIGNATURE_WORDS;

/** Bits of a tempo, in 2^-32 quarter notes a nanosecond, behind the point. */
export const RATE_BITS = 56n;

/** A score in integers, as the `conductor` kernel and its reference read it. */
export interface ConductorTable {
  /**
   * Word 0 belongs to who runs it: the number of times. Then the numbers of tempos and signatures, and whether there is a loop; from word 4
   * the loop's start and end. Then per tempo its time, the beat then, and its rate; per signature its beat, its first bar, numerator and
   * denominator (low and high half of a word). Pairs of words are little-endian: times in ns, beats in 2^-32 quarter notes, signed, rates in
   * 2^-88 quarter notes a nanosecond.
   */
  readonly words: Uint32Array<ArrayBuffer>;
  /** Throws JamError `bad-option` for a score that does not fit. */
  set(score: Score): void;
}

export function createConductorTable(): ConductorTable {
  const words = new Uint32Array(TABLE_WORDS);
  return { words, set: (score) => writeScore(score, words) };
}

/** Quarter notes in 2^-32. */
const fixed = (beat: number): bigint => BigInt(Math.round(beat * 2 ** 32));

/** Exact but for the last of the 2^-88 quarter notes a nanosecond. */
const rateOf = (bpm: number): bigint =>
  (BigInt(Math.round(bpm * 2 ** 40)) << (32n + RATE_BITS - 40n)) / 60_000_000_000n;

/** How far the beat goes in a time, 2^-32 quarter notes, to the nearest. */
export const beatsGone = (sinceNs: bigint, rate: bigint): bigint =>
  (sinceNs * rate + (1n << (RATE_BITS - 1n))) >> RATE_BITS;

function writeScore(score: Score, words: Uint32Array): void {
  check(score);
  const pair = (at: number, value: bigint): void => {
    words[at] = Number(BigInt.asUintN(32, value));
    words[at + 1] = Number(BigInt.asUintN(32, value >> 32n));
  };
  const { anchor, tempos, signatures, loop } = score;
  const running = isRunning(score.run);
  const later = running ? tempos.slice(1).filter(({ atNs }) => atNs > anchor.atNs) : [];
  const pieces = [{ atNs: anchor.atNs, bpm: running ? bpmAt(score, anchor.atNs) : 0 }, ...later];
  words[1] = pieces.length;
  words[2] = signatures.length;
  words[3] = isLooping(score) ? 1 : 0;
  pair(4, fixed(loop?.startBeat ?? 0));
  pair(6, fixed(loop?.endBeat ?? 0));

  let at = HEAD_WORDS;
  let beat = fixed(anchor.beat);
  let fromNs = BigInt(Math.round(anchor.atNs));
  let rate = 0n;
  for (const { atNs, bpm } of pieces) {
    const startNs = BigInt(Math.round(atNs));
    beat += beatsGone(startNs - fromNs, rate);
    fromNs = startNs;
    rate = rateOf(bpm);
    pair(at, startNs);
    pair(at + 2, beat);
    pair(at + 4, rate);
    at += TEMPO_WORDS;
  }
  for (const [i, { beat: start, numerator, denominator }] of signatures.entries()) {
    pair(at, i === 0 ? 0n : fixed(start));
    words[at + 2] = firstBarOf(signatures, i);
    words[at + 3] = numerator | (denominator << 16);
    at += SIGNATURE_WORDS;
  }
}

const MAX_BEAT = 2 ** 23;
const MIN_LOOP = 2 ** -32;

function check({ anchor, tempos, signatures, loop }: Score): void {
  const refuse = (what: string): never => {
    throw new JamError('bad-option', `the score cannot be put in a table: ${what}`);
  };
  const isBeat = (beat: number): boolean => Math.abs(beat) <= MAX_BEAT;
  const isTime = (atNs: number): boolean => atNs >= 0 && atNs <= Number.MAX_SAFE_INTEGER;
  const isShare = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 255;
  if (!isTime(anchor.atNs))
    refuse(`the anchor is at ${anchor.atNs} ns; from 0 to 2^53 - 1 it fits`);
  if (!isBeat(anchor.beat))
    refuse(`the anchor is at beat ${anchor.beat}; up to 2^23 either way fit`);
  if (tempos.length < 1 || tempos.length > MAX_TEMPOS) {
    refuse(`it has ${tempos.length} tempos; 1 to ${MAX_TEMPOS} fit`);
  }
  if (signatures.length < 1 || signatures.length > MAX_SIGNATURES) {
    refuse(`it has ${signatures.length} signatures; 1 to ${MAX_SIGNATURES} fit`);
  }
  for (const [i, { atNs, bpm }] of tempos.entries()) {
    if (!(bpm > 0 && bpm <= 1000)) refuse(`a tempo is ${bpm} bpm; above 0, up to 1000 fit`);
    // One before the anchor is not in the table.
    if (i > 0 && !(atNs <= Number.MAX_SAFE_INTEGER)) {
      refuse(`a tempo begins at ${atNs} ns; up to 2^53 - 1 it fits`);
    }
  }
  for (const { beat, numerator, denominator } of signatures) {
    if (!isBeat(beat)) refuse(`a signature begins at beat ${beat}; up to 2^23 either way fit`);
    if (!isShare(numerator) || !isShare(denominator)) {
      refuse(`a signature is ${numerator}/${denominator}; whole numbers from 1 to 255 fit`);
    }
  }
  if (loop === null) return;
  if (
    !isBeat(loop.startBeat) ||
    !(loop.endBeat - loop.startBeat >= MIN_LOOP) ||
    !isBeat(loop.endBeat)
  ) {
    refuse(`the loop goes from beat ${loop.startBeat} to ${loop.endBeat}`);
  }
}
