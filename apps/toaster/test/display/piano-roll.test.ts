import { describe, expect, it } from 'vitest';
import { createGrid } from '../../src/display/grid.js';
import { drawPianoRoll, type NoteMark } from '../../src/display/piano-roll.js';

const COLUMNS = 27;
/** Labels take four columns, the keyboard three. */
const WIDTH = COLUMNS - 7;

function roll(notes: NoteMark[], nowMs: number, rows = 2, lowestNote = 60, highestNote = 63): string[] {
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
    const [first] = roll([mark(63, 500, 1_000)], 2_000);
    expect(first).toBe(`    ${' '.repeat(4)}▀▀▀▀▀${' '.repeat(WIDTH - 9)}│  `);
  });

  it('lets a sounding note reach the keyboard and press its key', () => {
    const lines = roll([mark(60, 1_500, null)], 2_000);
    expect(lines[1]).toBe(` C4 ${' '.repeat(WIDTH - 6)}▄▄▄▄▄▄│▄▄`);
  });

  it('scrolls by whole columns and forgets what has left', () => {
    const notes = [mark(63, 0, 300)];
    expect(roll(notes, 500)[0]).toBe(roll(notes, 599)[0]);
    expect(roll(notes, 600)[0]).not.toBe(roll(notes, 599)[0]);
    expect(roll(notes, 10_000)[0].trim()).toBe('│');
  });

  it('shows two lanes in a row', () => {
    const lines = roll([mark(63, 0, 1_000), mark(62, 500, 1_500)], 1_900);
    expect(lines[0]).toBe('    ▀▀▀▀▀█████▄▄▄▄▄     │  ');
  });

  it('keeps repeated notes apart', () => {
    const lines = roll([mark(63, 0, 500), mark(63, 500, 1_000)], 1_900);
    expect(lines[0]).toContain('▀▀▀▀▀▀▀▀▀');
    const colours = createGrid(COLUMNS, 2);
    drawPianoRoll(
      colours,
      { top: 0, left: 0, columns: COLUMNS, rows: 2 },
      { notes: [mark(63, 0, 500), mark(63, 500, 1_000)], nowMs: 1_900, lowestNote: 60, highestNote: 63 },
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
    const lines = roll([mark(127, 0, 2_000), mark(0, 0, 2_000)], 1_900, 2, 0, 127);
    expect(lines[0]).toContain('▀▀▀');
    expect(lines[1]).toContain('▄▄▄');
  });

  it('marks repaired and late onsets with colours of their own', () => {
    const grid = createGrid(COLUMNS, 2);
    const notes: NoteMark[] = [
      { ...mark(63, 1_000, null), arrival: 'repaired' },
      { ...mark(61, 1_000, null), arrival: 'late' },
    ];
    const area = { top: 0, left: 0, columns: COLUMNS, rows: 2 };
    drawPianoRoll(grid, area, { notes, nowMs: 1_500, lowestNote: 60, highestNote: 63 });
    const [first, second] = grid.lines('colour');
    expect(first).toContain('38;5;214');
    expect(second).toContain('38;5;203');
  });

  it('survives notes out of range and a song without any', () => {
    expect(() => roll([mark(127, 0, null)], 100, 2, 60, 60)).not.toThrow();
    expect(() => roll([], 100, 1, 0, 0)).not.toThrow();
  });
});
