import type { Table } from '../report/table.js';

/** A figure and what is asked of it. */
export interface CheckedRow {
  readonly what: string;
  readonly measured: string;
  /** Empty where nothing is asked: it is said all the same. */
  readonly bar: string;
  readonly holds: boolean;
}

/** @param ask what the bar says, and whether it holds; left out where nothing is asked */
export function row(what: string, measured: string, ask?: readonly [string, boolean]): CheckedRow {
  return { what, measured, bar: ask?.[0] ?? '', holds: ask?.[1] ?? true };
}

export function rowsTable(rows: readonly CheckedRow[]): Table {
  return {
    columns: ['what', 'measured', 'bar', 'holds'],
    rows: rows.map(({ what, measured, bar, holds }) => [
      what,
      measured,
      bar,
      bar === '' ? '' : holds ? 'yes' : 'NO',
    ]),
  };
}

export const allHold = (rows: readonly CheckedRow[]): boolean => rows.every(({ holds }) => holds);

/** Those on which a bar stands, in a line. */
export const inALine = (rows: readonly CheckedRow[]): string =>
  rows
    .filter(({ bar }) => bar !== '')
    .map(({ what, measured, holds }) => `${what}: ${measured}${holds ? '' : ' (NO)'}`)
    .join('; ');
