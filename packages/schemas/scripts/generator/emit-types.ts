import type { FieldRow, MessageTable, ValueRule } from '../../src/field-table.js';
import { HEADER, pascal } from './naming.js';

function typeOf(rule: ValueRule, inner: Map<string, readonly FieldRow[]>): string {
  switch (rule.kind) {
    case 'integer':
    case 'real':
      return 'number';
    case 'u64':
      return 'number | string';
    case 'flag':
      return 'boolean';
    case 'string':
    case 'pattern':
      return 'string';
    case 'one-of':
      return rule.values.map((value) => `'${value}'`).join(' | ');
    case 'one-of-integers':
      return rule.values.join(' | ');
    case 'bytes':
      return 'number[]';
    case 'array': {
      const element = typeOf(rule.element, inner);
      return element.includes(' ') ? `(${element})[]` : `${element}[]`;
    }
    case 'tuple':
      return `[${rule.elements.map((element) => typeOf(element, inner)).join(', ')}]`;
    case 'object':
      inner.set(rule.title, rule.fields);
      return rule.title;
  }
}

function member(row: FieldRow, inner: Map<string, readonly FieldRow[]>): string {
  const unit = row.unit === undefined ? '' : ` Unit: ${row.unit}.`;
  const big = row.value.kind === 'u64' ? ' A decimal string beyond 2^53 - 1.' : '';
  const comment = `${row.description}${unit}${big}`.trim();
  const optional = row.required ? '' : '?';
  const doc = comment === '' ? '' : `  /** ${comment} */\n`;
  return `${doc}  ${row.name}${optional}: ${typeOf(row.value, inner)};\n`;
}

function union(name: string, doc: string, tables: readonly MessageTable[]): string {
  const members = tables.map((table) => `  | ${pascal(table.type)}Message`).join('\n');
  return `/** ${doc} */\nexport type ${name} =\n${members};\n`;
}

/** `message-types.ts`: an interface for each message, with what its fields mean, and the unions. */
export function emitTypes(tables: readonly MessageTable[]): string {
  const inner = new Map<string, readonly FieldRow[]>();
  const messages = tables.map(
    (table) =>
      `/** ${table.description} Compact code \`${table.code}\`. */\n` +
      `export interface ${pascal(table.type)}Message {\n` +
      `  type: '${table.type}';\n  /** namespace/major.minor; jamnet/1.0 when absent. */\n  version?: string;\n` +
      table.fields.map((row) => member(row, inner)).join('') +
      '}\n',
  );
  const objects: string[] = [];
  for (const [title, fields] of inner) {
    objects.push(
      `export interface ${title} {\n${fields.map((row) => member(row, inner)).join('')}}\n`,
    );
  }
  const map = tables.map((table) => `  ${table.type}: ${pascal(table.type)}Message;\n`).join('');
  return [
    HEADER,
    ...messages,
    ...objects,
    union(
      'JmidEvent',
      'Every event of a JMID stream.',
      tables.filter((table) => table.event),
    ),
    union(
      'JmidMessage',
      'Every message of JMID: events, and the state line that rides in heartbeats.',
      tables.filter((table) => table.protocol === 'jmid'),
    ),
    union(
      'AudioMessage',
      'The messages of JDAT: samples of audio.',
      tables.filter((table) => table.protocol === 'jdat'),
    ),
    union('JamMessage', 'Every message there is.', tables),
    `/** The message of each type. */\nexport interface MessageOfType {\n${map}}\n`,
  ].join('\n');
}
