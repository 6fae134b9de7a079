/**
 * J. S. Bach, Prelude in C major, BWV 846 (The Well-Tempered Clavier I, 1722), shortened: bars 1 to 11, where the first
 * part has reached G major, then the last two bars, which lead from its dominant seventh back home.
 *
 * The music is in the public domain. The notes were entered for this repository, from no edition's file.
 */

/** A bar of the arpeggio: two voices for the left hand, three for the right, from low to high. */
export interface ArpeggioBar {
  /** Number of the bar in the piece. */
  readonly bar: number;
  readonly harmony: string;
  readonly voices: readonly [string, string, string, string, string];
  /** Loudness as MIDI velocity, before the voices are weighed. */
  readonly velocity: number;
}

export const ARPEGGIO_BARS: readonly ArpeggioBar[] = [
  { bar: 1, harmony: 'C', voices: ['C4', 'E4', 'G4', 'C5', 'E5'], velocity: 68 },
  { bar: 2, harmony: 'Dm7/C', voices: ['C4', 'D4', 'A4', 'D5', 'F5'], velocity: 71 },
  { bar: 3, harmony: 'G7/B', voices: ['B3', 'D4', 'G4', 'D5', 'F5'], velocity: 73 },
  { bar: 4, harmony: 'C', voices: ['C4', 'E4', 'G4', 'C5', 'E5'], velocity: 68 },
  { bar: 5, harmony: 'Am/C', voices: ['C4', 'E4', 'A4', 'E5', 'A5'], velocity: 76 },
  { bar: 6, harmony: 'D7/C', voices: ['C4', 'D4', 'F#4', 'A4', 'D5'], velocity: 78 },
  { bar: 7, harmony: 'G/B', voices: ['B3', 'D4', 'G4', 'D5', 'G5'], velocity: 80 },
  { bar: 8, harmony: 'Cmaj7/B', voices: ['B3', 'C4', 'E4', 'G4', 'C5'], velocity: 74 },
  { bar: 9, harmony: 'Am7', voices: ['A3', 'C4', 'E4', 'G4', 'C5'], velocity: 70 },
  { bar: 10, harmony: 'D7', voices: ['D3', 'A3', 'D4', 'F#4', 'C5'], velocity: 76 },
  { bar: 11, harmony: 'G', voices: ['G3', 'B3', 'D4', 'G4', 'B4'], velocity: 68 },
];

/** Bar 34: the left hand holds, the right hand wanders over the dominant seventh, one sixteenth a note, from the third sixteenth on. */
export const CADENCE = {
  bar: 34,
  harmony: 'G7/C',
  bass: ['C2', 'B2'],
  melody: [
    ...['G4', 'B4', 'D5', 'F5', 'D5', 'B4', 'D5'],
    ...['B4', 'G4', 'B4', 'D4', 'F4', 'E4', 'D4'],
  ],
  velocity: 66,
} as const;

/** Bar 35: the last chord. */
export const FINAL = {
  bar: 35,
  harmony: 'C',
  bass: ['C2', 'C3'],
  chord: ['E4', 'G4', 'C5'],
  velocity: 64,
} as const;

const STEPS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** MIDI note number of a name like `F#4`; middle C is C4, number 60. */
export function noteNumber(name: string): number {
  const match = /^([A-G])(#?)(\d)$/.exec(name);
  if (match === null) throw new Error(`'${name}' is no note name`);
  const [, letter, sharp, octave] = match;
  return 12 * (Number(octave) + 1) + STEPS[letter!]! + (sharp === '#' ? 1 : 0);
}
