import { describe, expect, it } from 'vitest';
import { createGrid } from '../../src/display/grid.js';
import { drawPianoRoll, type NoteMark } from '../../src/display/piano-roll.js';

const COLUMNS = 27;
/** Labels take four columns, the keyboard three: a column is 400 ms. */
const WIDTH = COLUMNS - 7;

function roll(
  notes: NoteMark[],
  nowMs: number,
  rows = 2,
  lowestNote = 60,
  highestNote = 63,
): string[] {
  const grid = createGrid(COLUMNS, rows);
  const area = { top: 0, left: 0, columns: COLUMNS, rows };
  drawPianoRoll(grid, area, { notes, nowMs, lowestNote, highestNote });
  return grid.lines('plain');
}

function mark(note: number, startMs: number, endMs: number | null): NoteMark {
  return { note, channel: 1, startMs, endMs, arrival: 'direct' };
}

describe('a piano roll', () => {
  it('is empty but for names and keyboard when nothing sounds', () => {
    expect(roll([], 0)).toEqual([`${' '.repeat(24)}│  `, ` C4 ${' '.repeat(WIDTH)}│  `]);
  });

  it('draws a note from its start to its end, the present at the right', () => {
    // The highest of four notes is the upper half of the first row.
    const [first] = roll([mark(63, 2_000, 4_000)], 8_000);
    expect(first).toBe(`    ${' '.repeat(4)}▀▀▀▀▀${' '.repeat(WIDTH - 9)}│  `);
  });

  it('lets a sounding note reach the keyboard and press its key', () => {
    const lines = roll([mark(60, 6_000, null)], 8_000);
    expect(lines[1]).toBe(` C4 ${' '.repeat(WIDTH - 6)}▄▄▄▄▄▄│▄▄`);
  });

  it('scrolls by whole columns and forgets what has left', () => {
    const notes = [mark(63, 0, 1_200)];
    expect(roll(notes, 2_000)[0]).toBe(roll(notes, 2_399)[0]);
    expect(roll(notes, 2_400)[0]).not.toBe(roll(notes, 2_399)[0]);
    expect(roll(notes, 40_000)[0].trim()).toBe('│');
  });

  it('shows two lanes in a row', () => {
    const lines = roll([mark(63, 0, 4_000), mark(62, 2_000, 6_000)], 7_600);
    expect(lines[0]).toBe('    ▀▀▀▀▀█████▄▄▄▄▄     │  ');
  });

  it('keeps repeated notes apart', () => {
    const lines = roll([mark(63, 0, 2_000), mark(63, 2_000, 4_000)], 7_600);
    expect(lines[0]).toContain('▀▀▀▀▀▀▀▀▀');
    const colours = createGrid(COLUMNS, 2);
    drawPianoRoll(
      colours,
      { top: 0, left: 0, columns: COLUMNS, rows: 2 },
      {
        notes: [mark(63, 0, 2_000), mark(63, 2_000, 4_000)],
        nowMs: 7_600,
        lowestNote: 60,
        highestNote: 63,
      },
    );
    // Onset, body, onset, body: four changes of colour within the bars.
    expect(colours.lines('colour')[0].match(/38;5;(80|30)/g)).toEqual([
      '38;5;80',
      '38;5;30',
      '38;5;80',
      '38;5;30',
    ]);
  });

  it('squeezes a wide song into the lanes there are', () => {
    const lines = roll([mark(127, 0, 8_000), mark(0, 0, 8_000)], 7_600, 2, 0, 127);
    expect(lines[0]).toContain('▀▀▀');
    expect(lines[1]).toContain('▄▄▄');
  });

  it('marks repaired and late onsets with colours of their own', () => {
    const grid = createGrid(COLUMNS, 2);
    const notes: NoteMark[] = [
      { ...mark(63, 4_000, null), arrival: 'repaired' },
      { ...mark(61, 4_000, null), arrival: 'late' },
    ];
    const area = { top: 0, left: 0, columns: COLUMNS, rows: 2 };
    drawPianoRoll(grid, area, { notes, nowMs: 6_000, lowestNote: 60, highestNote: 63 });
    const [first, second] = grid.lines('colour');
    expect(first).toContain('38;5;214');
    expect(second).toContain('38;5;203');
  });

  it('survives notes out of range and a song without any', () => {
    expect(() => roll([mark(127, 0, null)], 100, 2, 60, 60)).not.toThrow();
    expect(() => roll([], 100, 1, 0, 0)).not.toThrow();
  });
});
