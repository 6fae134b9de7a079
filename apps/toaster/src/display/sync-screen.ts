import { formatClock } from '../options/duration.js';
import { formatCountOf, formatNanoseconds, formatSigned } from '../report/number-format.js';
import { commandText, formatBpm } from '../timeline/command-fields.js';
import { type ClockRow, nameIn, type SyncView } from '../timeline/sync-view.js';
import { beatPicture } from './beat-picture.js';
import { CLOCK_COLUMNS, clockCells, signedPpm } from './clock-cells.js';
import { fitText } from './fit-text.js';
import { createGrid, type Grid } from './grid.js';
import { type ColourMode, type Ink, Palette } from './ink.js';

/** The smallest terminal that the table is drawn for; on a smaller one lines are printed. */
export const SMALLEST_SYNC_SCREEN = { columns: 80, rows: 12 } as const;

const NAME_START = 3;
/** Rows that are there with every number of peers: two at the top, the table's heading, six at the bottom. */
const FIXED_ROWS = 9;
const REPORT_WIDTH = 20;
const LABEL_END = 10;

/** Draws the table for a terminal of that size: one string per row. Pure. */
export function renderSync(
  view: SyncView,
  columns: number,
  rows: number,
  mode: ColourMode = 'colour',
): string[] {
  const grid = createGrid(columns, rows);
  drawHeader(grid, view);
  const space = Math.max(1, rows - FIXED_ROWS);
  const shown = view.peers.slice(0, view.peers.length > space ? space - 1 : space);
  drawHeading(grid, 2);
  shown.forEach((row, at) => drawClock(grid, 3 + at, row));
  let row = 3 + shown.length;
  const hidden = view.peers.length - shown.length;
  if (hidden > 0) {
    grid.put(row, NAME_START, `and ${hidden} more`, Palette.faint);
    row += 1;
  }
  row = drawReports(grid, shown, row, rows - 6);
  drawSession(grid, view, row);
  return grid.lines(mode);
}

function drawHeader(grid: Grid, view: SyncView): void {
  const end = grid.columns - 1;
  const count = view.peers.filter(({ shares }) => shares).length;
  const who = count === 1 ? 'nobody else on the timeline' : `${count} on the timeline`;
  const start = grid.putRight(0, end, who, Palette.text);
  const at = grid.put(0, 1, 'JAMNet', Palette.title) + 2;
  grid.put(0, at, fitText(view.topic, start - at - 1), Palette.strong);
  grid.put(1, 1, '─'.repeat(grid.columns - 2), Palette.rule);
}

function nameWidth(grid: Grid): number {
  const others = CLOCK_COLUMNS.reduce((sum, { width }) => sum + width + 1, 0);
  return grid.columns - NAME_START - others - 1;
}

function drawCells(grid: Grid, row: number, cells: readonly string[], ink: Ink): void {
  let at = NAME_START + nameWidth(grid) + 1;
  CLOCK_COLUMNS.forEach(({ width, right }, index) => {
    const text = fitText(cells[index], width);
    if (right) grid.putRight(row, at + width, text, ink);
    else grid.put(row, at, text, ink);
    at += width + 1;
  });
}

function drawHeading(grid: Grid, row: number): void {
  grid.put(row, NAME_START, 'PEER', Palette.faint);
  drawCells(
    grid,
    row,
    CLOCK_COLUMNS.map(({ title }) => title),
    Palette.faint,
  );
}

function drawClock(grid: Grid, row: number, clock: ClockRow): void {
  if (clock.isMaster) grid.put(row, 1, '★', Palette.title);
  const name = fitText(clock.name, nameWidth(grid));
  grid.put(row, NAME_START, name, clock.isMaster ? Palette.strong : Palette.accent);
  const known = clock.state === 'locked' && clock.shares;
  drawCells(grid, row, clockCells(clock), known ? Palette.text : Palette.faint);
}

/** What each says of the others' clocks, where there is room; returns the row below. */
function drawReports(grid: Grid, shown: readonly ClockRow[], top: number, end: number): number {
  const start = NAME_START + nameWidth(grid) + 1;
  const fitting = Math.floor((grid.columns - start) / REPORT_WIDTH);
  const about = shown.slice(0, fitting);
  if (shown.length < 2 || top + shown.length + 3 > end) return top;
  grid.put(top + 1, NAME_START, 'WHO SAYS', Palette.faint);
  about.forEach((row, at) => {
    const left = start + at * REPORT_WIDTH;
    grid.put(top + 1, left, fitText(`of ${row.name}`, REPORT_WIDTH - 1), Palette.faint);
  });
  shown.forEach((reporter, line) => {
    const row = top + 2 + line;
    grid.put(row, NAME_START, fitText(reporter.name, nameWidth(grid)), Palette.accent);
    about.forEach((of, at) => {
      const said = reporter.reports.find(({ senderId }) => senderId === of.senderId);
      const text =
        said === undefined
          ? '·'
          : `${formatSigned(said.offsetNs)} ± ${formatNanoseconds(said.errorBoundNs)}`;
      const left = start + at * REPORT_WIDTH;
      const ink = said === undefined ? Palette.faint : Palette.text;
      grid.put(row, left, fitText(text, REPORT_WIDTH - 1), ink);
    });
  });
  return top + 2 + shown.length;
}

function drawSession(grid: Grid, view: SyncView, top: number): void {
  const { music, state } = view;
  const end = grid.columns - 1;
  grid.put(top, 1, '─'.repeat(grid.columns - 2), Palette.rule);

  label(grid, top + 1, 'timeline');
  const settled = state === 'locked' ? Palette.good : Palette.warn;
  let at = grid.put(top + 1, LABEL_END + 2, state, settled) + 2;
  const { isMaster, term, ageMs } = view;
  const master = isMaster ? 'this one is the master' : `master ${nameIn(view, view.master)}`;
  const parts = [master, `term ${term}`, `${formatClock(ageMs)} old`];
  if (!isMaster) {
    parts.push(`± ${formatNanoseconds(view.errorBoundNs)}`, `${signedPpm(view.ratePpm)} ppm`);
  }
  grid.put(top + 1, at, fitText(parts.join('  '), end - at), Palette.text);

  label(grid, top + 2, 'music');
  at = grid.put(top + 2, LABEL_END + 2, music.position.padEnd(10), Palette.strong) + 1;
  const beats = beatPicture(music.beatInBar, music.signature[0], music.running);
  at = grid.put(top + 2, at, beats, Palette.accent) + 2;
  const tempo = [music.run, `${formatBpm(music.bpm)} bpm`, music.signature.join('/')];
  if (music.loop) tempo.push(`loop beats ${music.loop.startBeat}-${music.loop.endBeat}`);
  grid.put(top + 2, at, fitText(tempo.join('  '), end - at), Palette.text);

  label(grid, top + 3, 'to come');
  const [next] = view.pending;
  const more = view.pending.length - 1;
  const text =
    next === undefined
      ? 'nothing'
      : `${commandText(next)}, by ${next.from}${more > 0 ? `, and ${formatCountOf(more, 'command')} more` : ''}`;
  const ink = next === undefined ? Palette.faint : Palette.text;
  grid.put(top + 3, LABEL_END + 2, fitText(text, end - LABEL_END - 2), ink);

  at = grid.put(top + 5, 1, 'Ctrl-C or q ends it', Palette.faint);
  const legend = '★ master  ± path: the part that no exchange can tell';
  grid.putRight(top + 5, end, fitText(legend, end - at - 2), Palette.faint);
}

function label(grid: Grid, row: number, text: string): void {
  grid.putRight(row, LABEL_END, text, Palette.faint);
}
