import type { Grid } from './grid.js';
import { LATE_COLOUR, PLAIN_ARRIVAL, REPAIRED_COLOUR, voiceColour } from './ink.js';
import { isBlackKey, noteName } from './note-name.js';

/** A note as the listener heard it, on the time line of the song. */
export interface NoteMark {
  readonly note: number;
  readonly channel: number;
  readonly startMs: number;
  /** Null while it sounds. */
  readonly endMs: number | null;
  /** How its note-on came: in a frame of its own, out of the history of a later one, or after its time. */
  readonly arrival: 'direct' | 'repaired' | 'late';
}

export interface PianoRollView {
  readonly notes: readonly NoteMark[];
  readonly nowMs: number;
  readonly lowestNote: number;
  readonly highestNote: number;
}

interface Area {
  readonly top: number;
  readonly left: number;
  readonly columns: number;
  readonly rows: number;
}

const LABEL_COLUMNS = 4;
const KEY_COLUMNS = 3;
/** About what is seen at once, so that a wider terminal shows it finer. */
const SHOWN_MS = 8_000;
const LANE = { white: 235, black: 234, octave: 237 } as const;
const KEY = { white: 252, black: 238 } as const;

/**
 * Notes scroll to the left from a keyboard that stands at the right, where the present is. Each row shows two lanes, one
 * in each half of the character; where the song is wider than the space, a lane holds two semitones or more.
 */
export function drawPianoRoll(grid: Grid, area: Area, view: PianoRollView): void {
  const lanes = fitLanes(area.rows * 2, view.lowestNote, view.highestNote);
  const width = area.columns - LABEL_COLUMNS - KEY_COLUMNS;
  const colours = laneColours(lanes, width, view);
  const left = area.left + LABEL_COLUMNS;
  for (let row = 0; row < area.rows; row += 1) {
    const upper = row * 2;
    drawLabel(grid, area, row, lanes);
    for (let column = 0; column < width; column += 1) {
      const above = colours[upper * width + column];
      const below = colours[(upper + 1) * width + column];
      drawHalves(grid, area.top + row, left + column, lanes, upper, above, below);
    }
    drawKeys(grid, area.top + row, left + width, lanes, upper, view.notes);
  }
}

/** Which notes a lane holds; lane 0 is the highest. */
interface Lanes {
  readonly count: number;
  readonly semitones: number;
  readonly topNote: number;
}

function fitLanes(count: number, lowestNote: number, highestNote: number): Lanes {
  const range = Math.max(1, highestNote - lowestNote + 1);
  const semitones = Math.max(1, Math.ceil(range / count));
  const spare = Math.max(0, count - Math.ceil(range / semitones));
  return { count, semitones, topNote: highestNote + Math.floor(spare / 2) * semitones };
}

function laneOf(lanes: Lanes, note: number): number {
  return Math.floor((lanes.topNote - note) / lanes.semitones);
}

/** The lowest note of a lane: the one whose name and key colour it has. */
function noteOf(lanes: Lanes, lane: number): number {
  return lanes.topNote - lane * lanes.semitones - lanes.semitones + 1;
}

/** 0 where nothing sounds, else the colour; later notes are drawn over earlier ones, and an onset over everything. */
function laneColours(lanes: Lanes, width: number, view: PianoRollView): Uint8Array {
  const colours = new Uint8Array(lanes.count * width);
  // Time is cut into columns that stay where they are, or every note would tremble as it scrolls.
  const msPerColumn = Math.max(20, Math.round(SHOWN_MS / width / 10) * 10);
  const lastColumn = Math.floor(view.nowMs / msPerColumn);
  const columnOf = (ms: number) => Math.floor(ms / msPerColumn) - lastColumn + width - 1;
  for (const mark of view.notes) {
    const lane = laneOf(lanes, mark.note);
    if (lane < 0 || lane >= lanes.count) continue;
    const start = columnOf(mark.startMs);
    // A gap of one column before the next onset keeps repeated notes apart.
    const end = mark.endMs === null ? width - 1 : Math.max(start, columnOf(mark.endMs) - 1);
    const colour = voiceColour(mark.channel, mark.endMs === null);
    for (let column = Math.max(0, start + 1); column <= Math.min(width - 1, end); column += 1) {
      colours[lane * width + column] = colour;
    }
    if (start >= 0 && start < width) colours[lane * width + start] = onsetColour(mark);
  }
  return colours;
}

function onsetColour(mark: NoteMark): number {
  if (mark.arrival === 'late') return LATE_COLOUR;
  return mark.arrival === 'repaired' ? REPAIRED_COLOUR : voiceColour(mark.channel, true);
}

function laneBackground(lanes: Lanes, lane: number): number {
  const note = noteOf(lanes, lane);
  for (let step = 0; step < lanes.semitones; step += 1)
    if ((note + step) % 12 === 0) return LANE.octave;
  return lanes.semitones === 1 && isBlackKey(note) ? LANE.black : LANE.white;
}

function drawHalves(
  grid: Grid,
  row: number,
  column: number,
  lanes: Lanes,
  upper: number,
  above: number,
  below: number,
): void {
  const emptyAbove = laneBackground(lanes, upper);
  const emptyBelow = laneBackground(lanes, upper + 1);
  const onset = plainOnset(above, below);
  if (above && below) {
    grid.put(row, column, '▀', { fg: above, bg: below, plain: onset ?? '█' });
  } else if (above) {
    grid.put(row, column, '▀', { fg: above, bg: emptyBelow, plain: onset ?? '▀' });
  } else if (below) {
    grid.put(row, column, '▄', { fg: below, bg: emptyAbove, plain: onset ?? '▄' });
  } else {
    grid.put(row, column, '▀', { fg: emptyAbove, bg: emptyBelow, plain: ' ' });
  }
}

/** Without colour the cell in which a note that came late or was repaired begins has a character of its own. */
function plainOnset(above: number, below: number): string | undefined {
  if (above === LATE_COLOUR || below === LATE_COLOUR) return PLAIN_ARRIVAL.late;
  if (above === REPAIRED_COLOUR || below === REPAIRED_COLOUR) return PLAIN_ARRIVAL.repaired;
  return undefined;
}

function drawLabel(grid: Grid, area: Area, row: number, lanes: Lanes): void {
  for (const lane of [row * 2, row * 2 + 1]) {
    for (let step = 0; step < lanes.semitones; step += 1) {
      const note = noteOf(lanes, lane) + step;
      if (note >= 0 && note <= 127 && note % 12 === 0) {
        grid.put(area.top + row, area.left, noteName(note).padStart(LABEL_COLUMNS - 1), {
          fg: 243,
        });
        return;
      }
    }
  }
}

function drawKeys(
  grid: Grid,
  row: number,
  column: number,
  lanes: Lanes,
  upper: number,
  notes: readonly NoteMark[],
): void {
  const held = [upper, upper + 1].map((lane) =>
    notes.find((mark) => mark.endMs === null && laneOf(lanes, mark.note) === lane),
  );
  const colours = held.map((mark, half) => {
    if (mark) return voiceColour(mark.channel, true);
    return isBlackKey(Math.max(0, noteOf(lanes, upper + half))) ? KEY.black : KEY.white;
  });
  grid.put(row, column, '│', { fg: 240, bg: LANE.black });
  const plain = held[0] && held[1] ? '█' : held[0] ? '▀' : held[1] ? '▄' : ' ';
  for (let at = 1; at < KEY_COLUMNS; at += 1) {
    grid.put(row, column + at, '▀', { fg: colours[0], bg: colours[1], plain });
  }
}
