import type { FieldRow, MessageTable } from '../../src/field-table.js';
import { HEADER, pascal } from './naming.js';

/** A condition: the bytes from `at` are this text. */
function isText(text: string, at: string): string {
  return [...text]
    .map(
      (character, index) =>
        `b[${at}${index === 0 ? '' : ` + ${index}`}] === ${character.charCodeAt(0)}`,
    )
    .join(' && ');
}

function local(row: FieldRow): string {
  return row.name === 'continue' ? 'continue_' : row.name;
}

function readValue(row: FieldRow): string[] {
  const name = local(row);
  switch (row.value.kind) {
    case 'integer': {
      const { min, max } = row.value;
      if (min < 0) {
        return [
          `${name} = readSigned(b);`,
          `if (!(${name} >= ${min} && ${name} <= ${max})) return undefined;`,
        ];
      }
      // readUnsigned gives -1 where no number stands.
      return [
        `${name} = readUnsigned(b);`,
        `if (${name} < ${min} || ${name} > ${max}) return undefined;`,
      ];
    }
    case 'bytes':
      return [
        `const ${name} = readSevenBitArray(b, ${row.value.minLength}, ${row.value.maxLength}, end);`,
        `if (${name} === undefined) return undefined;`,
      ];
    default:
      throw new Error(`an event has no field of kind ${row.value.kind}`);
  }
}

function readRow(row: FieldRow): string[] {
  const text = `,"${row.key}":`;
  const name = local(row);
  const step = [`cursor.at = at + ${text.length};`];
  if (row.required) {
    const value = readValue(row).map((line) =>
      line.replace(`${name} = read`, `const ${name} = read`),
    );
    return [
      'at = cursor.at;',
      `if (!(${isText(text, 'at')})) return undefined;`,
      ...step,
      ...value.map((line) => line.replace('const const', 'const')),
    ];
  }
  // A default that is written out is no canonical line: it goes the long way, which leaves it out.
  const absent = row.absentMeans ?? -1;
  return [
    'at = cursor.at;',
    `let ${name} = ${absent};`,
    `if (${isText(text, 'at')}) {`,
    ...step.map((line) => `  ${line}`),
    ...readValue(row).map((line) => `  ${line}`),
    ...(row.absentMeans === undefined ? [] : [`  if (${name} === ${absent}) return undefined;`]),
    '}',
  ];
}

function emitRead(table: MessageTable): string {
  const own = table.fields.filter((row) => row.name !== 'timestamp' && row.name !== 'sequence');
  const required = own.filter((row) => row.required);
  const optional = own.filter((row) => !row.required);
  const members = (rows: readonly FieldRow[]) =>
    rows.map((row) => (local(row) === row.name ? row.name : `${row.name}: ${local(row)}`));
  const plain = optional.map((row) => `${local(row)} === ${row.absentMeans ?? -1}`);
  const type = `${pascal(table.type)}Message`;
  const lines = [
    'let at = 0;',
    ...own.flatMap(readRow),
    ...table.below.map(([left, right]) => `if (${left} >= ${right}) return undefined;`),
    'if (!readTail(b, end)) return undefined;',
    'const timestamp = tail.timestamp;',
    'const sequence = tail.sequence;',
    `if (timestamp >= 0 && sequence >= 0 && ${plain.join(' && ')}) {`,
    `  return { ${[`type: '${table.type}'`, ...members(required), 'timestamp', 'sequence'].join(', ')} };`,
    '}',
    ...longWay(table, own),
    'if (timestamp >= 0) message.timestamp = timestamp;',
    'if (sequence >= 0) message.sequence = sequence;',
    'return message;',
  ];
  return (
    `function read${pascal(table.type)}(b: Uint8Array, end: number): ${type} | undefined {\n` +
    `${lines.map((line) => `  ${line}\n`).join('')}}\n`
  );
}

/** Members one by one, in table order, so that a message looks the same however it was read. */
function longWay(table: MessageTable, own: readonly FieldRow[]): string[] {
  const type = `${pascal(table.type)}Message`;
  return [
    `const message = { type: '${table.type}' } as ${type};`,
    ...own.map((row) =>
      row.required
        ? `message.${row.name} = ${local(row)};`
        : `if (${local(row)} !== ${row.absentMeans ?? -1}) message.${row.name} = ${local(row)};`,
    ),
  ];
}

function codeNumber(code: string): number {
  if (code.length !== 2 && code.length !== 3)
    throw new Error(`code ${code} is neither 2 nor 3 long`);
  return [...code].reduce(
    (sum, character, index) => sum + character.charCodeAt(0) * 256 ** index,
    0,
  );
}

/** `jmid-decoder.ts`: straight-line readers of canonical compact lines of events. */
export function emitJmidDecoder(events: readonly MessageTable[]): string {
  const types = events.map((table) => `  ${pascal(table.type)}Message,`);
  const cases = events.map(
    (table) =>
      `    case ${codeNumber(table.code)}: // ${table.code}\n      return read${pascal(table.type)}(b, end);`,
  );
  return [
    HEADER,
    `import { cursor, readSevenBitArray, readSigned, readTail, readUnsigned, tail } from '../jmid-line-parts.js';`,
    `import type {\n  JmidEvent,\n${types.join('\n')}\n} from './message-types.js';\n`,
    ...events.map(emitRead),
    `/**`,
    ` * The event of a canonical compact line, its \`\\n\` included or not; undefined for any other line, good or bad.`,
    ` * Allocates the event alone; does not throw.`,
    ` */`,
    `export function readCanonicalEvent(b: Uint8Array, offset: number, end: number): JmidEvent | undefined {`,
    `  if (!(${isText('{"t":"', 'offset')})) return undefined;`,
    `  let at = offset + 8;`,
    `  let code = b[offset + 6]! | (b[offset + 7]! << 8);`,
    `  if (b[at] !== 34) {`,
    `    code |= b[at]! << 16;`,
    `    at += 1;`,
    `    if (b[at] !== 34) return undefined;`,
    `  }`,
    `  cursor.at = at + 1;`,
    `  switch (code) {`,
    ...cases,
    `    default:\n      return undefined;`,
    `  }\n}\n`,
  ].join('\n');
}
