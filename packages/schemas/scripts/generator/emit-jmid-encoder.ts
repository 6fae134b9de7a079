import type { FieldRow, MessageTable } from '../../src/field-table.js';
import { HEADER, pascal } from './naming.js';

/** Stores of an ASCII text at `at`, and the step behind it. */
export function storeText(text: string): string[] {
  const stores = [...text].map(
    (character, index) => `b[at${index === 0 ? '' : ` + ${index}`}] = ${character.charCodeAt(0)};`,
  );
  const lines: string[] = [`// ${text}`];
  for (let index = 0; index < stores.length; index += 5)
    lines.push(stores.slice(index, index + 5).join(' '));
  return [...lines, `at += ${text.length};`];
}

function putValue(row: FieldRow, value: string): string[] {
  switch (row.value.kind) {
    case 'integer':
      return row.value.max <= 127 && row.value.min >= 0
        ? [`at = putSmall(b, at, ${value});`]
        : [`at = putInteger(b, at, ${value});`];
    case 'bytes':
      return [`at = putSevenBitArray(b, at, ${value});`];
    default:
      throw new Error(`an event has no field of kind ${row.value.kind}`);
  }
}

function putRow(row: FieldRow): string[] {
  const value = `m.${row.name}`;
  const body = [...storeText(`,"${row.key}":`), ...putValue(row, value)];
  if (row.required) return body;
  const present =
    row.absentMeans === undefined
      ? `${value} !== undefined`
      : `${value} !== undefined && ${value} !== ${row.absentMeans}`;
  return [`if (${present}) {`, ...body.map((line) => `  ${line}`), '}'];
}

function emitPut(table: MessageTable): string {
  const own = table.fields.filter((row) => row.name !== 'timestamp' && row.name !== 'sequence');
  const lines = [...storeText(`{"t":"${table.code}"`), ...own.flatMap(putRow)];
  return (
    `function put${pascal(table.type)}(b: Uint8Array, offset: number, m: ${pascal(table.type)}Message): number {\n` +
    `  let at = offset;\n${lines.map((line) => `  ${line}\n`).join('')}` +
    `  return putTail(b, at, m.timestamp as number | undefined, m.sequence);\n}\n`
  );
}

/** `jmid-encoder.ts`: straight-line writers of canonical compact lines of events. */
export function emitJmidEncoder(events: readonly MessageTable[]): string {
  const types = events.map((table) => `  ${pascal(table.type)}Message,`);
  const entries = events.map(
    (table) =>
      `  ['${table.type}', { check: check${pascal(table.type)}, put: put${pascal(table.type)} as PutEvent }],`,
  );
  return [
    HEADER,
    `import type { Members } from '../members.js';`,
    `import { putInteger, putSevenBitArray, putSmall, putTail } from '../jmid-line-parts.js';`,
    `import {\n${events.map((table) => `  check${pascal(table.type)},`).join('\n')}\n} from './message-checks.js';`,
    `import type {\n  JmidEvent,\n${types.join('\n')}\n} from './message-types.js';\n`,
    `type PutEvent = (bytes: Uint8Array, offset: number, message: JmidEvent) => number;\n`,
    `/** The check of an event and the writer of its line; what is written beyond the end of the bytes is lost. */`,
    `export interface EventWriter {\n  readonly check: (message: Members) => number;\n  readonly put: PutEvent;\n}\n`,
    ...events.map(emitPut),
    `/** Every event's writer, by type. */`,
    `export const eventWriters: ReadonlyMap<string, EventWriter> = new Map<string, EventWriter>([`,
    ...entries,
    ']);\n',
  ].join('\n');
}
