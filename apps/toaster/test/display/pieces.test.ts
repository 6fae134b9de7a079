import { describe, expect, it } from 'vitest';
import { burstPicture } from '../../src/display/burst-picture.js';
import { createGrid } from '../../src/display/grid.js';
import { noteName } from '../../src/display/note-name.js';
import { progressBar } from '../../src/display/progress-bar.js';
import { sparkline } from '../../src/display/sparkline.js';

describe('a grid', () => {
  it('cuts off what falls outside', () => {
    const grid = createGrid(5, 2);
    expect(grid.put(0, 3, 'abc')).toBe(6);
    expect(grid.putRight(1, 5, 'right to left')).toBe(-8);
    grid.put(7, 0, 'nowhere');
    expect(grid.lines('plain')).toEqual(['   ab', ' left']);
  });

  it('changes colour only where the colour changes, and ends every line without one', () => {
    const grid = createGrid(4, 1);
    grid.put(0, 0, 'ab', { fg: 80 });
    grid.put(0, 2, 'c', { fg: 80, bg: 17, bold: true });
    expect(grid.lines('colour')).toEqual([
      '\u001b[0;38;5;80mab\u001b[0;1;38;5;80;48;5;17mc\u001b[0m \u001b[0m',
    ]);
  });

  it('without colour shows no escape sequences, and what says the same without colour', () => {
    const grid = createGrid(3, 1);
    grid.put(0, 0, '▀', { fg: 235, bg: 234, plain: ' ' });
    grid.put(0, 1, '▀', { fg: 80, bg: 234 });
    expect(grid.lines('plain')).toEqual([' ▀ ']);
  });
});

describe('a sparkline', () => {
  it('draws the newest values at the right', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 4, { low: 0, high: 8 })).toBe('▄▅▆▇');
    expect(sparkline([0, 8], 4, { low: 0, high: 8 })).toBe('  ▁▇');
  });

  it('leaves gaps where nothing was measured, and stays within its bars', () => {
    expect(sparkline([null, -5, 99, Number.NaN], 4, { low: 0, high: 8 })).toBe(' ▁▇ ');
  });

  it('on a logarithmic scale gives each factor the same step', () => {
    const values = [0, 100, 1_000, 10_000, 100_000];
    expect(sparkline(values, 5, { low: 100, high: 100_000, logarithmic: true })).toBe('▁▁▃▅▇');
  });

  it('of a range that is none is flat', () => {
    expect(sparkline([1, 1], 2, { low: 1, high: 1 })).toBe('▁▁');
  });
});

it('a progress bar fills by half columns', () => {
  expect(progressBar(0, 4)).toEqual({ gone: '', left: '────' });
  expect(progressBar(0.5, 4)).toEqual({ gone: '━━', left: '──' });
  expect(progressBar(1 / 8, 4)).toEqual({ gone: '╸', left: '───' });
  expect(progressBar(7, 4)).toEqual({ gone: '━━━━', left: '' });
});

it('a burst shows each copy at its time', () => {
  expect(burstPicture([0, 15, 45], 45, 10)).toBe('┃╌╌┃╌╌╌╌╌┃');
  expect(burstPicture([0, 0.01, 45], 45, 10)).toBe('█╌╌╌╌╌╌╌╌┃');
  expect(burstPicture([0], 0, 3)).toBe('┃╌╌');
});

it('notes have the names that musicians use', () => {
  expect([60, 61, 69, 0, 127].map(noteName)).toEqual(['C4', 'C♯4', 'A4', 'C-1', 'G9']);
});
