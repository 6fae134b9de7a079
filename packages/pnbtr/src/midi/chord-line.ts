/** Notes of one channel that begin together. */
export interface Chord {
  /** When the first of them begins. */
  readonly atNs: number;
  /** In rising order, each once; with their velocities. */
  readonly notes: number[];
  readonly velocities: number[];
  /** How long each sounds; −1 while it is held. */
  readonly lengthsNs: number[];
}

/** The recent chords of one channel, oldest first. */
export interface ChordLine {
  readonly chords: readonly Chord[];
  /** Takes a note that begins; one that comes late finds its place. True where it opens a chord at the end of the line. */
  noteOn(note: number, velocity: number, atNs: number): boolean;
  noteOff(note: number, atNs: number): void;
}

/** How far a release looks back for what it ends. */
const MOST_BACK = 64;

/** Notes that begin within `chordNs` of the first are one chord; the last `capacity` chords are kept. */
export function createChordLine(chordNs: number, capacity: number): ChordLine {
  const chords: Chord[] = [];

  /** Where a chord that begins at `atNs` belongs. */
  function placeOf(atNs: number): number {
    let place = chords.length;
    while (place > 0 && chords[place - 1].atNs > atNs) place -= 1;
    return place;
  }

  function add(chord: Chord, note: number, velocity: number): void {
    if (chord.notes.includes(note)) return;
    let place = chord.notes.length;
    while (place > 0 && chord.notes[place - 1] > note) place -= 1;
    chord.notes.splice(place, 0, note);
    chord.velocities.splice(place, 0, velocity);
    chord.lengthsNs.splice(place, 0, -1);
  }

  return {
    chords,
    noteOn(note, velocity, atNs) {
      const place = placeOf(atNs);
      const before = chords[place - 1];
      if (before !== undefined && atNs - before.atNs <= chordNs) {
        add(before, note, velocity);
        return false;
      }
      // Of hands that do not quite meet, either may be told of first.
      const after = chords[place];
      if (after !== undefined && after.atNs - atNs <= chordNs) {
        add(after, note, velocity);
        return false;
      }
      chords.splice(place, 0, { atNs, notes: [note], velocities: [velocity], lengthsNs: [-1] });
      const opens = place === chords.length - 1;
      if (chords.length > capacity) chords.shift();
      return opens;
    },
    noteOff(note, atNs) {
      const least = Math.max(0, chords.length - MOST_BACK);
      for (let place = chords.length - 1; place >= least; place -= 1) {
        const chord = chords[place];
        const index = chord.atNs <= atNs ? chord.notes.indexOf(note) : -1;
        if (index < 0) continue;
        if (chord.lengthsNs[index] < 0) chord.lengthsNs[index] = atNs - chord.atNs;
        return;
      }
    },
  };
}
