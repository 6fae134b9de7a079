import { framesPerSecond, type MtcRate } from './rate.js';

/** Hours 0-23, minutes and seconds 0-59, frames from 0 below the rate. */
export interface Timecode {
  hours: number;
  minutes: number;
  seconds: number;
  frames: number;
}

/** Numbers that drop-frame leaves out at the start of each minute but every tenth: they are numbers, not frames. */
const DROPPED = 2;
const DROP_MINUTE = 60 * 30 - DROPPED;
const DROP_TEN_MINUTES = 10 * DROP_MINUTE + DROPPED;

/** Frames in 24 hours; after them a timecode begins anew. */
export function framesPerDay(rate: MtcRate): number {
  return rate === 29.97 ? 144 * DROP_TEN_MINUTES : 86_400 * rate;
}

/** Writes the timecode of a frame, counted from 00:00:00:00, into `into` and returns it. Any integer: days are taken off. */
export function timecodeOfFrame(
  frame: number,
  rate: MtcRate,
  into: Timecode = { hours: 0, minutes: 0, seconds: 0, frames: 0 },
): Timecode {
  const day = framesPerDay(rate);
  let number = ((frame % day) + day) % day;
  if (rate === 29.97) {
    const tens = Math.floor(number / DROP_TEN_MINUTES);
    // The first minute of ten drops nothing, so it is longer.
    const minutes = Math.max(0, Math.floor(((number % DROP_TEN_MINUTES) - DROPPED) / DROP_MINUTE));
    number += DROPPED * (9 * tens + minutes);
  }
  const perSecond = framesPerSecond(rate);
  into.frames = number % perSecond;
  const seconds = Math.floor(number / perSecond);
  into.seconds = seconds % 60;
  into.minutes = Math.floor(seconds / 60) % 60;
  into.hours = Math.floor(seconds / 3600);
  return into;
}

/** The frame of a timecode, counted from 00:00:00:00; -1 for one that does not exist: out of range, or dropped. */
export function frameOfTimecode(timecode: Readonly<Timecode>, rate: MtcRate): number {
  const { hours, minutes, seconds, frames } = timecode;
  const perSecond = framesPerSecond(rate);
  if (!(isBelow(hours, 24) && isBelow(minutes, 60) && isBelow(seconds, 60))) return -1;
  if (!isBelow(frames, perSecond)) return -1;
  const allMinutes = 60 * hours + minutes;
  const number = (60 * allMinutes + seconds) * perSecond + frames;
  if (rate !== 29.97) return number;
  if (seconds === 0 && frames < DROPPED && minutes % 10 !== 0) return -1;
  return number - DROPPED * (allMinutes - Math.floor(allMinutes / 10));
}

function isBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}
