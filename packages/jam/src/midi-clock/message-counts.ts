import { CLOCK, CONTINUE, QUARTER_FRAME, SONG_POSITION, START, STOP, SYSEX } from './midi-bytes.js';

/** Messages by what they are. */
export interface MessageCounts {
  clocks: number;
  /** Start and Continue. */
  starts: number;
  stops: number;
  positions: number;
  quarterFrames: number;
  fullFrames: number;
}

export function noMessages(): MessageCounts {
  return { clocks: 0, starts: 0, stops: 0, positions: 0, quarterFrames: 0, fullFrames: 0 };
}

/** Counts a message by its status byte. */
export function countMessage(counts: MessageCounts, status: number): void {
  if (status === CLOCK) counts.clocks++;
  else if (status === START || status === CONTINUE) counts.starts++;
  else if (status === STOP) counts.stops++;
  else if (status === SONG_POSITION) counts.positions++;
  else if (status === QUARTER_FRAME) counts.quarterFrames++;
  else if (status === SYSEX) counts.fullFrames++;
}
