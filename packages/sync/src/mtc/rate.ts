/**
 * Frames per second of a timecode: MIDI Time Code (RP-004/008). 29.97 is the drop-frame count of 30,000 / 1,001 frames a second,
 * which leaves out numbers so that it keeps with the wall clock.
 */
export type MtcRate = 24 | 25 | 29.97 | 30;

/** The rates in the order of their two bits on the wire. */
export const mtcRates: readonly MtcRate[] = [24, 25, 29.97, 30];

/** Nanoseconds of one frame. */
export function frameNs(rate: MtcRate): number {
  return rate === 29.97 ? 1001e9 / 30_000 : 1e9 / rate;
}

/** Frame numbers that a second has room for. */
export function framesPerSecond(rate: MtcRate): number {
  return rate === 29.97 ? 30 : rate;
}
