import type { FieldRow, MessageTable } from './field-table.js';
import { messageTables } from './generated/message-tables.js';

/** Every message table, by type. */
export const tablesByType: ReadonlyMap<string, MessageTable> = new Map(
  messageTables.map((table) => [table.type, table]),
);

/** Every message table, by its code in the compact form. */
export const tablesByCode: ReadonlyMap<string, MessageTable> = new Map(
  messageTables.map((table) => [table.code, table]),
);

const rows = new Map<MessageTable, ReadonlyMap<string, FieldRow>>(
  messageTables.map((table) => [table, new Map(table.fields.map((row) => [row.key, row]))]),
);

/** The rows of a table by compact key. */
export function rowsByKey(table: MessageTable): ReadonlyMap<string, FieldRow> {
  return rows.get(table)!;
}
