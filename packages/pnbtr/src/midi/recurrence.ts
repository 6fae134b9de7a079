import type { Chord } from './chord-line.js';

/** What counts as the same again. */
export interface SamenessRules {
  /** Intervals between beginnings may differ by so much, or by `toleranceShare` of themselves where that is more. */
  readonly toleranceNs: number;
  readonly toleranceShare: number;
  /** How much has to have been the same before: notes, and their duration. */
  readonly contextNotes: number;
  readonly contextNs: number;
  /** How often that has to have come before. */
  readonly times: number;
}

/** Places in a line of chords after which it went on as it may go on now. */
export interface Recurrence {
  /** Places of the chords that were where the last one is now; each has the same before it. */
  readonly places: readonly number[];
  /** How much slower it is played now than at each of them. */
  readonly stretch: readonly number[];
}

/** No further back is compared: what was the same for so long is the same. */
const MOST_CONTEXT = 96;

/**
 * Finds where the end of `line[0 … end − 1]` has been before: the `times` places with the longest context in common, and all others whose context is as
 * long. Undefined where there are too few or where too little is the same.
 */
export function findRecurrence(
  line: readonly Chord[],
  end: number,
  rules: SamenessRules,
): Recurrence | undefined {
  const lengths: number[] = [];
  const found: number[] = [];
  for (let place = end - 2; place >= 1; place -= 1) {
    const length = sameBefore(line, place, end - 1, rules);
    if (length === 0) continue;
    found.push(place);
    lengths.push(length);
  }
  if (found.length < rules.times) return undefined;
  const shared = [...lengths].sort((a, b) => b - a)[rules.times - 1];
  if (!isEnough(line, end, shared, rules)) return undefined;
  const places = found.filter((_, at) => lengths[at] >= shared);
  const nowNs = line[end - 1].atNs - line[end - shared].atNs;
  return {
    places,
    stretch: places.map((place) => nowNs / (line[place].atNs - line[place + 1 - shared].atNs)),
  };
}

/** What followed at every one of the places, `step` chords on; undefined where they disagree. `line` may have been continued. */
export function agreedNext(
  line: readonly Chord[],
  { places, stretch }: Recurrence,
  step: number,
  rules: SamenessRules,
): Chord | undefined {
  const first = line[places[0] + step];
  const before = line[places[0] + step - 1];
  if (first === undefined) return undefined;
  let sumNs = 0;
  for (const [at, place] of places.entries()) {
    const next = line[place + step];
    if (next === undefined || !sameNotes(next, first)) return undefined;
    const intervalNs = (next.atNs - line[place + step - 1].atNs) * stretch[at];
    const referenceNs = (first.atNs - before.atNs) * stretch[0];
    if (!sameInterval(intervalNs, referenceNs, rules)) return undefined;
    sumNs += intervalNs;
  }
  const last = line[line.length - 1];
  return {
    atNs: last.atNs + sumNs / places.length,
    notes: first.notes,
    velocities: first.velocities,
    lengthsNs: first.lengthsNs.map((length) => (length < 0 ? length : length * stretch[0])),
  };
}

/** Whether a chord is what was expected, at its time. */
export function fulfils(chord: Chord, expected: Chord, { toleranceNs }: SamenessRules): boolean {
  return sameNotes(chord, expected) && Math.abs(chord.atNs - expected.atNs) <= 2 * toleranceNs;
}

/** How many chords up to `place` are the same as those up to `last`. The first of each is compared without the interval before it. */
function sameBefore(
  line: readonly Chord[],
  place: number,
  last: number,
  rules: SamenessRules,
): number {
  let length = 0;
  while (length < MOST_CONTEXT && length <= place) {
    const a = line[place - length];
    const b = line[last - length];
    if (!sameNotes(a, b)) break;
    length += 1;
    if (length > place) break;
    const intervalA = a.atNs - line[place - length].atNs;
    const intervalB = b.atNs - line[last - length].atNs;
    if (!sameInterval(intervalA, intervalB, rules)) break;
  }
  return length;
}

function isEnough(
  line: readonly Chord[],
  end: number,
  chords: number,
  rules: SamenessRules,
): boolean {
  if (chords < 2) return false;
  if (line[end - 1].atNs - line[end - chords].atNs < rules.contextNs) return false;
  let notes = 0;
  for (let at = end - chords; at < end; at += 1) notes += line[at].notes.length;
  return notes >= rules.contextNotes;
}

function sameInterval(
  a: number,
  b: number,
  { toleranceNs, toleranceShare }: SamenessRules,
): boolean {
  return Math.abs(a - b) <= Math.max(toleranceNs, toleranceShare * Math.min(a, b));
}

function sameNotes({ notes: a }: Chord, { notes: b }: Chord): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
