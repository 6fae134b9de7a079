import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineText, thisMachine } from './machine.js';
import { markdownTable, type Table } from './table.js';

const RESULTS = fileURLToPath(new URL('../../../../docs/results/', import.meta.url));

/** A part of a result: a table with what is to be said about it. */
export interface Section {
  readonly title: string;
  readonly table?: Table;
  /** Paragraphs below the table. */
  readonly notes?: readonly string[];
}

export interface Plot {
  /** Ends the file's name: `residual-loss-<suffix>.svg`; empty for the one plot. */
  readonly suffix: string;
  readonly title: string;
  readonly svg: string;
}

export interface Result {
  /** Names the files. */
  readonly name: string;
  readonly title: string;
  readonly command: string;
  /** In words. @default this machine */
  readonly machine?: string;
  readonly sections: readonly Section[];
  readonly plots?: readonly Plot[];
  /** Goes into the JSON file as it is, for a program to read. */
  readonly data: unknown;
}

/** Indented, with a list of numbers on one line: a figure a line makes a file of gaps seven times as long to walk through. */
export function jsonText(value: unknown): string {
  const indented = JSON.stringify(value, null, 2);
  const ofNumbers = /\[\n\s+-?\d[\d.eE+-]*(?:,\n\s+-?\d[\d.eE+-]*)*\n\s+\]/g;
  const onOneLine = indented.replace(ofNumbers, (list) =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  return `${onOneLine}\n`;
}

/** Writes `docs/results/<name>.json`, `.md` and its plots. Returns the paths, from the top of the repository. */
export function writeResult(result: Result): string[] {
  const { name, title, command, sections, plots = [], data } = result;
  const machine = result.machine ?? thisMachine();
  const date = new Date().toISOString();
  mkdirSync(RESULTS, { recursive: true });
  const written: string[] = [];
  const write = (file: string, text: string): void => {
    writeFileSync(join(RESULTS, file), text);
    written.push(`docs/results/${file}`);
  };
  write(`${name}.json`, jsonText({ name, title, command, date, machine, data }));
  const plotFile = (plot: Plot): string => `${name}${plot.suffix ? `-${plot.suffix}` : ''}.svg`;
  for (const plot of plots) write(plotFile(plot), plot.svg);
  const parts = [
    `# ${title}`,
    `Measured ${date.slice(0, 10)} on ${typeof machine === 'string' ? machine : machineText(machine)}, with \`${command}\`.`,
    ...sections.flatMap((section) => [
      `## ${section.title}`,
      ...(section.table ? [markdownTable(section.table)] : []),
      ...(section.notes ?? []),
    ]),
    ...plots.map((plot) => `![${plot.title}](${plotFile(plot)})`),
  ];
  write(`${name}.md`, `${parts.join('\n\n')}\n`);
  return written;
}
