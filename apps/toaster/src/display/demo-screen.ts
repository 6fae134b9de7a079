import { formatClock } from '../options/duration.js';
import {
  formatCount,
  formatMicroseconds,
  formatNanoseconds,
  formatShare,
} from '../report/number-format.js';
import type { Music } from '../timeline/music.js';
import { beatPicture } from './beat-picture.js';
import { burstPicture } from './burst-picture.js';
import type { DemoView, PeerView } from './demo-view.js';
import { fitText } from './fit-text.js';
import { createGrid, type Grid } from './grid.js';
import {
  type ColourMode,
  LATE_COLOUR,
  Palette,
  PLAIN_ARRIVAL,
  REPAIRED_COLOUR,
  voiceColour,
} from './ink.js';
import { noteName } from './note-name.js';
import { drawPianoRoll } from './piano-roll.js';
import { progressBar } from './progress-bar.js';
import { sparkline } from './sparkline.js';

/** The smallest terminal that the display is drawn for; on a smaller one the demo prints lines. */
export const SMALLEST_SCREEN = { columns: 80, rows: 24 } as const;

const LABEL_END = 12;
const MAX_PEER_LINES = 4;
/** A wide burst is drawn on the length of the widest, a narrow one on its window. */
const WIDE_SCALE_MS = 45;
const NARROW_SCALE_MS = 0.5;

/** Draws the demo for a terminal of that size: one string per row. Pure: the same view gives the same screen. */
export function renderDemo(
  view: DemoView,
  columns: number,
  rows: number,
  mode: ColourMode = 'colour',
): string[] {
  const grid = createGrid(columns, rows);
  const peers = view.peers.slice(0, MAX_PEER_LINES);
  const panelRows = 7 + 2 * Math.max(1, peers.length);
  drawHeader(grid, view);
  const rollTop = 3;
  const rollRows = rows - rollTop - panelRows;
  drawPianoRoll(grid, { top: rollTop, left: 1, columns: columns - 2, rows: rollRows }, view.roll);
  drawPanel(grid, view, peers, rollTop + rollRows);
  return grid.lines(mode);
}

function drawHeader(grid: Grid, view: DemoView): void {
  const end = grid.columns - 1;
  const clock = `${formatClock(view.elapsedMs)} / ${formatClock(view.songMs)}`;
  const clockStart = grid.putRight(0, end, clock, Palette.text);
  const nameStart = grid.put(0, 1, 'JAMNet', Palette.title) + 2;
  grid.put(0, nameStart, fitText(view.songName, clockStart - nameStart - 1), Palette.strong);

  const bar = progressBar(view.songMs > 0 ? view.elapsedMs / view.songMs : 0, grid.columns - 2);
  const middle = grid.put(1, 1, bar.gone, Palette.accent);
  grid.put(1, middle, bar.left, Palette.rule);

  const how = view.lossInRuns ? ', in runs' : '';
  const loss = `${Math.round(view.lossAsked * 100)} % of all datagrams thrown away${how}`;
  let at = grid.put(2, 1, 'player', Palette.accent);
  at = grid.put(2, at + 1, '━━▶', Palette.faint);
  at = grid.put(2, at + 1, loss, view.lossAsked > 0 ? Palette.warn : Palette.text);
  at = grid.put(2, at + 1, '━━▶', Palette.faint);
  at = grid.put(2, at + 1, 'listener', Palette.accent);
  const where = { starting: 'finding each other', playing: view.topic, finishing: 'checking' }[
    view.phase
  ];
  grid.putRight(2, end, fitText(where, end - at - 2), Palette.faint);
}

function drawPanel(grid: Grid, view: DemoView, peers: readonly PeerView[], top: number): void {
  let row = top;
  drawLegend(grid, view, row);
  row += 1;
  const figures = Math.max(LABEL_END + 20, grid.columns - 44);
  drawPlaces(grid, view, row, figures);
  row += 1;
  const width = figures - LABEL_END - 4;
  if (peers.length === 0) {
    label(grid, row, 'latency');
    grid.put(row, LABEL_END + 2, 'no player heard yet', Palette.faint);
    label(grid, row + 1, 'loss');
    row += 2;
  }
  for (const peer of peers) {
    drawPeer(grid, peer, row, width, figures, peers.length > 1);
    row += 2;
  }
  label(grid, row, 'repaired');
  const most = Math.max(4, ...view.repairedTicks.slice(-width).map((value) => value ?? 0));
  const repairs = sparkline(view.repairedTicks, width, { low: 0, high: most });
  grid.put(row, LABEL_END + 2, repairs, { fg: REPAIRED_COLOUR });
  const at = grid.put(row, figures, formatCount(view.repaired), Palette.strong);
  grid.put(row, at + 1, `of ${formatCount(view.heard)} events, by the history`);
  row += 1;
  drawPlan(grid, view, row, width, figures);
  drawTotals(grid, view, row + 1, figures);
  grid.put(row + 3, 1, 'Ctrl-C or q ends it', Palette.faint);
  const proof =
    view.late === 0
      ? 'nothing late so far'
      : `${formatCount(view.late)} late by over ${view.lateAfterMs} ms`;
  grid.putRight(row + 3, grid.columns - 1, proof, view.late === 0 ? Palette.faint : Palette.warn);
}

function drawLegend(grid: Grid, view: DemoView, row: number): void {
  grid.put(row, 1, '─'.repeat(grid.columns - 2), Palette.rule);
  let at = grid.put(row, 3, ' ');
  at = grid.put(row, at, '■', { fg: voiceColour(1, true), plain: PLAIN_ARRIVAL.direct });
  at = grid.put(row, at, ' at once ', Palette.faint);
  at = grid.put(row, at, ' ');
  at = grid.put(row, at, '■', { fg: REPAIRED_COLOUR, plain: PLAIN_ARRIVAL.repaired });
  at = grid.put(row, at, ' repaired ', Palette.faint);
  at = grid.put(row, at, ' ');
  at = grid.put(row, at, '■', { fg: LATE_COLOUR, plain: PLAIN_ARRIVAL.late });
  at = grid.put(row, at, ' late ', Palette.faint);
  const held = view.roll.notes.filter((mark) => mark.endMs === null).map((mark) => mark.note);
  const names = [...new Set(held)]
    .sort((a, b) => a - b)
    .map(noteName)
    .join(' ');
  const space = grid.columns - at - 6;
  if (names.length > 0 && names.length <= space) {
    grid.putRight(row, grid.columns - 3, ` ${names} `, Palette.accent);
  }
}

/** Where the music is at both ends, and how far their timelines are apart. */
function drawPlaces(grid: Grid, { places }: DemoView, row: number, figures: number): void {
  label(grid, row, 'bar.beat');
  if (places === null) return;
  const { player, listener, apartNs } = places;
  drawPlace(grid, row, LABEL_END + 2, 'player', player);
  const at = drawPlace(grid, row, figures, 'listener', listener);
  const apart = apartNs === null ? 'joining' : `${formatNanoseconds(Math.abs(apartNs))} apart`;
  grid.put(row, at + 2, apart, apartNs === null ? Palette.warn : Palette.good);
}

function drawPlace(grid: Grid, row: number, column: number, who: string, music: Music): number {
  const { bar, beatInBar, signature, running } = music;
  let at = grid.put(row, column, who, Palette.faint);
  at = grid.put(row, at + 1, `${bar}.${beatInBar}`, Palette.strong);
  return grid.put(row, at + 1, beatPicture(beatInBar, signature[0], running), Palette.accent);
}

function drawPeer(
  grid: Grid,
  peer: PeerView,
  row: number,
  width: number,
  figures: number,
  named: boolean,
): void {
  label(grid, row, named ? peer.name : 'latency');
  const latency = sparkline(peer.latencyUs, width, { low: 100, high: 50_000, logarithmic: true });
  grid.put(row, LABEL_END + 2, latency, Palette.accent);
  let at = grid.put(row, figures, formatMicroseconds(peer.p50Us), Palette.strong);
  at = grid.put(row, at + 1, `median, ${formatMicroseconds(peer.p99Us)} p99`);
  grid.put(row, at, peer.maxUs === null ? '' : `, ${formatMicroseconds(peer.maxUs)} max`);

  label(grid, row + 1, 'loss');
  const loss = sparkline(peer.lossTicks, width, { low: 0, high: 1 });
  grid.put(row + 1, LABEL_END + 2, loss, Palette.loss);
  at = grid.put(row + 1, figures, formatShare(peer.loss), Palette.strong);
  grid.put(row + 1, at + 1, 'measured by the listener');
}

function drawPlan(grid: Grid, view: DemoView, row: number, width: number, figures: number): void {
  label(grid, row, 'burst plan');
  if (!view.plan) return;
  const { offsetsUs, spread } = view.plan;
  const spanMs = (offsetsUs[offsetsUs.length - 1] ?? 0) / 1_000;
  const scaleMs = spread === 'wide' ? WIDE_SCALE_MS : NARROW_SCALE_MS;
  const picture = burstPicture(
    offsetsUs.map((offsetUs) => offsetUs / 1_000),
    Math.max(scaleMs, spanMs),
    width,
  );
  grid.put(row, LABEL_END + 2, picture, Palette.good);
  const copies = `${offsetsUs.length} ${offsetsUs.length === 1 ? 'copy' : 'copies'}`;
  const at = grid.put(row, figures, copies, Palette.strong);
  const how = spread === 'wide' ? 'spread over' : 'within';
  grid.put(row, at + 1, offsetsUs.length > 1 ? `${how} ${formatMicroseconds(spanMs * 1_000)}` : '');
}

function drawTotals(grid: Grid, view: DemoView, row: number, figures: number): void {
  label(grid, row, 'events');
  let at = grid.put(row, LABEL_END + 2, formatCount(view.sent), Palette.strong);
  grid.put(row, at + 1, 'sent');
  at = grid.put(row, figures, formatCount(view.heard), Palette.strong);
  at = grid.put(row, at + 1, 'heard once,');
  if (view.missing === 0) grid.put(row, at + 1, 'none missing', Palette.good);
  else grid.put(row, at + 1, `${formatCount(view.missing)} on the way`, Palette.warn);

  label(grid, row + 1, 'datagrams');
  at = grid.put(row + 1, LABEL_END + 2, formatCount(view.datagramsSent), Palette.strong);
  grid.put(row + 1, at + 1, 'sent');
  at = grid.put(row + 1, figures, formatCount(view.datagramsThrownAway), Palette.strong);
  grid.put(row + 1, at + 1, `of ${formatCount(view.datagramsArrived)} thrown away on arrival`);
}

function label(grid: Grid, row: number, text: string): void {
  grid.putRight(row, LABEL_END, text.slice(0, LABEL_END - 1), Palette.faint);
}
