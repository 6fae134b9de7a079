import { BEAT_SNAP } from './beat-line.js';
import type { Signature } from './score.js';

/** Ticks of a quarter note. */
export const TICKS_PER_QUARTER = 960;

/** A place in bars. */
export interface BarPlace {
  /** From 1; the bar before the song's start is 0, and so on down. */
  bar: number;
  /** From 1, in units of the signature's denominator. */
  beatInBar: number;
  /** Of that unit: 0-959 where it is a quarter note, 0-479 where it is an eighth. */
  tick: number;
}

/** Which signature holds at a beat, as its index. */
function indexAt(signatures: readonly Signature[], beat: number): number {
  let index = 0;
  while (index + 1 < signatures.length && signatures[index + 1]!.beat <= beat) index++;
  return index;
}

const startOf = (signatures: readonly Signature[], index: number): number =>
  index === 0 ? 0 : signatures[index]!.beat;

/** Units of the denominator in so many quarter notes. */
const unitsOf = (quarters: number, { denominator }: Signature): number =>
  (quarters * denominator) / 4;

const quartersOf = (units: number, { denominator }: Signature): number => (units * 4) / denominator;

/** The time signature at a beat. Does not allocate. */
export function signatureAt(signatures: readonly Signature[], beat: number): Signature {
  return signatures[indexAt(signatures, beat + BEAT_SNAP)]!;
}

/** The number, from 1, of the bar that begins with signature `index`: the bar before it is cut short where the signature comes amid it. */
export function firstBarOf(signatures: readonly Signature[], index: number): number {
  let bar = 1;
  for (let i = 0; i < index; i++) {
    const signature = signatures[i]!;
    const quarters = startOf(signatures, i + 1) - startOf(signatures, i) - BEAT_SNAP;
    bar += Math.max(0, Math.ceil(unitsOf(quarters, signature) / signature.numerator));
  }
  return bar;
}

/** The bar, the beat in it and the tick at a beat; a beat that is {@link BEAT_SNAP} away counts as reached. Does not allocate. */
export function placeInBars(signatures: readonly Signature[], beat: number, out: BarPlace): void {
  const reached = beat + BEAT_SNAP;
  const index = indexAt(signatures, reached);
  const signature = signatures[index]!;
  const units = unitsOf(reached - startOf(signatures, index), signature);
  const whole = Math.floor(units);
  const bars = Math.floor(whole / signature.numerator);
  out.bar = firstBarOf(signatures, index) + bars;
  out.beatInBar = whole - bars * signature.numerator + 1;
  out.tick = Math.floor(((units - whole) * 4 * TICKS_PER_QUARTER) / signature.denominator);
}

/** The beat of the first bar line at or after `beat`. Does not allocate. */
export function barLineFrom(signatures: readonly Signature[], beat: number): number {
  const index = indexAt(signatures, beat + BEAT_SNAP);
  const signature = signatures[index]!;
  const start = startOf(signatures, index);
  const units = unitsOf(beat - BEAT_SNAP - start, signature);
  const bars = Math.ceil(units / signature.numerator);
  const line = start + quartersOf(bars * signature.numerator, signature);
  return index + 1 < signatures.length ? Math.min(line, signatures[index + 1]!.beat) : line;
}

/** The beat at which a bar begins. Does not allocate. @param bar from 1 */
export function beatOfBar(signatures: readonly Signature[], bar: number): number {
  let index = 0;
  while (index + 1 < signatures.length && firstBarOf(signatures, index + 1) <= bar) index++;
  const signature = signatures[index]!;
  const units = (bar - firstBarOf(signatures, index)) * signature.numerator;
  return startOf(signatures, index) + quartersOf(units, signature);
}
