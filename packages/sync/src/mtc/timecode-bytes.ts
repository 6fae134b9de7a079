import { mtcRates, type MtcRate } from './rate.js';
import type { Timecode } from './timecode.js';

/** Status byte of a quarter frame; its data byte is `0nnndddd`, piece and nibble. */
export const QUARTER_FRAME = 0xf1;
/** Quarter frames that carry one timecode, over two frames. */
export const PIECES = 8;
export const QUARTERS_PER_FRAME = 4;

/** Data byte of quarter frame `piece` (0-7): frames, seconds, minutes, hours, low nibble first; the last has the rate too. */
export function quarterFrameData(
  piece: number,
  timecode: Readonly<Timecode>,
  rate: MtcRate,
): number {
  const field = piece >> 1;
  let value = timecode.frames;
  if (field === 1) value = timecode.seconds;
  else if (field === 2) value = timecode.minutes;
  else if (field === 3) value = hoursWithRate(timecode, rate);
  return (piece << 4) | (piece & 1 ? value >> 4 : value & 0xf);
}

/** A full frame for all devices, with room for the timecode: `F0 7F 7F 01 01 hh mm ss ff F7`. */
export function createFullFrame(): Uint8Array {
  return Uint8Array.of(0xf0, 0x7f, 0x7f, 0x01, 0x01, 0, 0, 0, 0, 0xf7);
}

export function writeFullFrame(
  bytes: Uint8Array,
  timecode: Readonly<Timecode>,
  rate: MtcRate,
): void {
  bytes[5] = hoursWithRate(timecode, rate);
  bytes[6] = timecode.minutes;
  bytes[7] = timecode.seconds;
  bytes[8] = timecode.frames;
}

function hoursWithRate(timecode: Readonly<Timecode>, rate: MtcRate): number {
  return (mtcRates.indexOf(rate) << 5) | timecode.hours;
}

/** The rate that an hours byte (`0rrhhhhh`) says. */
export function rateOfHours(byte: number): MtcRate {
  return mtcRates[(byte >> 5) & 3]!;
}
