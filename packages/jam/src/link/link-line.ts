import type { Link } from '@jamnet/sync';
import { phaseApart, usPerBeatOf } from './phase.js';

/** Remembers how Link's count went, so that a move of its phase by somebody else is noticed: Link tells of none. */
export interface LinkLine {
  /** From here on it goes on as it is now. */
  note(hostNs: number): void;
  /** How far the count was moved since the last note, quarter notes within half a quantum, at a time at which the tempo may have changed. Notes. */
  movedAt(hostNs: number): number;
}

export function createLinkLine(link: Link, quantum: number): LinkLine {
  let atNs = 0;
  let beat = 0;
  let usPerBeat = 1;
  const note = (hostNs: number): void => {
    atNs = hostNs;
    beat = link.beatAt(hostNs);
    usPerBeat = usPerBeatOf(link.bpm);
  };
  return {
    note,
    movedAt(hostNs) {
      const expected = beat + (hostNs - atNs) / 1e3 / usPerBeat;
      note(hostNs);
      return phaseApart(beat, expected, quantum);
    },
  };
}
