import { hexId } from '../report/json-lines.js';
import type { CheckView, PathView, Verdict, WayView } from './path-view.js';

/** A check for programs. What is not known is null. */
export function checkFields({ paths, ...view }: CheckView): object {
  return { ...roundAll(view), peers: paths.map(pathFields) };
}

/** The last line: as it stands, and the verdict of the worst path. */
export function checkSummary(view: CheckView): object {
  return { ...checkFields(view), verdict: worst(view.paths.map(({ verdict }) => verdict)) };
}

function pathFields({ senderId, there, here, ...path }: PathView): object {
  return {
    ...roundAll(path),
    senderId: hexId(senderId),
    there: wayFields(there),
    here: wayFields(here),
  };
}

function wayFields({ lossTicks: _lossTicks, ...way }: WayView): object {
  return roundAll(way);
}

const ORDER: readonly Verdict[] = ['one-way', 'no', 'limited', 'yes', 'unknown'];

export function worst(verdicts: readonly Verdict[]): Verdict | 'nobody' {
  if (verdicts.length === 0) return 'nobody';
  return verdicts.reduce((a, b) => (ORDER.indexOf(b) < ORDER.indexOf(a) ? b : a));
}

/** Figures to six digits: what is behind them was never measured. */
function roundAll<T extends object>(fields: T): T {
  return JSON.parse(
    JSON.stringify(fields, (_key, value: unknown) =>
      typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)
        ? Number(value.toPrecision(6))
        : value,
    ),
  ) as T;
}
