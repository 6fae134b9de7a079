import { formatClock } from '../options/duration.js';
import { formatCount, formatShare } from '../report/number-format.js';
import type { AudioView } from '../record/audio-view.js';
import { audioFormatText, bufferText } from './audio-line.js';
import { fitText } from './fit-text.js';
import { createGrid, type Grid } from './grid.js';
import { type ColourMode, type Ink, Palette, REPAIRED_COLOUR } from './ink.js';
import { levelMeter, levelText } from './level-meter.js';
import { sparkline } from './sparkline.js';

/** The smallest terminal that the picture is drawn for; on a smaller one lines are printed. */
export const SMALLEST_AUDIO_SCREEN = { columns: 80, rows: 14 } as const;

const LABEL_END = 11;
const FIGURES = 38;
/** Rows of the picture without the meters. */
const FIXED_ROWS = 11;
const LOUD_DB = -3;

/** Draws a stream that is heard for a terminal of that size: one string per row. Pure. */
export function renderAudio(
  view: AudioView,
  columns: number,
  rows: number,
  mode: ColourMode = 'colour',
): string[] {
  const grid = createGrid(columns, rows);
  drawHeader(grid, view);
  const meters = Math.min(view.levels.length, rows - FIXED_ROWS);
  for (let channel = 0; channel < meters; channel += 1) drawMeter(grid, 2 + channel, channel, view);
  drawAudioRows(grid, 3 + Math.max(1, meters), view);
  grid.put(rows - 1, 1, 'Ctrl-C or q ends it', Palette.faint);
  return grid.lines(mode);
}

function drawHeader(grid: Grid, view: AudioView): void {
  const end = grid.columns - 1;
  const clock = formatClock(view.elapsedMs);
  const where = view.out === null ? clock : `● ${view.out} ${clock}`;
  const start = grid.putRight(0, end, fitText(where, 40), Palette.strong);
  const at = grid.put(0, 1, 'JAMNet', Palette.title) + 2;
  const who = view.from === null ? 'nobody plays yet' : `from ${view.from}`;
  const what = view.from === null ? '' : `, ${audioFormatText(view)}`;
  grid.put(0, at, fitText(`${view.topic}  ${who}${what}`, start - at - 1), Palette.text);
  grid.put(1, 1, '─'.repeat(grid.columns - 2), Palette.rule);
}

function drawMeter(grid: Grid, row: number, channel: number, view: AudioView): void {
  const level = view.levels[channel];
  label(grid, row, view.levels.length === 1 ? 'level' : `channel ${channel + 1}`);
  const meter = levelMeter(level, grid.columns - FIGURES - LABEL_END);
  const ink = level > LOUD_DB ? Palette.warn : Palette.good;
  const middle = grid.put(row, LABEL_END + 2, meter.gone, ink);
  grid.put(row, middle, meter.left, Palette.rule);
  grid.put(row, grid.columns - FIGURES + 4, levelText(level), Palette.text);
}

/** Buffer depth, loss, what was brought back and what was made up: six rows from `top` on. */
export function drawAudioRows(grid: Grid, top: number, view: AudioView): void {
  const { buffer, totals } = view;
  const { targetMs, delayMs, jitterMs, driftPpm } = buffer;
  const most = Math.max(10, targetMs || 0, ...buffer.ticks.slice(-200).map((value) => value ?? 0));
  drawSeries(grid, top, 'buffer', buffer.ticks, most, Palette.accent, [
    bufferText(buffer.nowMs),
    `of ${bufferText(targetMs)} wanted`,
  ]);
  drawSeries(grid, top + 1, 'lost', view.lossTicks, 1, Palette.loss, [
    formatShare(view.copiesLost),
    'of all datagrams of late',
  ]);
  const repaired = totals.byCopy + totals.byCoding;
  const by = totals.byCoding > 0 ? 'frames, by JELLIE and copies' : 'frames, by copies';
  drawSeries(grid, top + 2, 'repaired', view.repairedTicks, 1, { fg: REPAIRED_COLOUR }, [
    formatCount(repaired),
    by,
  ]);
  const all = totals.exact + totals.halfRate + totals.concealed + totals.faded;
  const share = all > 0 ? totals.concealed / all : 0;
  drawSeries(grid, top + 3, 'concealed', view.concealedTicks, 1, Palette.warn, [
    formatShare(share),
    `by ${view.method}, confidence ${view.confidence.toFixed(2)}`,
  ]);
  label(grid, top + 4, 'path');
  const path = `${bufferText(delayMs)} delay, ${bufferText(jitterMs)} jitter, ${driftPpm.toFixed(1)} ppm drift, sent at ${formatCount(view.sentRate)} Hz`;
  grid.put(top + 4, LABEL_END + 2, fitText(path, grid.columns - LABEL_END - 3), Palette.text);
  label(grid, top + 5, 'frames');
  const counts = [
    `${formatCount(totals.exact)} exact`,
    ...(totals.halfRate > 0 ? [`${formatCount(totals.halfRate)} half-rate`] : []),
    `${formatCount(totals.concealed)} concealed`,
    `${formatCount(totals.faded)} faded`,
    `${formatCount(totals.late)} late`,
  ];
  grid.put(
    top + 5,
    LABEL_END + 2,
    fitText(counts.join('  '), grid.columns - LABEL_END - 3),
    totals.concealed === 0 ? Palette.good : Palette.text,
  );
}

function drawSeries(
  grid: Grid,
  row: number,
  name: string,
  ticks: ReadonlyArray<number | null>,
  high: number,
  ink: Ink,
  [figure, rest]: readonly [string, string],
): void {
  label(grid, row, name);
  const width = grid.columns - FIGURES - LABEL_END;
  grid.put(row, LABEL_END + 2, sparkline(ticks, width, { low: 0, high }), ink);
  const start = grid.columns - FIGURES + 4;
  const at = grid.put(row, start, figure, Palette.strong);
  grid.put(row, at + 1, fitText(rest, grid.columns - at - 2), Palette.text);
}

function label(grid: Grid, row: number, text: string): void {
  grid.putRight(row, LABEL_END, text, Palette.faint);
}
