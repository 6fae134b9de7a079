import { fitText } from '../display/fit-text.js';
import { createGrid, type Grid } from '../display/grid.js';
import { type ColourMode, type Ink, Palette } from '../display/ink.js';
import { progressBar } from '../display/progress-bar.js';
import { sparkline } from '../display/sparkline.js';
import { formatClock } from '../options/duration.js';
import { formatMicroseconds, formatShare } from '../report/number-format.js';
import type { Playable } from './advice.js';
import type { CheckView, PathView, Verdict, WayView } from './path-view.js';
import { audioText, bufferText, midiText, runsText, verdictText } from './verdict-text.js';

/** The smallest terminal that it is drawn for; on a smaller one lines are printed. */
export const SMALLEST_CHECK_SCREEN = { columns: 80, rows: 17 } as const;

const LABEL_END = 11;
const ROWS_OF_PATH = 12;
/** The loss over time is drawn up to this share at least: below it, it is all the same. */
const LEAST_SCALE = 0.05;
const TOP_ROWS = 4;

/** Draws a check for a terminal of that size: one string per row. Pure. */
export function renderCheck(
  view: CheckView,
  columns: number,
  rows: number,
  mode: ColourMode = 'colour',
): string[] {
  const grid = createGrid(columns, rows);
  drawHeader(grid, view);
  if (view.paths.length === 0) drawWaiting(grid, view);
  const room = Math.max(1, Math.floor((rows - TOP_ROWS - 1) / ROWS_OF_PATH));
  view.paths
    .slice(0, room)
    .forEach((path, at) => drawPath(grid, TOP_ROWS + at * ROWS_OF_PATH, path));
  const hidden = view.paths.length - room;
  const more = hidden > 0 ? `${hidden} more on a higher terminal, all at the end.  ` : '';
  grid.put(rows - 1, 1, `${more}Ctrl-C or q ends it`, Palette.faint);
  return grid.lines(mode);
}

function drawHeader(grid: Grid, { topic, elapsedMs, forMs, probesSent }: CheckView): void {
  const end = grid.columns - 1;
  const time =
    elapsedMs === null ? 'waiting' : `${formatClock(elapsedMs)} of ${formatClock(forMs)}`;
  const start = grid.putRight(0, end, time, Palette.strong);
  const at = grid.put(0, 1, 'JAMNet', Palette.title) + 2;
  const sent = `checking ${topic}  ${probesSent.toLocaleString('en-US')} probes sent`;
  grid.put(0, at, fitText(sent, start - at - 1), Palette.text);
  const bar = progressBar((elapsedMs ?? 0) / forMs, grid.columns - 2);
  const middle = grid.put(1, 1, bar.gone, Palette.accent);
  grid.put(1, middle, bar.left, Palette.rule);
}

function drawWaiting(grid: Grid, { topic, waitedMs, forMs }: CheckView): void {
  const left = Math.max(0, Math.ceil((forMs - waitedMs) / 1_000));
  grid.put(
    3,
    2,
    `Nobody is in ${fitText(topic, 40)} yet; waiting for ${left} s more.`,
    Palette.strong,
  );
  const medium = topic.startsWith('audio') ? 'record' : 'listen';
  grid.put(5, 2, 'On the other machine:', Palette.text);
  grid.put(6, 4, fitText(`toaster ${medium} --topic ${topic}`, grid.columns - 6), Palette.accent);
  grid.put(7, 2, 'or, to measure both ways in full:', Palette.text);
  grid.put(8, 4, fitText(`toaster check ${topic}`, grid.columns - 6), Palette.accent);
}

function drawPath(grid: Grid, top: number, path: PathView): void {
  const silent = path.state === 'alive' && path.silentMs > 1_000;
  const state = {
    alive: silent ? `nothing heard for ${(path.silentMs / 1_000).toFixed(1)} s` : '',
    left: 'said goodbye',
    expired: 'fell silent',
  }[path.state];
  const at = grid.put(top - 1, 2, fitText(path.name, 30), Palette.title);
  grid.put(top - 1, at + 2, state, Palette.bad);
  drawWay(grid, top, 'there', path.there);
  drawWay(grid, top + 3, 'back', path.here);
  label(grid, top + 6, 'round trip');
  const trip = path.roundTrip;
  const text =
    trip === null
      ? '–'
      : `${formatMicroseconds(trip.medianUs)} median, ${formatMicroseconds(trip.p99Us)} p99, ${formatMicroseconds(trip.mostUs)} most`;
  grid.put(top + 6, LABEL_END + 2, text, Palette.text);
  drawAdvice(grid, top + 7, 'MIDI', path.midi?.playable, path.midi ? midiText(path.midi) : '–');
  const audio = path.audio ? audioText(path.audio) : '–';
  drawAdvice(grid, top + 8, 'audio', path.audio?.playable, audio);
  const buffers = path.audio ? bufferText(path.audio) : '';
  drawAdvice(grid, top + 9, '', path.audio?.playable, buffers);
  label(grid, top + 10, 'verdict');
  const width = grid.columns - LABEL_END - 3;
  grid.put(top + 10, LABEL_END + 2, fitText(verdictText(path), width), verdictInk(path.verdict));
}

function drawAdvice(
  grid: Grid,
  row: number,
  name: string,
  playable: Playable | undefined,
  text: string,
): void {
  label(grid, row, name);
  const ink = playable === undefined ? Palette.text : verdictInk(playable);
  grid.put(row, LABEL_END + 2, fitText(text, grid.columns - LABEL_END - 3), ink);
}

function drawWay(grid: Grid, row: number, name: string, way: WayView): void {
  label(grid, row, name);
  const width = grid.columns - LABEL_END - 3;
  const high = Math.max(LEAST_SCALE, ...way.lossTicks.map((share) => share ?? 0));
  const ticks = sparkline(way.lossTicks, way.lossTicks.length, { low: 0, high });
  const lossInk = (way.lossRate ?? 0) > 0 ? Palette.loss : Palette.good;
  const at = grid.put(row, LABEL_END + 2, `${formatShare(way.lossRate)} lost`, lossInk);
  grid.put(row, at + 2, fitText(runsText(way.runs, way.lossRate), width - 16), Palette.text);
  grid.put(row + 1, LABEL_END + 2, fitText(delayText(way), width), Palette.text);
  label(grid, row + 2, 'over time');
  grid.put(row + 2, LABEL_END + 2, ticks, Palette.loss);
}

/** `0.21 ms one way, 0.44 ms above it at most for 99 %, jitter 0.05 ms`. */
export function delayText({ oneWay, aboveFastest, jitterUs, queueUs }: WayView): string {
  if (aboveFastest === null) return 'delay not known yet';
  return [
    ...(oneWay === null ? [] : [`${formatMicroseconds(oneWay.medianUs)} one way`]),
    `jitter ${formatMicroseconds(jitterUs)} mean, ${formatMicroseconds(aboveFastest.p99Us)} p99`,
    ...(queueUs !== null && queueUs > 1_000
      ? [`a queue of ${formatMicroseconds(queueUs)} stood`]
      : []),
  ].join(', ');
}

function verdictInk(verdict: Verdict): Ink {
  if (verdict === 'yes') return Palette.good;
  if (verdict === 'limited') return Palette.warn;
  return verdict === 'unknown' ? Palette.text : Palette.bad;
}

function label(grid: Grid, row: number, text: string): void {
  grid.putRight(row, LABEL_END, text, Palette.faint);
}
