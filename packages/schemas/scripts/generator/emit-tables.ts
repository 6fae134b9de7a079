import type { MessageTable } from '../../src/field-table.js';
import { HEADER } from './naming.js';

function literal(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** `message-tables.ts`: the tables as data. */
export function emitTables(tables: readonly MessageTable[]): string {
  return (
    `${HEADER}import type { MessageTable } from '../field-table.js';\n\n` +
    `/** Every message, in the order of the registry. */\n` +
    `export const messageTables: readonly MessageTable[] = ${literal(tables)};\n`
  );
}

/** `compact-keys.ts`: names of the standard form and keys of the compact form and MessagePack, both ways. */
export function emitCompactKeys(tables: readonly MessageTable[]): string {
  const codes = Object.fromEntries(tables.map((table) => [table.type, table.code]));
  const types = Object.fromEntries(tables.map((table) => [table.code, table.type]));
  const keys = Object.fromEntries(
    tables.map((table) => [
      table.type,
      Object.fromEntries([
        ['type', 't'],
        ['version', 'ver'],
        ...table.fields.map((row) => [row.name, row.key]),
      ]),
    ]),
  );
  const names = Object.fromEntries(
    tables.map((table) => [
      table.type,
      Object.fromEntries([
        ['t', 'type'],
        ['ver', 'version'],
        ...table.fields.map((row) => [row.key, row.name]),
      ]),
    ]),
  );
  const kinds = Object.fromEntries(
    tables.map((table) => [
      table.type,
      Object.fromEntries([
        ['t', 'str'],
        ['ver', 'str'],
        ...table.fields.map((row) => [row.key, packKind(row.value.kind)]),
      ]),
    ]),
  );
  const record = 'Readonly<Record<string, string>>';
  const perType = `Readonly<Record<string, ${record}>>`;
  return [
    HEADER,
    `/** Code of the compact form by type. */\nexport const codeOfType: ${record} = ${literal(codes)};\n`,
    `/** Type by code of the compact form. */\nexport const typeOfCode: ${record} = ${literal(types)};\n`,
    `/** By type: compact key of each name, in table order. */\nexport const compactKeys: ${perType} = ${literal(keys)};\n`,
    `/** By type: name of each compact key, in table order. */\nexport const standardNames: ${perType} = ${literal(names)};\n`,
    `/** By type: what each key holds in MessagePack, in table order. */\nexport const messagePackKinds: ${perType} = ${literal(kinds)};\n`,
  ].join('\n');
}

function packKind(kind: string): string {
  switch (kind) {
    case 'bytes':
      return 'bin';
    case 'integer':
    case 'one-of-integers':
    case 'flag':
      return 'int';
    case 'u64':
      return 'uint';
    case 'real':
      return 'float';
    case 'array':
    case 'tuple':
    case 'object':
      return 'array';
    default:
      return 'str';
  }
}
