import { inkSequence, Palette, RESET, type ColourMode, type Ink } from './ink.js';

/** A rectangle of characters to draw on. What falls outside is cut off. Every character is one column wide. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Writes `text` and returns the column after it. */
  put(row: number, column: number, text: string, ink?: Ink): number;
  /** Writes `text` so that it ends before column `end`; returns the column it starts at. */
  putRight(row: number, end: number, text: string, ink?: Ink): number;
  /** One string per row, exactly `columns` characters wide, closed with a reset where there is colour. */
  lines(mode: ColourMode): string[];
}

export function createGrid(columns: number, rows: number): Grid {
  const characters: string[] = new Array(columns * rows).fill(' ');
  const inks: Ink[] = new Array(columns * rows).fill(Palette.plain);

  function put(row: number, column: number, text: string, ink: Ink = Palette.text): number {
    let at = column;
    for (const character of text) {
      if (row >= 0 && row < rows && at >= 0 && at < columns) {
        characters[row * columns + at] = character;
        inks[row * columns + at] = ink;
      }
      at += 1;
    }
    return at;
  }

  return {
    columns,
    rows,
    put,
    putRight(row, end, text, ink) {
      const start = end - [...text].length;
      put(row, start, text, ink);
      return start;
    },
    lines(mode) {
      const lines: string[] = [];
      for (let row = 0; row < rows; row += 1) {
        const start = row * columns;
        lines.push(
          mode === 'plain'
            ? plainLine(characters, inks, start, start + columns)
            : colouredLine(characters, inks, start, start + columns),
        );
      }
      return lines;
    },
  };
}

function colouredLine(characters: string[], inks: Ink[], start: number, end: number): string {
  let line = '';
  let before: Ink = Palette.plain;
  for (let at = start; at < end; at += 1) {
    const ink = inks[at];
    if (ink !== before && !sameInk(ink, before)) line += inkSequence(ink);
    before = ink;
    line += characters[at];
  }
  return line + RESET;
}

function plainLine(characters: string[], inks: Ink[], start: number, end: number): string {
  let line = '';
  for (let at = start; at < end; at += 1) line += inks[at].plain ?? characters[at];
  return line;
}

function sameInk(a: Ink, b: Ink): boolean {
  return a.fg === b.fg && a.bg === b.bg && a.bold === b.bold;
}
