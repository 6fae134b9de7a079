export type Cell = string | number;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Three digits that mean something; thousands apart, very small ones as powers of ten. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.001) return value.toExponential(1);
  if (size >= 1000 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-GB');
  return value.toPrecision(3);
}

function texts(table: Table): string[][] {
  return [
    [...table.columns],
    ...table.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell))),
  ];
}

function isNumeric(table: Table, column: number): boolean {
  return table.rows.every((row) => typeof row[column] === 'number');
}

const MOST_COLUMN = 60;

/** Breaks a text at spaces into lines that fit a column. */
function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    if (lines[last] === '') lines[last] = word;
    else if (lines[last].length + 1 + word.length <= MOST_COLUMN) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** For a terminal: columns in line, long texts over several lines, numbers to the right. */
export function textTable(table: Table): string {
  const rows = texts(table).map((row) => row.map(wrapped));
  const widths = table.columns.map((_, i) =>
    Math.max(...rows.flatMap((row) => row[i].map((line) => line.length))),
  );
  const put = (row: readonly (readonly string[])[]): string[] =>
    Array.from({ length: Math.max(...row.map((cell) => cell.length)) }, (_, n) =>
      row
        .map((cell) => cell[n] ?? '')
        .map((text, i) => (isNumeric(table, i) ? text.padStart(widths[i]) : text.padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [...put(rows[0]), rule, ...rows.slice(1).flatMap(put)].join('\n');
}

export function markdownTable(table: Table): string {
  const [head, ...rows] = texts(table);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = table.columns.map((_, i) => (isNumeric(table, i) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
