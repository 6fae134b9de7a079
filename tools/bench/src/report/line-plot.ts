/** One axis of a plot. */
export interface Axis {
  /** With its unit. */
  readonly label: string;
  readonly log?: boolean;
  /** Where the axis begins and ends. @default the data's own range, from 0 when linear */
  readonly from?: number;
  readonly to?: number;
  /** Where it is marked. @default round numbers, powers of ten when logarithmic */
  readonly ticks?: readonly number[];
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
  readonly dashed?: boolean;
}

export interface LinePlot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

// Told apart by people who see colours differently, too.
const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#555555',
  '#999933',
  '#000000',
];
const WIDTH = 860;
const HEIGHT = 440;
const LEFT = 74;
const RIGHT = 220;
const TOP = 40;
const BOTTOM = 56;

interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** A plot as the text of an SVG file: thin grid, axes with units, a legend in the order of the series. */
export function linePlot(plot: LinePlot): string {
  const points = plot.series.flatMap((series) => series.points);
  const x = scale(
    plot.x,
    points.map((p) => p[0]),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = scale(
    plot.y,
    points.map((p) => p[1]),
    HEIGHT - BOTTOM,
    TOP,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 22, plot.title, 'start', ' font-size="14" font-weight="600"'),
    ...x.ticks.map((tick) => xTick(x.place(tick), tick)),
    ...y.ticks.map((tick) => yTick(y.place(tick), tick)),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, plot.x.label, 'middle'),
    `<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle" fill="#333">${escape(plot.y.label)}</text>`,
    ...plot.series.map((series, i) => line(series, i, x, y)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function scale(axis: Axis, values: readonly number[], start: number, end: number): Scale {
  const usable = values.filter((v) => Number.isFinite(v) && (axis.log !== true || v > 0));
  const least = axis.from ?? (axis.log ? Math.min(...usable) : Math.min(0, ...usable));
  const most = Math.max(axis.to ?? Math.max(...usable), least === 0 ? 1e-9 : least * 1.000001);
  const shape = (v: number): number => (axis.log ? Math.log10(Math.max(v, least)) : v);
  const [low, high] = [shape(least), shape(most)];
  const ticks = axis.ticks ?? (axis.log ? powers(low, high) : rounds(least, most));
  return {
    ticks: ticks.filter((tick) => tick >= least * 0.999 && tick <= most * 1.001),
    place: (v) => start + ((shape(v) - low) / (high - low)) * (end - start),
  };
}

function powers(low: number, high: number): number[] {
  const count = Math.floor(high + 1e-9) - Math.ceil(low - 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => 10 ** (Math.ceil(low - 1e-9) + i));
}

function rounds(least: number, most: number): number[] {
  const rough = (most - least) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, i) => (first + i) * step);
}

function tickText(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && size < 0.0001) return value.toExponential(0);
  return size >= 10_000 ? value.toLocaleString('en-GB') : String(Number(value.toPrecision(6)));
}

function xTick(x: number, value: number): string {
  return (
    `<line x1="${x.toFixed(1)}" y1="${TOP}" x2="${x.toFixed(1)}" y2="${HEIGHT - BOTTOM}" stroke="#eee"/>` +
    text(x, HEIGHT - BOTTOM + 18, tickText(value), 'middle')
  );
}

function yTick(y: number, value: number): string {
  return (
    `<line x1="${LEFT}" y1="${y.toFixed(1)}" x2="${WIDTH - RIGHT}" y2="${y.toFixed(1)}" stroke="#eee"/>` +
    text(LEFT - 8, y + 4, tickText(value), 'end')
  );
}

function line(series: Series, index: number, x: Scale, y: Scale): string {
  const colour = COLOURS[index % COLOURS.length];
  const dash = series.dashed ? ' stroke-dasharray="6 4"' : '';
  const places = series.points
    .filter((point) => point.every(Number.isFinite))
    .map(([a, b]) => [x.place(a).toFixed(1), y.place(b).toFixed(1)]);
  const dots =
    places.length <= 40
      ? places.map(([a, b]) => `<circle cx="${a}" cy="${b}" r="2.5" fill="${colour}"/>`).join('')
      : '';
  const legendY = TOP + 10 + index * 20;
  const legendX = WIDTH - RIGHT + 16;
  return (
    `<polyline points="${places.map((p) => p.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.8"${dash}/>` +
    dots +
    `<line x1="${legendX}" y1="${legendY}" x2="${legendX + 24}" y2="${legendY}" stroke="${colour}" stroke-width="1.8"${dash}/>` +
    text(legendX + 30, legendY + 4, series.name, 'start')
  );
}

function text(x: number, y: number, value: string, anchor: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#333"${more}>${escape(value)}</text>`;
}

function escape(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
