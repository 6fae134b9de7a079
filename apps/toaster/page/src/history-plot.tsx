import { useEffect, useRef } from 'react';
import type { History } from '../../src/engine/jam-state.js';
import { highestOf, newestOf, plotCeiling } from '../../src/window/plot-scale.js';
import { beginDrawing, RULE } from './canvas.js';

interface HistoryPlotProps {
  readonly label: string;
  readonly who: string;
  readonly values: History;
  readonly figure: (value: number | null) => string;
  readonly colour: string;
  /** The plot reaches at least that high, so that small things look small. */
  readonly leastCeiling: number;
  readonly now: number | null;
}

const MINUTE_S = 60;

/** The last minute of one figure. It is drawn once a second: its values are the same object in between. */
export function HistoryPlot(props: HistoryPlotProps) {
  const { label, who, values, figure, colour, leastCeiling, now } = props;
  const place = useRef<HTMLCanvasElement>(null);
  const ceiling = plotCeiling(values, leastCeiling);

  useEffect(() => {
    const canvas = place.current;
    if (canvas === null) return undefined;
    const draw = () => paint(canvas, values, ceiling, colour);
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(canvas);
    return () => resized.disconnect();
  }, [values, ceiling, colour]);

  const spoken = `${label} of ${who}, last minute: now ${figure(newestOf(values))}, at most ${figure(highestOf(values))}`;
  return (
    <figure className="plot">
      <figcaption>
        <span className="plot-label">{label}</span>
        <span className="plot-now">{figure(now)}</span>
      </figcaption>
      <canvas
        ref={place}
        role="img"
        aria-label={spoken}
        title={`Last minute; the plot reaches ${figure(ceiling)}`}
      />
    </figure>
  );
}

function paint(canvas: HTMLCanvasElement, values: History, ceiling: number, colour: string): void {
  const drawing = beginDrawing(canvas);
  if (drawing === null) return;
  const { pen, width, height } = drawing;
  const x = (at: number) => ((MINUTE_S - values.length + at + 1) / MINUTE_S) * width;
  const y = (value: number) => height - 1.5 - Math.min(1, value / ceiling) * (height - 4);
  pen.fillStyle = RULE;
  for (const share of [0, 0.5]) pen.fillRect(0, Math.round(height * share), width, 1);
  pen.fillRect(0, height - 1, width, 1);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.lineJoin = 'round';
  for (const [from, to] of stretches(values)) {
    pen.beginPath();
    for (let at = from; at < to; at += 1) pen.lineTo(x(at), y(values[at] ?? 0));
    // A value alone is a point.
    if (to - from === 1) pen.lineTo(x(from) - 1.5, y(values[from] ?? 0));
    pen.stroke();
    pen.lineTo(x(to - 1), height);
    pen.lineTo(x(from), height);
    pen.globalAlpha = 0.16;
    pen.fillStyle = colour;
    pen.fill();
    pen.globalAlpha = 1;
  }
}

/** From where to where values are known without a gap; the second is the first that is not. */
function stretches(values: History): Array<readonly [number, number]> {
  const found: Array<readonly [number, number]> = [];
  let from = -1;
  for (let at = 0; at <= values.length; at += 1) {
    const isKnown = at < values.length && values[at] !== null;
    if (isKnown && from < 0) from = at;
    if (!isKnown && from >= 0) {
      found.push([from, at]);
      from = -1;
    }
  }
  return found;
}
