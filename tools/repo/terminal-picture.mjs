#!/usr/bin/env node
// Turns a captured terminal screen into an SVG picture, for READMEs:
//
//   tmux capture-pane -e -p -t demo | node tools/repo/terminal-picture.mjs --title "toaster demo" > docs/images/toaster-demo.svg
//
// Block characters become rectangles, so that they join without gaps whatever font the reader has.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const CELL = { width: 8.4, height: 18, baseline: 13.5 };
const MARGIN = { side: 14, top: 40, bottom: 14 };
const BACKGROUND = '#16181d';
const FOREGROUND = '#d0d0d0';
const BASE_16 =
  '#1d1f21 #cc6666 #8abeb7 #f0c674 #81a2be #b294bb #8abeb7 #c5c8c6 #666666 #d54e53 #b9ca4a #e7c547 #7aa6da #c397d8 #70c0b1 #eaeaea'.split(
    ' ',
  );

/** Where a block character is filled: left, top, width and height as shares of the cell. */
function blockShape(character) {
  const lower = '▁▂▃▄▅▆▇█'.indexOf(character);
  if (lower >= 0) return [0, (7 - lower) / 8, 1, (lower + 1) / 8];
  const left = '▏▎▍▌▋▊▉'.indexOf(character);
  if (left >= 0) return [0, 0, (left + 1) / 8, 1];
  return character === '▀' ? [0, 0, 1, 0.5] : null;
}

function paletteColour(index) {
  if (index < 16) return BASE_16[index];
  if (index >= 232) return hex(...Array(3).fill(8 + (index - 232) * 10));
  const cube = index - 16;
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  return hex(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function hex(...channels) {
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Reads lines with SGR sequences as rows of `{ character, fg, bg, bold }`. Other sequences are left out. */
function parseScreen(text) {
  let style = { fg: null, bg: null, bold: false };
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const cells = [];
      const parts = line.split(/\u001b\[([0-9;:?]*)([A-Za-z])/);
      for (let at = 0; at < parts.length; at += 3) {
        for (const character of parts[at]) cells.push({ character, ...style });
        if (parts[at + 2] === 'm') style = applyCodes(style, parts[at + 1]);
      }
      return cells;
    });
}

function applyCodes(style, codes) {
  const list = codes.split(/[;:]/).map(Number);
  let { fg, bg, bold } = style;
  for (let at = 0; at < list.length; at += 1) {
    const code = list[at];
    if (code === 0) [fg, bg, bold] = [null, null, false];
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code === 39) fg = null;
    else if (code === 49) bg = null;
    else if (code === 38 || code === 48) {
      const wide = list[at + 1] === 2;
      const colour = wide ? hex(...list.slice(at + 2, at + 5)) : paletteColour(list[at + 2]);
      if (code === 38) fg = colour;
      else bg = colour;
      at += wide ? 4 : 2;
    } else if (code >= 30 && code <= 37) fg = paletteColour(code - 30);
    else if (code >= 40 && code <= 47) bg = paletteColour(code - 40);
    else if (code >= 90 && code <= 97) fg = paletteColour(code - 82);
  }
  return { fg, bg, bold };
}

const number = (value) => String(Math.round(value * 100) / 100);
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Cells next to each other that look alike, as `[from, to)`. */
function runs(cells, same) {
  const found = [];
  for (let at = 0; at < cells.length; at += 1) {
    const last = found[found.length - 1];
    if (last && same(cells[at], cells[last[0]])) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found;
}

function rectangle(left, top, width, height, fill) {
  return `<rect x="${number(left)}" y="${number(top)}" width="${number(width)}" height="${number(height)}" fill="${fill}"/>`;
}

function drawRow(cells, top) {
  const parts = [];
  const left = (at) => MARGIN.side + at * CELL.width;
  for (const [from, to] of runs(cells, (a, b) => a.bg === b.bg)) {
    if (cells[from].bg) {
      parts.push(rectangle(left(from), top, (to - from) * CELL.width, CELL.height, cells[from].bg));
    }
  }
  for (const [from, to] of runs(cells, (a, b) => a.fg === b.fg && a.character === b.character)) {
    const { character, fg } = cells[from];
    const shape = blockShape(character);
    if (!shape) continue;
    const [x, y, width, height] = shape;
    const colour = fg ?? FOREGROUND;
    const wide = width === 1 ? (to - from) * CELL.width : width * CELL.width;
    for (let at = from; at < (width === 1 ? from + 1 : to); at += 1) {
      parts.push(
        rectangle(
          left(at) + x * CELL.width,
          top + y * CELL.height,
          wide,
          height * CELL.height,
          colour,
        ),
      );
    }
  }
  const alike = (a, b) =>
    a.fg === b.fg && a.bold === b.bold && isText(a.character) === isText(b.character);
  for (const [from, to] of runs(cells, alike)) {
    const { fg, bold, character } = cells[from];
    if (!isText(character)) continue;
    const text = cells
      .slice(from, to)
      .map((cell) => cell.character)
      .join('');
    if (text.trim() === '') continue;
    const weight = bold ? ' font-weight="bold"' : '';
    parts.push(
      `<text x="${number(left(from))}" y="${number(top + CELL.baseline)}" textLength="${number((to - from) * CELL.width)}" fill="${fg ?? FOREGROUND}"${weight}>${escape(text)}</text>`,
    );
  }
  return parts.join('\n');
}

function isText(character) {
  return blockShape(character) === null;
}

function picture(rows, title) {
  const columns = Math.max(...rows.map((row) => row.length));
  const width = MARGIN.side * 2 + columns * CELL.width;
  const height = MARGIN.top + rows.length * CELL.height + MARGIN.bottom;
  const lights = ['#ff5f57', '#febc2e', '#28c840']
    .map((colour, at) => `<circle cx="${20 + at * 20}" cy="20" r="6" fill="${colour}"/>`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}" role="img" aria-label="${escape(title)}">
<rect width="100%" height="100%" rx="10" fill="${BACKGROUND}"/>
${lights}
<text x="${number(width / 2)}" y="25" fill="#9a9fa8" font-family="system-ui, sans-serif" font-size="13" text-anchor="middle">${escape(title)}</text>
<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve" shape-rendering="crispEdges">
${rows.map((row, at) => drawRow(row, MARGIN.top + at * CELL.height)).join('\n')}
</g>
</svg>
`;
}

const titleAt = process.argv.indexOf('--title');
const title = titleAt > 0 ? process.argv[titleAt + 1] : 'terminal';
process.stdout.write(picture(parseScreen(readFileSync(0, 'utf8')), title));
