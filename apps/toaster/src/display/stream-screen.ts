import { formatClock } from '../options/duration.js';
import { formatCount, formatShare } from '../report/number-format.js';
import type { StreamView } from '../stream/stream-view.js';
import { audioFormatText } from './audio-line.js';
import { fitText } from './fit-text.js';
import { createGrid, type Grid } from './grid.js';
import { type ColourMode, Palette } from './ink.js';
import { levelMeter, levelText } from './level-meter.js';
import { progressBar } from './progress-bar.js';

/** The smallest terminal that the picture is drawn for; on a smaller one lines are printed. */
export const SMALLEST_STREAM_SCREEN = { columns: 72, rows: 12 } as const;

const LABEL_END = 11;
/** Rows that are there whatever the channels and the listeners. */
const FIXED_ROWS = 7;

/** A stream that is sent in one line. */
export function streamLine(view: StreamView): string {
  return [
    elapsedText(view),
    `${rateText(view)} × ${factorOf(view)}`,
    ...view.peers.map(
      ({ name, reportedLossRate }) =>
        `${name || 'somebody'} loses ${formatShare(reportedLossRate)}`,
    ),
  ].join(' · ');
}

/** Draws a stream that is sent for a terminal of that size: one string per row. Pure. */
export function renderStream(
  view: StreamView,
  columns: number,
  rows: number,
  mode: ColourMode = 'colour',
): string[] {
  const grid = createGrid(columns, rows);
  drawHeader(grid, view);
  const meters = Math.min(view.levels.length, Math.max(1, rows - FIXED_ROWS - 2));
  for (let channel = 0; channel < meters; channel += 1) drawMeter(grid, 2 + channel, channel, view);
  const row = 3 + meters;
  label(grid, row, 'sent');
  const { sent } = view;
  const text = `${view.form}, ${rateText(view)} plain, × ${factorOf(view)} with copies`;
  grid.put(row, LABEL_END + 2, fitText(text, columns - LABEL_END - 3), Palette.text);
  if (sent) {
    label(grid, row + 1, 'plan');
    const parts = sent.plan.partsMs.length > 1 ? `, parts at ${msList(sent.plan.partsMs)}` : '';
    const plan = `${sent.plan.coding}, copies at ${msList(sent.plan.copiesMs)}${parts}; sent at ${formatCount(sent.sampleRate)} Hz`;
    grid.put(row + 1, LABEL_END + 2, fitText(plan, columns - LABEL_END - 3), Palette.text);
  }
  drawPeers(grid, row + 2, rows - 2, view);
  grid.put(rows - 1, 1, 'Ctrl-C or q ends it', Palette.faint);
  return grid.lines(mode);
}

function drawHeader(grid: Grid, view: StreamView): void {
  const end = grid.columns - 1;
  const start = grid.putRight(0, end, elapsedText(view), Palette.strong);
  const at = grid.put(0, 1, 'JAMNet', Palette.title) + 2;
  const what = `${view.topic}  ${view.file}, ${audioFormatText(view)}`;
  grid.put(0, at, fitText(what, start - at - 1), Palette.text);
  const share = (view.frames % (view.fileFrames + 1)) / view.fileFrames;
  const bar = progressBar(share, grid.columns - 2);
  const middle = grid.put(1, 1, bar.gone, Palette.accent);
  grid.put(1, middle, bar.left, Palette.rule);
}

function drawMeter(grid: Grid, row: number, channel: number, view: StreamView): void {
  const level = view.levels[channel];
  label(grid, row, view.levels.length === 1 ? 'level' : `channel ${channel + 1}`);
  const meter = levelMeter(level, grid.columns - LABEL_END - 16);
  const middle = grid.put(row, LABEL_END + 2, meter.gone, Palette.good);
  grid.put(row, middle, meter.left, Palette.rule);
  grid.put(row, grid.columns - 12, levelText(level), Palette.text);
}

function drawPeers(grid: Grid, top: number, end: number, { peers }: StreamView): void {
  if (peers.length === 0) {
    label(grid, top, 'listeners');
    grid.put(top, LABEL_END + 2, 'nobody yet', Palette.faint);
  }
  peers.slice(0, Math.max(0, end - top)).forEach(({ name, reportedLossRate }, at) => {
    if (at === 0) label(grid, top, 'listeners');
    const next = grid.put(top + at, LABEL_END + 2, fitText(name || '…', 30), Palette.accent);
    grid.put(top + at, next + 2, `loses ${formatShare(reportedLossRate)}`, Palette.text);
  });
}

function elapsedText({ frames, fileFrames, sampleRate, loop }: StreamView): string {
  const ms = (count: number) => formatClock((count / sampleRate) * 1_000);
  return loop ? ms(frames) : `${ms(frames)} / ${ms(fileFrames)}`;
}

function rateText({ sent }: StreamView): string {
  return `${((sent?.plainBitsPerSecond ?? 0) / 1e6).toFixed(2)} Mbit/s`;
}

function factorOf({ sent }: StreamView): string {
  return (sent?.plan.bitRateFactor ?? 1).toFixed(1);
}

function msList(times: readonly number[]): string {
  return `${times.map((ms) => Math.round(ms)).join('/')} ms`;
}

function label(grid: Grid, row: number, text: string): void {
  grid.putRight(row, LABEL_END, text, Palette.faint);
}
