import type { History, PeerState } from '../engine/jam-state.js';
import { sparkline } from '../display/sparkline.js';
import {
  boundFigure,
  msFigure,
  offsetFigure,
  shareFigure,
  volumeFigure,
} from '../window/jam-figures.js';
import { highestOf, plotCeiling } from '../window/plot-scale.js';
import { type RepairKind, repairParts, repairWidths } from '../window/repair-parts.js';
import { levelSpans } from './own-side-lines.js';
import { cell, Colour, lineLength, span, type StyledLine } from './styled-line.js';

/** Head and width of each column; those at the end are left out where the terminal is narrow. */
const COLUMNS: ReadonlyArray<readonly [string, number, (peer: PeerState) => string]> = [
  ['latency', 9, ({ latencyMs }) => msFigure(latencyMs)],
  ['jitter', 9, ({ jitterMs, state }) => msFigure(state === 'here' ? jitterMs : null)],
  ['loss', 8, ({ lossHere }) => shareFigure(lossHere)],
  ['buffer', 9, ({ bufferMs }) => msFigure(bufferMs)],
  ['volume', 9, ({ volume, muted }) => (muted ? 'muted' : volumeFigure(volume))],
  ['later', 7, ({ delayMs }) => `${Math.round(delayMs)} ms`],
  ['heard', 9, ({ playoutMs }) => msFigure(playoutMs)],
  ['lost there', 11, ({ lossThere }) => shareFigure(lossThere)],
  ['timeline', 9, ({ offsetUs }) => offsetFigure(offsetUs)],
  ['within', 10, ({ boundUs }) => boundFigure(boundUs)],
];
const NAME_CELLS = 14;
const FIRST_CELLS = 2 + NAME_CELLS + 10;

function shownColumns(columns: number): typeof COLUMNS {
  let left = columns - FIRST_CELLS;
  return COLUMNS.filter(([, width]) => (left -= width) >= 0);
}

export function peerHead(columns: number): StyledLine {
  const heads = shownColumns(columns).map(([head, width]) => cell(head, width, 'right'));
  return [span(`${cell('', FIRST_CELLS)}${heads.join('')}`, { color: Colour.soft })];
}

/** One peer in one row. */
export function peerLine(peer: PeerState, isChosen: boolean, columns: number): StyledLine {
  const isHere = peer.state === 'here';
  const figures = shownColumns(columns).map(([, width, figure]) =>
    cell(figure(peer), width, 'right'),
  );
  return [
    span(isChosen ? '›' : ' ', { color: Colour.toast, bold: true }),
    span(isHere ? '●' : '○', isHere ? { color: Colour.good } : { dimColor: true }),
    span(cell(` ${peer.name}${peer.isMaster ? ' ♛' : ''}`, NAME_CELLS), {
      bold: isChosen,
      dimColor: !isHere,
    }),
    ...levelSpans(peer.meter),
    span(figures.join(''), { dimColor: !isHere }),
  ];
}

type Series = readonly [
  string,
  History,
  (value: number | null) => string,
  string,
  number,
  number | null,
];

/** The chosen peer at length: the last minute of its way, two series a row or one, and who repaired how much. */
export function peerDetail(
  peer: PeerState,
  columns: number,
  isRoomy: boolean,
): readonly StyledLine[] {
  const { history } = peer;
  const series: readonly Series[] = [
    ['latency', history.latencyMs, msFigure, Colour.copies, 10, peer.latencyMs],
    ['jitter', history.jitterMs, msFigure, Colour.jellie, 2, peer.jitterMs],
    ['loss', history.loss, shareFigure, Colour.bad, 0.02, peer.lossHere],
    ['buffer', history.bufferMs, msFigure, Colour.good, 10, peer.bufferMs],
  ];
  if (isRoomy) {
    const drawn = series.map((one) => seriesLine(one, Math.min(60, columns - 40), true));
    return [...drawn, placeLine(peer), ...repairLines(peer, columns)];
  }
  const cells = Math.floor((columns - 2) / 2) - 19;
  const drawn = series.map((one) => seriesLine(one, cells, false));
  return [
    [...drawn[0], span('  '), ...drawn[1]],
    [...drawn[2], span('  '), ...drawn[3]],
    placeLine(peer),
    // The bar is a luxury: its figures are in the last row.
    ...repairLines(peer, columns).slice(-1),
  ];
}

function seriesLine(series: Series, cells: number, withHighest: boolean): StyledLine {
  const [label, values, figure, color, least, now] = series;
  const line: StyledLine = [
    span(cell(label, 8), { color: Colour.soft }),
    span(sparkline(values, cells, { low: 0, high: plotCeiling(values, least) }), { color }),
    span(cell(figure(now), 11, 'right'), { bold: true }),
  ];
  if (!withHighest) return line;
  return [...line, span(`   most ${figure(highestOf(values))}`, { color: Colour.soft })];
}

function placeLine(peer: PeerState): StyledLine {
  return [
    span(cell('timeline', 9), { color: Colour.soft }),
    span(`${offsetFigure(peer.offsetUs)} ${boundFigure(peer.boundUs)}`),
    span(`${peer.isMaster ? '  leads' : ''}  heard after ${msFigure(peer.playoutMs)}`),
    span(`  lost on the way there ${shareFigure(peer.lossThere)}`),
  ];
}

const KIND_COLOURS: Readonly<Record<RepairKind, string>> = {
  direct: Colour.good,
  copies: Colour.copies,
  jellie: Colour.jellie,
  predicted: Colour.busy,
  missing: Colour.bad,
};
/** Told apart without colours, too. */
const KIND_CELLS: Readonly<Record<RepairKind, string>> = {
  direct: '█',
  copies: '▓',
  jellie: '▒',
  predicted: '░',
  missing: '×',
};

function repairLines(peer: PeerState, columns: number): readonly StyledLine[] {
  const parts = repairParts(peer.repair);
  const notes = span(`notes ${peer.repair.notesRepaired}`, { color: Colour.soft });
  if (parts.length === 0) return [[span('sends no sound  ', { dimColor: true }), notes]];
  const widths = wholeCells(repairWidths(parts, columns, 1));
  const bar = parts.map(({ kind }, at) =>
    span(KIND_CELLS[kind].repeat(widths[at]), { color: KIND_COLOURS[kind] }),
  );
  const figures = parts.flatMap(({ kind, label, share }) => [
    span(`${KIND_CELLS[kind]}${label} `, { color: KIND_COLOURS[kind] }),
    span(`${shareFigure(share).replaceAll(' ', '')} `),
  ]);
  const full: StyledLine = [...figures, notes];
  return [bar, lineLength(full) <= columns ? full : figures];
}

/** Parts of a cell cannot be drawn: the others are rounded, and the first takes what is left. */
function wholeCells(widths: readonly number[]): number[] {
  const total = Math.round(widths.reduce((sum, width) => sum + width, 0));
  const others = widths.slice(1).map(Math.round);
  return [Math.max(0, total - others.reduce((sum, width) => sum + width, 0)), ...others];
}
