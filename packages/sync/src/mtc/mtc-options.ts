import { JamError } from '@jamnet/wire';
import { mtcRates, type MtcRate } from './rate.js';
import { frameOfTimecode, type Timecode } from './timecode.js';

export const MIDNIGHT: Readonly<Timecode> = { hours: 0, minutes: 0, seconds: 0, frames: 0 };

/** Throws a JamError `bad-option` for what is not a rate. */
export function checkRate(rate: MtcRate): MtcRate {
  if (mtcRates.includes(rate)) return rate;
  throw new JamError('bad-option', `rate is ${rate}: it may be ${mtcRates.join(', ')}`);
}

/** The frame that the song starts at. Throws a JamError `bad-option` for a timecode that does not exist at the rate. */
export function checkSongStart(timecode: Readonly<Timecode>, rate: MtcRate): number {
  const frame = frameOfTimecode(timecode, rate);
  if (frame >= 0) return frame;
  const { hours, minutes, seconds, frames } = timecode;
  throw new JamError(
    'bad-option',
    `songStart is ${hours}:${minutes}:${seconds}:${frames}: there is no such timecode at ${rate} frames a second`,
  );
}
